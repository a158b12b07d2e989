// Quarantines that wait for their second person, those of one finding together, to be confirmed by anybody but who asked.

import { App, Button, Space } from 'antd'
import type { Me } from '../../../shared/protocol/http-api.ts'
import type { QuarantineRequestView, WindowFindings } from '../../../shared/protocol/findings-api.ts'
import { lengthOf } from '../../lib/format.ts'
import { useServerNow } from '../../lib/use-topic.ts'
import type { Act } from './act.ts'
import { Consequence, WeighedConsequence } from './consequence.tsx'

interface Props {
  readonly window: WindowFindings
  readonly me: Me
  readonly online: boolean
  readonly act: Act
}

export function PendingQuarantines({ window, me, online, act }: Props) {
  const { modal } = App.useApp()
  const nowMs = useServerNow(1_000)
  const groups = groupsOf(window.requests.filter(({ expiresAtMs }) => expiresAtMs > nowMs))
  if (groups.length === 0) return null
  const forEach = async (
    group: readonly QuarantineRequestView[],
    type: 'ConfirmAct' | 'WithdrawAct',
    done: string,
  ) => {
    for (const [i, { requestId }] of group.entries()) {
      if (!(await act({ type, requestId }, i === group.length - 1 ? done : undefined))) return
    }
  }
  const confirm = (group: readonly QuarantineRequestView[]) => {
    const [first] = group
    const rules = group.flatMap(({ rule }) => (rule === null ? [] : [rule]))
    const lifts = first!.type === 'LiftQuarantine'
    void modal.confirm({
      title: lifts ? '确认解除隔离？' : '确认隔离？',
      width: 720,
      content: (
        <>
          <p>{group.map(({ ruleWords }) => ruleWords).join('；')}</p>
          {lifts ? (
            window.inForce === null ? null : (
              <>
                <p>解除后重新计入。现在隔离着的影响：</p>
                <Consequence consequence={window.inForce} />
              </>
            )
          ) : (
            <WeighedConsequence windowId={window.windowId} rules={rules} />
          )}
          <p>
            申请人：{first!.byName}。理由：{first!.reason}
          </p>
        </>
      ),
      okText: '确认，立即生效',
      okButtonProps: { danger: true },
      cancelText: '不确认',
      onOk: () => forEach(group, 'ConfirmAct', lifts ? '已解除，正在重新统计。' : '已隔离，正在重新统计。'),
    })
  }
  return (
    <section className="fd-pending" aria-label="待第二人确认">
      {groups.map((group) => {
        const first = group[0]!
        return (
          <div key={first.requestId}>
            <div>
              <strong>待第二人确认：{first.type === 'Quarantine' ? '隔离' : '解除隔离'}</strong>{' '}
              {group.length > 1 ? `${group.length} 条，` : ''}
              {group
                .slice(0, 3)
                .map(({ ruleWords }) => ruleWords)
                .join('；')}
              {group.length > 3 ? '…' : ''}
              <p className="fd-quiet">
                {first.byName} 申请，理由：{first.reason}。剩 {lengthOf(first.expiresAtMs - nowMs)}
              </p>
            </div>
            {first.by === me.personId ? (
              <Space>
                须由另一人确认
                <Button disabled={!online} onClick={() => void forEach(group, 'WithdrawAct', '申请已撤回。')}>
                  撤回
                </Button>
              </Space>
            ) : (
              <Button type="primary" danger disabled={!online} onClick={() => confirm(group)}>
                {online ? '确认…' : '断线，不能确认'}
              </Button>
            )}
          </div>
        )
      })}
    </section>
  )
}

/** What one person asked for at once: of one finding, with one reason. */
function groupsOf(requests: readonly QuarantineRequestView[]): readonly (readonly QuarantineRequestView[])[] {
  const groups = new Map<string, QuarantineRequestView[]>()
  for (const request of requests) {
    const key =
      request.finding === null ? request.requestId : [request.by, request.finding, request.reason].join('\n')
    groups.set(key, [...(groups.get(key) ?? []), request])
  }
  return [...groups.values()]
}
