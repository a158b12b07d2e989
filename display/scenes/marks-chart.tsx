// The distribution of marks as a chart: how many gave what, from 0 to 100, and where among them the mean stands.

import { Bar, BarChart, LabelList, ReferenceLine, XAxis, YAxis } from 'recharts'
import type { ScoreBar } from './score-words.ts'

interface MarksChartProps {
  /** From the best band to the worst, equally wide. */
  readonly bars: readonly ScoreBar[]
  /** Null while the mean is not turned over yet. */
  readonly mean: number | null
}

const SIZE = { width: 980, height: 500 } as const
/** Above the highest column, for its count and the word of the mean. */
const HEADROOM = 1.16
const TICKS = [0, 20, 40, 60, 80, 100]

export default function MarksChart({ bars, mean }: MarksChartProps) {
  const wide = 100 / bars.length
  const columns = bars.map(({ word, count }, i) => ({ at: 100 - wide * (i + 0.5), word, count }))
  const highest = Math.max(1, ...columns.map((column) => column.count))
  return (
    <BarChart
      {...SIZE}
      data={columns}
      margin={{ top: 64, right: 24, bottom: 8, left: 24 }}
      accessibilityLayer={false}
    >
      <XAxis
        dataKey="at"
        type="number"
        domain={[0, 100]}
        ticks={TICKS}
        tickLine={false}
        tickMargin={12}
        height={56}
        stroke="var(--rule)"
        strokeWidth={3}
        tick={{ fill: 'var(--text-quiet)', fontSize: 30 }}
      />
      <YAxis hide domain={[0, highest * HEADROOM]} />
      <Bar dataKey="count" barSize={76} fill="var(--accent)" isAnimationActive={false}>
        <LabelList
          dataKey="count"
          position="top"
          offset={10}
          fill="var(--text)"
          fontSize={34}
          fontWeight={700}
        />
      </Bar>
      {mean !== null && (
        <ReferenceLine
          x={mean}
          stroke="var(--text)"
          strokeWidth={4}
          strokeDasharray="10 8"
          label={{ value: '均分', position: 'top', fill: 'var(--text)', fontSize: 30, fontWeight: 600 }}
        />
      )}
    </BarChart>
  )
}
