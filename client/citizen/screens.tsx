// What the ballot page shows around its question: headings, waiting, ways to other polls, and why a poll cannot be voted in.

import { useEffect, useRef, type ReactNode } from 'react'
import type { NowSnapshot } from '../../shared/protocol/topics.ts'
import { Ballot } from './ballot.tsx'
import { keptCast } from './casts.ts'
import { Closes, minuteOf } from './closes.tsx'
import { MyVotes } from './my-votes.tsx'
import type { Paper } from './papers.ts'
import { Way } from './way.tsx'

/** Characters beyond which a name is set smaller, so that the choices stay on a telephone's screen. */
const LONG_NAME = 20

/** A question with its heading, which the reader is led to when the question changes. */
export function Screen(props: { title: string; unit?: boolean; rehearsal?: boolean; children: ReactNode }) {
  const { title, unit = false, rehearsal = false, children } = props
  const heading = useRef<HTMLHeadingElement>(null)
  const first = useRef(true)
  useEffect(() => {
    document.title = `${title} · 市民评议`
    if (!first.current) heading.current?.focus({ preventScroll: true })
    first.current = false
  }, [title])
  return (
    <>
      {rehearsal && <p className="note">现在是彩排或演练，选票不计入任何排名。</p>}
      <h1
        className={unit ? 'unit-head' : ''}
        data-long={title.length > LONG_NAME ? 'yes' : 'no'}
        tabIndex={-1}
        ref={heading}
      >
        {title}
      </h1>
      {children}
    </>
  )
}

export function Loading({ problem, again }: { problem: string | null; again: () => void }) {
  if (problem === null)
    return (
      <p className="quiet" role="status">
        正在读取…
      </p>
    )
  return (
    <>
      <p className="problem" role="alert">
        {problem}
      </p>
      <button type="button" className="submit" onClick={again}>
        重新读取
      </button>
    </>
  )
}

export function PaperLinks({ papers, serverNowMs }: { papers: readonly Paper[]; serverNowMs: number }) {
  return (
    <ul className="papers">
      {papers.map((paper) => (
        <li key={paper.windowId}>
          <Way className="paper" to={{ poll: paper.windowId }}>
            <b>{paper.title}</b>
            <span>
              {paper.kind === 'live' ? '正在直播的评议' : '评议期'} ·{' '}
              <Closes paper={paper} serverNowMs={serverNowMs} />
            </span>
          </Way>
        </li>
      ))}
    </ul>
  )
}

export function Elsewhere({ papers }: { papers: readonly Paper[] }) {
  return (
    <>
      {papers.length > 0 && (
        <p>
          <Way className="submit" to={{}}>
            参加正在进行的评议
          </Way>
        </p>
      )}
      <MyVotes />
      <p>
        <a href="/">查看节目与规则</a>
      </p>
    </>
  )
}

export function NoPoll({ now, coming }: { now: NowSnapshot; coming: readonly Paper[] }) {
  return (
    <Screen title="现在没有评议">
      <p>
        {now.session === null
          ? '节目开始后，请在主持人宣布时回到本页。'
          : `“${now.session.title}”正在进行，评议开始时本页会自动出现选项。`}
      </p>
      {coming.length > 0 && (
        <>
          <h2>即将开始</h2>
          <ul>
            {coming.map((paper) => (
              <li key={paper.windowId}>
                {paper.title}：{minuteOf(paper.opensAtMs)} 开始
              </li>
            ))}
          </ul>
        </>
      )}
      <Elsewhere papers={[]} />
    </Screen>
  )
}

const WHY_NOT = {
  early: '本次评议还没有开始。',
  closed: '本次评议已截止。',
  void: '本次评议已作废，选票保留备查。',
} as const

interface NotOpenProps {
  readonly paper: Paper
  readonly unitCode: number | null
  readonly serverNowMs: number
  readonly online: boolean
}

export function NotOpen({ paper, unitCode, serverNowMs, online }: NotOpenProps) {
  const mine = unitCode === null ? null : keptCast(paper.windowId, unitCode)
  return (
    <>
      <p>{paper.standing === 'open' ? otherWays(paper) : WHY_NOT[paper.standing]}</p>
      {paper.standing === 'early' && <p>开始时间 {minuteOf(paper.opensAtMs)}</p>}
      {mine !== null && (
        <Ballot
          {...{ paper, serverNowMs, online }}
          unit={{ code: mine.unitCode, name: mine.unitName }}
          as={mine.as}
          onPassOver={() => undefined}
        />
      )}
    </>
  )
}

/** Open, but not by this browser. */
function otherWays({ channels, accessNumbers }: Paper): string {
  const sms = channels.some((channel) => channel !== 'web' && channel !== 'wechat')
  const numbers = accessNumbers.length > 0 ? `到 ${accessNumbers.join('、')}` : ''
  const ways = [
    ...(sms ? [`发短信${numbers}`] : []),
    ...(channels.includes('wechat') ? ['给公众号发消息，或在微信里打开本页'] : []),
  ]
  return `本次评议不接受网页投票。请${ways.join('，或')}。`
}
