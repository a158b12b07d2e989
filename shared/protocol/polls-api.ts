// What GET /api/polls and GET /api/polls/ID/units tell citizens: period polls without their units, and the units made for searching.

import type { PollChannel } from '../ballot/choices.ts'
import type { WindowId } from '../basics/ids.ts'
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
