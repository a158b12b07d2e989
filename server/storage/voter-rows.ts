// Sorts admitted ballots by unit and voter and numbers both anew: what is left tells what counts, not who or when (BAL2, PUB3).

import type { BallotRows } from './sealed-polls.ts'

export interface AdmittedBallot {
  /** 16 bytes. */
  readonly voterKey: Uint8Array
  readonly code: number
  readonly choice: number
  readonly orderMs: number
  /** First 32 bits of the message hash. */
  readonly hash: number
  readonly channel: number
}

export interface VoterRows {
  add(ballot: AdmittedBallot): void
  /** `randomBelow(n)`: 0 … n − 1, each equally likely: it decides which number a voter gets. */
  rows(randomBelow: (below: number) => number): BallotRows
}

const FIRST_CAPACITY = 1_024

export function createVoterRows(): VoterRows {
  let columns = columnsOf(FIRST_CAPACITY)
  let count = 0
  return {
    add({ voterKey, code, choice, orderMs, hash, channel }) {
      if (count === columns.code.length) columns = grown(columns)
      const row = count++
      const key = new DataView(voterKey.buffer, voterKey.byteOffset, voterKey.byteLength)
      for (let i = 0; i < 4; i++) columns.key[row * 4 + i] = key.getUint32(i * 4)
      columns.code[row] = code
      columns.choice[row] = choice
      columns.orderMs[row] = orderMs
      columns.hash[row] = hash
      columns.channel[row] = channel
    },
    rows(randomBelow) {
      const sorted = Uint32Array.from({ length: count }, (_, i) => i).sort((a, b) => compare(columns, a, b))
      return numbered(columns, sorted, randomBelow)
    },
  }
}

interface Columns {
  readonly key: Uint32Array
  readonly code: Uint16Array
  readonly choice: Uint8Array
  readonly orderMs: Float64Array
  readonly hash: Uint32Array
  readonly channel: Uint8Array
}

function columnsOf(capacity: number): Columns {
  return {
    key: new Uint32Array(capacity * 4),
    code: new Uint16Array(capacity),
    choice: new Uint8Array(capacity),
    orderMs: new Float64Array(capacity),
    hash: new Uint32Array(capacity),
    channel: new Uint8Array(capacity),
  }
}

function grown(from: Columns): Columns {
  const to = columnsOf(from.code.length * 2)
  for (const name of Object.keys(to) as (keyof Columns)[]) to[name].set(from[name])
  return to
}

/** By unit, voter, then the order that decides (BAL2). */
function compare(of: Columns, a: number, b: number): number {
  return (
    of.code[a]! - of.code[b]! ||
    compareKeys(of.key, a, b) ||
    of.orderMs[a]! - of.orderMs[b]! ||
    of.hash[a]! - of.hash[b]! ||
    of.choice[a]! - of.choice[b]! ||
    of.channel[a]! - of.channel[b]!
  )
}

function compareKeys(key: Uint32Array, a: number, b: number): number {
  for (let i = 0; i < 4; i++) {
    const difference = key[a * 4 + i]! - key[b * 4 + i]!
    if (difference !== 0) return difference
  }
  return 0
}

function numbered(of: Columns, sorted: Uint32Array, randomBelow: (below: number) => number): BallotRows {
  const count = sorted.length
  const rows = {
    code: new Uint16Array(count),
    voter: new Uint32Array(count),
    order: new Uint32Array(count),
    choice: new Uint8Array(count),
  }
  let to = 0
  for (let from = 0; from < count;) {
    // Where each voter of this unit begins, and behind the last of them.
    const code = of.code[sorted[from]!]!
    const starts: number[] = []
    let end = from
    for (; end < count && of.code[sorted[end]!] === code; end++) {
      if (end === from || compareKeys(of.key, sorted[end - 1]!, sorted[end]!) !== 0) starts.push(end)
    }
    const ends = [...starts.slice(1), end]
    shuffled(starts.length, randomBelow).forEach((voter, i) => {
      for (let at = starts[voter]!; at < ends[voter]!; at++, to++) {
        rows.code[to] = code
        rows.voter[to] = i + 1
        rows.order[to] = at - starts[voter]! + 1
        rows.choice[to] = of.choice[sorted[at]!]!
      }
    })
    from = end
  }
  return rows
}

/** 0 … count − 1 in an order drawn at random (Fisher and Yates). */
export function shuffled(count: number, randomBelow: (below: number) => number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i)
  for (let last = count - 1; last > 0; last--) {
    const other = randomBelow(last + 1)
    const moved = order[last]!
    order[last] = order[other]!
    order[other] = moved
  }
  return order
}
