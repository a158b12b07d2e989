// What waits for a second person anywhere in the house, each with its consequence, to be confirmed by anybody but who asked.

import { App, Button, Empty, Result, Space, Spin, Table } from 'antd'
import type { Me } from '../../shared/protocol/http-api.ts'
import type { PendingView } from '../../shared/protocol/acts-topic.ts'
import type { Command } from '../../shared/show/house.ts'
import { dateTimeOf, lengthOf } from '../lib/format.ts'
import { useConnectionState, useServerNow, useTopic } from '../lib/use-topic.ts'

interface Props {
  readonly me: Me
  /** Tells a refusal by itself. */
  readonly send: (command: Command, done: string) => Promise<unknown>
}

/** How many wait now; for the label of the place they are shown in. */
export function usePendingCount(): number {
  const held = useTopic('acts')
  const nowMs = useServerNow(5_000)
  return held?.snapshot.requests.filter(({ expiresAtMs }) => expiresAtMs > nowMs).length ?? 0
}

export function PendingActs({ me, send }: Props) {
  const held = useTopic('acts')
  const { online, refusedTopics } = useConnectionState()
  const { modal } = App.useApp()
  const nowMs = useServerNow(1_000)
  const refused = refusedTopics['acts']
  if (refused !== undefined) return <Result status="info" title="现在看不到申请" subTitle={refused} />
  if (held === null) return <Spin delay={300} description="正在读取申请…" />
  const confirm = ({ sessionId, requestId, ...request }: PendingView) =>
    modal.confirm({
      title: `确认${request.what}？`,
      content: `${request.consequence}申请人：${request.byName}。理由：${request.reason}`,
      okText: '确认，立即生效',
      okButtonProps: { danger: true },
      cancelText: '不确认',
      onOk: () =>
        send(
          sessionId === null
            ? { type: 'ConfirmAct', requestId }
            : { type: 'ConfirmRequest', sessionId, requestId },
          '已确认并生效。',
        ),
    })
  const withdraw = ({ sessionId, requestId }: PendingView) =>
    send(
      sessionId === null
        ? { type: 'WithdrawAct', requestId }
        : { type: 'WithdrawRequest', sessionId, requestId },
      '申请已撤回。',
    )
  return (
    <Table<PendingView>
      size="middle"
      rowKey="requestId"
      pagination={false}
      scroll={{ x: 900 }}
      dataSource={held.snapshot.requests.filter(({ expiresAtMs }) => expiresAtMs > nowMs)}
      columns={[
        { title: '申请', dataIndex: 'what' },
        { title: '理由', dataIndex: 'reason' },
        { title: '申请人', dataIndex: 'byName', width: 120 },
        { title: '时间', key: 'at', width: 180, render: (_, request) => dateTimeOf(request.atMs) },
        {
          title: '还剩',
          key: 'left',
          width: 100,
          render: (_, request) => lengthOf(request.expiresAtMs - nowMs),
        },
        {
          title: '',
          key: 'confirm',
          width: 210,
          render: (_, request) =>
            request.by === me.personId ? (
              <Space>
                须由另一人确认
                <Button size="small" disabled={!online} onClick={() => void withdraw(request)}>
                  撤回
                </Button>
              </Space>
            ) : (
              <Button type="primary" danger disabled={!online} onClick={() => void confirm(request)}>
                {online ? '确认…' : '断线，不能确认'}
              </Button>
            ),
        },
      ]}
      locale={{
        emptyText: (
          <Empty description="没有待第二人确认的申请。有人申请签发排名、重新打开周期、更换方案、解除否决、免除扣分、排除日志、作废、隔离或销毁密钥时，会立即出现在这里。" />
        ),
      }}
    />
  )
}
