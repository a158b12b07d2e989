// A finding's chart with axes and values, for office and audit.

import { Bar, BarChart, ReferenceArea, Tooltip, XAxis, YAxis } from 'recharts'
import { unreachable } from '../../../shared/basics/result.ts'
import type { FindingChart } from '../../../shared/protocol/findings-api.ts'
import { countOf, timeOf } from '../../lib/format.ts'
import { chartWords } from './chart-words.ts'

const WIDTH = 560
const HEIGHT = 190
const FRAME = { width: WIDTH, height: HEIGHT, margin: { top: 8, right: 12, bottom: 4, left: 0 } }
const PLAIN = 'var(--fair)'
const MARKED = 'var(--alert)'
const tick = { fontSize: 12, fill: 'var(--text-quiet)' }

export function FullChart({ chart }: { readonly chart: FindingChart }) {
  return (
    <figure className="fd-chart">
      <div role="img" aria-label={chartWords(chart)}>
        <Drawn chart={chart} />
      </div>
      <figcaption>{chartWords(chart)}。</figcaption>
    </figure>
  )
}

function Drawn({ chart }: { readonly chart: FindingChart }) {
  switch (chart.kind) {
    case 'time': {
      const data = chart.all.map((all, i) => {
        const chosen = chart.chosen?.[i] ?? 0
        return { at: chart.fromMs + i * chart.binMs, others: all - chosen, chosen }
      })
      const inside = data.filter(({ at }) => at < chart.markToMs && at + chart.binMs > chart.markFromMs)
      return (
        <BarChart {...FRAME} data={data} barCategoryGap={1} accessibilityLayer={false}>
          <XAxis dataKey="at" tickFormatter={timeOf} tick={tick} minTickGap={40} />
          <YAxis tick={tick} width={44} allowDecimals={false} />
          <Tooltip
            labelFormatter={(at) => timeOf(Number(at))}
            formatter={(n) => `${countOf(Number(n))} 张`}
            isAnimationActive={false}
          />
          {inside.length === 0 ? null : (
            <ReferenceArea x1={inside[0]!.at} x2={inside.at(-1)!.at} fill={MARKED} fillOpacity={0.14} />
          )}
          <Bar
            dataKey="chosen"
            name={chart.choice ?? ''}
            stackId="n"
            fill={MARKED}
            isAnimationActive={false}
          />
          <Bar
            dataKey="others"
            name={chart.choice === null ? '来票' : '其他'}
            stackId="n"
            fill={PLAIN}
            isAnimationActive={false}
          />
        </BarChart>
      )
    }
    case 'beat':
      return (
        <Bars
          data={chart.percent.map((n, i) => ({
            name: `${Math.round((i * chart.periodMs) / chart.percent.length)}毫秒`,
            n,
            marked: n > 60,
          }))}
          unit="%"
        />
      )
    case 'segments':
      return <Bars data={chart.bars.map(({ label, n }) => ({ name: label, n, marked: true }))} unit=" 张" />
    case 'people':
      return (
        <Bars
          data={[
            { name: '最多人数', n: chart.people, marked: false },
            { name: '计入', n: chart.counted, marked: true },
          ]}
          unit=""
        />
      )
    default:
      return unreachable(chart)
  }
}

function Bars(props: {
  readonly data: readonly { readonly name: string; readonly n: number; readonly marked: boolean }[]
  readonly unit: string
}) {
  return (
    <BarChart
      {...FRAME}
      data={props.data.map(({ name, n, marked }) => ({
        name,
        plain: marked ? 0 : n,
        marked: marked ? n : 0,
      }))}
      accessibilityLayer={false}
    >
      <XAxis dataKey="name" tick={tick} minTickGap={8} />
      <YAxis tick={tick} width={44} allowDecimals={false} />
      <Tooltip
        formatter={(n) => (Number(n) === 0 ? null : `${countOf(Number(n))}${props.unit}`)}
        isAnimationActive={false}
      />
      <Bar dataKey="plain" name="" stackId="n" fill={PLAIN} maxBarSize={36} isAnimationActive={false} />
      <Bar dataKey="marked" name="" stackId="n" fill={MARKED} maxBarSize={36} isAnimationActive={false} />
    </BarChart>
  )
}
