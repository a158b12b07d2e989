// The reviewer's page: who one is, the rounds one is asked in, and one round at a time.

import { useCallback, useEffect, useState } from 'react'
import { REVIEWER_GROUP_NAMES } from '../../shared/evaluation/department.ts'
import type { Me } from '../../shared/protocol/http-api.ts'
import { ROUND_STATE_NAMES, type DeskRound } from '../../shared/protocol/reviews-api.ts'
import { ROLE_NAMES } from '../../shared/show/people.ts'
import { get, post } from '../lib/api.ts'
import { dateTimeOf } from '../lib/format.ts'
import { OfflineBanner } from '../ui/banner.tsx'
import { roundDraftOf } from './desk-draft.ts'
import { Entrance, NewPassword } from './entrance.tsx'
import { forgetDesk } from './kept.ts'
import { RoundScreen } from './round-screen.tsx'
import { useDesk } from './use-desk.ts'

const ME = 'wenzheng.review.me'

/** Without a network the page opens for who was signed in here last. */
function keptMe(): Me | null {
  try {
    return JSON.parse(localStorage.getItem(ME) ?? 'null') as Me | null
  } catch {
    return null
  }
}

export function App() {
  const [me, setMe] = useState<Me | null>(keptMe)
  const [asked, setAsked] = useState(false)
  const signedIn = useCallback((who: Me | null) => {
    if (who === null) localStorage.removeItem(ME)
    else localStorage.setItem(ME, JSON.stringify(who))
    setMe(who)
  }, [])
  useEffect(() => {
    void get<Me>('/api/me').then((answer) => {
      if (answer.ok) signedIn(answer.value)
      else if (answer.status === 401) signedIn(null)
      setAsked(true)
    })
  }, [signedIn])
  const signedOut = useCallback(() => signedIn(null), [signedIn])
  if (me === null) return asked ? <Entrance onSignedIn={signedIn} /> : <Waiting />
  if (me.role !== 'reviewer')
    return (
      <main className="entrance">
        <h1>本页面供评议人使用</h1>
        <p>
          {me.name} 现在以{ROLE_NAMES[me.role]}身份登录。
        </p>
        <button type="button" className="big" onClick={() => void leave(me, signedOut)}>
          退出，换账号登录
        </button>
      </main>
    )
  return <Desk key={me.personId} me={me} onSignedOut={signedOut} />
}

async function leave(me: Me, signedOut: () => void) {
  await post('/api/sign-out', {})
  forgetDesk(me.personId)
  signedOut()
}

function Waiting() {
  return (
    <main className="entrance" aria-busy="true">
      <p>正在连接…</p>
    </main>
  )
}

function Desk({ me, onSignedOut }: { readonly me: Me; readonly onSignedOut: () => void }) {
  const view = useDesk(me.personId, onSignedOut)
  const [roundId, setRoundId] = useState<string | null>(null)
  const [renewing, setRenewing] = useState(false)
  const { desk, nowMs, waiting, offlineSinceMs } = view
  if (renewing) return <NewPassword onDone={() => setRenewing(false)} />
  if (desk === null) return <Waiting />
  const drafts = desk.rounds.map((round) => roundDraftOf(round, waiting, offlineSinceMs === null, nowMs))
  const openOnes = drafts.filter(({ state }) => state === 'open')
  // One round that is open needs no choice.
  const chosen =
    drafts.find((round) => round.roundId === roundId) ??
    (roundId === null && openOnes.length === 1 ? openOnes[0] : undefined)
  return (
    <>
      <OfflineBanner
        offlineSinceMs={offlineSinceMs}
        stillWorks={
          waiting.length > 0
            ? `可以继续评议，${waiting.length}项已保存在本机，恢复后自动送出。`
            : '可以继续评议，恢复后自动送出。'
        }
      />
      <header className="head">
        <div>
          <strong>{desk.reviewer.name}</strong>
          <span>
            {desk.reviewer.organisation} · {REVIEWER_GROUP_NAMES[desk.reviewer.group]}
          </span>
        </div>
        <nav>
          <button type="button" onClick={() => setRenewing(true)}>
            改密码
          </button>
          <button
            type="button"
            disabled={waiting.length > 0}
            title={waiting.length > 0 ? '还有未送达的评议，送达后才能退出。' : undefined}
            onClick={() => void leave(me, onSignedOut)}
          >
            退出
          </button>
        </nav>
      </header>
      {view.problem === null ? null : (
        <p className="problem" role="alert">
          {view.problem}
        </p>
      )}
      {chosen === undefined ? (
        <Rounds rounds={desk.rounds} choose={setRoundId} />
      ) : (
        <RoundScreen
          key={chosen.roundId}
          {...{ round: chosen, view, reviewerId: desk.reviewer.reviewerId }}
          back={desk.rounds.length > 1 ? () => setRoundId('') : null}
        />
      )}
    </>
  )
}

function Rounds({
  rounds,
  choose,
}: {
  readonly rounds: readonly DeskRound[]
  readonly choose: (roundId: string) => void
}) {
  if (rounds.length === 0)
    return (
      <main className="entrance">
        <h1>现在没有请您评议的单位</h1>
        <p>评议办下达评议后，这里会列出单位和截止时间，本页会自动更新。</p>
      </main>
    )
  return (
    <main className="rounds">
      <h1>请选择评议</h1>
      {rounds.map((round) => (
        <button
          key={round.roundId}
          type="button"
          className="round-choice"
          onClick={() => choose(round.roundId)}
        >
          <strong>{round.title}</strong>
          <span>
            {ROUND_STATE_NAMES[round.state]} · {round.units.length} 个单位 ·{' '}
            {round.submittedAtMs === null ? `截止 ${dateTimeOf(round.closesAtMs)}` : '已提交'}
          </span>
        </button>
      ))}
    </main>
  )
}
