// Cuts a piece of a ballot log into the packed operations of each shard: judged here, merged inside Redis (redis-tally.lua).

import type { VotingWindow } from '../../shared/ballot/poll.ts'
import { createJudge } from './ballot-judging.ts'
import * as record from './ballot-record.ts'
import { codeOf, OF_A_UNIT, placeOf, PLACES } from './tally-places.ts'

/** By the first 4 bits of the voter key: all of a voter lies in one shard. */
export const SHARDS = 16
export const OPERATION_BYTES = 35

const ASIDE = 0
const ADMITTED = 1
const QUARANTINED = 2

/** A poll as this process judges it now. */
export interface JudgedPoll {
  readonly window: VotingWindow
  /** Names how it judges: equal where it judges alike. */
  readonly judging: string
  readonly unitCodes: ReadonlySet<number>
}

export interface Parts {
  /** The polls of the piece, each with the latest receipt in it. */
  readonly polls: readonly { readonly poll: JudgedPoll; readonly latestMs: number }[]
  /** Window ids nobody has told of. */
  readonly unclaimed: readonly string[]
  /** Operations by shard. */
  readonly packed: readonly Buffer[]
}

/** More in one call would need another number for a poll in an operation. */
export const POLLS_MOST = 256

/** `admitted` is told of each ballot that counts by its times. */
export function createPartition(
  admitted: (view: DataView, at: number) => void,
): (records: Uint8Array, polls: ReadonlyMap<number, JudgedPoll>) => Parts {
  const judge = createJudge()
  return (records, polls) => {
    const view = record.viewOf(records)
    const bytes = Buffer.from(records.buffer, records.byteOffset, records.byteLength)
    const sizes = new Int32Array(SHARDS)
    for (let at = 0; at < bytes.length; at += record.RECORD_BYTES) sizes[bytes[at]! >> 4]! += OPERATION_BYTES
    const packed = Array.from(sizes, (size) => Buffer.allocUnsafe(size))
    const ends = new Int32Array(SHARDS)
    const places = new Map<number, number>()
    const found: { poll: JudgedPoll; latestMs: number }[] = []
    const unclaimed = new Set<string>()

    const write = (at: number, place: number) => {
      const shard = bytes[at]! >> 4
      const { poll } = found[place]!
      const verdict = judge(view, at, poll.window)
      if (verdict.receivedMs > found[place]!.latestMs) found[place]!.latestMs = verdict.receivedMs
      const to = packed[shard]!
      const start = ends[shard]!
      ends[shard] = start + OPERATION_BYTES
      to.writeUInt32BE(at / record.RECORD_BYTES, start)
      to[start + 4] = place
      to.writeUInt16BE(poll.unitCodes.has(verdict.unitCode) ? verdict.unitCode : 0, start + 6)
      if (verdict.byTimes !== 'counted') {
        to[start + 5] = ASIDE
        to.fill(0, start + 8, start + OPERATION_BYTES)
        to[start + 34] = verdict.channel * PLACES + placeOf(verdict.byTimes)
        return
      }
      admitted(view, at)
      to[start + 5] = verdict.admission === 'counted' ? ADMITTED : QUARANTINED
      // 13 bits of the key name the bucket; the field is what names the voter within it, and the unit.
      to.writeUInt16BE(((view.getUint32(at) >>> 15) & 0x1fff) >>> 0, start + 8)
      bytes.copy(to, start + 10, at + 2, at + record.VOTER_KEY_BYTES)
      to[start + 22]! ^= verdict.unitCode >> 8
      to[start + 23]! ^= verdict.unitCode & 0xff
      bytes.copy(to, start + 24, at + record.AT.orderMs, at + record.AT.orderMs + 6)
      bytes.copy(to, start + 30, at + record.AT.hash, at + record.AT.hash + 4)
      to[start + 34] = codeOf(verdict.choice, verdict.channel)
    }

    let lastNumber = 0
    let place: number | undefined
    for (let at = 0; at < bytes.length; at += record.RECORD_BYTES) {
      const windowNumber = record.windowNumberAt(view, at)
      if (windowNumber === 0) continue
      if (windowNumber !== lastNumber) {
        // Neighbours are mostly of one poll.
        lastNumber = windowNumber
        place = places.get(windowNumber)
        const poll = polls.get(windowNumber)
        if (poll === undefined) unclaimed.add(record.windowIdOf(windowNumber))
        else if (place === undefined) {
          place = found.push({ poll, latestMs: 0 }) - 1
          if (place >= POLLS_MOST) throw new RangeError(`more than ${String(POLLS_MOST)} polls in one merge`)
          places.set(windowNumber, place)
        }
      }
      if (place !== undefined) write(at, place)
    }
    return {
      polls: found,
      unclaimed: [...unclaimed],
      packed: packed.map((part, shard) => part.subarray(0, ends[shard])),
    }
  }
}

/** Adds a shard's counters in all, a flat list of place and count as Redis gives a hash, to `total`. */
export function addTotals(total: Int32Array, flat: readonly string[]): void {
  for (let i = 0; i < flat.length; i += 2) total[Number(flat[i])]! += Number(flat[i + 1])
}

/** The same for its counters by unit; `placeOfUnit`: where in `byUnit` a unit's lie, by its code. */
export function addUnits(
  byUnit: Int32Array,
  flat: readonly string[],
  placeOfUnit: ReadonlyMap<number, number>,
): void {
  for (let i = 0; i < flat.length; i += 2) {
    const field = Number(flat[i])
    const unit = placeOfUnit.get(Math.floor(field / OF_A_UNIT))
    if (unit !== undefined) byUnit[unit * OF_A_UNIT + (field % OF_A_UNIT)]! += Number(flat[i + 1])
  }
}
