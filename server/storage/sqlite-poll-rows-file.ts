// A sealed poll's ballots as rows for a bundle: who voted is replaced by a number drawn at random, when by an order (PUB3, PUB4).

import { randomFillSync } from 'node:crypto'
import { admissionOf } from '../../shared/ballot/admission.ts'
import { CHANNELS, isHeadline } from '../../shared/ballot/choices.ts'
import type { BallotRows, PollRows, Received, SealedPoll } from './sealed-polls.ts'
import { FIRST_INVALID_CODE, unpack, viewOf } from './ballot-record.ts'
import { eachSealedRecord } from './sqlite-sealed-records.ts'
import { createVoterRows, type VoterRows } from './voter-rows.ts'

/** Synchronous. In the order of `polls`; throws as eachSealedRecord does. The draw is made anew each time and kept nowhere. */
export function rowsOfFiles(files: readonly string[], polls: readonly SealedPoll[]): readonly PollRows[] {
  const sides = polls.map(() => ({ headline: emptySide(), web: emptySide() }))
  eachSealedRecord(files, polls, (poll, record) => {
    const ballot = unpack(viewOf(record), 0)
    const choice = record.readUInt8(44)
    const isChoice = choice < FIRST_INVALID_CODE
    const admission = admissionOf(
      { ...ballot, unitCode: ballot.unitCode ?? 0, isChoice },
      polls[poll]!.window,
    )
    const side = sides[poll]![isHeadline(ballot.channel) ? 'headline' : 'web']
    if (admission !== 'counted') side.received[admission] += 1
    else {
      const { orderMs, messageHash, channel, unitCode } = ballot
      side.ballots.add({
        ...{ voterKey: ballot.voterKey, code: unitCode ?? 0, choice, orderMs, hash: messageHash[0] },
        channel: CHANNELS.indexOf(channel),
      })
    }
  })
  return polls.map(({ window }, i) => ({
    pollId: window.windowId,
    headline: finished(sides[i]!.headline),
    web: finished(sides[i]!.web),
  }))
}

interface Side {
  readonly received: { -readonly [Outcome in keyof Received]: number }
  readonly ballots: VoterRows
}

function emptySide(): Side {
  return {
    received: { counted: 0, duplicate: 0, early: 0, late: 0, stale: 0, invalid: 0, quarantined: 0 },
    ballots: createVoterRows(),
  }
}

function finished({ received, ballots }: Side): { received: Received; rows: BallotRows } {
  const rows = ballots.rows(randomBelow)
  const counted = rows.order.reduce((all, order) => all + (order === 1 ? 1 : 0), 0)
  return { received: { ...received, counted, duplicate: rows.order.length - counted }, rows }
}

const pool = new Uint32Array(4_096)
let used = pool.length

/** 0 … below − 1, each equally likely (what would favour the low ones is drawn again). */
function randomBelow(below: number): number {
  const fair = 2 ** 32 - (2 ** 32 % below)
  for (;;) {
    if (used === pool.length) {
      randomFillSync(pool)
      used = 0
    }
    const drawn = pool[used++]!
    if (drawn < fair) return drawn % below
  }
}
