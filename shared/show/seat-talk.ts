// What passes between the console and the seats beside the scores: notes to seats, calls for help, the commentary clock.

import { z } from 'zod'
import type { SeatId } from '../basics/ids.ts'

export const NoteId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/)

/** Newest so many are kept; an older one has long been read or is not worth reading. */
export const NOTES_KEPT = 30
export const NOTE_LENGTH_MOST = 60

/** Ready-made notes, as they are said in a studio. */
export const CANNED_NOTES = [
  '请锁定打分。',
  '请尽快打分。',
  '请保持平板亮屏。',
  '工作人员马上到您席位。',
  '请将平板接上电源。',
] as const

export interface Note {
  readonly noteId: string
  readonly text: string
  readonly atMs: number
  readonly seats: readonly SeatId[]
  /** When each seat said that it has read it. */
  readonly read: Readonly<Record<SeatId, number>>
}

export const HelpReason = z.enum(['tablet', 'network', 'person'])
export type HelpReason = z.infer<typeof HelpReason>

export const HELP_REASON_NAMES: Readonly<Record<HelpReason, string>> = {
  tablet: '平板不好用',
  network: '网络不通',
  person: '请工作人员过来',
}

/** A seat's last call. */
export interface HelpCall {
  readonly reason: HelpReason
  readonly atMs: number
  /** Somebody is on the way. */
  readonly answeredAtMs: number | null
}

export const COMMENTARY_MS = 90_000

/** The commentators' clock: one at a time; it stays as it was when it is stopped. */
export interface CommentaryClock {
  readonly label: string
  readonly startedAtMs: number
  readonly endsAtMs: number
  readonly stoppedAtMs: number | null
}
