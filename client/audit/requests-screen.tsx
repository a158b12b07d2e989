// Requests that wait for their second person, each with its consequence, to be confirmed by anybody but who asked.

import { App, Button, Empty, Table } from 'antd'
import { unreachable } from '../../shared/basics/result.ts'
import type { Me } from '../../shared/protocol/http-api.ts'
import type { AuditSnapshot } from '../../shared/protocol/audit-topic.ts'
import type { RequestView } from '../../shared/protocol/console-topic.ts'
import type { Command } from '../../shared/show/house.ts'
import { countOf, dateTimeOf, lengthOf } from '../lib/format.ts'
import { useServerNow } from '../lib/use-topic.ts'
import { WINDOW_KINDS } from './words.ts'

interface Props {
  readonly snapshot: AuditSnapshot
  readonly me: Me
  readonly online: boolean
  readonly send: (command: Command, done: string) => Promise<void>
}

export function RequestsScreen({ snapshot, me, online, send }: Props) {
  const { modal } = App.useApp()
  const nowMs = useServerNow(1_000)
  const confirm = (request: RequestView) => {
    void modal.confirm({
      title: `确认${actWords(request, snapshot)}？`,
      content: `${consequence(request, snapshot)}申请人：${request.byName}。理由：${request.reason}`,
      okText: '确认，立即生效',
      okButtonProps: { danger: true },
      cancelText: '不确认',
      onOk: () =>
        send(
          { type: 'ConfirmRequest', sessionId: request.sessionId, requestId: request.requestId },
          '已确认并生效。',
        ),
    })
  }
  return (
    <Table<RequestView>
      size="middle"
      rowKey="requestId"
      pagination={false}
      dataSource={snapshot.requests.filter((request) => request.expiresAtMs > nowMs)}
      columns={[
        { title: '申请', key: 'act', render: (_, request) => actWords(request, snapshot) },
        { title: '理由', dataIndex: 'reason' },
        { title: '申请人', dataIndex: 'byName', width: 120 },
        { title: '时间', key: 'at', width: 180, render: (_, request) => dateTimeOf(request.atMs) },
        {
          title: '还剩',
          key: 'left',
          width: 90,
          render: (_, request) => lengthOf(request.expiresAtMs - nowMs),
        },
        {
          title: '',
          key: 'confirm',
          width: 170,
          render: (_, request) =>
            request.by === me.personId ? (
              '须由另一人确认'
            ) : (
              <Button type="primary" danger disabled={!online} onClick={() => confirm(request)}>
                {online ? '确认…' : '断线，不能确认'}
              </Button>
            ),
        },
      ]}
      locale={{
        emptyText: <Empty description="没有待第二人确认的申请。有人申请作废窗口时，会立即出现在这里。" />,
      }}
    />
  )
}

function windowOf(request: RequestView, snapshot: AuditSnapshot) {
  return snapshot.windows.find((window) => window.windowId === request.act.windowId)
}

function actWords(request: RequestView, snapshot: AuditSnapshot): string {
  const window = windowOf(request, snapshot)
  const name =
    window === undefined ? request.act.windowId : `${WINDOW_KINDS[window.kind]}窗口「${window.unit.name}」`
  switch (request.act.type) {
    case 'VoidWindow':
      return `作废${name}`
    case 'ExcludeLog':
      return `${name}不再等待日志 ${request.act.logId}`
    default:
      return unreachable(request.act)
  }
}

function consequence(request: RequestView, snapshot: AuditSnapshot): string {
  const window = windowOf(request, snapshot)
  switch (request.act.type) {
    case 'VoidWindow': {
      const received =
        window === undefined
          ? ''
          : window.kind === 'examiners'
            ? `已收到的 ${countOf(window.panel?.scored ?? 0)} 份打分`
            : `已计入的 ${countOf(window.arrivals.reduce((sum, each) => sum + each.counted, 0))} 张选票`
      return `${received}保留在案，但不产生结果，也不转入新窗口。作废不能撤销。`
    }
    case 'ExcludeLog':
      return `该日志最后已知 ${countOf(request.act.lastKnownCount)} 张选票将不计入，并随结果公布。`
    default:
      return unreachable(request.act)
  }
}
