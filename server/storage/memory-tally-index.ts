// The TallyIndex in memory: for each poll its counters and registers, merged from logs and rebuilt from them at start.

import type { LogId } from '../../shared/basics/ids.ts'
import type { PollUnit, VotingWindow } from '../../shared/ballot/poll.ts'
import { createJudge, judgesOtherwise } from './ballot-judging.ts'
import * as record from './ballot-record.ts'
import { createPollCounts, type PollCounts } from './poll-counts.ts'
import type { MergeAnswer, TallyIndex } from './tally-index.ts'

/** The index of this process: besides the port, what it can answer at once. */
export interface MemoryTallyIndex extends TallyIndex {
  /**
   * First 32 bits of the message hash of the ballot that counts for this voter, quarantined or not, or null where none is
   * known (BAL3 'repeated'). `windowNumber`: windowNumberOf(windowId); `voterKey`: 16 bytes.
   */
  readonly registeredHash: (windowNumber: number, unitCode: number, voterKey: Uint8Array) => number | null
  /** Memory of the registers and counters, in bytes. */
  bytes(): number
}

/** Unknown windows remembered; with more, every new window counts as one of them. */
const UNCLAIMED_MAX = 4_096

interface Poll {
  window: VotingWindow
  /** Public code → 1 + place in the window's units; 0 = none. */
  unitPlaces: Uint16Array
  kept: PollCounts
  /** As if there were no quarantine; null where there is none. */
  unfiltered: PollCounts | null
  /** Latest receipt merged; 0 = nothing merged. */
  latestMs: number
  /** What of each log is to be merged again: behind `at`, up to `upTo`. Empty: the counts are whole. */
  missing: Map<LogId, { at: number; readonly upTo: number }>
}

export function createMemoryTallyIndex(): MemoryTallyIndex {
  const polls = new Map<number, Poll>()
  const watermarks = new Map<LogId, number>()
  const unclaimed = new Set<number>()
  let unclaimedOverflowed = false
  let merged = 0
  const judge = createJudge()

  const noteUnclaimed = (windowNumber: number) => {
    if (unclaimed.size < UNCLAIMED_MAX) unclaimed.add(windowNumber)
    else if (!unclaimed.has(windowNumber)) unclaimedOverflowed = true
  }

  const mergeInto = (poll: Poll, view: DataView, at: number) => {
    const { kept, unfiltered, window } = poll
    const { byTimes, admission, unitCode, channel, choice, receivedMs } = judge(view, at, window)
    if (receivedMs > poll.latestMs) poll.latestMs = receivedMs
    const unit = (poll.unitPlaces[unitCode] ?? 0) - 1
    if (byTimes !== 'counted') {
      kept.setAside(unit, channel, byTimes)
      unfiltered?.setAside(unit, channel, byTimes)
      return
    }
    unfiltered?.admit(view, at, unit, unitCode, channel, choice)
    if (admission === 'counted') kept.admit(view, at, unit, unitCode, channel, choice)
    else kept.setAside(unit, channel, admission)
  }

  /** Empties a poll; all that was merged of every log is to be merged again for it. */
  const startOver = (poll: Poll) => {
    const { units, quarantines } = poll.window
    poll.unitPlaces = unitPlacesOf(units)
    poll.kept = createPollCounts(units.length)
    poll.unfiltered = quarantines.length === 0 ? null : createPollCounts(units.length)
    poll.latestMs = 0
    poll.missing = new Map()
    for (const [log, upTo] of watermarks) if (upTo > 0) poll.missing.set(log, { at: 0, upTo })
  }

  const pollOf = (windowId: VotingWindow['windowId']): Poll => {
    const poll = polls.get(record.windowNumberOf(windowId))
    if (poll === undefined) throw new Error(`the tally index was not told of window ${windowId}`)
    return poll
  }
  const behind = (log: LogId): number | null => {
    let lowest: number | null = null
    for (const { missing } of polls.values()) {
      const at = missing.get(log)?.at
      if (at !== undefined && (lowest === null || at < lowest)) lowest = at
    }
    return lowest
  }

  const index: MemoryTallyIndex = {
    isShared: false,

    async merge(log, fromSequence, records): Promise<MergeAnswer> {
      const watermark = watermarks.get(log) ?? 0
      if (fromSequence > watermark + 1) return { ok: false, watermark }
      const view = record.viewOf(records)
      const known = (watermark + 1 - fromSequence) * record.RECORD_BYTES
      let lastNumber = 0
      let poll: Poll | undefined
      for (let at = known; at < view.byteLength; at += record.RECORD_BYTES) {
        const windowNumber = record.windowNumberAt(view, at)
        if (windowNumber === 0) continue
        if (windowNumber !== lastNumber) {
          // Neighbours are mostly of one poll.
          lastNumber = windowNumber
          poll = polls.get(windowNumber)
          if (poll === undefined) noteUnclaimed(windowNumber)
        }
        if (poll !== undefined) mergeInto(poll, view, at)
      }
      const upTo = Math.max(watermark, fromSequence + view.byteLength / record.RECORD_BYTES - 1)
      watermarks.set(log, upTo)
      merged += upTo - watermark
      return { ok: true, watermark: upTo }
    },

    async setWindow(window) {
      const windowNumber = record.windowNumberOf(window.windowId)
      const poll = polls.get(windowNumber)
      if (poll !== undefined) {
        const hasBallots = poll.latestMs > 0 || poll.missing.size > 0
        const anew = isJudgedOtherwise(poll, window)
        poll.window = window
        if (anew && hasBallots) startOver(poll)
        else if (anew) polls.set(windowNumber, emptyPoll(window))
        return
      }
      const mayHaveBallots = unclaimedOverflowed || unclaimed.delete(windowNumber)
      const made = emptyPoll(window)
      if (mayHaveBallots) startOver(made)
      polls.set(windowNumber, made)
    },

    async forgetWindow(windowId) {
      const windowNumber = record.windowNumberOf(windowId)
      const poll = polls.get(windowNumber)
      polls.delete(windowNumber)
      if (poll !== undefined && (poll.latestMs > 0 || poll.missing.size > 0)) noteUnclaimed(windowNumber)
    },

    behind,

    async mergeAgain(log, fromSequence, records): Promise<MergeAnswer> {
      const from = behind(log)
      if (from === null) return { ok: true, watermark: watermarks.get(log) ?? 0 }
      if (fromSequence > from + 1) return { ok: false, watermark: from }
      const view = record.viewOf(records)
      const last = fromSequence + view.byteLength / record.RECORD_BYTES - 1
      for (const [windowNumber, poll] of polls) {
        const missing = poll.missing.get(log)
        if (missing === undefined || fromSequence > missing.at + 1) continue
        const upTo = Math.min(last, missing.upTo)
        for (let sequence = missing.at + 1; sequence <= upTo; sequence++) {
          const at = (sequence - fromSequence) * record.RECORD_BYTES
          if (record.windowNumberAt(view, at) === windowNumber) mergeInto(poll, view, at)
        }
        missing.at = Math.max(missing.at, upTo)
        if (missing.at === missing.upTo) poll.missing.delete(log)
      }
      return { ok: true, watermark: last }
    },

    async tally(windowId) {
      const { window, kept, unfiltered, missing } = pollOf(windowId)
      return {
        result: kept.result(window.channels),
        complete: missing.size === 0,
        unfiltered: unfiltered?.result(window.channels) ?? null,
      }
    },

    async unitTallies(windowId) {
      const { window, kept, unfiltered, missing } = pollOf(windowId)
      return {
        units: kept.units(window.units),
        complete: missing.size === 0,
        unfiltered: unfiltered?.units(window.units) ?? null,
      }
    },

    refresh: async () => undefined,
    empty: createMemoryTallyIndex,
    merged: () => merged,
    watermark: (log) => watermarks.get(log) ?? 0,

    async reset() {
      for (const [windowNumber, poll] of polls) polls.set(windowNumber, emptyPoll(poll.window))
      watermarks.clear()
      unclaimed.clear()
      unclaimedOverflowed = false
      merged = 0
    },

    registeredHash(windowNumber, unitCode, voterKey) {
      const poll = polls.get(windowNumber)
      if (poll === undefined) return null
      const hash = (poll.unfiltered ?? poll.kept).hashOf(
        wordAt(voterKey, 0),
        wordAt(voterKey, 4),
        wordAt(voterKey, 8),
        wordAt(voterKey, 12),
        unitCode,
      )
      return hash < 0 ? null : hash
    },

    bytes: () =>
      [...polls.values()].reduce(
        (sum, { kept, unfiltered }) => sum + kept.bytes() + (unfiltered?.bytes() ?? 0),
        0,
      ),
  }
  return index
}

/** A big-endian 32-bit number, without a view made for it: once for every ballot. */
function wordAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
}

function emptyPoll(window: VotingWindow): Poll {
  const { units, quarantines } = window
  return {
    window,
    unitPlaces: unitPlacesOf(units),
    kept: createPollCounts(units.length),
    unfiltered: quarantines.length === 0 ? null : createPollCounts(units.length),
    latestMs: 0,
    missing: new Map(),
  }
}

function unitPlacesOf(units: readonly PollUnit[]): Uint16Array {
  const places = new Uint16Array(units.reduce((most, { code }) => Math.max(most, code), 0) + 1)
  for (const [place, { code }] of units.entries()) places[code] = place + 1
  return places
}

function isJudgedOtherwise({ window: old, latestMs, missing }: Poll, window: VotingWindow): boolean {
  return judgesOtherwise(old, window, {
    sameUnits: old.units === window.units || JSON.stringify(old.units) === JSON.stringify(window.units),
    // Being counted anew: nobody knows yet how late its ballots are.
    latestMs: missing.size > 0 ? Infinity : latestMs,
  })
}
