// Who has voted lately, in a bounded memory of this process: so that a second message can be answered as one (BAL3).

import { AT, unitCodeAt, windowNumberAt } from './ballot-record.ts'
import { createTallyRegisters } from './tally-registers.ts'

/** Two generations of so many: about 70 MB when both are full. */
const MOST = 1_000_000
const U32 = 4_294_967_296

export interface KnownVoters {
  /** A packed ballot that counts by its times. */
  note(view: DataView, at: number): void
  /** First 32 bits of the message hash of the earliest ballot noted of this voter, or null. */
  hashOf(windowNumber: number, unitCode: number, voterKey: Uint8Array): number | null
  clear(): void
}

export function createKnownVoters(most = MOST): KnownVoters {
  let young = createTallyRegisters()
  let old = createTallyRegisters()
  return {
    note(view, at) {
      if (young.size() >= most) {
        old = young
        young = createTallyRegisters()
      }
      const windowNumber = windowNumberAt(view, at)
      young.offer(
        view.getUint32(at),
        view.getUint32(at + 4),
        // Keys are uniform: a poll and a unit within them name a register of their own.
        (view.getUint32(at + 8) ^ windowNumber) >>> 0,
        (view.getUint32(at + 12) ^ unitCodeAt(view, at) ^ (Math.floor(windowNumber / U32) << 16)) >>> 0,
        view.getUint16(at + AT.orderMs),
        view.getUint32(at + AT.orderMs + 2),
        view.getUint32(at + AT.hash),
        0,
      )
    },
    hashOf(windowNumber, unitCode, voterKey) {
      const view = new DataView(voterKey.buffer, voterKey.byteOffset, voterKey.byteLength)
      const words = [
        view.getUint32(0),
        view.getUint32(4),
        (view.getUint32(8) ^ windowNumber) >>> 0,
        (view.getUint32(12) ^ unitCode ^ (Math.floor(windowNumber / U32) << 16)) >>> 0,
      ] as const
      const hash = young.hashOf(...words)
      const known = hash >= 0 ? hash : old.hashOf(...words)
      return known < 0 ? null : known
    },
    clear() {
      young = createTallyRegisters()
      old = createTallyRegisters()
    },
  }
}
