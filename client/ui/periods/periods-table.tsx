// Every evaluation period, newest first: its days, its phase, what was published of it.

import { Button, Empty, Space, Table, Tag } from 'antd'
import type { ReactNode } from 'react'
import { spanWords } from '../../../shared/basics/city-day.ts'
import { PERIOD_KIND_NAMES } from '../../../shared/period/period.ts'
import type { PeriodHead } from '../../../shared/protocol/period-api.ts'
import { countOf, dateTimeOf } from '../../lib/format.ts'
import { PHASE_COLOURS, phaseWords, publicationName, publicationState, sinceWords } from './period-words.ts'

interface Props {
  readonly periods: readonly PeriodHead[]
  readonly onOpen: (periodId: string) => void
  /** What to do where there is none yet. */
  readonly empty: string
  /** Of one period, at the end of its row. */
  readonly acts?: (period: PeriodHead) => ReactNode
}

export function PeriodsTable({ periods, onOpen, empty, acts }: Props) {
  const newestFirst = [...periods].sort(
    (a, b) => b.startsOn.localeCompare(a.startsOn) || a.kind.localeCompare(b.kind),
  )
  return (
    <Table<PeriodHead>
      size="middle"
      rowKey="periodId"
      dataSource={newestFirst}
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 1_160 }}
      columns={[
        {
          title: '评议周期',
          key: 'title',
          render: (_, period) => (
            <Button type="link" className="pd-name" onClick={() => onOpen(period.periodId)}>
              {period.title}
            </Button>
          ),
        },
        { title: '种类', key: 'kind', width: 70, render: (_, period) => PERIOD_KIND_NAMES[period.kind] },
        { title: '起止', key: 'days', width: 230, render: (_, period) => spanWords(period) },
        {
          title: '状态',
          key: 'phase',
          width: 250,
          render: (_, period) => (
            <Space size={4}>
              <Tag color={PHASE_COLOURS[period.phase]}>{phaseWords(period)}</Tag>
              <span className="pd-quiet">{sinceWords(period)}</span>
            </Space>
          ),
        },
        {
          title: '单位',
          key: 'units',
          width: 80,
          align: 'right',
          render: (_, period) => (period.phase === 'draft' ? '—' : countOf(period.units)),
        },
        { title: '发布', key: 'published', width: 220, render: (_, period) => publishedWords(period) },
        ...(acts === undefined
          ? []
          : [
              { title: '', key: 'acts', width: 90, render: (_: unknown, period: PeriodHead) => acts(period) },
            ]),
      ]}
      locale={{ emptyText: <Empty description={empty} /> }}
    />
  )
}

function publishedWords({ publications }: PeriodHead): string {
  const last = publications.at(-1)
  if (last === undefined) return '—'
  const state = publicationState(last).word
  const until = last.finalAtMs === null ? `，到${dateTimeOf(last.noticeUntilMs).slice(0, 10)}` : ''
  const objections = last.objectionsOpen === 0 ? '' : `；${last.objectionsOpen}条异议待答复`
  return `${publicationName(last.number)}：${state}${until}${objections}`
}
