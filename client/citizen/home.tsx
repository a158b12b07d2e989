// What is on now, and the rules in plain words.

import type { PeriodPollView } from '../../shared/protocol/polls-api.ts'
import type { NowSnapshot } from '../../shared/protocol/topics.ts'
import { Countdown } from '../ui/countdown.tsx'
import { standingOf } from './papers.ts'
import { PollFigures } from './poll-figures.tsx'

export function Home(props: { now: NowSnapshot; polls: readonly PeriodPollView[]; serverNowMs: number }) {
  const { now, serverNowMs } = props
  const { session, onAir, poll } = now
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
              {onAir.unit === null ? '' : `（${onAir.unit.name}）`}
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
          <HowTo channels={poll.channels} numbers={poll.accessNumbers} open={open} />
          <PollFigures poll={poll} />
        </section>
      )}
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

function Rules() {
  return (
    <section className="rules">
      <h2>规则</h2>
      <ul>
        <li>每人对每个单位计一票，以最早一条为准；重复发送不增加票数。</li>
        <li>满意计100分，基本满意计60分，不满意计0分；“不了解”只计参与，不计入分母。</li>
        <li>截止前发出、在等待时间内送达的选票有效；迟到的选票保留并公布数量，不计入结果。</li>
        <li>公布任何比例时，同时公布票数和全部选项的分布。票多票少不影响排名。</li>
        <li>短信和微信合并为主要结果；网页结果单独公布，不计入排名。</li>
        <li>手机号和微信号不保存，只保留无法还原的标识；直播中的排名为“暂列”。</li>
      </ul>
    </section>
  )
}
