// Acts that wait for a second person: shown to everybody at the console, confirmed by anybody but who asked.

import { sentenceOf } from '../../shared/basics/refusal.ts'
import { unreachable } from '../../shared/basics/result.ts'
import type { ConsoleWindow, RequestView } from '../../shared/protocol/console-topic.ts'
import { lengthOf } from '../lib/format.ts'
import { useServerNow } from '../lib/use-topic.ts'
import { useDesk } from './desk.ts'
import { ReasonButton } from './reason-button.tsx'
import { KIND_NAMES } from '../../shared/protocol/scene-choice.ts'

/** What would be done, in words, such as `作废市民窗口「…」`. */
function actWords(request: RequestView, windows: readonly ConsoleWindow[]): string {
  const { act } = request
  const window = windows.find((each) => each.windowId === act.windowId)
  const name = window === undefined ? act.windowId : `${KIND_NAMES[window.kind]}窗口「${window.unit.name}」`
  switch (act.type) {
    case 'VoidWindow':
      return `作废${name}`
    case 'ExcludeLog':
      return `${name}不再等待日志 ${act.logId}（最后已知 ${act.lastKnownCount} 条）`
    default:
      return unreachable(act)
  }
}

export function Requests() {
  const { snapshot } = useDesk()
  const nowMs = useServerNow(500)
  const waiting = snapshot.requests.filter((request) => request.expiresAtMs > nowMs)
  if (waiting.length === 0) return null
  return (
    <section className="dc-requests" aria-label="待第二人确认">
      {waiting.map((request) => (
        <Request key={request.requestId} request={request} nowMs={nowMs} />
      ))}
    </section>
  )
}

function Request({ request, nowMs }: { readonly request: RequestView; readonly nowMs: number }) {
  const { snapshot, me, online, send } = useDesk()
  const mine = request.by === me.personId
  const { sessionId, requestId } = request
  const offline = online ? [] : ['与服务器断开，命令发不出去。']
  const sameReasons = mine ? [sentenceOf({ code: 'same_person', detail: {} })] : []
  return (
    <div className="dc-request">
      <strong>待第二人确认</strong>
      <span className="dc-request-words" title={request.reason}>
        {request.byName} 申请{actWords(request, snapshot.windows)}。理由：{request.reason}
      </span>
      <span className="dc-figure">剩 {lengthOf(Math.max(0, request.expiresAtMs - nowMs))}</span>
      <ReasonButton
        hold
        tone="danger"
        size="small"
        below={false}
        reasons={[...offline, ...sameReasons]}
        onPress={() => void send({ type: 'ConfirmRequest', sessionId, requestId }, '已确认并执行。')}
      >
        确认
      </ReasonButton>
      {mine ? (
        <ReasonButton
          size="small"
          below={false}
          reasons={offline}
          onPress={() => void send({ type: 'WithdrawRequest', sessionId, requestId }, '申请已撤回。')}
        >
          撤回申请
        </ReasonButton>
      ) : null}
    </div>
  )
}
