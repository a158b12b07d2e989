// The doors of control surfaces (Bitfocus Companion, Stream Deck): what a button may ask, and the values it may show.

import { z } from 'zod'
import type { SceneKind } from '../show/air.ts'

/** POST /api/control/tokens (director, signed in) → ControlTokenMade. GET → ControlTokenView[]. */
export const ControlTokenRequest = z.strictObject({ name: z.string().trim().min(1).max(20) })
/** POST /api/control/tokens/revoke (director, signed in) */
export const RevokeControlTokenRequest = z.strictObject({ tokenId: z.string().max(32) })

export interface ControlTokenView {
  readonly tokenId: string
  readonly name: string
  /** In whose name it acts. */
  readonly personName: string
  readonly createdAtMs: number
}

export interface ControlTokenMade extends ControlTokenView {
  /** Shown once: only its hash is kept. */
  readonly token: string
}

/**
 * POST /api/control/ACTION, Authorization: Bearer TOKEN. The body may be empty. `id`: chosen by the sender and repeated on a
 * retry, so that it runs once.
 */
export const CONTROL_ACTIONS = [
  'take',
  'cut',
  'blank',
  'preview',
  'queue',
  'take-next',
  'step',
  'step-back',
  'panic',
  'panic-end',
  'commentary-start',
  'commentary-stop',
] as const
export type ControlAction = (typeof CONTROL_ACTIONS)[number]

export const ControlRequest = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,24}$/)
    .optional(),
  /** preview: the console's number key, and on which of its two pages. */
  key: z
    .string()
    .regex(/^[1-9]$/)
    .optional(),
  page: z.enum(['segment', 'evening']).optional(),
  /** commentary-start: default 90. */
  seconds: z.number().int().min(5).max(3_600).optional(),
})
export type ControlRequest = z.infer<typeof ControlRequest>

export interface ControlAnswer {
  readonly ok: true
  /** This id has run before and was not run again. */
  readonly repeated: boolean
}

/** GET /api/control/values, Authorization: Bearer TOKEN: what a surface's buttons show. Counts only, never a split (SHOW5). */
export interface ControlValues {
  readonly serverNowMs: number
  readonly session: string | null
  readonly live: boolean
  readonly rehearsal: boolean
  readonly segment: string | null
  readonly unit: string | null
  readonly programme: { readonly kind: SceneKind; readonly title: string; readonly step: number }
  readonly preview: { readonly kind: SceneKind; readonly title: string }
  readonly panic: boolean
  readonly queued: number
  readonly next: string | null
  /** Seconds to the close of the window that is open; null: none, or on cue. */
  readonly examinersSecondsLeft: number | null
  readonly citizensSecondsLeft: number | null
  readonly commentarySecondsLeft: number | null
  /** Ballots counted in the newest citizens' window. */
  readonly n: number | null
  readonly scored: number | null
  readonly locked: number | null
  readonly seats: number
  readonly tablets: number
  readonly accepting: boolean
  readonly alerts: readonly string[]
}
