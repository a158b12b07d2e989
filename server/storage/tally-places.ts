// Where each number of a tally lies among an index's counters, and what screens are shown of them.

import type { Admission } from '../../shared/ballot/admission.ts'
import { CHANNELS, CHOICES, type PollChannel } from '../../shared/ballot/choices.ts'
import type { PollUnit } from '../../shared/ballot/poll.ts'
import type { ChannelCount, PollResult, UnitTally } from '../../shared/ballot/tally.ts'
import { unreachable } from '../../shared/basics/result.ts'

/** Places of one channel's counters: 4 choices, then these. */
export const DUPLICATE = 4
const EARLY = 5
const LATE = 6
const STALE = 7
const INVALID = 8
const QUARANTINED = 9
export const PLACES = 10
/** Counters of a unit, and of a poll in all: channel by channel. */
export const OF_A_UNIT = CHANNELS.length * PLACES

export function placeOf(admission: Exclude<Admission, 'counted'>): number {
  switch (admission) {
    case 'early':
      return EARLY
    case 'late':
      return LATE
    case 'stale':
      return STALE
    case 'invalid':
      return INVALID
    case 'quarantined':
      return QUARANTINED
    default:
      return unreachable(admission)
  }
}

/** A register's code: the choice above, since it is in the order key, the channel in the low 4 bits. */
export const codeOf = (choice: number, channel: number) => choice * 16 + channel

/** `total`: OF_A_UNIT counters. */
export function pollResultOf(total: Int32Array, channels: readonly PollChannel[]): PollResult {
  return {
    kind: 'citizens',
    channels: CHANNELS.flatMap((channel, i) =>
      channels.includes(channel) ? [channelCountOf(channel, total, i * PLACES)] : [],
    ),
  }
}

/** `byUnit`: OF_A_UNIT counters for each of the units, in their order. */
export function unitTalliesOf(byUnit: Int32Array, units: readonly PollUnit[]): readonly UnitTally[] {
  return units.flatMap(({ code }, unit) => {
    const channels = CHANNELS.flatMap((channel, i) => {
      const from = unit * OF_A_UNIT + i * PLACES
      return hasAny(byUnit, from) ? [channelCountOf(channel, byUnit, from)] : []
    })
    return channels.length === 0 ? [] : [{ code, channels }]
  })
}

function hasAny(counters: Int32Array, from: number): boolean {
  for (let place = from; place < from + PLACES; place++) if (counters[place] !== 0) return true
  return false
}

function channelCountOf(channel: PollChannel, counters: Int32Array, from: number): ChannelCount {
  const at = (place: number) => counters[from + place]!
  return {
    channel,
    split: { [CHOICES[0]]: at(0), [CHOICES[1]]: at(1), [CHOICES[2]]: at(2), [CHOICES[3]]: at(3) },
    duplicate: at(DUPLICATE),
    early: at(EARLY),
    late: at(LATE),
    stale: at(STALE),
    invalid: at(INVALID),
    quarantined: at(QUARANTINED),
  }
}
