// How any index judges a packed ballot of a window, and whether a change of the window judges what was merged otherwise.

import {
  admissionByTimes,
  isQuarantined,
  type Admissible,
  type Admission,
} from '../../shared/ballot/admission.ts'
import { CHANNELS } from '../../shared/ballot/choices.ts'
import type { VotingWindow } from '../../shared/ballot/poll.ts'
import * as record from './ballot-record.ts'

export interface Verdict {
  /** As if there were no quarantine. */
  byTimes: Exclude<Admission, 'quarantined'>
  admission: Admission
  unitCode: number
  /** The place in CHANNELS. */
  channel: number
  choice: number
  receivedMs: number
}

/** What comes back is the same value each time: it is read before the next ballot is judged. */
export function createJudge(): (
  view: DataView,
  at: number,
  window: Pick<VotingWindow, 'opensAtMs' | 'closesAtMs' | 'drainMs' | 'quarantines'>,
) => Readonly<Verdict> {
  const scratch: { -readonly [Key in keyof Admissible]: Admissible[Key] } = {
    orderMs: 0,
    receivedAtMs: 0,
    channel: CHANNELS[0],
    unitCode: 0,
    segmentHash: 0,
    stale: false,
    isChoice: true,
  }
  const verdict: Verdict = {
    byTimes: 'counted',
    admission: 'counted',
    unitCode: 0,
    channel: 0,
    choice: 0,
    receivedMs: 0,
  }
  return (view, at, window) => {
    verdict.choice = record.choiceCodeAt(view, at)
    verdict.channel = record.channelIndexAt(view, at)
    scratch.orderMs = record.orderMsAt(view, at)
    scratch.receivedAtMs = verdict.receivedMs = record.receivedMsAt(view, at)
    scratch.channel = CHANNELS[verdict.channel]!
    scratch.unitCode = verdict.unitCode = record.unitCodeAt(view, at)
    scratch.segmentHash = record.segmentHashAt(view, at)
    scratch.stale = record.hasFlag(view, at, record.FLAG.stale)
    scratch.isChoice = verdict.choice < record.FIRST_INVALID_CODE
    verdict.byTimes = admissionByTimes(scratch, window)
    verdict.admission =
      verdict.byTimes === 'counted' && isQuarantined(scratch, window.quarantines)
        ? 'quarantined'
        : verdict.byTimes
    return verdict
  }
}

/** How a window judges, but for its units. */
export type Judging = Pick<VotingWindow, 'opensAtMs' | 'closesAtMs' | 'drainMs' | 'generation'>

/**
 * Whether a ballot merged before could be judged otherwise by the window as it is now (order time ≤ receipt). `latestMs`: the
 * latest receipt merged; 0 = nothing merged, Infinity = not known.
 */
export function judgesOtherwise(
  old: Judging,
  now: Judging,
  { sameUnits, latestMs }: { readonly sameUnits: boolean; readonly latestMs: number },
): boolean {
  if (old.generation !== now.generation || !sameUnits) return true
  if (latestMs === 0) return false
  if (old.opensAtMs !== now.opensAtMs) return true
  if (CHANNELS.some((channel) => old.drainMs[channel] !== now.drainMs[channel])) return true
  if (old.closesAtMs === now.closesAtMs) return false
  return latestMs > Math.min(old.closesAtMs ?? Infinity, now.closesAtMs ?? Infinity)
}
