// Which charts the document has, and which figures of which rows each shows; one without its rows is left out.

import { barsChart, type Bar } from './bars-chart.ts'
import { goalsChart } from './goals-chart.ts'
import type { KeptRow } from './kept.ts'
import type { Spread } from './row.ts'

export interface Chart {
  readonly name: string
  readonly title: string
  readonly svg: string
}

/** A bar's figure: a row's own, or one of its notes. */
type Figure = readonly [key: string, note: string | null, label: string, style?: Bar['style']]

const BARS: readonly {
  readonly name: string
  readonly title: string
  readonly unit: string
  readonly figures: readonly Figure[]
}[] = [
  {
    ...{ name: 'doors', title: '单核每秒应答的选票（落盘后才应答）', unit: '票/秒' },
    figures: [
      ['P1', 'bareASecond', '只验签、什么都不做的门', 'other'],
      ['P1', 'realASecond', '问政台'],
      ['P2', 'expressASecond', '最先想到的写法（每票一次写库）', 'other'],
    ],
  },
  {
    ...{ name: 'delays', title: '延迟：应答、上屏、到齐', unit: '毫秒' },
    figures: [
      ['P3', 'p99Ms', '应答 p99（每秒2,000条）'],
      ['P3', null, '应答 p99.9（每秒2,000条）'],
      ['P5', 'p50Ms', '应答后大屏数字变化，中位数'],
      ['P5', null, '应答后大屏数字变化，p99'],
      ['P4-5000', null, '5,000块屏先后到齐，p99'],
      ['P11-frame', null, '大屏打开到第一幅完整画面'],
    ],
  },
  {
    ...{ name: 'restarts', title: '重新启动到可以收票', unit: '毫秒' },
    figures: [
      ['P6-1m', 'emptyMs', '没有选票', 'other'],
      ['P6-1m', null, '日志里100万票'],
      ['P6-10m', null, '日志里1,000万票'],
    ],
  },
  {
    ...{ name: 'redis', title: 'Redis 上每秒计入的选票（每次写盘）', unit: '票/秒' },
    figures: [
      ['P9-packed', 'singleASecond', '每次一票，并行64', 'other'],
      ['P9-packed', 'packedASecond', '每次512票，一个进程'],
      ['P9-two', 'onTwoASecond', '每次512票，两个进程'],
    ],
  },
]

export function chartsOf(rows: readonly KeptRow[]): readonly Chart[] {
  const byKey = new Map(rows.map((row) => [row.key, row]))
  const goals: readonly Chart[] =
    rows.length === 0 ? [] : [{ name: 'goals', title: '各项目标：实测为目标的几倍', svg: goalsChart(rows) }]
  return [
    ...goals,
    ...BARS.flatMap(({ name, title, unit, figures }): readonly Chart[] => {
      const bars = figures.flatMap((figure) => barOf(figure, byKey) ?? [])
      return bars.length < 2 ? [] : [{ name, title, svg: barsChart(title, unit, bars) }]
    }),
  ]
}

function barOf([key, note, label, style = 'ours']: Figure, rows: ReadonlyMap<string, KeptRow>): Bar | null {
  const row = rows.get(key)
  if (row === undefined) return null
  if (note === null)
    return { label, style: row.reached ? style : 'short', spread: row.spread, goal: row.limit.value }
  const figure = row.notes[note]
  if (figure === undefined) return null
  const spread: Spread = typeof figure === 'number' ? { median: figure, least: figure, most: figure } : figure
  return { label, style, spread }
}
