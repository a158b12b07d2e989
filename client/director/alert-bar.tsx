// What needs the director's eye now, in one line under the head: calls from seats can be answered here.

import { Popover } from 'antd'
import { alertsOf, type Alert } from '../../shared/protocol/alerts.ts'
import { deskReasons, useDesk } from './desk.ts'
import { ReasonButton } from './reason-button.tsx'

const SHOWN = 3

export function AlertBar() {
  const { snapshot } = useDesk()
  const alerts = alertsOf(snapshot)
  const rest = alerts.slice(SHOWN)
  return (
    <section className="dc-alerts" aria-label="提醒" role="status">
      {alerts.length === 0 ? <small>没有提醒。</small> : null}
      {alerts.slice(0, SHOWN).map((alert) => (
        <AlertLine key={alert.key} alert={alert} />
      ))}
      {rest.length === 0 ? null : (
        <Popover
          trigger="click"
          content={
            <div className="dc-alerts is-list">
              {rest.map((alert) => (
                <AlertLine key={alert.key} alert={alert} />
              ))}
            </div>
          }
        >
          <button type="button" className="dc-link">
            还有 {rest.length} 条
          </button>
        </Popover>
      )}
    </section>
  )
}

function AlertLine({ alert }: { readonly alert: Alert }) {
  const desk = useDesk()
  const { snapshot, send } = desk
  const { calls } = alert
  const sessionId = snapshot.session?.id
  return (
    <span className={`dc-alert is-${alert.tone}`}>
      <i aria-hidden>▲</i>
      <span title={alert.words}>{alert.words}</span>
      {calls === undefined || sessionId === undefined ? null : (
        <ReasonButton
          size="small"
          below={false}
          reasons={deskReasons(desk)}
          onPress={() =>
            void send(
              { type: 'AnswerHelp', sessionId, seatId: calls },
              '已应答，席位上会看到“工作人员正在过来”。',
            )
          }
        >
          应答
        </ReasonButton>
      )}
    </span>
  )
}
