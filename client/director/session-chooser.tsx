// Which session is to be run: those that are drafts or ready, each with the step it can take next.

import { Button, Empty, Modal, Tag } from 'antd'
import { useState } from 'react'
import type { SessionHead } from '../../shared/protocol/views.ts'
import { deskReasons, SESSION_PHASES, useDesk } from './desk.ts'
import { ReasonButton } from './reason-button.tsx'

export function SessionChooser() {
  const { snapshot } = useDesk()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {snapshot.session === null ? '选择场次' : '场次'}
      </Button>
      <Modal
        open={open}
        title="场次"
        footer={null}
        onCancel={() => setOpen(false)}
        width={640}
        destroyOnHidden
      >
        <SessionList />
      </Modal>
    </>
  )
}

export function SessionList() {
  const { snapshot } = useDesk()
  if (snapshot.sessions.length === 0)
    return (
      <Empty
        image={Empty.PRESENTED_IMAGE_SIMPLE}
        description="还没有可以播出的场次。先到评议办页面新建场次，排好流程单和考官席。"
      >
        <Button type="primary" href="/office#sessions">
          去新建场次
        </Button>
      </Empty>
    )
  return (
    <ul className="dc-sessions">
      {snapshot.sessions.map((session) => (
        <SessionRow key={session.id} session={session} />
      ))}
    </ul>
  )
}

function SessionRow({ session }: { readonly session: SessionHead }) {
  const desk = useDesk()
  const { snapshot, send } = desk
  const own = deskReasons(desk)
  const live = snapshot.session?.phase === 'live' ? snapshot.session : null
  const blocked = live !== null && live.id !== session.id ? [`另一场“${live.title}”正在直播。`] : []
  const sessionId = session.id
  return (
    <li>
      <Tag>{SESSION_PHASES[session.phase]}</Tag>
      <span className="dc-session-name">
        <strong>{session.title}</strong>
        <small>
          {session.theme}
          {session.rehearsal ? ' · 彩排' : ''}
        </small>
      </span>
      {session.phase === 'draft' ? (
        <ReasonButton
          reasons={own}
          below={false}
          onPress={() => void send({ type: 'MarkReady', sessionId }, `“${session.title}”已就绪。`)}
        >
          标记就绪
        </ReasonButton>
      ) : null}
      {session.phase === 'ready' ? (
        <>
          <ReasonButton
            reasons={own}
            below={false}
            onPress={() => void send({ type: 'BackToDraft', sessionId }, `“${session.title}”已退回草稿。`)}
          >
            退回草稿
          </ReasonButton>
          <ReasonButton
            hold
            tone="primary"
            below={false}
            reasons={[...own, ...blocked]}
            onPress={() => void send({ type: 'GoLive', sessionId }, `“${session.title}”开播。`)}
          >
            开播
          </ReasonButton>
        </>
      ) : null}
      {session.phase === 'live' ? <span>正在直播</span> : null}
    </li>
  )
}
