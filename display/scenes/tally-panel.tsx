// A tally with everything BAL11 asks to stand together: split, n, 满意率 with what it is of, and the web page's tally apart.

import './tally-panel.css'
import { countOf } from '../../client/lib/format.ts'
import { sharesOf } from '../../client/ui/shares.ts'
import { SplitBar, SplitWords } from '../../client/ui/split-bar.tsx'
import type { PollView } from '../../shared/protocol/views.ts'
import { CountUp } from '../motion/count-up.tsx'
import { hiddenSentenceOf } from './tally-words.ts'

interface TallyPanelProps {
  readonly poll: PollView
  /** The points beside the rate; a running tally goes without. */
  readonly withPoints: boolean
}

export function TallyPanel({ poll, withPoints }: TallyPanelProps) {
  const { headline, hiddenWhy, satisfiedRate, points } = poll.tally
  const runsOnWeb = poll.channels.includes('web')
  if (headline.split === null) {
    return (
      <div className="tally-panel">
        <div className="tally-only-n">
          <p className="tally-n-label">短信 + 微信，已计入</p>
          <p className="tally-n">
            <CountUp value={headline.n} format={countOf} />
            <span className="tally-n-unit">票</span>
          </p>
          <p className="tally-why">{hiddenWhy === null ? '' : hiddenSentenceOf(hiddenWhy)}</p>
        </div>
        {runsOnWeb && <WebStrip poll={poll} />}
      </div>
    )
  }
  const shares = sharesOf(headline.split)
  return (
    <div className="tally-panel">
      <div className="tally-main">
        <div className="tally-split">
          <p className="tally-side">
            短信 + 微信，共{' '}
            <b>
              <CountUp value={headline.n} format={countOf} />
            </b>{' '}
            票
          </p>
          <SplitBar split={headline.split} offersUnsure={poll.offersUnsure} />
        </div>
        <div className="tally-rate">
          <p className="tally-rate-name">满意率</p>
          {satisfiedRate === null ? (
            <p className="tally-rate-figure">—</p>
          ) : (
            <p className="tally-rate-figure tabular">
              {satisfiedRate}
              <span className="tally-rate-percent">%</span>
            </p>
          )}
          <p className="tally-rate-of tabular">
            满意 {countOf(shares.satisfied.count)} 票
            <br />÷ 共 {countOf(shares.base)} 票
          </p>
          {poll.offersUnsure && <p className="tally-rate-of">不含不了解</p>}
          {withPoints && points !== null && (
            <p className="tally-points">
              百分制得分 <b className="tabular">{points}</b>
              <span className="tally-points-of">
                <span>满意100</span>
                <span>基本满意60</span>
                <span>不满意0</span>
              </span>
            </p>
          )}
        </div>
      </div>
      {runsOnWeb && <WebStrip poll={poll} />}
    </div>
  )
}

/** The web page's tally, apart: a weaker identity, counted in no ranking. */
function WebStrip({ poll }: { readonly poll: PollView }) {
  const { web } = poll.tally
  return (
    <div className="tally-web">
      <span className="tally-web-name">网页评议 · 单独统计</span>
      <span className="tabular">共 {countOf(web.n)} 票</span>
      {web.split !== null && <SplitWords split={web.split} offersUnsure={poll.offersUnsure} />}
    </div>
  )
}
