// How long probe messages of each channel were on their way: the measured transit of POLL2 and POLL3, and what a drain should hold.

import { CHANNELS, type PollChannel } from '../../shared/ballot/choices.ts'
import {
  choiceCodeAt,
  choiceCodeOf,
  FLAG,
  hasFlag,
  orderMsAt,
  receivedMsAt,
} from '../storage/ballot-record.ts'

/** Percentiles over the newest probes of a channel; `count`: of how many. */
export interface TransitTimes {
  readonly count: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** Of each channel so many are remembered. */
const MOST = 1_000
/** One that claims more was typed off an old screen, and measures nothing. */
const LONGEST_MS = 3_600_000

/** Nothing arrives before it was sent: two clocks differ, and it measures nothing. */
export function isTransit(ms: number): boolean {
  return ms >= 0 && ms <= LONGEST_MS
}

export interface TransitLog {
  note(channelIndex: number, transitMs: number): void
  /** Only channels that had a probe. With fewer than a hundred probes p99 is the slowest of them. */
  times(): Readonly<Partial<Record<PollChannel, TransitTimes>>>
}

export function createTransitLog(): TransitLog {
  const kept = CHANNELS.map((): number[] => [])
  return {
    note(channelIndex, transitMs) {
      const ofChannel = kept[channelIndex]!
      ofChannel.push(transitMs)
      if (ofChannel.length > MOST) ofChannel.shift()
    },
    times() {
      const times: Partial<Record<PollChannel, TransitTimes>> = {}
      for (const [i, channel] of CHANNELS.entries()) {
        const sorted = kept[i]!.toSorted((a, b) => a - b)
        // The nearest rank: the least value that so many do not exceed.
        const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
        if (sorted.length > 0) times[channel] = { count: sorted.length, p50Ms: at(0.5), p99Ms: at(0.99) }
      }
      return times
    },
  }
}

const PROBE_CODE = choiceCodeOf('PROBE')

/** The transit of a logged probe that measured one, or -1. */
export function transitAt(view: DataView, offset: number): number {
  if (choiceCodeAt(view, offset) !== PROBE_CODE || !hasFlag(view, offset, FLAG.carrierTimeUsed)) return -1
  return receivedMsAt(view, offset) - orderMsAt(view, offset)
}
