// The spread of totals as bands: lowest to highest pale, the middle half darker, the middle as a line, an organisation's mean as another.

import { Area, CartesianGrid, ComposedChart, Line, Tooltip, XAxis, YAxis } from 'recharts'
import type { TrendsAnswer } from '../../../shared/protocol/ranking-api.ts'

const WIDTH = 1_100
const tick = { fontSize: 12, fill: 'var(--text-quiet)' }

export function TrendsChart({ answer }: { readonly answer: TrendsAnswer }) {
  const data = answer.periods.map(({ title, spread, own }) => ({
    title,
    all: spread === null ? null : [Number(spread.least), Number(spread.most)],
    half: spread === null ? null : [Number(spread.lower), Number(spread.upper)],
    median: spread === null ? null : Number(spread.median),
    own: own === null ? null : Number(own.mean),
  }))
  return (
    <figure className="pd-chart pd-chart-wide">
      <div role="img" aria-label={`各期总分的分布，共${answer.periods.length}期，数字见下表`}>
        <ComposedChart
          width={WIDTH}
          height={300}
          data={data}
          margin={{ top: 8, right: 24, bottom: 4, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid stroke="var(--rule)" vertical={false} />
          <XAxis dataKey="title" tick={tick} minTickGap={24} />
          <YAxis tick={tick} width={44} domain={[0, 100]} />
          <Tooltip isAnimationActive={false} />
          <Area
            dataKey="all"
            name="最低到最高"
            stroke="none"
            fill="var(--method-bigData)"
            fillOpacity={0.25}
            isAnimationActive={false}
          />
          <Area
            dataKey="half"
            name="中间一半"
            stroke="none"
            fill="var(--method-bigData)"
            fillOpacity={0.55}
            isAnimationActive={false}
          />
          <Line
            dataKey="median"
            name="中间"
            stroke="var(--method-citizens)"
            strokeWidth={2}
            isAnimationActive={false}
          />
          {answer.organisation === null ? null : (
            <Line
              dataKey="own"
              name={`${answer.organisation}平均`}
              stroke="var(--method-tv)"
              strokeWidth={2}
              strokeDasharray="6 4"
              isAnimationActive={false}
            />
          )}
        </ComposedChart>
      </div>
      <figcaption>
        <i className="pd-band" data-band="all" />
        最低到最高
        <i className="pd-band" data-band="half" />
        中间一半的单位
        <span className="pd-line-key" data-line="total" />
        中间
        {answer.organisation === null ? null : (
          <>
            <span className="pd-line-key" data-line="place" />
            {answer.organisation}平均
          </>
        )}
      </figcaption>
    </figure>
  )
}
