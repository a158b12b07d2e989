// The director's console: one screen of rundown, windows, seats and air, all from the topic `console`.

import { Alert, App, Button, ConfigProvider, Result, Spin } from 'antd'
import { useCallback, useMemo, useRef, useState } from 'react'
import type { Me } from '../../shared/protocol/http-api.ts'
import type { Command } from '../../shared/show/house.ts'
import { timeOf } from '../lib/format.ts'
import { useCommand } from '../lib/use-command.ts'
import { useConnectionState, useTopic } from '../lib/use-topic.ts'
import { AccountBar } from '../ui/account-bar.tsx'
import { DeskContext, useDesk, type Desk, type Telling } from './desk.ts'
import { AlertBar } from './alert-bar.tsx'
import { ConsoleDrawer, Tools } from './console-drawer.tsx'
import { DisplayControl } from './display-control.tsx'
import { HeadBar } from './head-bar.tsx'
import { HealthStrip } from './health-strip.tsx'
import { KeyboardMap } from './keyboard-map.tsx'
import { Requests } from './requests.tsx'
import { Rundown } from './rundown.tsx'
import { SeatBoard } from './seat-board.tsx'
import { SessionList } from './session-chooser.tsx'
import { useAir } from './use-air.ts'
import { useConsoleKeys, type DrawerName } from './use-keys.ts'
import { WindowPane } from './windows.tsx'
import './console.css'
import './parts.css'
import './tools.css'

export function DirectorApp({ me, onSignedOut }: { readonly me: Me; readonly onSignedOut: () => void }) {
  const held = useTopic('console')
  const { online, offlineSinceMs, refusedTopics } = useConnectionState()
  const [telling, setTelling] = useState<Telling | null>(null)
  const tell = useCallback((tone: Telling['tone'], text: string) => {
    setTelling((now) => (now?.text === text && now.tone === tone ? now : { tone, text, atMs: Date.now() }))
  }, [])
  const send = useSend(tell)
  const account = <AccountBar me={me} onSignedOut={onSignedOut} />
  const refused = refusedTopics['console']
  const snapshot = held?.snapshot ?? null
  const desk = useMemo<Desk | null>(
    () => (snapshot === null ? null : { snapshot, me, online, send, tell }),
    [snapshot, me, online, send, tell],
  )
  if (refused !== undefined)
    return (
      <main className="entrance">
        <Result status="info" title="现在看不到导演台" subTitle={refused} extra={account} />
      </main>
    )
  if (desk === null)
    return (
      <main className="entrance">
        {online || offlineSinceMs === null ? (
          <Spin delay={300} size="large" description="正在读取现场状态…" />
        ) : (
          <Result
            status="warning"
            title="连接不上服务器"
            subTitle={`自 ${timeOf(offlineSinceMs)} 起断开，正在自动重连。节目输出保留最后一帧，不受本页影响。`}
          />
        )}
      </main>
    )
  return (
    <ConfigProvider componentSize="medium">
      <DeskContext value={desk}>
        <Console account={account} telling={telling} offlineSinceMs={online ? null : offlineSinceMs} />
      </DeskContext>
    </ConfigProvider>
  )
}

/** One sender for the whole console. A refusal is told in the console's line and, because it matters, in a notice. */
function useSend(tell: Desk['tell']): Desk['send'] {
  const { message } = App.useApp()
  const { send: command } = useCommand()
  const key = useRef(0)
  return useCallback(
    async (asked: Command, done?: string) => {
      const id = `command-${++key.current}`
      const slow = setTimeout(() => {
        void message.open({ key: id, type: 'loading', content: '正在等服务器回应…', duration: 0 })
      }, 300)
      const ack = await command(asked)
      clearTimeout(slow)
      message.destroy(id)
      if (ack.ok) {
        if (done !== undefined) tell('done', done)
        return true
      }
      const said =
        ack.refusals.map((refusal) => refusal.sentence).join('') ||
        '服务器没有回应，不能确定是否已执行。请看清画面现状后再试。'
      tell('refused', said)
      void message.error({ content: said, duration: 6 })
      return false
    },
    [command, message, tell],
  )
}

function Console(props: {
  readonly account: React.ReactNode
  readonly telling: Telling | null
  readonly offlineSinceMs: number | null
}) {
  const { snapshot } = useDesk()
  const [map, setMap] = useState(false)
  const [drawer, setDrawer] = useState<DrawerName | null>(null)
  const toggle = (name: DrawerName) => setDrawer((now) => (now === name ? null : name))
  const air = useAir()
  useConsoleKeys({
    digit: (key) => {
      const offer = air.offers.find((each) => each.key === key)
      if (offer !== undefined) air.choose(offer)
    },
    take: air.take,
    cut: air.cut,
    blank: air.blank,
    bringBack: air.bringBack,
    undo: air.undo,
    panic: air.togglePanic,
    flip: air.flip,
    queue: air.queue,
    takeNext: air.takeNext,
    stepOn: () => air.step(1),
    stepBack: () => air.step(-1),
    help: () => setMap(true),
    outputs: () => toggle('outputs'),
    queued: () => toggle('queued'),
    promises: () => toggle('promises'),
    talk: () => toggle('talk'),
    texts: () => toggle('texts'),
    paper: () => toggle('paper'),
    panels: () => toggle('panels'),
    words: () => toggle('words'),
    findings: () => toggle('findings'),
  })
  return (
    <div className={`dc${snapshot.session?.rehearsal === true ? ' is-rehearsal' : ''}`}>
      <HeadBar
        account={props.account}
        help={
          <Button size="small" onClick={() => setMap(true)} aria-label="键盘图">
            <kbd>?</kbd>
          </Button>
        }
      />
      {props.offlineSinceMs === null ? null : (
        <Alert
          banner
          type="error"
          title={`自 ${timeOf(props.offlineSinceMs)} 起与服务器断开，正在自动重连。下面是断开时的状态；到点截止由服务器执行，节目输出保留最后一帧。`}
        />
      )}
      <div className="dc-topline">
        <AlertBar />
        <Tools shown={drawer} open={toggle} />
      </div>
      <Requests />
      <main className="dc-main">
        <Rundown />
        {snapshot.session === null ? (
          <section className="dc-panel dc-none" aria-label="选择场次">
            <h2>选择要播出的场次</h2>
            <SessionList />
          </section>
        ) : (
          <div className="dc-windows">
            <WindowPane kind="examiners" />
            <WindowPane kind="citizens" />
          </div>
        )}
        <SeatBoard />
      </main>
      <DisplayControl air={air} open={toggle} />
      <ConsoleDrawer name={drawer} air={air} onClose={() => setDrawer(null)} />
      <HealthStrip telling={props.telling} />
      <KeyboardMap open={map} offers={air.offers} onClose={() => setMap(false)} />
    </div>
  )
}
