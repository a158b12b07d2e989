// Takes away from a count what was logged behind a seal: ballots that came too late to be sealed, each set aside by itself.

import { admissionByTimes, type Admission } from '../../shared/ballot/admission.ts'
import { CHANNELS } from '../../shared/ballot/choices.ts'
import { type VotingWindow } from '../../shared/ballot/poll.ts'
import type { ChannelCount, CountedPoll, PollCount, SealedTally } from '../../shared/ballot/tally.ts'
import type { LogId } from '../../shared/basics/ids.ts'
import type { BallotLogs, ReadableLog } from '../storage/ballot-logs.ts'
import type { TallyIndex } from '../storage/tally-index.ts'
import {
  channelIndexAt,
  choiceCodeAt,
  FIRST_INVALID_CODE,
  FLAG,
  hasFlag,
  orderMsAt,
  receivedMsAt,
  RECORD_BYTES,
  segmentHashAt,
  unitCodeAt,
  viewOf,
  windowNumberAt,
  windowNumberOf,
} from '../storage/ballot-record.ts'

const READ_BATCHES = 256

type Outcome = Exclude<Admission, 'counted' | 'quarantined'>
interface LateOne {
  readonly channel: ChannelCount['channel']
  readonly unitCode: number
  readonly outcome: Outcome
}

/**
 * `count` is the poll up to `watermark`; what comes back is the poll up to `upTo`. A receipt behind the seal is later than
 * close and drain, so such a ballot is early, late, stale or invalid. One that would be counted stays in: then the recount
 * differs, and a person looks (LOG3).
 */
export async function subtractTail(
  count: PollCount,
  window: VotingWindow,
  log: ReadableLog,
  upTo: number,
  watermark: number,
): Promise<PollCount> {
  const tail: LateOne[] = []
  const windowNumber = windowNumberOf(window.windowId)
  const look = (view: DataView, at: number) => {
    if (windowNumberAt(view, at) !== windowNumber) return
    const channel = CHANNELS[channelIndexAt(view, at)]!
    const unitCode = unitCodeAt(view, at)
    const outcome = admissionByTimes(
      {
        orderMs: orderMsAt(view, at),
        receivedAtMs: receivedMsAt(view, at),
        channel,
        unitCode,
        segmentHash: segmentHashAt(view, at),
        stale: hasFlag(view, at, FLAG.stale),
        isChoice: choiceCodeAt(view, at) < FIRST_INVALID_CODE,
      },
      window,
    )
    if (outcome !== 'counted') tail.push({ channel, unitCode, outcome })
  }
  for (let after = upTo; after < watermark;) {
    const batches = await log.read(after, READ_BATCHES)
    if (batches.length === 0) break
    for (const { firstSequence, count: records, records: bytes } of batches) {
      const view = viewOf(bytes)
      for (let i = Math.max(0, upTo + 1 - firstSequence); i < records; i++) {
        if (firstSequence + i <= watermark) look(view, i * RECORD_BYTES)
      }
      after = firstSequence + records - 1
    }
  }
  if (tail.length === 0) return count
  const { unfiltered } = count
  return { ...without(count, tail), unfiltered: unfiltered === null ? null : without(unfiltered, tail) }
}

function without({ result, units }: CountedPoll, tail: readonly LateOne[]): CountedPoll {
  const byUnit = Map.groupBy(tail, ({ unitCode }) => unitCode)
  return {
    result: { kind: 'citizens', channels: lessen(result.channels, tail) },
    units: units.flatMap(({ code, channels }) => {
      const ofUnit = byUnit.get(code)
      if (ofUnit === undefined) return [{ code, channels }]
      // A unit or a channel for which nothing else came is left out, as if the tail had not come either.
      const left = lessen(channels, ofUnit).filter(hasAny)
      return left.length === 0 ? [] : [{ code, channels: left }]
    }),
  }
}

function lessen(channels: readonly ChannelCount[], tail: readonly LateOne[]): ChannelCount[] {
  const left = new Map(channels.map((count) => [count.channel, { ...count }]))
  for (const { channel, outcome } of tail) {
    const count = left.get(channel)
    if (count !== undefined) count[outcome] -= 1
  }
  return [...left.values()]
}

function hasAny({ channel: _, split, ...setAside }: ChannelCount): boolean {
  return [...Object.values(split), ...Object.values(setAside)].some((count) => count !== 0)
}

/** The poll counted from the sealed logs alone, by the rules of an index that holds nothing yet. Rejects where one is not there. */
export async function countOfLogs(
  window: VotingWindow,
  seals: Readonly<Record<LogId, SealedTally>>,
  logs: BallotLogs,
  index: TallyIndex,
): Promise<PollCount> {
  await index.setWindow(window)
  for (const [logId, { sequence }] of Object.entries(seals) as [LogId, SealedTally][]) {
    const log = logs.known().find((each) => each.logId === logId)
    if (log === undefined && sequence > 0) throw new Error(`ballot log ${logId} is not here`)
    for (let after = 0; log !== undefined && after < sequence;) {
      const batches = await log.read(after, READ_BATCHES)
      if (batches.length === 0) throw new Error(`ballot log ${logId} ends before ballot ${after + 1}`)
      for (const { firstSequence, count, records } of batches) {
        const taken = Math.min(count, sequence + 1 - firstSequence)
        if (taken > 0) await index.merge(logId, firstSequence, records.slice(0, taken * RECORD_BYTES))
        after = firstSequence + count - 1
      }
    }
  }
  const [all, byUnit] = await Promise.all([index.tally(window.windowId), index.unitTallies(window.windowId)])
  const unfiltered =
    all.unfiltered === null || byUnit.unfiltered === null
      ? null
      : { result: all.unfiltered, units: [...byUnit.unfiltered] }
  return { result: all.result, units: [...byUnit.units], unfiltered }
}
