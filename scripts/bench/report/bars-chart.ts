// A few figures of one unit side by side as bars from zero, with the rounds' range and, where there is one, the goal.

import { figureOf, type Spread } from './row.ts'
import { framed, HEAD, line, PAD, round, text, WIDTH } from './svg.ts'

export interface Bar {
  readonly label: string
  readonly spread: Spread
  /** `other`: a yardstick; `short`: ours, and its goal is missed. */
  readonly style: 'ours' | 'other' | 'short'
  readonly goal?: number
}

const ROW = 42
const LEFT = 300
const RIGHT = 130

export function barsChart(title: string, unit: string, bars: readonly Bar[]): string {
  const most = Math.max(...bars.flatMap(({ spread, goal = 0 }) => [spread.most, goal]))
  const end = roundUp(most)
  const x = (value: number) => LEFT + (value / end) * (WIDTH - RIGHT - LEFT)
  const bottom = HEAD + 8 + bars.length * ROW
  const grid = [0, 1, 2, 3, 4].flatMap((quarter) => {
    const value = (end * quarter) / 4
    return [
      line(x(value), HEAD + 6, x(value), bottom, 'grid'),
      text(x(value), bottom + 18, value.toLocaleString('en'), 'faint', 'middle'),
    ]
  })
  const hasGoal = bars.some(({ goal }) => goal !== undefined)
  const below = `单位：${unit}。细线为各轮范围${hasGoal ? '，虚线为目标' : ''}。`
  return framed(title, below, bottom + 32, [
    ...grid,
    ...bars.flatMap((bar, i) => barAt(bar, HEAD + 8 + i * ROW, x)),
  ])
}

function barAt({ label, spread, style, goal }: Bar, y: number, x: (value: number) => number): string[] {
  const { median, least, most } = spread
  const middle = y + ROW / 2
  return [
    text(PAD, middle + 5, label),
    `<rect class="${style}" stroke="none" x="${round(x(0))}" y="${y + 10}" width="${round(Math.max(1, x(median) - x(0)))}" height="${ROW - 20}" rx="2"/>`,
    ...(least === most
      ? []
      : [
          `<path class="goal" style="stroke-dasharray:none" fill="none" d="M${round(x(least))} ${middle - 5}v10M${round(x(least))} ${middle}H${round(x(most))}M${round(x(most))} ${middle - 5}v10"/>`,
        ]),
    ...(goal === undefined ? [] : [line(x(goal), y + 4, x(goal), y + ROW - 4, 'goal')]),
    text(WIDTH - PAD, middle + 5, figureOf(median), '', 'end'),
  ]
}

/** To 1, 1.2, 1.6, 2, 2.4 … of a power of ten, so that quarters of it are short numbers. */
export function roundUp(value: number): number {
  const ten = 10 ** Math.floor(Math.log10(value))
  return ([1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10].find((step) => step * ten >= value) ?? 10) * ten
}
