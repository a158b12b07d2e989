// A window's buttons: cue the close, extend with a reason, withdraw, reveal, ask for a void. Each grey one says why.

import { Button, Input, InputNumber, Modal } from 'antd'
import { useState } from 'react'
import type { ConsoleWindow, WindowButton } from '../../shared/protocol/console-topic.ts'
import { countOf, timeOf } from '../lib/format.ts'
import { newId } from '../lib/new-id.ts'
import { useConnection } from '../lib/use-topic.ts'
import { deskReasons, sentencesOf, useDesk } from './desk.ts'
import { closesAt } from './open-draft.ts'
import { ReasonButton } from './reason-button.tsx'
import { KIND_NAMES } from '../../shared/protocol/scene-choice.ts'
import { refusalsNow, withdrawSecondsLeft } from './window-buttons.ts'

const FEWEST_REASON = 2
const EXTEND_SECONDS = [30, 60, 120] as const

export function WindowActions({ window, nowMs }: { readonly window: ConsoleWindow; readonly nowMs: number }) {
  const desk = useDesk()
  const [asking, setAsking] = useState<'extend' | 'void' | null>(null)
  const { send, snapshot } = desk
  if (snapshot.session === null || window.phase === 'void') return null
  const of = { sessionId: snapshot.session.id, windowId: window.windowId }
  const own = deskReasons(desk)
  const reasons = (button: WindowButton) => [...own, ...sentencesOf(refusalsNow(window, button, nowMs))]
  const withdrawLeft = withdrawSecondsLeft(window, nowMs)
  const running = window.phase === 'open'
  const name = `${KIND_NAMES[window.kind]}窗口`
  return (
    <div className="dc-actions">
      {running ? (
        <>
          {window.onCue ? (
            <ReasonButton
              block
              hold
              tone="primary"
              reasons={reasons('CueClose')}
              hint="5 秒后截止"
              onPress={() => void send({ type: 'CueClose', ...of }, `${name}：截止口令已下达。`)}
            >
              截止口令
            </ReasonButton>
          ) : null}
          <ReasonButton block reasons={reasons('ExtendWindow')} onPress={() => setAsking('extend')}>
            延长…
          </ReasonButton>
          {withdrawLeft > 0 ? (
            <ReasonButton
              block
              reasons={reasons('WithdrawWindow')}
              hint={`还有 ${withdrawLeft} 秒可撤回`}
              onPress={() => void send({ type: 'WithdrawWindow', ...of }, `${name}：误开已撤回。`)}
            >
              撤回误开
            </ReasonButton>
          ) : null}
        </>
      ) : null}
      {running || window.phase === 'revealed' ? null : (
        <ReasonButton
          block
          hold
          tone="primary"
          reasons={reasons('Reveal')}
          hint="揭晓后才能切出结果画面"
          onPress={() => void send({ type: 'Reveal', ...of }, `${name}结果已揭晓。`)}
        >
          揭晓
        </ReasonButton>
      )}
      <ReasonButton block tone="danger" reasons={reasons('RequestVoid')} onPress={() => setAsking('void')}>
        申请作废…
      </ReasonButton>
      <ExtendModal
        key={`extend-${asking}`}
        window={window}
        open={asking === 'extend'}
        onClose={() => setAsking(null)}
      />
      <VoidModal
        key={`void-${asking}`}
        window={window}
        open={asking === 'void'}
        onClose={() => setAsking(null)}
      />
    </div>
  )
}

interface AskProps {
  readonly window: ConsoleWindow
  readonly open: boolean
  readonly onClose: () => void
}

function ExtendModal({ window, open, onClose }: AskProps) {
  const { send, snapshot } = useDesk()
  const connection = useConnection()
  const [seconds, setSeconds] = useState<number>(60)
  const [reason, setReason] = useState('')
  const from = window.closesAtMs
  const at = from === null ? closesAt(seconds, connection.serverNowMs()) : from + seconds * 1_000
  const go = async () => {
    if (snapshot.session === null) return
    const closesAtMs = from === null ? closesAt(seconds, connection.serverNowMs()) : at
    const { windowId } = window
    onClose()
    await send(
      { type: 'ExtendWindow', sessionId: snapshot.session.id, windowId, closesAtMs, reason: reason.trim() },
      `已延长到 ${timeOf(closesAtMs)} 截止。`,
    )
  }
  return (
    <Modal
      open={open}
      title={`延长${KIND_NAMES[window.kind]}窗口`}
      okText={`延长到 ${timeOf(at)}`}
      okButtonProps={{ disabled: reason.trim().length < FEWEST_REASON }}
      onOk={() => void go()}
      onCancel={onClose}
      width={440}
    >
      <div className="dc-ask">
        <span className="dc-choices">
          {EXTEND_SECONDS.map((each) => (
            <Button
              key={each}
              type={each === seconds ? 'primary' : 'default'}
              onClick={() => setSeconds(each)}
            >
              +{each}秒
            </Button>
          ))}
          <InputNumber
            aria-label="延长秒数"
            min={10}
            max={1_800}
            precision={0}
            value={seconds}
            suffix="秒"
            onChange={(value) => setSeconds(value ?? 60)}
          />
        </span>
        <Input.TextArea
          autoFocus
          rows={2}
          maxLength={200}
          placeholder="延长的理由（至少2个字，写入流水，公开可查）"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
    </Modal>
  )
}

function VoidModal({ window, open, onClose }: AskProps) {
  const { send, snapshot } = useDesk()
  const [reason, setReason] = useState('')
  const received =
    window.kind === 'examiners'
      ? `${countOf(window.panel?.scored ?? 0)} 份打分`
      : `${countOf(window.arrivals.reduce((sum, each) => sum + each.counted, 0))} 张计入的选票`
  const go = async () => {
    if (snapshot.session === null) return
    const { windowId } = window
    onClose()
    await send(
      {
        type: 'RequestVoid',
        sessionId: snapshot.session.id,
        requestId: newId(),
        windowId,
        reason: reason.trim(),
      },
      '作废申请已提出，等待另一人确认（10 分钟内有效）。',
    )
  }
  return (
    <Modal
      open={open}
      title={`申请作废${KIND_NAMES[window.kind]}窗口`}
      okText="提出申请"
      okButtonProps={{ danger: true, disabled: reason.trim().length < FEWEST_REASON }}
      onOk={() => void go()}
      onCancel={onClose}
      width={480}
    >
      <div className="dc-ask">
        <p>
          「{window.unit.name}」的这个窗口将不产生结果。已收到的 {received} 保留在案，不转入新窗口。
          作废不能撤销，须由另一人在其登录的页面确认后才生效。
        </p>
        <Input.TextArea
          autoFocus
          rows={2}
          maxLength={200}
          placeholder="作废的理由（至少2个字，写入流水，公开可查）"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
    </Modal>
  )
}
