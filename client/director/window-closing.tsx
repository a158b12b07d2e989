// A citizens' window after its close: which channels have had their drain, what still arrives, and how firm the place is (BAL6).

import { CHANNEL_NAMES } from '../../shared/ballot/choices.ts'
import type { ConsoleWindow, OrderBound } from '../../shared/protocol/console-topic.ts'
import { countOf, secondsLeft } from '../lib/format.ts'

export function Closing({ window, nowMs }: { readonly window: ConsoleWindow; readonly nowMs: number }) {
  const { drains, arrivals, bound } = window
  const lately = (channel: string) =>
    lastTenSeconds(arrivals.find((each) => each.channel === channel)?.perSecond ?? 0)
  return (
    <div className="dc-closing">
      <ul aria-label="各通道在途选票">
        {drains.map(({ channel, endsAtMs }) => {
          const left = secondsLeft(endsAtMs, nowMs)
          return (
            <li key={channel} className={left > 0 ? 'is-waiting' : 'is-drained'}>
              <b>{CHANNEL_NAMES[channel]}</b>
              <span>{left > 0 ? `还等 ${left} 秒` : '已收齐'}</span>
              <small>近10秒到 {countOf(lately(channel))} 条</small>
            </li>
          )
        })}
      </ul>
      {bound === null ? null : <p>{boundWords(bound)}</p>}
    </div>
  )
}

/** The rate is told with one decimal, a tenth of what came in ten seconds. */
function lastTenSeconds(perSecond: number): number {
  return Math.round(perSecond * 10)
}

export function boundWords({ change, others }: OrderBound): string {
  if (others === 0) return '本场还没有别的单位有核验过的市民评议，名次无从比较。'
  if (change === null) return `与本场其他 ${others} 个单位相比，再来不满意票也不改变名次。`
  return `再来 ${countOf(change.ballots)} 张不满意票，就不再排在“${change.unitName}”前面。`
}
