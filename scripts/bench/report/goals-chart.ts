// All goals in one chart: how many times better than its goal each was measured, on a scale of doublings, with the rounds' range.

import type { KeptRow } from './kept.ts'
import { figureOf, type Limit } from './row.ts'
import { framed, HEAD, line, PAD, round, text, WIDTH } from './svg.ts'

const ROW = 34
const LEFT = 330
const RIGHT = 180

/** ≥ 1: reached. Of a limit from above it is the limit divided by what was measured. */
export function timesTheGoal({ is, value }: Limit, measured: number): number {
  return is === '≥' ? measured / value : value / measured
}

export function goalsChart(rows: readonly KeptRow[]): string {
  const shares = rows.flatMap(({ limit, spread }) =>
    [spread.least, spread.median, spread.most].map((measured) => timesTheGoal(limit, measured)),
  )
  // Whole doublings around all there is, and the goal itself.
  const from = Math.floor(Math.log2(Math.min(1, ...shares)))
  const to = Math.max(from + 1, Math.ceil(Math.log2(Math.max(1, ...shares))))
  const x = (times: number) => LEFT + ((Math.log2(times) - from) / (to - from)) * (WIDTH - RIGHT - LEFT)
  const bottom = HEAD + 28 + rows.length * ROW
  const grid = Array.from({ length: to - from + 1 }, (_, i) => {
    const times = 2 ** (from + i)
    return [
      line(x(times), HEAD + 18, x(times), bottom, times === 1 ? 'goal' : 'grid'),
      text(
        x(times),
        HEAD + 12,
        times === 1 ? '目标' : `${times < 1 ? `1/${1 / times}` : times}倍`,
        'faint',
        'middle',
      ),
    ]
  }).flat()
  const drawn = rows.flatMap((row, i) => rowOf(row, HEAD + 28 + i * ROW + ROW / 2, x))
  return framed(
    '各项目标：实测为目标的几倍（越靠右越好）',
    '点为各轮中位数，横线为各轮范围；圆点达到目标，方点未达到。刻度每格翻一番。',
    bottom + PAD - 8,
    [...grid, ...drawn],
  )
}

function rowOf({ goal, label, limit, spread, reached }: KeptRow, y: number, x: (times: number) => number) {
  const [at, a, b] = [spread.median, spread.least, spread.most].map((measured) =>
    x(timesTheGoal(limit, measured)),
  ) as [number, number, number]
  const style = reached ? 'reached' : 'short'
  const unit = limit.unit === '' ? '' : ` ${limit.unit}`
  const mark = reached
    ? `<circle class="${style}" cx="${round(at)}" cy="${y}" r="6"/>`
    : `<rect class="${style}" x="${round(at - 5.5)}" y="${y - 5.5}" width="11" height="11"/>`
  return [
    text(PAD, y + 5, goal === 'aliyun' ? '' : goal, 'faint'),
    text(PAD + 34, y + 5, label),
    ...(a === b ? [] : [line(Math.min(a, b), y, Math.max(a, b), y, `${style} range`)]),
    mark,
    text(
      WIDTH - PAD,
      y + 5,
      `${figureOf(spread.median)}${unit}（${limit.is} ${limit.value.toLocaleString('en')}）`,
      'faint',
      'end',
    ),
  ]
}
