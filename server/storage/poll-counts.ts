// What one poll comes to while ballots are merged into it: its registers, and counters in all and by unit, channel and outcome.

import type { Admission } from '../../shared/ballot/admission.ts'
import type { PollChannel } from '../../shared/ballot/choices.ts'
import type { PollUnit } from '../../shared/ballot/poll.ts'
import type { PollResult, UnitTally } from '../../shared/ballot/tally.ts'
import { AT } from './ballot-record.ts'
import { codeOf, DUPLICATE, OF_A_UNIT, placeOf, PLACES, pollResultOf, unitTalliesOf } from './tally-places.ts'
import { createTallyRegisters, LOST, OPENED } from './tally-registers.ts'

/** `unit`: its place in the poll's list, or -1 for none; `channel`: the place in CHANNELS. */
export interface PollCounts {
  /** A ballot that is set aside. */
  setAside(unit: number, channel: number, admission: Exclude<Admission, 'counted'>): void
  /** The record at `at` was admitted: it counts unless an earlier one of its voter does (BAL2). */
  admit(view: DataView, at: number, unit: number, unitCode: number, channel: number, choice: number): void
  /** First 32 bits of the message hash of the ballot that counts for the voter of these four words, or -1. */
  hashOf(k0: number, k1: number, k2: number, k3: number, unitCode: number): number
  result(channels: readonly PollChannel[]): PollResult
  units(units: readonly PollUnit[]): readonly UnitTally[]
  /** Memory of registers and counters, in bytes. */
  bytes(): number
}

export function createPollCounts(unitCount: number): PollCounts {
  const registers = createTallyRegisters()
  const total = new Int32Array(OF_A_UNIT)
  const byUnit = new Int32Array(unitCount * OF_A_UNIT)

  const add = (unit: number, place: number, many: number) => {
    total[place]! += many
    if (unit >= 0) byUnit[unit * OF_A_UNIT + place]! += many
  }

  return {
    setAside(unit, channel, admission) {
      add(unit, channel * PLACES + placeOf(admission), 1)
    },
    admit(view, at, unit, unitCode, channel, choice) {
      const outcome = registers.offer(
        view.getUint32(at),
        view.getUint32(at + 4),
        view.getUint32(at + 8),
        ofUnit(view.getUint32(at + 12), unitCode),
        view.getUint16(at + AT.orderMs),
        view.getUint32(at + AT.orderMs + 2),
        view.getUint32(at + AT.hash),
        codeOf(choice, channel),
      )
      if (outcome === LOST) {
        add(unit, channel * PLACES + DUPLICATE, 1)
        return
      }
      add(unit, channel * PLACES + choice, 1)
      if (outcome === OPENED) return
      const lost = outcome & 15
      add(unit, lost * PLACES + (outcome >> 4), -1)
      add(unit, lost * PLACES + DUPLICATE, 1)
    },
    hashOf: (k0, k1, k2, k3, unitCode) => registers.hashOf(k0, k1, k2, ofUnit(k3, unitCode)),
    result: (channels) => pollResultOf(total, channels),
    units: (units) => unitTalliesOf(byUnit, units),
    bytes: () => registers.bytes() + total.byteLength + byUnit.byteLength,
  }
}

/** The unit joins the voter's key: a voter has one register a unit. */
const ofUnit = (k3: number, unitCode: number) => (k3 ^ unitCode) >>> 0
