// A citizens' poll as the ballot plane sees it: the small value the show hands over when a window opens or changes.

import { z } from 'zod'
import type { UnitCode, UnitId, WindowId } from '../basics/ids.ts'
import { CHANNELS, CHOICES } from './choices.ts'

export const PollChannel = z.enum(CHANNELS)
export type PollChannel = z.infer<typeof PollChannel>

export const PollVisibility = z.enum(['live', 'hidden'])
export type PollVisibility = z.infer<typeof PollVisibility>

export const Choice = z.enum(CHOICES)
export type Choice = z.infer<typeof Choice>

/** The two planes meet here and nowhere else. */
export interface VotingWindow {
  readonly windowId: WindowId
  /** Which voter key counts here: one a show or period (BAL8). */
  readonly voterKeyId: string
  /** A live poll has exactly one unit. */
  readonly unit: { readonly id: UnitId; readonly code: UnitCode; readonly name: string }
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
  /** Rises with every change of admission (BAL9); 0 without quarantines. */
  readonly generation: number
}
