// The audit page: what is asked for by one person and waits for another, every window with its seals, the journal's tail, and how to recount.

import { Alert, App, Result, Spin, Tabs } from 'antd'
import { useCallback } from 'react'
import type { Me } from '../../shared/protocol/http-api.ts'
import type { Command } from '../../shared/show/house.ts'
import { timeOf } from '../lib/format.ts'
import { useCommand } from '../lib/use-command.ts'
import { useConnectionState, useTopic } from '../lib/use-topic.ts'
import { AccountBar } from '../ui/account-bar.tsx'
import { FindingsScreen } from '../ui/findings/findings-screen.tsx'
import { FullChart } from '../ui/findings/full-chart.tsx'
import { PendingActs, usePendingCount } from '../ui/pending-acts.tsx'
import { CheckpointsScreen } from './checkpoints-screen.tsx'
import { JournalScreen } from './journal-screen.tsx'
import { PeriodsScreen } from './periods-screen.tsx'
import { ReviewsScreen } from './reviews-screen.tsx'
import { RecountScreen } from './recount-screen.tsx'
import { WindowsScreen } from './windows-screen.tsx'
import './audit.css'

export function AuditApp({ me, onSignedOut }: { readonly me: Me; readonly onSignedOut: () => void }) {
  const { message } = App.useApp()
  const held = useTopic('audit')
  const { online, offlineSinceMs, refusedTopics } = useConnectionState()
  const { send: command } = useCommand()
  const send = useCallback(
    async (asked: Command, done?: string) => {
      const ack = await command(asked)
      if (!ack.ok)
        void message.error({
          content:
            ack.refusals.map((refusal) => refusal.sentence).join('') ||
            '服务器没有回应，不能确定是否已执行。请看清画面现状后再试。',
          duration: 8,
        })
      else if (done !== undefined) void message.success(done)
      return ack.ok
    },
    [command, message],
  )
  const snapshot = held?.snapshot ?? null
  const refused = refusedTopics['audit']
  const waiting = usePendingCount()
  return (
    <div className="audit">
      <header>
        <h1>
          问政台 <span>审计</span>
        </h1>
        {snapshot === null ? null : (
          <p>
            流水第 <b>{snapshot.journal.position}</b> 条，链值 <code>{snapshot.journal.chainHash}</code>
          </p>
        )}
        <AccountBar me={me} onSignedOut={onSignedOut} />
      </header>
      {online || offlineSinceMs === null ? null : (
        <Alert
          banner
          type="error"
          title={`自 ${timeOf(offlineSinceMs)} 起与服务器断开，正在自动重连。下面是断开时的内容。`}
        />
      )}
      {refused !== undefined ? <Result status="info" title="现在看不到审计内容" subTitle={refused} /> : null}
      {refused === undefined && snapshot === null ? (
        <Spin delay={300} size="large" description="正在读取流水…" className="audit-waiting" />
      ) : null}
      {snapshot === null ? null : (
        <Tabs
          items={[
            {
              key: 'requests',
              label: waiting === 0 ? '待确认' : `待确认（${waiting}）`,
              children: <PendingActs me={me} send={send} />,
            },
            { key: 'periods', label: '评议周期', children: <PeriodsScreen /> },
            { key: 'reviews', label: '业务部门评议', children: <ReviewsScreen /> },
            {
              key: 'windows',
              label: `窗口（${snapshot.windows.length}）`,
              children: <WindowsScreen snapshot={snapshot} />,
            },
            {
              key: 'findings',
              label: '异常与隔离',
              children: <FindingsScreen me={me} online={online} act={send} Chart={FullChart} />,
            },
            { key: 'journal', label: '流水', children: <JournalScreen snapshot={snapshot} /> },
            {
              key: 'checkpoints',
              label: '检查点',
              destroyOnHidden: true,
              children: <CheckpointsScreen turn={snapshot.journal.position} />,
            },
            { key: 'recount', label: '怎样重算', children: <RecountScreen snapshot={snapshot} /> },
          ]}
        />
      )}
    </div>
  )
}
