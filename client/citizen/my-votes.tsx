// What was voted on from this browser: units, when, and receipt codes; never on the screen what was chosen.

import { useState } from 'react'
import { dateTimeOf } from '../lib/format.ts'
import { forgetCasts, keptCasts, type Cast } from './casts.ts'
import { Way } from './way.tsx'

const SHOWN_MOST = 50

export function MyVotes() {
  const [casts, setCasts] = useState(keptCasts)
  const [asked, setAsked] = useState(false)
  if (casts.length === 0) return null
  return (
    <details className="my-votes">
      <summary>我在这个浏览器里的评议（{casts.length}）</summary>
      <ul>
        {casts.slice(0, SHOWN_MOST).map((cast) => (
          <li key={cast.ballotId}>
            <Way to={{ poll: cast.windowId, unit: cast.unitCode, asWeb: cast.as === 'web' }}>
              {cast.unitName}
            </Way>
            <br />
            <span className="quiet tabular">
              {dateTimeOf(cast.atMs)} · {outcomeOf(cast)}
              {cast.answer !== null && ` · 回执码 ${cast.answer.receipt}`}
            </span>
          </li>
        ))}
      </ul>
      {casts.length > SHOWN_MOST && <p className="quiet">只列最近 {SHOWN_MOST} 条。</p>}
      {asked ? (
        <p role="group" aria-label="清除记录">
          只清除这个浏览器里的记录，已投的票不受影响；回执码请先抄下。
          <button
            type="button"
            className="secondary"
            onClick={() => {
              forgetCasts()
              setCasts(keptCasts())
              setAsked(false)
            }}
          >
            确定清除
          </button>{' '}
          <button type="button" className="secondary" onClick={() => setAsked(false)}>
            不清除
          </button>
        </p>
      ) : (
        <button type="button" className="secondary" onClick={() => setAsked(true)}>
          清除这些记录…
        </button>
      )}
    </details>
  )
}

function outcomeOf({ answer }: Cast): string {
  if (answer === null) return '尚未送达'
  const words = {
    received: '已收到',
    repeated: '此前已评议',
    early: '早于开始，不计入',
    late: '迟到，不计入',
    no_poll: '没有评议，不计入',
    invalid: '没有计入',
  }
  return words[answer.outcome]
}
