// A citizens' poll as the ballot plane sees it: the small value the show hands over when a window opens or changes.

import { z } from 'zod'
import type { UnitCode, UnitId, WindowId } from '../basics/ids.ts'
import { CHANNELS, CHOICES } from './choices.ts'
import type { QuarantineRule } from './quarantine.ts'

export const PollChannel = z.enum(CHANNELS)
export type PollChannel = z.infer<typeof PollChannel>

export const PollVisibility = z.enum(['live', 'hidden'])
export type PollVisibility = z.infer<typeof PollVisibility>

export const Choice = z.enum(CHOICES)
export type Choice = z.infer<typeof Choice>

export interface PollUnit {
  readonly id: UnitId
  readonly code: UnitCode
  readonly name: string
}

/** The two planes meet here and nowhere else. */
export interface VotingWindow {
  readonly windowId: WindowId
  /** A live poll takes text without a code; a period poll (评议期) has many units and needs one (POLL1). */
  readonly kind: 'live' | 'period'
  /** Which voter key counts here: one a show or period (BAL8). */
  readonly voterKeyId: string
  /** A live poll has exactly one. The same array as long as they are the same units: up to 10,000 are not compared one by one. */
  readonly units: readonly PollUnit[]
  readonly opensAtMs: number
  /** Null: on cue, not cued yet. */
  readonly closesAtMs: number | null
  readonly drainMs: Readonly<Record<PollChannel, number>>
  readonly channels: readonly PollChannel[]
  readonly accessNumbers: readonly string[]
  readonly offersUnsure: boolean
  /** Measured p99 transit: the codeless guard after the last close on a number (POLL3). */
  readonly smsTransitMs: number
  /** 'open' and 'closing' still take ballots by their times; 'shut' (frozen and later, void) only names them late. */
  readonly phase: 'open' | 'closing' | 'shut'
  /** In force now (BAL9); mostly none. */
  readonly quarantines: readonly QuarantineRule[]
  /** Rises with every change of quarantines, taking back included (BAL9); 0 before the first. */
  readonly generation: number
}
