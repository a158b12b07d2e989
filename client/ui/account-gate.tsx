// Lets a page in once an account of a fitting role is signed in, and hands it its connection; else the entrance.

import { Alert, Button, Result, Spin } from 'antd'
import { useCallback, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react'
import type { Me } from '../../shared/protocol/http-api.ts'
import { ROLE_NAMES, type AccountRole } from '../../shared/show/people.ts'
import { get, post } from '../lib/api.ts'
import { createConnection, type Connection } from '../lib/connection.ts'
import { ConnectionContext } from '../lib/use-topic.ts'
import { FirstSetup, SignIn } from './sign-in.tsx'

interface Props {
  readonly title: string
  readonly roles: readonly AccountRole[]
  readonly children: (me: Me, signedOut: () => void) => ReactNode
}

type Gate =
  | { readonly at: 'asking' }
  | { readonly at: 'unreachable'; readonly sentence: string }
  | { readonly at: 'out'; readonly why: string | null }
  | { readonly at: 'in'; readonly me: Me }

const PAGES: Readonly<Record<AccountRole, string>> = {
  director: '/director',
  office: '/office',
  auditor: '/audit',
  reviewer: '/review',
}

const NEW_COOKIE_WITHIN_MS = 800

/** `#setup=TOKEN`: a fragment, so that the token is never sent or logged with a page's address. */
function setupToken(): string | null {
  const found = /^#setup=([A-Za-z0-9_-]{1,100})$/.exec(location.hash)
  return found?.[1] ?? null
}

export function AccountGate({ title, roles, children }: Props) {
  const [gate, setGate] = useState<Gate>({ at: 'asking' })
  const [token, setToken] = useState(setupToken)
  const ask = useCallback(async () => {
    setGate({ at: 'asking' })
    const answer = await get<Me>('/api/me')
    if (answer.ok) setGate({ at: 'in', me: answer.value })
    else if (answer.status === 401) setGate({ at: 'out', why: null })
    else setGate({ at: 'unreachable', sentence: answer.sentence })
  }, [])
  useEffect(() => {
    if (setupToken() === null) void ask()
  }, [ask])
  const signedOut = useCallback(() => setGate({ at: 'out', why: '已退出登录。' }), [])
  const [visit, setVisit] = useState(0)
  // A new password ends the old cookie's connection just before the new cookie arrives: then it is only a new visit.
  const dismissed = useCallback(async (sentence: string) => {
    await new Promise((resolve) => setTimeout(resolve, NEW_COOKIE_WITHIN_MS))
    const answer = await get<Me>('/api/me')
    if (!answer.ok) setGate({ at: 'out', why: sentence })
    else {
      setGate({ at: 'in', me: answer.value })
      setVisit((n) => n + 1)
    }
  }, [])
  const signedIn = (me: Me) => {
    setToken(null)
    setGate({ at: 'in', me })
  }

  if (token !== null) return <FirstSetup token={token} onDone={signedIn} />
  switch (gate.at) {
    case 'asking':
      return (
        <main className="entrance">
          <Spin delay={300} size="large" description="正在连接服务器…" />
        </main>
      )
    case 'unreachable':
      return (
        <main className="entrance">
          <Result
            status="warning"
            title="现在打不开这个页面"
            subTitle={gate.sentence}
            extra={
              <Button type="primary" onClick={() => void ask()}>
                重试
              </Button>
            }
          />
        </main>
      )
    case 'out':
      return <SignIn title={title} why={gate.why} onSignedIn={signedIn} />
    case 'in':
      if (!roles.includes(gate.me.role))
        return <WrongRole me={gate.me} roles={roles} onSignedOut={signedOut} />
      return (
        <Connected key={`${gate.me.personId} ${visit}`} onDismissed={(sentence) => void dismissed(sentence)}>
          {children(gate.me, signedOut)}
        </Connected>
      )
  }
}

function Connected({
  onDismissed,
  children,
}: {
  readonly onDismissed: (sentence: string) => void
  readonly children: ReactNode
}) {
  const [connection, setConnection] = useState<Connection | null>(null)
  useEffect(() => {
    const made = createConnection({ kind: 'account' })
    setConnection(made)
    return () => {
      made.close()
    }
  }, [])
  if (connection === null) return null
  return (
    <ConnectionContext value={connection}>
      <Dismissal connection={connection} onDismissed={onDismissed} />
      {children}
    </ConnectionContext>
  )
}

function Dismissal({
  connection,
  onDismissed,
}: {
  readonly connection: Connection
  readonly onDismissed: (sentence: string) => void
}) {
  const { dismissed } = useSyncExternalStore(connection.onState, connection.state)
  useEffect(() => {
    if (dismissed !== null) onDismissed(dismissed.sentence)
  }, [dismissed, onDismissed])
  return null
}

function WrongRole({
  me,
  roles,
  onSignedOut,
}: {
  readonly me: Me
  readonly roles: readonly AccountRole[]
  readonly onSignedOut: () => void
}) {
  const [problem, setProblem] = useState<string | null>(null)
  const signOut = async () => {
    const answer = await post('/api/sign-out', {})
    if (answer.ok || answer.status === 401) onSignedOut()
    else setProblem(answer.sentence)
  }
  const allowed = roles.map((role) => ROLE_NAMES[role]).join('、')
  return (
    <main className="entrance">
      <Result
        status="info"
        title={`本页面供${allowed}使用`}
        subTitle={`${me.name} 现在以${ROLE_NAMES[me.role]}身份登录。`}
        extra={[
          <Button key="own" type="primary" href={PAGES[me.role]}>
            去{ROLE_NAMES[me.role]}的页面
          </Button>,
          <Button key="out" onClick={() => void signOut()}>
            退出，换账号登录
          </Button>,
        ]}
      >
        {problem === null ? null : <Alert type="error" showIcon title={problem} />}
      </Result>
    </main>
  )
}
