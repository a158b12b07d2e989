// The call-back list of one period poll: who was not satisfied and why, a phone at a time, and where each call stands.

import { Alert, App, Button, Empty, Select, Space, Spin, Table } from 'antd'
import { useState } from 'react'
import { CALLBACK_STATUS_NAMES, type CallbackStatus } from '../../../shared/invitation/batch.ts'
import { REASONS } from '../../../shared/invitation/reasons.ts'
import type { CallbacksView, CallbackView } from '../../../shared/protocol/invitations-api.ts'
import type { PollOverview } from '../../../shared/protocol/polls-topic.ts'
import { post } from '../../lib/api.ts'
import { countOf, dateTimeOf } from '../../lib/format.ts'
import { useOffice } from '../office-desk.ts'
import { usePolled } from './use-polled.ts'

const EVERY_MS = 5_000
const STATUSES = Object.entries(CALLBACK_STATUS_NAMES).map(([value, label]) => ({ value, label }))

export function PollCallbacks({ poll }: { readonly poll: PollOverview }) {
  const { setup, me } = useOffice()
  const { message } = App.useApp()
  /** Where each page begins; the last is shown. */
  const [pages, setPages] = useState<readonly number[]>([0])
  const [phone, setPhone] = useState<{ readonly of: string; readonly phone: string } | null>(null)
  const after = pages.at(-1) ?? 0
  const {
    value: view,
    problem,
    again,
  } = usePolled<CallbacksView>(
    me.role === 'office' ? `/api/callbacks?pollId=${poll.pollId}&after=${String(after)}` : null,
    EVERY_MS,
  )
  if (me.role !== 'office')
    return <Alert type="info" showIcon title="回访名单涉及市民号码，只有评议办可以查看。" />
  if (view === null)
    return problem === null ? <Spin delay={300} /> : <Alert type="error" showIcon title={problem} />

  const names = new Map<number, string>(setup.units.map(({ code, name }) => [code, name]))
  const unitName = (code: number) => names.get(code) ?? `代码${String(code)}`
  const look = async ({ callbackId }: CallbackView) => {
    const answer = await post<{ phone: string }>('/api/callbacks/look', { pollId: poll.pollId, callbackId })
    if (answer.ok) setPhone({ of: callbackId, phone: answer.value.phone })
    else void message.error(answer.sentence)
    await again()
  }
  const mark = async ({ callbackId }: CallbackView, status: CallbackStatus) => {
    const answer = await post('/api/callbacks/mark', { pollId: poll.pollId, callbackId, status })
    if (!answer.ok) void message.error(answer.sentence)
    await again()
  }
  return (
    <div className="office-column">
      {problem === null ? null : <Alert type="warning" showIcon title={problem} />}
      <p className="office-quiet">
        受邀后回复不满意、或说明了原因的市民。号码一次只显示一个，每次查看都记入流水（已查看
        {countOf(view.looks)}次）；评议期截止30天后自动删除，本人退订即删除。
      </p>
      {view.reasons.length === 0 ? null : (
        <Table
          size="small"
          rowKey="unitCode"
          dataSource={[...view.reasons]}
          pagination={{ pageSize: 8, hideOnSinglePage: true, showSizeChanger: false }}
          columns={[
            { title: '单位', dataIndex: 'unitCode', render: (code: number) => unitName(code) },
            ...REASONS.map((reason, i) => ({
              title: reason,
              key: reason,
              width: 110,
              align: 'right' as const,
              render: (_: unknown, { listed }: CallbacksView['reasons'][number]) => countOf(listed[i] ?? 0),
            })),
            { title: '其他说明', dataIndex: 'words', width: 110, align: 'right', render: countOf },
          ]}
        />
      )}
      <Table<CallbackView>
        size="middle"
        rowKey="callbackId"
        dataSource={[...view.rows]}
        pagination={false}
        locale={{ emptyText: <Empty description="没有要回访的市民。" /> }}
        scroll={{ x: 1_000 }}
        columns={[
          { title: '单位', dataIndex: 'unitCode', render: (code: number) => unitName(code) },
          {
            title: '原因',
            key: 'reason',
            render: (_, { listed, words }) =>
              [listed === null ? '' : (REASONS[listed - 1] ?? ''), words ?? ''].filter(Boolean).join('：') ||
              '没有说明',
          },
          { title: '时间', dataIndex: 'atMs', width: 190, render: dateTimeOf },
          {
            title: '号码',
            key: 'phone',
            width: 170,
            render: (_, row) =>
              phone?.of === row.callbackId ? (
                <a href={`tel:${phone.phone}`}>{phone.phone}</a>
              ) : row.hasPhone ? (
                <Button size="small" onClick={() => void look(row)}>
                  查看号码
                </Button>
              ) : (
                '微信，没有号码'
              ),
          },
          {
            title: '状态',
            key: 'status',
            width: 140,
            render: (_, row) => (
              <Select
                aria-label="回访状态"
                size="small"
                style={{ width: 110 }}
                value={row.status}
                options={STATUSES}
                onChange={(status) => void mark(row, status)}
              />
            ),
          },
        ]}
      />
      <Space>
        <Button disabled={pages.length === 1} onClick={() => setPages(pages.slice(0, -1))}>
          上一页
        </Button>
        <Button
          disabled={view.next === null}
          onClick={() => {
            if (view.next !== null) setPages([...pages, view.next])
          }}
        >
          下一页
        </Button>
      </Space>
    </div>
  )
}
