// The doors of period polls: for citizens without counts, the units made for searching; for staff each unit's counts as far as may be seen.

import type { PollChannel } from '../ballot/choices.ts'
import type { Split } from '../ballot/tally.ts'
import type { UnitId, WindowId } from '../basics/ids.ts'
import type { Category } from '../evaluation/unit.ts'

/** A period poll (评议期) as the public sees it, without counts. */
export interface PeriodPollView {
  readonly windowId: WindowId
  readonly title: string
  readonly rehearsal: boolean
  readonly phase: 'planned' | 'open' | 'closing' | 'frozen' | 'verified' | 'revealed' | 'void'
  readonly opensAtMs: number
  readonly closesAtMs: number
  readonly channels: readonly PollChannel[]
  readonly accessNumbers: readonly string[]
  readonly offersUnsure: boolean
  readonly visibility: 'live' | 'hidden'
  readonly unitCount: number
}

/**
 * GET /api/polls → PollsAnswer: the polls that are open, coming, or closed not long ago, the one that closes next first.
 * Cacheable for some seconds, ETag.
 */
export interface PollsAnswer {
  readonly serverNowMs: number
  readonly polls: readonly PeriodPollView[]
}

/** A unit to be found by its code, its name, the initials of its pinyin (`gsgs`) or all of it (`gongshuigongsi`), lower case. */
export type SearchUnit = readonly [
  code: number,
  name: string,
  category: Category,
  initials: string,
  pinyin: string,
]

/** GET /api/polls/ID/units → PollUnitsAnswer, by code; fixed once the poll is planned, so it is kept by browsers. */
export interface PollUnitsAnswer {
  readonly windowId: WindowId
  readonly units: readonly SearchUnit[]
}

/** GET /api/polls/ID/members — staff: the units of any poll, a draft's too, in the order they were chosen. */
export interface PollMembersAnswer {
  readonly pollId: WindowId
  readonly unitIds: readonly UnitId[]
}

/** One unit of the staff's table. A split is null where only n may be seen (SHOW5, PUB4). */
export interface UnitCountsRow {
  readonly code: number
  readonly name: string
  readonly category: Category
  /** SMS and WeChat together, and the web page apart (BAL11). */
  readonly headline: { readonly n: number; readonly split: Split | null }
  readonly web: { readonly n: number; readonly split: Split | null }
  /** Ballots of it that do not count: repeated, early, late, stale, set aside by a quarantine. */
  readonly setAside: number
}

/** GET /api/polls/ID/counts — staff: every unit, by code. */
export interface PollCountsAnswer {
  readonly pollId: WindowId
  /** False: the index is catching up; the counts are the last known (统计暂停). */
  readonly complete: boolean
  /** Splits are shown from the reveal on. */
  readonly revealed: boolean
  readonly units: readonly UnitCountsRow[]
}
