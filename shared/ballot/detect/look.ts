// One look at a window: which ballots count, what the detectors find among them, and what each finding's rules would change.

import { admissionByTimes } from '../admission.ts'
import { CHANNELS } from '../choices.ts'
import type { VotingWindow } from '../poll.ts'
import type { QuarantineRule } from '../quarantine.ts'
import { countedRows, setAside, sidesOfRows, type Sides, type VoterColumns } from './counted.ts'
import type { DetectionRules } from './detection-rules.ts'
import { detect } from './detect.ts'
import { rowsOf } from './features.ts'
import type { Finding } from './finding.ts'

/** What a look needs of a window. */
export type LookedWindow = Pick<
  VotingWindow,
  'windowId' | 'opensAtMs' | 'closesAtMs' | 'drainMs' | 'quarantines'
>

/** What setting ballots aside does: of a unit where one is named, else of the whole window. */
export interface Consequence {
  /** Counted ballots that would count no more. */
  readonly setAside: number
  /** Later ballots of the same voters that would count instead. */
  readonly movedUp: number
  readonly before: Sides
  readonly after: Sides
}

export interface Look {
  readonly atMs: number
  readonly kind: 'open' | 'closed'
  /** Counted as if there were no quarantine. */
  readonly ballots: number
  readonly findings: readonly { readonly finding: Finding; readonly consequence: Consequence }[]
  /** What the quarantines in force do to the window as a whole; null where there is none. */
  readonly inForce: Consequence | null
  /** More ballots were sent than a look holds; those beyond were not looked at. */
  readonly overfull: boolean
}

const asIf = (window: LookedWindow, ballots: VoterColumns) => (row: number) =>
  admissionByTimes(
    {
      orderMs: ballots.orderMs[row]!,
      receivedAtMs: ballots.receivedMs[row]!,
      channel: CHANNELS[ballots.channel[row]!]!,
      unitCode: ballots.unitCode[row]!,
      segmentHash: ballots.segment[row]!,
      stale: false,
      isChoice: true,
    },
    window,
  ) === 'counted'

/** `ballots`: the window's choices that are not stale, in any order. */
export function lookAt(
  ballots: VoterColumns,
  window: LookedWindow,
  rules: DetectionRules,
  kind: Look['kind'],
  atMs: number,
): Omit<Look, 'overfull'> {
  const admits = asIf(window, ballots)
  const counted = countedRows(ballots, admits)
  const span = { fromMs: window.opensAtMs, toMs: Math.min(window.closesAtMs ?? atMs, atMs) }
  const found = detect(rowsOf(ballots, counted), span, rules, kind)
  return {
    atMs,
    kind,
    ballots: counted.length,
    findings: found.map((finding) => ({
      finding,
      consequence: consequenceOf(ballots, admits, counted, finding.rules, finding.unitCode),
    })),
    inForce:
      window.quarantines.length === 0
        ? null
        : consequenceOf(ballots, admits, counted, window.quarantines, null),
  }
}

/** What these rules would change, compared with no quarantine at all. */
export function weigh(
  ballots: VoterColumns,
  window: LookedWindow,
  rules: readonly QuarantineRule[],
  unitCode: number | null,
): Consequence {
  const admits = asIf(window, ballots)
  return consequenceOf(ballots, admits, countedRows(ballots, admits), rules, unitCode)
}

function consequenceOf(
  ballots: VoterColumns,
  admits: (row: number) => boolean,
  counted: Int32Array,
  rules: readonly QuarantineRule[],
  unitCode: number | null,
): Consequence {
  const left =
    rules.length === 0
      ? counted
      : countedRows(ballots, (row) => admits(row) && !setAside(ballots, row, rules))
  let gone = 0
  for (const row of counted) if (setAside(ballots, row, rules)) gone += 1
  return {
    setAside: gone,
    movedUp: left.length - (counted.length - gone),
    before: sidesOfRows(ballots, counted, unitCode),
    after: sidesOfRows(ballots, left, unitCode),
  }
}
