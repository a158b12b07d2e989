// The ballot: one question, a thumb's worth of buttons, a choice that is confirmed, and what became of it.

import { useState } from 'react'
import { CHOICES, type Choice } from '../../shared/ballot/choices.ts'
import type { NowSnapshot } from '../../shared/protocol/topics.ts'
import type { PollView } from '../../shared/protocol/views.ts'
import { CHOICE_LOOK } from '../ui/choice-look.ts'
import { Countdown } from '../ui/countdown.tsx'
import { Face } from '../ui/face.tsx'
import { cast, keptCast, type Cast } from './device.ts'
import { standingOf } from './poll-standing.ts'
import { PollFigures } from './poll-figures.tsx'

export function Vote({ now, serverNowMs }: { now: NowSnapshot; serverNowMs: number }) {
  const poll = now.poll
  if (poll === null) return <NoPoll now={now} />
  const standing = standingOf(poll, serverNowMs)
  return (
    <>
      {now.session?.rehearsal === true && <p className="note">现在是彩排，选票不计入任何排名。</p>}
      <h1 className="unit-head">{poll.unit.name}</h1>
      {standing === 'open' && poll.channels.includes('web') ? (
        <Ballot key={poll.windowId} poll={poll} serverNowMs={serverNowMs} />
      ) : (
        <>
          <p>
            {standing === 'open'
              ? '本次评议只接受短信和微信。'
              : standing === 'void'
                ? '本次评议已作废，选票保留备查。'
                : '本次评议已截止。'}
          </p>
          <MyCast poll={poll} />
          <PollFigures poll={poll} />
        </>
      )}
    </>
  )
}

function NoPoll({ now }: { now: NowSnapshot }) {
  return (
    <>
      <h1>现在没有评议</h1>
      <p>
        {now.session === null
          ? '节目开始后，请在主持人宣布时回到本页。'
          : `“${now.session.title}”正在进行，评议开始时本页会自动出现选项。`}
      </p>
      <p>
        <a href="/">查看节目与规则</a>
      </p>
    </>
  )
}

function MyCast({ poll }: { poll: PollView }) {
  const mine = keptCast(poll.windowId)
  if (mine?.answer == null) return null
  return (
    <p className="note" role="status">
      {mine.answer.sentence}
    </p>
  )
}

function Ballot({ poll, serverNowMs }: { poll: PollView; serverNowMs: number }) {
  const [chosen, setChosen] = useState<Choice | null>(null)
  const [mine, setMine] = useState<Cast | null>(() => keptCast(poll.windowId))
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  if (mine?.answer != null) return <Done poll={poll} mine={mine} serverNowMs={serverNowMs} />

  const offered = CHOICES.filter((choice) => choice !== 'unsure' || poll.offersUnsure)
  // An unanswered ballot is repeated as it was: another choice would be a second ballot, and the first would count.
  const fixed = mine?.choice ?? null
  const current = fixed ?? chosen
  const send = async () => {
    if (current === null) return
    setBusy(true)
    setProblem(null)
    const answer = await cast(poll, current)
    setBusy(false)
    if (answer.ok) setMine(answer.cast)
    else {
      setProblem(answer.sentence)
      setMine(keptCast(poll.windowId))
    }
  }
  return (
    <>
      <p className="ask">您对这个单位满意吗？</p>
      <p className="left">
        还剩 <Countdown closesAtMs={poll.closesAtMs} nowMs={serverNowMs} onCue="听主持人口令截止" />
      </p>
      <div className="choices" role="radiogroup" aria-label="您对这个单位满意吗">
        {offered.map((choice) => (
          <button
            key={choice}
            type="button"
            role="radio"
            aria-checked={current === choice}
            className={`choice choice-${CHOICE_LOOK[choice].tone}`}
            disabled={busy || (fixed !== null && fixed !== choice)}
            onClick={() => {
              setChosen(choice)
            }}
          >
            <Face kind={CHOICE_LOOK[choice].face} size={40} />
            <span>{CHOICE_LOOK[choice].word}</span>
            <span className="choice-check" aria-hidden="true">
              {current === choice ? '✓' : ''}
            </span>
          </button>
        ))}
      </div>
      <p className="problem" role="alert">
        {problem ?? ''}
      </p>
      <button
        type="button"
        className="submit"
        disabled={current === null || busy}
        onClick={() => void send()}
      >
        {busy ? '正在提交…' : current === null ? '请先选择' : `提交“${CHOICE_LOOK[current].word}”`}
      </button>
      <p className="quiet">提交后不能更改；同一台设备以最早一张为准。</p>
    </>
  )
}

function Done({ poll, mine, serverNowMs }: { poll: PollView; mine: Cast; serverNowMs: number }) {
  return (
    <>
      <p className="done" role="status">
        {mine.answer?.sentence}
      </p>
      <p>
        您的选择：<b>{CHOICE_LOOK[mine.choice].word}</b>
      </p>
      <p className="left">
        距截止 <Countdown closesAtMs={poll.closesAtMs} nowMs={serverNowMs} onCue="听主持人口令截止" />
      </p>
      <PollFigures poll={poll} />
    </>
  )
}
