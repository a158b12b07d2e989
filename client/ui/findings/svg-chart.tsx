// A finding's chart as a few bars without a library: for the console, where it is one glance.

import { unreachable } from '../../../shared/basics/result.ts'
import type { FindingChart } from '../../../shared/protocol/findings-api.ts'
import { chartWords } from './chart-words.ts'

const WIDTH = 360
const HEIGHT = 72

interface Bar {
  readonly whole: number
  readonly part: number
  readonly marked: boolean
}

function barsOf(chart: FindingChart): readonly Bar[] {
  switch (chart.kind) {
    case 'time':
      return chart.all.map((whole, i) => {
        const fromMs = chart.fromMs + i * chart.binMs
        const marked = fromMs < chart.markToMs && fromMs + chart.binMs > chart.markFromMs
        return { whole, part: chart.chosen?.[i] ?? 0, marked }
      })
    case 'beat':
      return chart.percent.map((whole) => ({ whole, part: 0, marked: whole > 60 }))
    case 'segments':
      return chart.bars.map(({ n }) => ({ whole: n, part: 0, marked: true }))
    case 'people':
      return [
        { whole: chart.people, part: 0, marked: false },
        { whole: chart.counted, part: 0, marked: true },
      ]
    default:
      return unreachable(chart)
  }
}

export function SvgChart({ chart }: { readonly chart: FindingChart }) {
  const bars = barsOf(chart)
  const most = Math.max(1, ...bars.map(({ whole }) => whole))
  const step = WIDTH / Math.max(1, bars.length)
  const rect = (i: number, value: number) => ({
    x: i * step + step * 0.1,
    width: Math.max(0.5, Math.min(step * 0.8, 28)),
    y: HEIGHT - (value / most) * HEIGHT,
    height: (value / most) * HEIGHT,
  })
  return (
    <figure className="fd-chart">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={chartWords(chart)}
        preserveAspectRatio="none"
      >
        {bars.map(({ whole, part, marked }, i) => (
          <g key={i} className={marked ? 'is-marked' : ''}>
            <rect className="fd-whole" {...rect(i, whole)} />
            {part > 0 ? <rect className="fd-part" {...rect(i, part)} /> : null}
          </g>
        ))}
      </svg>
      <figcaption>{chartWords(chart)}。</figcaption>
    </figure>
  )
}
