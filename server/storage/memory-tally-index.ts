// The TallyIndex in memory: for each poll its counters and registers, merged from logs and rebuilt from them at start.

import type { LogId } from '../../shared/basics/ids.ts'
import { admissionOf, type Admissible, type Admission } from '../../shared/ballot/admission.ts'
import { CHANNELS, CHOICES } from '../../shared/ballot/choices.ts'
import { type VotingWindow } from '../../shared/ballot/poll.ts'
import type { ChannelCount, PollResult } from '../../shared/ballot/tally.ts'
import { unreachable } from '../../shared/basics/result.ts'
import * as record from './ballot-record.ts'
import type { MergeAnswer, TallyIndex } from './tally-index.ts'
import { createTallyRegisters, LOST, OPENED, type TallyRegisters } from './tally-registers.ts'

/** The index of this process: besides the port, what it can answer at once. */
export interface MemoryTallyIndex extends TallyIndex {
  /**
   * First 32 bits of the message hash of the ballot that counts for this voter, or null where none is known (BAL3
   * 'repeated'). `windowNumber`: windowNumberOf(windowId); `voterKey`: 16 bytes.
   */
  readonly registeredHash: (windowNumber: number, unitCode: number, voterKey: Uint8Array) => number | null
  /** Memory of the registers, in bytes. */
  bytes(): number
}

/** Places of one channel's counters: 4 choices, then these. */
const DUPLICATE = 4
const EARLY = 5
const LATE = 6
const STALE = 7
const INVALID = 8
const QUARANTINED = 9
const PLACES = 10
/** Unknown windows remembered; with more, every new window counts as one of them. */
const UNCLAIMED_MAX = 4_096

interface Poll {
  window: VotingWindow
  readonly registers: TallyRegisters
  /** By channel and place. */
  readonly counters: Int32Array
  /** Latest receipt merged; 0 = nothing merged. */
  latestMs: number
  /** Ballots merged before were judged by other times: a reset and a new merge are needed. */
  outdated: boolean
}

/** A register's code: the choice above, since it is in the order key, the channel in the low 4 bits. */
const codeOf = (choice: number, channel: number) => choice * 16 + channel

export function createMemoryTallyIndex(): MemoryTallyIndex {
  const polls = new Map<number, Poll>()
  const watermarks = new Map<LogId, number>()
  const unclaimed = new Set<number>()
  let unclaimedOverflowed = false
  let merged = 0
  const scratch: { -readonly [Key in keyof Admissible]: Admissible[Key] } = {
    orderMs: 0,
    receivedAtMs: 0,
    channel: CHANNELS[0],
    unitCode: 0,
    segmentHash: 0,
    stale: false,
    isChoice: true,
  }

  const noteUnclaimed = (windowNumber: number) => {
    if (unclaimed.size < UNCLAIMED_MAX) unclaimed.add(windowNumber)
    else if (!unclaimed.has(windowNumber)) unclaimedOverflowed = true
  }

  const mergeRecord = (view: DataView, at: number) => {
    const windowNumber = record.windowNumberAt(view, at)
    if (windowNumber === 0) return
    const poll = polls.get(windowNumber)
    if (poll === undefined) return noteUnclaimed(windowNumber)
    const choice = record.choiceCodeAt(view, at)
    const channel = record.channelIndexAt(view, at)
    scratch.orderMs = record.orderMsAt(view, at)
    scratch.receivedAtMs = record.receivedMsAt(view, at)
    scratch.channel = CHANNELS[channel]!
    scratch.unitCode = record.unitCodeAt(view, at)
    scratch.segmentHash = record.segmentHashAt(view, at)
    scratch.stale = record.hasFlag(view, at, record.FLAG.stale)
    scratch.isChoice = choice < record.FIRST_INVALID_CODE
    if (scratch.receivedAtMs > poll.latestMs) poll.latestMs = scratch.receivedAtMs
    const { counters, registers } = poll
    const admission = admissionOf(scratch, poll.window)
    if (admission !== 'counted') {
      counters[channel * PLACES + placeOf(admission)]! += 1
      return
    }
    const outcome = registers.offer(
      view.getUint32(at),
      view.getUint32(at + 4),
      view.getUint32(at + 8),
      // The unit joins the key: a voter has one register a unit.
      (view.getUint32(at + 12) ^ record.unitCodeAt(view, at)) >>> 0,
      scratch.orderMs,
      view.getUint32(at + record.AT.hash),
      codeOf(choice, channel),
    )
    if (outcome === LOST) {
      counters[channel * PLACES + DUPLICATE]! += 1
      return
    }
    counters[channel * PLACES + choice]! += 1
    if (outcome === OPENED) return
    const lost = outcome & 15
    counters[lost * PLACES + (outcome >> 4)]! -= 1
    counters[lost * PLACES + DUPLICATE]! += 1
  }

  const index: MemoryTallyIndex = {
    async merge(log, fromSequence, records): Promise<MergeAnswer> {
      const watermark = watermarks.get(log) ?? 0
      if (fromSequence > watermark + 1) return { ok: false, watermark }
      const view = record.viewOf(records)
      const known = (watermark + 1 - fromSequence) * record.RECORD_BYTES
      for (let at = known; at < view.byteLength; at += record.RECORD_BYTES) mergeRecord(view, at)
      const upTo = Math.max(watermark, fromSequence + view.byteLength / record.RECORD_BYTES - 1)
      watermarks.set(log, upTo)
      merged += upTo - watermark
      return { ok: true, watermark: upTo }
    },

    async setWindow(window) {
      const windowNumber = record.windowNumberOf(window.windowId)
      const poll = polls.get(windowNumber)
      if (poll !== undefined) {
        poll.outdated ||= judgesOtherwise(poll, window)
        poll.window = window
        return
      }
      const outdated = unclaimedOverflowed || unclaimed.has(windowNumber)
      polls.set(windowNumber, emptyPoll(window, outdated))
    },

    async forgetWindow(windowId) {
      const windowNumber = record.windowNumberOf(windowId)
      const poll = polls.get(windowNumber)
      polls.delete(windowNumber)
      if (poll !== undefined && (poll.latestMs > 0 || poll.outdated)) noteUnclaimed(windowNumber)
    },

    async tally(windowId) {
      const poll = polls.get(record.windowNumberOf(windowId))
      if (poll === undefined) throw new Error(`the tally index was not told of window ${windowId}`)
      return { result: resultOf(poll), complete: !poll.outdated }
    },

    merged: () => merged,
    watermark: (log) => watermarks.get(log) ?? 0,

    async reset() {
      for (const [windowNumber, poll] of polls) polls.set(windowNumber, emptyPoll(poll.window, false))
      watermarks.clear()
      unclaimed.clear()
      unclaimedOverflowed = false
      merged = 0
    },

    registeredHash(windowNumber, unitCode, voterKey) {
      const poll = polls.get(windowNumber)
      if (poll === undefined) return null
      const hash = poll.registers.hashOf(
        wordAt(voterKey, 0),
        wordAt(voterKey, 4),
        wordAt(voterKey, 8),
        (wordAt(voterKey, 12) ^ unitCode) >>> 0,
      )
      return hash < 0 ? null : hash
    },

    bytes: () => [...polls.values()].reduce((sum, poll) => sum + poll.registers.bytes(), 0),
  }
  return index
}

/** A big-endian 32-bit number, without a view made for it: once for every ballot. */
function wordAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
}

function emptyPoll(window: VotingWindow, outdated: boolean): Poll {
  return {
    window,
    registers: createTallyRegisters(),
    counters: new Int32Array(CHANNELS.length * PLACES),
    latestMs: 0,
    outdated,
  }
}

function placeOf(admission: Exclude<Admission, 'counted'>): number {
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

/** Whether a ballot merged before could be judged otherwise by the window's new times (order time ≤ receipt). */
function judgesOtherwise({ window: old, latestMs }: Poll, window: VotingWindow): boolean {
  if (latestMs === 0) return false
  if (old.generation !== window.generation) return true
  if (old.opensAtMs !== window.opensAtMs) return true
  if (CHANNELS.some((channel) => old.drainMs[channel] !== window.drainMs[channel])) return true
  if (old.closesAtMs === window.closesAtMs) return false
  return latestMs > Math.min(old.closesAtMs ?? Infinity, window.closesAtMs ?? Infinity)
}

function resultOf({ window, counters }: Poll): PollResult {
  const channels: ChannelCount[] = []
  for (const [i, channel] of CHANNELS.entries()) {
    if (!window.channels.includes(channel)) continue
    const at = (place: number) => counters[i * PLACES + place]!
    channels.push({
      channel,
      split: {
        [CHOICES[0]]: at(0),
        [CHOICES[1]]: at(1),
        [CHOICES[2]]: at(2),
        [CHOICES[3]]: at(3),
      },
      duplicate: at(DUPLICATE),
      early: at(EARLY),
      late: at(LATE),
      stale: at(STALE),
      invalid: at(INVALID),
      quarantined: at(QUARANTINED),
    })
  }
  return { kind: 'citizens', channels }
}
