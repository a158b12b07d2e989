// Counts a poll anew from its logs, as plainly as it can be written: a second way to the tally, without the index (LOG3).

import type { Ballot } from '../../shared/ballot/ballot.ts'
import { admissionOf } from '../../shared/ballot/admission.ts'
import { CHANNELS, type Choice } from '../../shared/ballot/choices.ts'
import type { VotingWindow } from '../../shared/ballot/poll.ts'
import type { ChannelCount, CountedPoll, PollCount } from '../../shared/ballot/tally.ts'

export type RecountWindow = Pick<
  VotingWindow,
  'windowId' | 'units' | 'opensAtMs' | 'closesAtMs' | 'drainMs' | 'channels' | 'quarantines'
>

export interface Recount {
  /** Ballots of other windows pass unseen. */
  add(ballot: Ballot): void
  /** Ballots of this window that were added, whatever became of them. */
  count(): number
  result(): PollCount
}

/** Shares nothing with the live index but the record's format and the rule of admission. */
export function createRecount(window: RecountWindow): Recount {
  const kept = countingOnce(window)
  const unfiltered = window.quarantines.length === 0 ? null : countingOnce({ ...window, quarantines: [] })
  let count = 0
  return {
    add(ballot) {
      if (ballot.windowId !== window.windowId) return
      count += 1
      kept.add(ballot)
      unfiltered?.add(ballot)
    },
    count: () => count,
    result: () => ({ ...kept.result(), unfiltered: unfiltered?.result() ?? null }),
  }
}

type Outcome = Choice | 'duplicate' | Exclude<keyof ChannelCount, 'channel' | 'split'>

/** Who counts for a voter and unit so far: what decides it (BAL2), and where it counts. */
interface First {
  readonly order: readonly number[]
  readonly ballot: Pick<Ballot, 'unitCode' | 'channel' | 'choice'>
}

function countingOnce(window: RecountWindow) {
  const countedOf = new Map<string, First>()
  const setAside = new Map<string, number>()
  const note = ({ unitCode, channel }: First['ballot'], outcome: Outcome) => {
    const key = keyOf(unitCode, channel, outcome)
    setAside.set(key, (setAside.get(key) ?? 0) + 1)
  }

  const add = (given: Ballot) => {
    const isChoice = /^[a-z]/.test(given.choice)
    const admission = admissionOf({ ...given, unitCode: given.unitCode ?? 0, isChoice }, window)
    const ballot = { unitCode: given.unitCode, channel: given.channel, choice: given.choice }
    if (admission !== 'counted') return note(ballot, admission)
    const voter = `${given.unitCode} ${Buffer.from(given.voterKey).toString('latin1')}`
    const mine: First = { order: orderOf(given), ballot }
    const there = countedOf.get(voter)
    const isFirst = there === undefined || comesBefore(mine.order, there.order)
    if (isFirst) countedOf.set(voter, mine)
    if (there !== undefined) note(isFirst ? there.ballot : ballot, 'duplicate')
  }

  const result = (): CountedPoll => {
    const all = new Map(setAside)
    for (const { ballot } of countedOf.values()) {
      const key = keyOf(ballot.unitCode, ballot.channel, ballot.choice)
      all.set(key, (all.get(key) ?? 0) + 1)
    }
    const total = new Map<string, number>()
    for (const [key, count] of all) {
      const ofAll = keyOf(null, ...channelAndOutcome(key))
      total.set(ofAll, (total.get(ofAll) ?? 0) + count)
    }
    const channelsOf = (code: Ballot['unitCode'], counts: ReadonlyMap<string, number>) =>
      CHANNELS.map((channel) =>
        channelCount(channel, (outcome) => counts.get(keyOf(code, channel, outcome)) ?? 0),
      )
    return {
      result: {
        kind: 'citizens',
        channels: channelsOf(null, total).filter(({ channel }) => window.channels.includes(channel)),
      },
      units: window.units
        .map(({ code }) => ({ code, channels: channelsOf(code, all).filter(isNotEmpty) }))
        .filter(({ channels }) => channels.length > 0),
    }
  }
  return { add, result }
}

const keyOf = (unitCode: Ballot['unitCode'], channel: string, outcome: string) =>
  `${unitCode ?? '-'} ${channel} ${outcome}`

function channelAndOutcome(key: string): [string, string] {
  const [, channel = '', outcome = ''] = key.split(' ')
  return [channel, outcome]
}

function channelCount(channel: ChannelCount['channel'], count: (outcome: Outcome) => number): ChannelCount {
  return {
    channel,
    split: {
      satisfied: count('satisfied'),
      fair: count('fair'),
      dissatisfied: count('dissatisfied'),
      unsure: count('unsure'),
    },
    duplicate: count('duplicate'),
    early: count('early'),
    late: count('late'),
    stale: count('stale'),
    invalid: count('invalid'),
    quarantined: count('quarantined'),
  }
}

function isNotEmpty({ split, duplicate, early, late, stale, invalid, quarantined }: ChannelCount): boolean {
  const aside = duplicate + early + late + stale + invalid + quarantined
  return aside + split.satisfied + split.fair + split.dissatisfied + split.unsure > 0
}

const CHOICE_ORDER: readonly string[] = ['satisfied', 'fair', 'dissatisfied', 'unsure']

/** BAL2: (order time, first 32 bits of the message hash, choice); the channel only tells apart what is equal in all three. */
function orderOf({ orderMs, messageHash, choice, channel }: Ballot): readonly number[] {
  return [orderMs, messageHash[0], CHOICE_ORDER.indexOf(choice), CHANNELS.indexOf(channel)]
}

function comesBefore(a: readonly number[], b: readonly number[]): boolean {
  for (const [i, part] of a.entries()) if (part !== b[i]) return part < b[i]!
  return false
}
