// A detector's finding: what was found, how unlikely it is by chance, and which rule would set it aside. People decide.

import type { UnitCode } from '../../basics/ids.ts'
import type { Choice, PollChannel } from '../choices.ts'
import type { QuarantineRule } from '../quarantine.ts'

export const DETECTORS = ['share_burst', 'pacing', 'segments', 'turnout'] as const
export type Detector = (typeof DETECTORS)[number]

/** What all detectors say alike. */
interface Found {
  readonly unitCode: UnitCode
  /** Probability of it in a whole show without manipulation, all tests of the show counted in (at most). */
  readonly probability: number
  /** Ballots the suggested rules would set aside. */
  readonly ballots: number
  /** Of these, more than were to be expected; an estimate. */
  readonly excess: number
  /** What would set it aside; empty where no rule can. */
  readonly rules: readonly QuarantineRule[]
}

export interface ShareBurst extends Found {
  readonly detector: 'share_burst'
  readonly channel: PollChannel
  readonly choice: Choice
  readonly fromMs: number
  readonly toMs: number
  /** Within the slice, and in the time before and after it. */
  readonly inside: Counted
  readonly around: Counted
  /** The channel's ballots a bin over the whole window, and those of the choice. */
  readonly series: {
    readonly fromMs: number
    readonly binMs: number
    readonly all: readonly number[]
    readonly chosen: readonly number[]
  }
}

export interface Pacing extends Found {
  readonly detector: 'pacing'
  readonly channel: PollChannel
  readonly choice: Choice
  readonly fromMs: number
  readonly toMs: number
  readonly periodMs: number
  /** Ballots of the choice in the slice by their place within the beat; people's would be level. */
  readonly phases: readonly number[]
}

export interface SegmentCluster extends Found {
  readonly detector: 'segments'
  readonly choice: Choice
  /** Where they crowd together in time; null: over the whole window they agree too much. */
  readonly channel: PollChannel | null
  readonly fromMs: number | null
  readonly toMs: number | null
  /** The suspicious segments, most ballots first; `chosen` of them for the choice. */
  readonly segments: readonly SegmentCount[]
  /** All other ballots that have a segment. */
  readonly others: Counted
  /** Segments with enough ballots to be tested. */
  readonly tested: number
}

export interface SegmentCount {
  readonly segmentHash: number
  readonly n: number
  readonly chosen: number
}

export interface Overfull extends Found {
  readonly detector: 'turnout'
  /** The electorate of the unit, or the numbers one segment holds. */
  readonly of: 'electorate' | 'segment'
  readonly people: number
  readonly counted: number
  /** The highest turnout held possible, in basis points. */
  readonly mostTurnoutBp: number
}

export interface Counted {
  readonly n: number
  readonly chosen: number
}

export type Finding = ShareBurst | Pacing | SegmentCluster | Overfull
