// A unit's course over the periods: total and place, drawn and as a table for who cannot see or wants the numbers.

import { Table } from 'antd'
import { CartesianGrid, Line, LineChart, Tooltip, XAxis, YAxis } from 'recharts'
import type { UnitCardAnswer } from '../../../shared/protocol/ranking-api.ts'

type Past = UnitCardAnswer['history'][number]

const tick = { fontSize: 12, fill: 'var(--text-quiet)' }

export function HistoryChart({
  history,
  width = 700,
}: {
  readonly history: readonly Past[]
  readonly width?: number
}) {
  const data = history.map((past) => ({
    title: past.title,
    total: past.total === null ? null : Number(past.total),
    place: past.place,
  }))
  return (
    <figure className="pd-chart">
      <div role="img" aria-label={courseWords(history)}>
        <LineChart
          width={width}
          height={220}
          data={data}
          margin={{ top: 8, right: 24, bottom: 4, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid stroke="var(--rule)" vertical={false} />
          <XAxis dataKey="title" tick={tick} minTickGap={16} />
          <YAxis yAxisId="total" tick={tick} width={44} domain={[0, 100]} />
          <YAxis
            yAxisId="place"
            orientation="right"
            tick={tick}
            width={44}
            reversed
            allowDecimals={false}
            domain={[1, 'dataMax']}
          />
          <Tooltip isAnimationActive={false} />
          <Line
            yAxisId="total"
            dataKey="total"
            name="总分（左）"
            stroke="var(--method-citizens)"
            strokeWidth={2}
            isAnimationActive={false}
          />
          <Line
            yAxisId="place"
            dataKey="place"
            name="名次（右，第1名在上）"
            stroke="var(--method-tv)"
            strokeWidth={2}
            strokeDasharray="6 4"
            isAnimationActive={false}
          />
        </LineChart>
      </div>
      <figcaption>
        <span className="pd-line-key" data-line="total" />
        总分（左边的刻度）
        <span className="pd-line-key" data-line="place" />
        名次（右边的刻度，第1名在上）
      </figcaption>
      <Table<Past>
        size="small"
        rowKey="periodId"
        pagination={{ pageSize: 8, hideOnSinglePage: true, showSizeChanger: false }}
        dataSource={[...history].reverse()}
        columns={[
          { title: '周期', dataIndex: 'title' },
          {
            title: '总分',
            key: 'total',
            width: 90,
            align: 'right',
            render: (_, past) => past.total ?? '未排名',
          },
          {
            title: '名次',
            key: 'place',
            width: 120,
            align: 'right',
            render: (_, past) => (past.place === null ? '—' : `${past.place} / ${past.ranked}`),
          },
        ]}
      />
    </figure>
  )
}

function courseWords(history: readonly Past[]): string {
  return history
    .map(({ title, total, place }) =>
      total === null ? `${title}未排名` : `${title}${total}分第${place ?? '—'}名`,
    )
    .join('；')
}
