// Ballots as a detector's worker holds them, written by hand: who sent what, when, by which channel, from which segment.

import { emptyVoterColumns, type VoterColumns } from '../../shared/ballot/detect/counted.ts'
import { createRandom } from '../../scripts/demo/random.ts'
import { T0 } from './ballots.ts'

export interface Sent {
  readonly voter: number
  readonly atMs: number
  readonly choice: number
  readonly channel: number
  readonly segment: number
}

export function columnsOf(sent: readonly Sent[]): VoterColumns {
  const made = emptyVoterColumns(sent.length)
  for (const [i, { voter, atMs, choice, channel, segment }] of sent.entries()) {
    made.orderMs[i] = T0 + atMs
    made.receivedMs[i] = T0 + atMs
    made.channel[i] = channel
    made.unitCode[i] = 3
    made.choice[i] = choice
    made.segment[i] = segment
    made.hash[i] = (voter * 31 + atMs) >>> 0
    made.voter.set([voter, voter + 1, 7, 9], i * 4)
  }
  return made
}

/** A crowd with a burst by a farm in it. */
export function stuffed(): Sent[] {
  const random = createRandom(3)
  const crowd = Array.from({ length: 3_000 }, (_, voter) => ({
    voter,
    atMs: random.below(60_000),
    choice: random.below(3),
    channel: voter % 2 === 0 ? 2 : 5,
    segment: voter % 2 === 0 ? 0 : 1 + random.below(80),
  }))
  const farm = Array.from({ length: 250 }, (_, i) => ({
    voter: 5_000 + i,
    atMs: 30_000 + i * 30,
    choice: 2,
    channel: 5,
    segment: 1 + (i % 8),
  }))
  return [...crowd, ...farm]
}
