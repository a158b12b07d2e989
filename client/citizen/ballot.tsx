// One question: is one satisfied with this unit? A choice, a button that repeats it, and what became of the ballot.

import { useEffect, useRef, useState } from 'react'
import { CHOICES, type Choice } from '../../shared/ballot/choices.ts'
import { CHOICE_LOOK } from '../ui/choice-look.ts'
import { Face } from '../ui/face.tsx'
import { isFinal, keptCast, type Cast } from './casts.ts'
import { cast } from './device.ts'
import { Closes } from './closes.tsx'
import { Done } from './done.tsx'
import type { Paper } from './papers.ts'

interface BallotProps {
  readonly paper: Paper
  readonly unit: { readonly code: number; readonly name: string }
  readonly as: 'web' | 'wechat'
  readonly serverNowMs: number
  readonly online: boolean
  /** The server does not know WeChat's person any more. */
  readonly onPassOver: () => void
}

export function Ballot({ paper, unit, as, serverNowMs, online, onPassOver }: BallotProps) {
  const [chosen, setChosen] = useState<Choice | null>(null)
  const [mine, setMine] = useState<Cast | null>(() => keptCast(paper.windowId, unit.code))
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  // An unanswered ballot is repeated as it was: another choice would be a second ballot, and the first would count.
  const fixed = mine?.answer === null ? mine.choice : null
  const current = fixed ?? chosen

  const send = async (choice: Choice) => {
    setBusy(true)
    setProblem(null)
    const answer = await cast({
      ...{ windowId: paper.windowId, unitCode: unit.code, unitName: unit.name, choice, as },
    })
    setBusy(false)
    setMine(keptCast(paper.windowId, unit.code))
    if (answer.ok) return
    if (answer.code === 'wechat_pass_missing') onPassOver()
    setChosen(choice)
    setProblem(answer.sentence)
  }
  useDelivery(online, fixed !== null && !busy, () => {
    if (fixed !== null) void send(fixed)
  })

  if (mine !== null && isFinal(mine)) return <Done paper={paper} mine={mine} serverNowMs={serverNowMs} />
  const over = paper.standing !== 'open'
  const offered = CHOICES.filter((choice) => choice !== 'unsure' || paper.offersUnsure)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (current !== null && !busy) void send(current)
      }}
    >
      {mine?.answer != null && <p className="note">{mine.answer.sentence}</p>}
      {over ? (
        <p className="note">
          截止前没有收到服务器的答复。再送一次可以知道它是否已经送达；没有送达的按迟到处理。
        </p>
      ) : (
        <p className="left">
          <Closes paper={paper} serverNowMs={serverNowMs} />
        </p>
      )}
      <fieldset className="choices">
        <legend className="ask">您对这个单位满意吗？</legend>
        {offered.map((choice) => (
          <label
            key={choice}
            className={`choice choice-${CHOICE_LOOK[choice].tone}`}
            data-chosen={current === choice ? 'yes' : 'no'}
            data-off={busy || over || (fixed !== null && fixed !== choice) ? 'yes' : 'no'}
          >
            <input
              type="radio"
              name="choice"
              checked={current === choice}
              disabled={busy || over || (fixed !== null && fixed !== choice)}
              onChange={() => setChosen(choice)}
            />
            <Face kind={CHOICE_LOOK[choice].face} size={40} />
            <span>{CHOICE_LOOK[choice].word}</span>
            <span className="choice-check" aria-hidden="true">
              {current === choice ? '✓' : ''}
            </span>
          </label>
        ))}
      </fieldset>
      <div className="submit-bar">
        {problem !== null && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
        <button type="submit" className="submit" disabled={current === null || busy}>
          {busy ? '正在提交…' : current === null ? '请先选择' : `提交“${CHOICE_LOOK[current].word}”`}
        </button>
      </div>
      <p className="quiet">
        {as === 'wechat'
          ? '按您的微信身份计票，与发消息投的是同一票。提交后不能更改，以最早一条为准。'
          : '提交后不能更改；同一台设备以最早一张为准。网页票另列公布，不计入排名。'}
      </p>
    </form>
  )
}

/** Before a ballot without an answer is sent again by itself. */
const AGAIN_AFTER_MS = 2_000

/**
 * What waits is delivered by itself once: when the page is opened again, a moment after its answer was lost, or when the line
 * is back. Then the person decides; each loss of the line counts anew.
 */
function useDelivery(online: boolean, waiting: boolean, deliver: () => void): void {
  const left = useRef(1)
  useEffect(() => {
    if (!online) left.current = 1
    if (!online || !waiting || left.current === 0) return
    const timer = setTimeout(() => {
      left.current = 0
      deliver()
    }, AGAIN_AFTER_MS)
    return () => clearTimeout(timer)
    // A new `deliver` each drawing starts nothing.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [online, waiting])
}
