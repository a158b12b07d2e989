// Which of a window's admitted ballots count: of each voter and unit the first (BAL2), with or without some of them set aside (BAL9).

import { isQuarantined } from '../admission.ts'
import { CHANNELS, CHOICES, isHeadline } from '../choices.ts'
import type { QuarantineRule } from '../quarantine.ts'
import type { Split } from '../tally.ts'
import { emptyColumns, rowsOf, type BallotColumns } from './features.ts'

/** All choices a window was sent, repeats too, each with its voter as an identity and nothing more. */
export interface VoterColumns extends BallotColumns {
  /** Four 32-bit numbers a row: the voter key. */
  readonly voter: Uint32Array
  /** First 32 bits of the message hash, as in the order key. */
  readonly hash: Uint32Array
}

export function emptyVoterColumns(capacity: number): VoterColumns {
  return {
    ...emptyColumns(capacity),
    voter: new Uint32Array(capacity * 4),
    hash: new Uint32Array(capacity),
  }
}

/** Rows that count among those `admits` lets in; in no particular order that a voter's name could change. */
export function countedRows(ballots: VoterColumns, admits: (row: number) => boolean): Int32Array {
  let capacity = 16
  while (capacity < ballots.count * 2) capacity *= 2
  /** Open addressing: 1 + the row that is first so far; keys are uniform, since they come from an HMAC. */
  const slots = new Int32Array(capacity)
  let used = 0
  for (let row = 0; row < ballots.count; row++) {
    if (!admits(row)) continue
    let slot = (ballots.voter[row * 4]! ^ Math.imul(ballots.unitCode[row]!, 0x9e3779b1)) & (capacity - 1)
    for (;;) {
      const there = slots[slot]! - 1
      if (there < 0) {
        slots[slot] = row + 1
        used += 1
        break
      }
      if (isSameVoice(ballots, row, there)) {
        if (comesBefore(ballots, row, there)) slots[slot] = row + 1
        break
      }
      slot = (slot + 1) & (capacity - 1)
    }
  }
  const rows = new Int32Array(used)
  let next = 0
  for (const slot of slots) if (slot > 0) rows[next++] = slot - 1
  return rows.sort()
}

export function countedColumns(ballots: VoterColumns, admits: (row: number) => boolean): BallotColumns {
  return rowsOf(ballots, countedRows(ballots, admits))
}

/** Whether some rule sets the row aside. */
export function setAside(ballots: BallotColumns, row: number, rules: readonly QuarantineRule[]): boolean {
  return isQuarantined(
    {
      channel: CHANNELS[ballots.channel[row]!]!,
      unitCode: ballots.unitCode[row]!,
      orderMs: ballots.orderMs[row]!,
      segmentHash: ballots.segment[row]!,
    },
    rules,
  )
}

/** SMS + WeChat and the web page, apart (BAL11); of one unit, or of all. */
export interface Sides {
  readonly headline: Split
  readonly web: Split
}

export function sidesOfRows(ballots: BallotColumns, rows: Int32Array, unitCode: number | null): Sides {
  const none = { satisfied: 0, fair: 0, dissatisfied: 0, unsure: 0 }
  const sides = { headline: { ...none }, web: { ...none } }
  for (const row of rows) {
    if (unitCode !== null && ballots.unitCode[row] !== unitCode) continue
    const side = isHeadline(CHANNELS[ballots.channel[row]!]!) ? sides.headline : sides.web
    side[CHOICES[ballots.choice[row]!]!] += 1
  }
  return sides
}

function isSameVoice({ voter, unitCode }: VoterColumns, a: number, b: number): boolean {
  if (unitCode[a] !== unitCode[b]) return false
  for (let i = 0; i < 4; i++) if (voter[a * 4 + i] !== voter[b * 4 + i]) return false
  return true
}

/** compareBallots, in columns. */
function comesBefore(ballots: VoterColumns, a: number, b: number): boolean {
  const { orderMs, hash, choice, channel } = ballots
  return (
    (orderMs[a]! - orderMs[b]! ||
      hash[a]! - hash[b]! ||
      choice[a]! - choice[b]! ||
      channel[a]! - channel[b]!) < 0
  )
}
