// One session being prepared: its settings, rundown, panel, recusals and pairing sheet, with what keeps it from being ready.

import { Alert, Button, Empty, Space, Tabs, Tag } from 'antd'
import { useState } from 'react'
import { sentenceOf } from '../../shared/basics/refusal.ts'
import type { SessionSetup } from '../../shared/protocol/setup-topic.ts'
import { PHASE_COLOURS, SESSION_PHASES, sessionOf, useOffice } from './office-desk.ts'
import { Page } from './page.tsx'
import { PairingSheet } from './pairing-sheet.tsx'
import { PanelEditor } from './panel-editor.tsx'
import { RecusalEditor } from './recusal-editor.tsx'
import { RundownEditor } from './rundown-editor.tsx'
import { ScoreSlips } from './score-slips.tsx'
import { sessionCommand, sessionDraft } from './session-draft.ts'
import { ReadinessAlert } from './readiness-alert.tsx'
import { SessionForm } from './session-form.tsx'

const TABS = ['settings', 'rundown', 'panel', 'recusals', 'pairing', 'slips'] as const

export function SessionScreen(props: {
  readonly id: string
  readonly tab: string | undefined
  readonly go: (hash: string) => void
}) {
  const { setup } = useOffice()
  const session = sessionOf(setup, props.id)
  if (session === undefined)
    return (
      <Page title="场次">
        <Empty description="没有这个场次，可能地址不对。">
          <Button onClick={() => props.go('sessions')}>回到场次列表</Button>
        </Empty>
      </Page>
    )
  return <Prepared session={session} tab={props.tab} go={props.go} />
}

function Prepared(props: {
  readonly session: SessionSetup
  readonly tab: string | undefined
  readonly go: (hash: string) => void
}) {
  const { session, go } = props
  const { setup, unsaved, send, setUnsaved } = useOffice()
  const tab = TABS.find((each) => each === props.tab) ?? 'settings'
  const draft = session.phase === 'draft'
  const star = (name: string) => (unsaved.has(name) ? `${name} *` : name)
  return (
    <Page
      title={
        <Space wrap>
          <Button type="link" className="office-back" onClick={() => go('sessions')}>
            场次
          </Button>
          <span>{session.title}</span>
          <Tag color={PHASE_COLOURS[session.phase]}>{SESSION_PHASES[session.phase]}</Tag>
          {session.rehearsal ? <Tag color="#7d5a0c">彩排 · 不计入排名</Tag> : null}
        </Space>
      }
    >
      <Readiness session={session} />
      <Tabs
        activeKey={tab}
        onChange={(key) => go(`sessions/${session.id}/${key}`)}
        items={[
          {
            key: 'settings',
            label: star('设置'),
            children: (
              <SessionForm
                key={JSON.stringify(sessionDraft(session))}
                initial={sessionDraft(session)}
                submitText="保存设置"
                disabled={!draft}
                onDirty={(dirty) => setUnsaved('设置', dirty)}
                onSubmit={(values) =>
                  send(sessionCommand('ReviseSession', session.id, values), '设置已保存。')
                }
              />
            ),
          },
          { key: 'rundown', label: star(`流程单`), children: <RundownEditor session={session} /> },
          { key: 'panel', label: star('考官席'), children: <PanelEditor session={session} /> },
          { key: 'recusals', label: '回避', children: <RecusalEditor session={session} /> },
          { key: 'pairing', label: '平板配对', children: <PairingSheet session={session} /> },
          {
            key: 'slips',
            label: '打分单',
            children: <ScoreSlips session={session} units={setup.units} />,
          },
        ]}
      />
    </Page>
  )
}

/** What keeps the session from being ready, all of it, and the step it can take next. */
function Readiness({ session }: { readonly session: SessionSetup }) {
  const { send, unsaved } = useOffice()
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const step = async (type: 'MarkReady' | 'BackToDraft', done: string) => {
    setWaiting(true)
    setProblem(await send({ type, sessionId: session.id }, done))
    setWaiting(false)
  }
  const refused = problem === null ? null : <Alert type="error" showIcon title={problem} />
  switch (session.phase) {
    case 'draft': {
      const reasons = session.readyRefusals.map(sentenceOf)
      return (
        <>
          {refused}
          <ReadinessAlert
            reasons={reasons}
            ready="已经齐备，可以标记就绪。"
            step="就绪"
            action={
              <Button
                type="primary"
                loading={waiting}
                disabled={reasons.length > 0 || unsaved.size > 0}
                onClick={() => void step('MarkReady', '场次已就绪，可由导演开播。')}
              >
                {unsaved.size > 0 ? '先保存改动' : '标记就绪'}
              </Button>
            }
          />
        </>
      )
    }
    case 'ready':
      return (
        <>
          {refused}
          <Alert
            type="info"
            showIcon
            title="场次已就绪，导演可以开播。设置和考官席要改，先退回草稿；流程单现在就能改。"
            action={
              <Button loading={waiting} onClick={() => void step('BackToDraft', '已退回草稿。')}>
                退回草稿
              </Button>
            }
          />
        </>
      )
    case 'live':
      return <Alert type="info" showIcon title="正在直播：流程单里还没有播出的环节可以改，其他不能改。" />
    case 'ended':
      return <Alert type="info" showIcon title="场次已结束，内容保留备查，不能再改。" />
  }
}
