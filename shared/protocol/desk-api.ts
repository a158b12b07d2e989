// The message desk's doors: what citizens wrote that was no ballot, grouped, masked, for the office and the director.

import { z } from 'zod'
import { INVALID_REASONS, type InvalidReason } from '../ballot/ballot.ts'
import { PollChannel } from '../ballot/poll.ts'

/** Why a message is at the desk: why it was no ballot, or that no poll was on. */
export const DESK_REASONS = [...INVALID_REASONS, 'NO_POLL'] as const
export const DeskReason = z.enum(DESK_REASONS)
export type DeskReason = InvalidReason | 'NO_POLL'

export const DESK_STATES = ['new', 'read', 'handled', 'forwarded'] as const
export const DeskState = z.enum(DESK_STATES)
export type DeskState = z.infer<typeof DeskState>

const GroupId = z.string().regex(/^[0-9a-f]{16}$/)

/** POST /api/desk → DeskAnswer. A question and no address, because what is searched for may be personal. */
export const DeskQuery = z.strictObject({
  reason: DeskReason.nullable(),
  channel: PollChannel.nullable(),
  state: DeskState.nullable(),
  /** A unit's name as an answer gave it. */
  unit: z.string().max(80).nullable(),
  text: z.string().max(60),
  skip: z.number().int().min(0).max(100_000),
  limit: z.number().int().min(1).max(200),
  /** What the page has: while nothing has changed since, the answer is only that. */
  version: z.number().int().nullable(),
})
export type DeskQuery = z.infer<typeof DeskQuery>

/** Messages of the same words and reason. */
export interface DeskGroup {
  readonly id: string
  /** Without what tells who wrote it (BAL8). */
  readonly text: string
  readonly reason: DeskReason
  readonly count: number
  readonly channels: readonly { readonly channel: PollChannel; readonly count: number }[]
  /** Names of the units whose poll was on; none where it was a poll of many units, or none. */
  readonly units: readonly string[]
  readonly firstAtMs: number
  readonly lastAtMs: number
  readonly state: DeskState
  /** Who set the state last, and when; null while it is new. */
  readonly by: string | null
  readonly markedAtMs: number | null
  /** To whom it was forwarded, or what was done. */
  readonly note: string
  /** What a citizen is answered by this reason, where the channel allows an answer (BAL7). */
  readonly answer: string
}

export interface DeskCounts {
  /** Messages that were no ballot, by reason, of the polls known now: as the ballot log has them. */
  readonly reasons: readonly { readonly reason: DeskReason; readonly count: number }[]
  /** Groups that nobody has looked at. */
  readonly fresh: number
  /** Messages whose words are kept, and how many can be. */
  readonly kept: number
  readonly room: number
  /** Texts that were not kept since the start: the desk was full, one sender had many, they came too fast. They are counted all the same. */
  readonly dropped: { readonly full: number; readonly sender: number; readonly hurry: number }
  /** A sentence while words cannot be written down, or cannot be read yet; null while all is well. */
  readonly fault: string | null
}

export type DeskAnswer =
  | { readonly changed: false; readonly version: number }
  | {
      readonly changed: true
      readonly version: number
      readonly groups: readonly DeskGroup[]
      /** Of this question, those left out included. */
      readonly total: number
      readonly units: readonly string[]
      readonly counts: DeskCounts
    }

/** POST /api/desk/mark → { marked: number }. Any state may follow any other: that is how a mark is taken back. */
export const DeskMark = z.strictObject({
  groups: z.array(GroupId).min(1).max(200),
  state: DeskState,
  note: z.string().trim().max(60),
})
export type DeskMark = z.infer<typeof DeskMark>
