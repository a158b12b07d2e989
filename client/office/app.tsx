// The office's page: the set-up's sections at the left, one screen at the right, all from the topic `setup`.

import { Alert, App, Layout, Result, Spin } from 'antd'
import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react'
import type { Me } from '../../shared/protocol/http-api.ts'
import type { Command } from '../../shared/show/house.ts'
import { timeOf } from '../lib/format.ts'
import { useCommand } from '../lib/use-command.ts'
import { useConnectionState, useTopic } from '../lib/use-topic.ts'
import { AccountBar } from '../ui/account-bar.tsx'
import { DeskScreen } from './desk-screen.tsx'
import { CountsScreen } from './counts-screen.tsx'
import { FindingsPage } from './findings-page.tsx'
import { GradesSection } from './grades/grades-section.tsx'
import { LedgerSection } from './ledger/ledger-section.tsx'
import { IndicatorsSection } from './indicators/indicators-section.tsx'
import { NumbersScreen } from './numbers-screen.tsx'
import { OfficeContext, type OfficeDesk } from './office-desk.ts'
import { MenuDrawer, OfficeMenu } from './office-menu.tsx'
import { OrganisationsScreen } from './organisations-screen.tsx'
import { PendingScreen } from './pending-screen.tsx'
import { PeopleScreen } from './people-screen.tsx'
import { PeriodsSection } from './periods/periods-section.tsx'
import { PollsSection } from './polls/polls-section.tsx'
import { ReviewsSection } from './reviews/reviews-section.tsx'
import { SchemeScreen } from './scheme/scheme-screen.tsx'
import { isLarge, NO_ANSWER, sendLarge } from './send-large.ts'
import { SessionScreen } from './session-screen.tsx'
import { SessionsScreen } from './sessions-screen.tsx'
import { UnitsScreen } from './units-screen.tsx'
import { goTo, useHash } from './use-hash.ts'
import './office.css'

export function OfficeApp({ me, onSignedOut }: { readonly me: Me; readonly onSignedOut: () => void }) {
  const { modal } = App.useApp()
  const held = useTopic('setup')
  const { online, offlineSinceMs, refusedTopics } = useConnectionState()
  const [section = 'sessions', id, tab] = useHash()
  const { send, act } = useSend()
  const [unsaved, setUnsavedNames] = useState<ReadonlySet<string>>(new Set())
  const setUnsaved = useCallback((name: string, dirty: boolean) => {
    setUnsavedNames((names) => {
      if (names.has(name) === dirty) return names
      const next = new Set(names)
      if (dirty) next.add(name)
      else next.delete(name)
      return next
    })
  }, [])
  useEffect(() => {
    if (unsaved.size === 0) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => {
      window.removeEventListener('beforeunload', ask)
    }
  }, [unsaved])

  const setup = held?.snapshot ?? null
  const desk = useMemo<OfficeDesk | null>(
    () => (setup === null ? null : { setup, me, online, send, act, unsaved, setUnsaved }),
    [setup, me, online, send, act, unsaved, setUnsaved],
  )
  /** Tabs of one session or poll keep their drafts; anything else leaves them. */
  const go = (hash: string) => {
    const stays = id !== undefined && hash.startsWith(`${section}/${id}`)
    if (stays || unsaved.size === 0) {
      goTo(hash)
      return
    }
    void modal.confirm({
      title: '有未保存的改动，离开会丢失。',
      content: `没有保存的：${[...unsaved].join('、')}。`,
      okText: '不保存，离开',
      okButtonProps: { danger: true },
      cancelText: '留下',
      onOk: () => {
        setUnsavedNames(new Set())
        goTo(hash)
      },
    })
  }
  const refused = refusedTopics['setup']
  let screen: ReactNode
  if (refused !== undefined) screen = <Result status="info" title="现在看不到设置" subTitle={refused} />
  else if (desk === null)
    screen =
      online || offlineSinceMs === null ? (
        <Spin delay={300} size="large" description="正在读取设置…" className="office-waiting" />
      ) : (
        <Result status="warning" title="连接不上服务器" subTitle="正在自动重连，连上后这里会显示设置。" />
      )
  else
    screen = (
      <OfficeContext value={desk}>
        <Screen section={section} id={id} tab={tab} go={go} />
      </OfficeContext>
    )
  return (
    <Layout className="office">
      <OfficeMenu section={section} go={go} />
      <Layout>
        <div className="office-top no-print">
          <MenuDrawer section={section} go={go} />
          <AccountBar me={me} onSignedOut={onSignedOut} />
        </div>
        {online || offlineSinceMs === null ? null : (
          <Alert
            banner
            type="error"
            title={`自 ${timeOf(offlineSinceMs)} 起与服务器断开，正在自动重连。填写的内容还在，连上后再保存。`}
          />
        )}
        <Layout.Content className="office-content">{screen}</Layout.Content>
      </Layout>
    </Layout>
  )
}

function Screen(props: {
  readonly section: string
  readonly id: string | undefined
  readonly tab: string | undefined
  readonly go: (hash: string) => void
}) {
  switch (props.section) {
    case 'sessions':
      return props.id === undefined ? (
        <SessionsScreen go={props.go} />
      ) : (
        <SessionScreen key={props.id} id={props.id} tab={props.tab} go={props.go} />
      )
    case 'units':
      return <UnitsScreen />
    case 'organisations':
      return <OrganisationsScreen />
    case 'polls':
      return <PollsSection id={props.id} tab={props.tab} go={props.go} />
    case 'periods':
      return <PeriodsSection id={props.id} tab={props.tab} go={props.go} />
    case 'reviews':
      return <ReviewsSection id={props.id} tab={props.tab} go={props.go} />
    case 'ledger':
      return <LedgerSection id={props.id} go={props.go} />
    case 'grades':
      return <GradesSection />
    case 'pending':
      return <PendingScreen />
    case 'desk':
      return <DeskScreen />
    case 'counts':
      return <CountsScreen />
    case 'indicators':
      return <IndicatorsSection />
    case 'findings':
      return <FindingsPage />
    case 'scheme':
      return <SchemeScreen />
    case 'numbers':
      return <NumbersScreen />
    case 'people':
      return <PeopleScreen />
    default:
      return <Result status="404" title="没有这个页面" subTitle="请从菜单选择。" />
  }
}

function useSend() {
  const { message } = App.useApp()
  const { send: small } = useCommand()
  const send = useCallback(
    async (command: Command, done?: string) => {
      const waiting = setTimeout(() => {
        void message.open({ key: 'waiting', type: 'loading', content: '正在保存…', duration: 0 })
      }, 300)
      let problem: string | null
      if (isLarge(command)) problem = await sendLarge(command)
      else {
        const ack = await small(command)
        problem = ack.ok ? null : ack.refusals.map((refusal) => refusal.sentence).join('') || NO_ANSWER
      }
      clearTimeout(waiting)
      message.destroy('waiting')
      if (problem === null && done !== undefined) void message.success(done)
      return problem
    },
    [message, small],
  )
  const act = useCallback(
    async (command: Command, done?: string) => {
      const problem = await send(command, done)
      if (problem !== null) void message.error({ content: problem, duration: 8 })
      return problem === null
    },
    [message, send],
  )
  return { send, act }
}
