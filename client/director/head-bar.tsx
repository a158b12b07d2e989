// The console's head: which session runs, its phase, the wall clock, the run-of-show clock, and the session's own buttons.

import { App, Tag } from 'antd'
import type { ReactNode } from 'react'
import { countOf, lengthOf, timeOf } from '../lib/format.ts'
import { useServerNow } from '../lib/use-topic.ts'
import { deskReasons, sentencesOf, SESSION_PHASES, useDesk } from './desk.ts'
import { ReasonButton } from './reason-button.tsx'
import { runOfShow } from './run-of-show.ts'
import { SessionChooser } from './session-chooser.tsx'

const PHASE_COLOURS = { draft: 'default', ready: 'gold', live: 'red', ended: 'default' } as const

export function HeadBar({ account, help }: { readonly account: ReactNode; readonly help: ReactNode }) {
  const { snapshot } = useDesk()
  const { session } = snapshot
  return (
    <header className="dc-head">
      <div className="dc-head-session">
        {session === null ? (
          <strong className="dc-title">还没有选定场次</strong>
        ) : (
          <>
            <Tag color={PHASE_COLOURS[session.phase]}>{SESSION_PHASES[session.phase]}</Tag>
            <strong className="dc-title" title={session.title}>
              {session.title}
            </strong>
            <span className="dc-theme">{session.theme}</span>
            {session.rehearsal ? <span className="dc-rehearsal">彩排 · 不计入排名</span> : null}
          </>
        )}
        <SessionChooser />
      </div>
      {session === null ? <WallClock /> : <RunClock />}
      <div className="dc-head-actions">
        <SessionButtons />
        {help}
        {account}
      </div>
    </header>
  )
}

function RunClock() {
  const { snapshot } = useDesk()
  const nowMs = useServerNow(250)
  const clock = runOfShow(snapshot.segments, nowMs)
  const over = Math.round(clock.overMs / 1_000) * 1_000
  return (
    <div className="dc-clock">
      <span>
        <small>本环节</small>
        <b
          className={
            clock.segment !== null && clock.segment.elapsedMs > clock.segment.plannedMs ? 'is-over' : ''
          }
        >
          {clock.segment === null ? '—' : lengthOf(clock.segment.elapsedMs)}
        </b>
        <small>/ {clock.segment === null ? '—' : lengthOf(clock.segment.plannedMs)}</small>
      </span>
      <span>
        <small>全场</small>
        <b>{lengthOf(clock.elapsedMs)}</b>
        <small>/ {lengthOf(clock.plannedMs)}</small>
      </span>
      <span>
        <small>{over > 0 ? '超时' : over < 0 ? '提前' : '准时'}</small>
        <b className={over > 0 ? 'is-over' : ''}>{over === 0 ? '0:00' : lengthOf(Math.abs(over))}</b>
        <small>{clock.endsAtMs === null ? '' : `预计 ${timeOf(clock.endsAtMs)} 结束`}</small>
      </span>
      <WallClock />
    </div>
  )
}

function WallClock() {
  const nowMs = useServerNow(250)
  return (
    <span className="dc-clock">
      <b className="dc-wall" aria-label="北京时间">
        {timeOf(nowMs)}
      </b>
    </span>
  )
}

function SessionButtons() {
  const desk = useDesk()
  const { modal } = App.useApp()
  const { snapshot, send } = desk
  const { session } = snapshot
  if (session === null) return null
  const own = deskReasons(desk)
  const reasons = (button: 'BackToDraft' | 'GoLive' | 'EndSession' | 'MarkReady') => [
    ...own,
    ...sentencesOf(snapshot.grey[button]),
  ]
  const sessionId = session.id
  switch (session.phase) {
    case 'draft':
      return (
        <ReasonButton
          below={false}
          reasons={reasons('MarkReady')}
          onPress={() => void send({ type: 'MarkReady', sessionId }, '场次已就绪。')}
        >
          标记就绪
        </ReasonButton>
      )
    case 'ready':
      return (
        <>
          <ReasonButton
            below={false}
            reasons={reasons('BackToDraft')}
            onPress={() => void send({ type: 'BackToDraft', sessionId }, '场次已退回草稿。')}
          >
            退回草稿
          </ReasonButton>
          <ReasonButton
            hold
            tone="primary"
            below={false}
            reasons={reasons('GoLive')}
            onPress={() => void send({ type: 'GoLive', sessionId }, '开播。')}
          >
            开播
          </ReasonButton>
        </>
      )
    case 'live':
      return (
        <ReasonButton
          below={false}
          tone="danger"
          reasons={reasons('EndSession')}
          onPress={() => {
            const planned = snapshot.segments.filter((segment) => segment.state === 'planned').length
            void modal.confirm({
              title: '结束本场？结束后不能再开播。',
              content: `已播 ${countOf(snapshot.segments.length - planned)} 个环节，未播 ${countOf(planned)} 个；共 ${countOf(snapshot.windows.length)} 个窗口，均已揭晓或作废。`,
              okText: '结束场次',
              okButtonProps: { danger: true },
              cancelText: '继续直播',
              onOk: () => send({ type: 'EndSession', sessionId }, '场次已结束。'),
            })
          }}
        >
          结束场次
        </ReasonButton>
      )
    case 'ended':
      return null
  }
}
