// GET /api/findings, POST /api/findings/look and /weigh: what detectors found, what is set aside, and what that changes (BAL9). Staff only.

import { z } from 'zod'
import type { Quarantine } from '../acts/act.ts'
import type { UnitCode } from '../basics/ids.ts'
import { WindowId } from '../basics/ids.ts'
import type { PollChannel } from '../ballot/choices.ts'
import type { Detector } from '../ballot/detect/finding.ts'
import type { DetectionRules } from '../ballot/detect/detection-rules.ts'
import { QuarantineRule } from '../ballot/quarantine.ts'
import type { Split } from '../ballot/tally.ts'

export interface FindingsAnswer {
  readonly serverNowMs: number
  /** Newest opened first. */
  readonly windows: readonly WindowFindings[]
}

export interface WindowFindings {
  readonly windowId: WindowId
  readonly kind: 'live' | 'period'
  /** The unit of a live poll, the title of a period poll. */
  readonly title: string
  /** A rehearsal's (SHOW8). */
  readonly rehearsal: boolean
  readonly phase: 'planned' | 'open' | 'closing' | 'frozen' | 'verified' | 'revealed' | 'void'
  readonly opensAtMs: number
  readonly closesAtMs: number | null
  readonly channels: readonly PollChannel[]
  /** Of a period poll; at most 500, by code. */
  readonly units: readonly { readonly code: UnitCode; readonly name: string }[]
  /** SHOW5: before its reveal nothing here tells a choice or a result. */
  readonly hidden: boolean
  /** Null: not looked at yet. */
  readonly lookedAtMs: number | null
  /** The last attempt failed; what is shown is older. */
  readonly failing: boolean
  readonly ballots: number
  readonly overfull: boolean
  readonly rules: DetectionRules
  readonly findings: readonly FindingView[]
  readonly quarantines: readonly QuarantineView[]
  readonly requests: readonly QuarantineRequestView[]
  /** Both tallies while something is set aside (BAL9); null where nothing is. */
  readonly inForce: ConsequenceView | null
  /** 统计暂停: the index is merged anew after a change. */
  readonly paused: boolean
  /** Why nothing can be set aside or taken back now, as a sentence; null = it can. */
  readonly shutWhy: string | null
}

export interface FindingView {
  /** The same finding on every look. */
  readonly key: string
  readonly detector: Detector
  readonly unit: { readonly code: UnitCode; readonly name: string }
  readonly sentence: string
  /** `不到百万分之一` */
  readonly probability: string
  readonly chart: FindingChart
  readonly rules: readonly QuarantineRule[]
  readonly consequence: ConsequenceView
  /** How many of its rules are in force already. */
  readonly rulesInForce: number
}

/** `chosen` and counts by choice are null where SHOW5 hides them. */
export type FindingChart =
  | {
      readonly kind: 'time'
      readonly fromMs: number
      readonly binMs: number
      readonly all: readonly number[]
      readonly chosen: readonly number[] | null
      readonly choice: string | null
      readonly markFromMs: number
      readonly markToMs: number
    }
  /** Percent of the tallest, by place within the beat. */
  | { readonly kind: 'beat'; readonly periodMs: number; readonly percent: readonly number[] }
  | { readonly kind: 'segments'; readonly bars: readonly { readonly label: string; readonly n: number }[] }
  | { readonly kind: 'people'; readonly people: number; readonly counted: number }

export interface ConsequenceView {
  readonly setAside: number
  /** Later ballots of the same voters that count instead. */
  readonly movedUp: number
  /** Null where no split may be told: hidden, or fewer than 100 ballots on one of the sides. */
  readonly result: {
    readonly before: ResultView
    readonly after: ResultView
  } | null
  readonly hiddenWhy: 'hidden_poll' | 'below_100' | null
}

export interface ResultView {
  /** SMS + WeChat. */
  readonly n: number
  readonly split: Split
  readonly points: string
  readonly satisfiedRate: string
}

export interface QuarantineView extends Omit<Quarantine, 'by' | 'lifted'> {
  readonly ruleWords: string
  readonly byNames: readonly [string, string]
  readonly lifted: {
    readonly reason: string
    readonly byNames: readonly [string, string]
    readonly atMs: number
  } | null
}

export interface QuarantineRequestView {
  readonly requestId: string
  readonly type: 'Quarantine' | 'LiftQuarantine'
  readonly quarantineId: string
  readonly rule: QuarantineRule | null
  readonly ruleWords: string
  readonly finding: string | null
  readonly reason: string
  readonly by: string
  readonly byName: string
  readonly atMs: number
  readonly expiresAtMs: number
}

/** POST /api/findings/look → WindowFindings: looks now. */
export const LookRequest = z.strictObject({ windowId: WindowId })

/** POST /api/findings/weigh → ConsequenceView: what these rules would change, asked before they are asked for. */
export const WeighRequest = z.strictObject({
  windowId: WindowId,
  rules: z.array(QuarantineRule).min(1).max(40),
})
