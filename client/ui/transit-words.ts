// What probe messages measured of a channel, in words: for whoever opens a poll or sets its rules.

import { CHANNEL_NAMES } from '../../shared/ballot/choices.ts'
import type { ChannelView } from '../../shared/protocol/console-topic.ts'

/** One sentence of all channels that were probed; null where none was. */
export function transitWords(channels: readonly ChannelView[]): string | null {
  const probed = channels.flatMap(({ channel, transit }) =>
    transit === null
      ? []
      : [
          `${CHANNEL_NAMES[channel]} p50 ${secondsOf(transit.p50Ms)} 秒、p99 ${secondsOf(transit.p99Ms)} 秒（${transit.count} 次）`,
        ],
  )
  return probed.length === 0 ? null : `实测送达：${probed.join('；')}。`
}

function secondsOf(ms: number): string {
  return (ms / 1_000).toFixed(1)
}
