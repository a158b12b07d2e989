// The auditor's view of review rounds: progress while one runs, what its marks tell once it is over (EVAL6).

import { Alert, Button, Empty, Table, Tag } from 'antd'
import { useEffect, useState } from 'react'
import {
  ROUND_STATE_NAMES,
  type RoundAnswer,
  type RoundHead,
  type RoundReport,
  type RoundsAnswer,
} from '../../shared/protocol/reviews-api.ts'
import { dateTimeOf } from '../lib/format.ts'
import { AskedFrame } from '../ui/periods/asked-frame.tsx'
import { useAsked } from '../ui/periods/use-asked.ts'
import '../ui/periods/periods.css'
import { ProgressTable } from '../ui/reviews/progress-table.tsx'
import { RoundReportView } from '../ui/reviews/round-report.tsx'

const READ_MS = 30_000

export function ReviewsScreen() {
  const [turn, setTurn] = useState(0)
  const [open, setOpen] = useState<string | null>(null)
  useEffect(() => {
    const timer = setInterval(() => setTurn((before) => before + 1), READ_MS)
    return () => clearInterval(timer)
  }, [])
  const asked = useAsked<RoundsAnswer>('/api/reviews', turn)
  if (open !== null)
    return (
      <div className="pd-stack">
        <div>
          <Button onClick={() => setOpen(null)}>回到全部轮次</Button>
        </div>
        <Round roundId={open} turn={turn} />
      </div>
    )
  return (
    <AskedFrame asked={asked} what="评议轮次">
      {({ rounds }) => (
        <Table<RoundHead>
          size="small"
          rowKey="roundId"
          pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
          dataSource={rounds}
          locale={{ emptyText: <Empty description="还没有评议轮次，由评议办在“业务部门评议”里建立。" /> }}
          columns={[
            {
              title: '名称',
              key: 'title',
              render: (_, { roundId, title }) => (
                <Button type="link" className="pd-name" onClick={() => setOpen(roundId)}>
                  {title}
                </Button>
              ),
            },
            { title: '评议周期', dataIndex: 'periodTitle', width: 200 },
            {
              title: '状态',
              key: 'state',
              width: 110,
              render: (_, { state }) => <Tag>{ROUND_STATE_NAMES[state]}</Tag>,
            },
            {
              title: '截止',
              key: 'closes',
              width: 190,
              render: (_, { closesAtMs }) => dateTimeOf(closesAtMs),
            },
            {
              title: '已提交',
              key: 'submitted',
              width: 120,
              align: 'right',
              render: (_, { submitted, reviewers }) => `${submitted} / ${reviewers}`,
            },
          ]}
        />
      )}
    </AskedFrame>
  )
}

function Round({ roundId, turn }: { readonly roundId: string; readonly turn: number }) {
  const asked = useAsked<RoundAnswer>(`/api/reviews/${roundId}`, turn)
  const over = asked.value?.head.state === 'over'
  const report = useAsked<RoundReport>(over ? `/api/reviews/${roundId}/report` : null, 0)
  return (
    <AskedFrame asked={asked} what="评议轮次">
      {({ head, reviewers }) => (
        <>
          <h2>{head.title}</h2>
          <ProgressTable head={head} reviewers={reviewers} />
          {over ? (
            <AskedFrame asked={report} what="评议情况">
              {(value) => <RoundReportView report={value} />}
            </AskedFrame>
          ) : (
            <Alert type="info" showIcon title="评议还没有截止，截止后才能看评议情况。" />
          )}
        </>
      )}
    </AskedFrame>
  )
}
