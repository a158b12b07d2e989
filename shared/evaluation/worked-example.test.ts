// Reproduces docs/算例.md to the last hundredth: the tables are read from the document, so that neither can part from the other.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { evidenceOf, inputsOf, periodUnitOf } from '../../tests/support/given-period.ts'
import { show } from '../basics/exact.ts'
import type { Split } from '../ballot/tally.ts'
import type { UnitInputs } from '../period/inputs.ts'
import { indicatorScoresOf, standingOf } from './period-points.ts'
import { rankPeriod } from './period-ranking.ts'
import { shownOf } from './ranking.ts'
import { DEFAULT_SCHEME, type Method, METHODS } from './scheme.ts'

const text = readFileSync(new URL('../../docs/算例.md', import.meta.url), 'utf8')

/** Rows of the table under a heading, as cells by column. */
function tableOf(heading: string): readonly Readonly<Record<string, string>>[] {
  const lines = text.split(`## ${heading}\n`)[1]!.split('\n## ')[0]!.split('\n')
  const [names, , ...rows] = lines
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
  return rows.map((cells) => Object.fromEntries(cells.map((cell, i) => [names![i]!, cell])))
}

const tables = {
  citizens: tableOf('市民短信微信评议'),
  bigData: tableOf('大数据评议'),
  department: tableOf('业务部门评议'),
  rectification: tableOf('督促整改评议'),
  tv: tableOf('电视问政'),
}
const totals = tableOf('总分和名次')
const COLUMNS: Readonly<Record<Method, string>> = {
  citizens: '市民',
  bigData: '大数据',
  department: '业务部门',
  rectification: '整改',
  tv: '电视',
}

const scheme = {
  ...DEFAULT_SCHEME,
  indicators: DEFAULT_SCHEME.indicators.filter(({ indicatorId }) =>
    ['on-time', 'returned'].includes(indicatorId),
  ),
}
const splitOf = (row: Readonly<Record<string, string>>): Split => ({
  satisfied: Number(row['满意']),
  fair: Number(row['基本满意']),
  dissatisfied: Number(row['不满意']),
  unsure: Number(row['不了解']),
})

function evidenceIn(at: number): UnitInputs {
  const { citizens, bigData, department, rectification, tv } = Object.fromEntries(
    METHODS.map((method) => [method, tables[method][at]]),
  )
  const marks = (cell: string) => (cell === '—' ? [] : cell.split('、').map(Number))
  const groups = [
    ['line', '业务主管部门'],
    ['district', '区（开发区）'],
    ['town', '乡镇（街道）'],
  ] as const
  const kinds = [
    ['on_time', '按期完成'],
    ['late', '逾期完成'],
    ['overdue', '到期未完成'],
    ['reopened_false', '虚假整改'],
  ] as const
  const [whole = '', decimals = ''] = tv!['考官结果']!.split('.')
  return evidenceOf(Number(citizens!['代码']), {
    citizens: { split: splitOf(citizens!), pollIds: [] },
    bigData: [
      {
        indicatorId: 'on-time',
        numerator: Number(bigData!['按时办结']),
        denominator: Number(bigData!['应办结']),
      },
      { indicatorId: 'returned', numerator: Number(bigData!['回退']), denominator: Number(bigData!['派单']) },
    ],
    department: groups.flatMap(([group, name], i) =>
      marks(department![name]!).map((mark, k) => ({ group, mark, reviewer: i * 10 + k + 1 })),
    ),
    rectification: kinds.flatMap(([kind, name]) =>
      rectification![name] === '0' ? [] : [{ itemId: kind, kind, weight: Number(rectification![name]) }],
    ),
    tv:
      whole === '—'
        ? []
        : [
            {
              ...{ sessionId: 's', segmentId: 'g' },
              examiners: { num: `${whole}${decimals}`, den: `1${'0'.repeat(decimals.length)}`, marks: [] },
              poll: tv!['满意'] === '—' ? null : splitOf(tv!),
            },
          ],
    notApplicable: department!['得分'] === '不适用' ? ['department'] : [],
    notDelivered: department!['得分'] === '应报未报' ? ['department'] : [],
    // As the document says in words.
    vetoes: citizens!['代码'] === '1' ? ['弄虚作假'] : [],
  })
}

const evidence = tables.citizens.map((_, at) => evidenceIn(at))
const ranking = rankPeriod(inputsOf(evidence), scheme).categories.office

test('[EVAL3] [EVAL4] [EVAL5] [EVAL6] [EVAL7] [EVAL8] every number of the worked example, method by method', () => {
  expect(evidence).toHaveLength(12)
  const WORDS = { sample: '样本不足', notApplicable: '不适用', notDelivered: '应报未报', absent: '未参加' }
  for (const method of METHODS)
    tables[method].forEach((row, at) => {
      const standing = standingOf(method, periodUnitOf(at + 1), evidence[at]!, scheme)
      const found = standing.state === 'present' ? show(standing.given.points) : WORDS[standing.state]
      expect([method, row['代码'], found]).toEqual([method, String(at + 1), row['得分']])
    })
  tables.bigData.forEach((row, at) => {
    const scores = indicatorScoresOf(scheme.indicators, evidence[at]!).indicators.map(({ score }) =>
      show(score!),
    )
    expect(scores).toEqual([row['办结指标得分'], row['回退指标得分']])
  })
})

test('[RANK2] [RANK3] [RANK4] [RANK5] its totals, parts, places and lists', () => {
  const LISTS = { best: '十优', worst: '十差' }
  const found = ranking.rows.map((row) => {
    const { total, parts } = shownOf(row)
    const cells = METHODS.map((method) => {
      const at = row.parts.findIndex((part) => part.method === method)
      return [COLUMNS[method], parts[at] ?? '—'] as const
    })
    return {
      代码: String(row.unit.code),
      ...Object.fromEntries(cells),
      总分: total,
      名次: String(row.place),
      名单: row.list === null ? '—' : LISTS[row.list],
    }
  })
  expect(found).toEqual(totals)
  expect(ranking.listN).toBe(2)
  expect(ranking.unranked.map(({ unit, why }) => [unit.code, why])).toEqual([
    [11, 'sample'],
    [12, 'notDelivered'],
  ])
  expect(ranking.rows.find(({ unit }) => unit.code === 7)?.decidedBy).toBe('dissatisfied_share_lower')
})
