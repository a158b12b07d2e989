// Counts a poll anew from its logs, as plainly as it can be written: a second way to the tally, without the index (LOG3).

import type { Ballot } from '../../shared/ballot/ballot.ts'
import { admissionOf } from '../../shared/ballot/admission.ts'
import { CHANNELS, type Choice, type PollChannel } from '../../shared/ballot/choices.ts'
import type { VotingWindow } from '../../shared/ballot/poll.ts'
import type { ChannelCount, PollResult } from '../../shared/ballot/tally.ts'

export type RecountWindow = Pick<
  VotingWindow,
  'windowId' | 'opensAtMs' | 'closesAtMs' | 'drainMs' | 'channels' | 'quarantines'
>

export interface Recount {
  /** Ballots of other windows pass unseen. */
  add(ballot: Ballot): void
  /** Ballots of this window that were added, whatever became of them. */
  count(): number
  result(): PollResult
}

/** Shares nothing with the live index but the record's format and the rule of admission. */
export function createRecount(window: RecountWindow): Recount {
  const countedOf = new Map<string, Ballot>()
  const setAside = new Map<
    PollChannel,
    { duplicate: number; early: number; late: number; stale: number; invalid: number; quarantined: number }
  >(
    CHANNELS.map((channel) => [
      channel,
      { duplicate: 0, early: 0, late: 0, stale: 0, invalid: 0, quarantined: 0 },
    ]),
  )
  let count = 0
  return {
    add(ballot) {
      if (ballot.windowId !== window.windowId) return
      count += 1
      const isChoice = /^[a-z]/.test(ballot.choice)
      const admission = admissionOf({ ...ballot, unitCode: ballot.unitCode ?? 0, isChoice }, window)
      if (admission !== 'counted') {
        setAside.get(ballot.channel)![admission] += 1
        return
      }
      const voter = `${ballot.unitCode} ${Buffer.from(ballot.voterKey).toString('hex')}`
      const there = countedOf.get(voter)
      if (there === undefined) {
        countedOf.set(voter, ballot)
        return
      }
      const [first, second] = comesBefore(ballot, there) ? [ballot, there] : [there, ballot]
      countedOf.set(voter, first)
      setAside.get(second.channel)!.duplicate += 1
    },
    count: () => count,
    result() {
      const channels = CHANNELS.filter((channel) => window.channels.includes(channel)).map((channel) => {
        const split = { satisfied: 0, fair: 0, dissatisfied: 0, unsure: 0 }
        for (const ballot of countedOf.values()) {
          if (ballot.channel === channel) split[ballot.choice as Choice] += 1
        }
        return { channel, split, ...setAside.get(channel)! } satisfies ChannelCount
      })
      return { kind: 'citizens', channels }
    },
  }
}

const CHOICE_ORDER: readonly string[] = ['satisfied', 'fair', 'dissatisfied', 'unsure']

/** BAL2: (order time, first 32 bits of the message hash, choice); the channel only tells apart what is equal in all three. */
function comesBefore(a: Ballot, b: Ballot): boolean {
  const keyOf = (ballot: Ballot) => [
    ballot.orderMs,
    ballot.messageHash[0],
    CHOICE_ORDER.indexOf(ballot.choice),
    CHANNELS.indexOf(ballot.channel),
  ]
  const other = keyOf(b)
  for (const [i, part] of keyOf(a).entries()) {
    if (part !== other[i]) return part < other[i]!
  }
  return false
}
