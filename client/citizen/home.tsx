// What is on now and what is coming, what was revealed, and the rules in plain words.

import type { PeriodPollView } from '../../shared/protocol/polls-api.ts'
import type { NowSnapshot } from '../../shared/protocol/topics.ts'
import { Countdown } from '../ui/countdown.tsx'
import { minuteOf } from './closes.tsx'
import { standingOf } from './papers.ts'
import { PollFigures } from './poll-figures.tsx'
import { Rules } from './rules.tsx'
import { Rankings, Tonight } from './tonight.tsx'
import { hrefOf } from './address.ts'

export function Home(props: { now: NowSnapshot; polls: readonly PeriodPollView[]; serverNowMs: number }) {
  const { now, polls, serverNowMs } = props
  const { session, onAir, poll, rankingVisible } = now
  const open = poll !== null && standingOf(poll, serverNowMs) === 'open'
  return (
    <>
      {session === null ? (
        <>
          <h1>现在没有直播</h1>
          <p>下一场电视问政开始时，这里会显示正在评议的单位。</p>
        </>
      ) : (
        <>
          <h1>
            {session.theme} · {session.title}
          </h1>
          {session.rehearsal && <p className="note">彩排，不是正式播出，不计入任何排名。</p>}
          {onAir !== null && (
            <p>
              正在进行：{onAir.title}
              {onAir.unit === null || onAir.title.includes(onAir.unit.name) ? '' : `（${onAir.unit.name}）`}
            </p>
          )}
        </>
      )}
      {poll !== null && (
        <section>
          <h2 className="unit-head">{poll.unit.name}</h2>
          {open && (
            <>
              <p className="left">
                还剩 <Countdown closesAtMs={poll.closesAtMs} nowMs={serverNowMs} onCue="听主持人口令截止" />
              </p>
              <a className="submit" href="/vote">
                现在评议
              </a>
            </>
          )}
          {!open && <p>{poll.phase === 'void' ? '本次评议已作废。' : '本次评议已截止。'}</p>}
          <HowTo channels={poll.channels} numbers={poll.accessNumbers} open={open} />
          <PollFigures poll={poll} />
        </section>
      )}
      <PeriodPolls polls={polls} serverNowMs={serverNowMs} />
      <p>
        <a href="/receipt">查回执：我的一票算上了吗？</a>
      </p>
      <p>
        <a href="/results">排名公布：十优十差、全部名次与依据</a>
      </p>
      <p>
        <a href="/promises">现场承诺：说了什么，做到没有</a>
      </p>
      <Tonight />
      {rankingVisible && <Rankings />}
      <Rules />
    </>
  )
}

function HowTo(props: { channels: readonly string[]; numbers: readonly string[]; open: boolean }) {
  if (!props.open) return null
  const sms =
    props.numbers.length > 0 && props.channels.some((channel) => channel !== 'web' && channel !== 'wechat')
  return (
    <ul className="how">
      {sms && <li>短信：发送“满意”“基本满意”或“不满意”（也可发 1、2、3）到 {props.numbers.join('、')}</li>}
      {props.channels.includes('wechat') && (
        <li>微信：向公众号发送“满意”“基本满意”或“不满意”（也可发 1、2、3）</li>
      )}
      {props.channels.includes('web') && <li>网页：按“现在评议”（单独公布，不计入排名）</li>}
    </ul>
  )
}

function PeriodPolls({ polls, serverNowMs }: { polls: readonly PeriodPollView[]; serverNowMs: number }) {
  const at = (standing: string) => polls.filter((poll) => standingOf(poll, serverNowMs) === standing)
  const [open, early] = [at('open'), at('early')]
  if (open.length === 0 && early.length === 0) return null
  return (
    <section className="figures">
      <h2>评议期</h2>
      {open.map((poll) => (
        <div key={poll.windowId}>
          <h3>
            {poll.title}
            {poll.rehearsal && <span className="chip">演练</span>}
          </h3>
          <p>
            {poll.unitCount} 个单位，截止 {minuteOf(poll.closesAtMs)}
          </p>
          <p>
            <a className="submit" href={hrefOf({ poll: poll.windowId })}>
              选单位评议
            </a>
          </p>
        </div>
      ))}
      {early.length > 0 && (
        <>
          <h3>即将开始</h3>
          <ul className="how">
            {early.map((poll) => (
              <li key={poll.windowId}>
                {poll.title}：{minuteOf(poll.opensAtMs)} 至 {minuteOf(poll.closesAtMs)}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
