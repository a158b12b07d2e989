// A poll's figures for everybody: the headline of SMS + WeChat, the web page beside it, never a rate without its n (BAL11).

import type { PollView, SideTally } from '../../shared/protocol/views.ts'
import { SplitBar } from '../ui/split-bar.tsx'
import { countOf } from '../lib/format.ts'

export function PollFigures({ poll }: { poll: PollView }) {
  const { tally } = poll
  return (
    <section className="figures" aria-label="票数">
      <h2>
        票数{tally.provisional && <span className="chip">暂计</span>}
        {tally.paused && <span className="chip">统计暂停</span>}
      </h2>
      <Side title="短信 + 微信（计入结果）" side={tally.headline} offersUnsure={poll.offersUnsure} />
      {tally.satisfiedRate !== null && (
        <p>
          满意率 {tally.satisfiedRate}%，得分 {tally.points}。
          <span className="quiet">满意率＝“满意”票数 ÷ 除“不了解”以外的票数。</span>
        </p>
      )}
      <Side title="网页（另列，不计入排名）" side={tally.web} offersUnsure={poll.offersUnsure} />
      {tally.hiddenWhy !== null && <p className="quiet">{WHY[tally.hiddenWhy]}</p>}
    </section>
  )
}

const WHY = {
  hidden_poll: '本次评议在揭晓前只公布票数。',
  examiners_open: '考官正在打分，此时只公布票数。',
  below_100: '满100票后公布各选项票数。',
} as const

function Side({ title, side, offersUnsure }: { title: string; side: SideTally; offersUnsure: boolean }) {
  return (
    <div className="side">
      <h3>
        {title} <span className="tabular">共 {countOf(side.n)} 票</span>
      </h3>
      {side.split !== null && <SplitBar split={side.split} offersUnsure={offersUnsure} />}
    </div>
  )
}
