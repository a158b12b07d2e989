// Where a citizens' window stays closing for want of a log's seal: which log, what is known of it, and asking to count without it (LOG3).

import { Alert, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import type { LogId } from '../../shared/basics/ids.ts'
import type { ConsoleWindow } from '../../shared/protocol/console-topic.ts'
import { newId } from '../lib/new-id.ts'
import { exclusionWords, useLogKnown } from '../ui/use-log-known.ts'
import { useDesk } from './desk.ts'
import { sealsOverdue } from './window-buttons.ts'

const FEWEST_REASON = 2

/** Nothing where no seal is overdue. */
export function MissingLogs({ window, nowMs }: { readonly window: ConsoleWindow; readonly nowMs: number }) {
  const { snapshot, online } = useDesk()
  const [asking, setAsking] = useState<LogId | null>(null)
  const isAsked = (logId: LogId) =>
    snapshot.requests.some(
      ({ act, expiresAtMs }) =>
        expiresAtMs > nowMs &&
        act.type === 'ExcludeLog' &&
        act.windowId === window.windowId &&
        act.logId === logId,
    )
  return (
    <>
      {sealsOverdue(window, nowMs).map((logId) => (
        <Alert
          key={logId}
          type="warning"
          showIcon
          title={`计票日志 ${logId} 还没有封存，不能冻结。`}
          action={
            <Button size="small" danger disabled={!online || isAsked(logId)} onClick={() => setAsking(logId)}>
              {isAsked(logId) ? '已申请排除' : '申请排除…'}
            </Button>
          }
        />
      ))}
      {asking === null ? null : (
        <ExcludeModal window={window} logId={asking} onClose={() => setAsking(null)} />
      )}
    </>
  )
}

function ExcludeModal({
  window,
  logId,
  onClose,
}: {
  readonly window: ConsoleWindow
  readonly logId: LogId
  readonly onClose: () => void
}) {
  const { send, snapshot } = useDesk()
  const [reason, setReason] = useState('')
  const known = useLogKnown(logId, window.windowId)
  const go = async () => {
    if (snapshot.session === null || known.state !== 'known') return
    onClose()
    await send(
      {
        ...{ type: 'RequestLogExclusion', sessionId: snapshot.session.id, requestId: newId() },
        ...{ windowId: window.windowId, logId, lastKnownCount: known.messages ?? 0, reason: reason.trim() },
      },
      '排除日志的申请已提出，等待另一人确认（10 分钟内有效）。',
    )
  }
  return (
    <Modal
      open
      title={`申请不再等待计票日志 ${logId}`}
      okText="提出申请"
      okButtonProps={{
        danger: true,
        disabled: known.state !== 'known' || reason.trim().length < FEWEST_REASON,
      }}
      onOk={() => void go()}
      onCancel={onClose}
      width={520}
    >
      <div className="dc-ask">
        <p>先请技术人员恢复写这份日志的服务器进程：它一回来就自动封存。确实恢复不了，才由两人排除。</p>
        <p>
          「{window.unit.name}」的市民窗口将不计这份日志里的消息。{exclusionWords(known)}
          日志编号、最后已知的条数和理由写入流水，公开可查。不能撤销，须由另一人在其登录的页面确认后才生效。
        </p>
        <Input.TextArea
          autoFocus
          rows={2}
          maxLength={200}
          aria-label="排除的理由"
          placeholder="排除的理由（至少2个字）"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
    </Modal>
  )
}
