// The JSON doors of the HTTP API: request schemas and answer types, shared by server and screens.

import { z } from 'zod'
import { PersonId, SeatId, SessionId, UnitCode, WindowId } from '../basics/ids.ts'
import type { Refusal } from '../basics/refusal.ts'
import { Choice } from '../ballot/poll.ts'
import type { ReceiptStanding } from '../ballot/receipt-standing.ts'
import { AccountRole, StaffRole, StandsFor } from '../show/people.ts'
import type { NowSnapshot } from './topics.ts'
import type { Version } from './version.ts'

/** Every refused request: HTTP 4xx or 5xx with this body. */
export interface ApiRefusal {
  readonly refusal: Refusal & { readonly sentence: string }
}

const password = z.string().min(10).max(200)

/** POST /api/setup — first run: the one-time link's token makes the first account. */
export const SetupRequest = z.strictObject({
  token: z.string().max(100),
  personId: PersonId,
  name: z.string().trim().min(1).max(20),
  role: StaffRole,
  password,
})
/** GET /api/setup?token= → { open: boolean } */

/** POST /api/sign-in → Me, with a cookie. POST /api/sign-out. GET /api/me → Me or 401. */
export const SignInRequest = z.strictObject({ personId: z.string().max(64), password: z.string().max(200) })
export interface Me {
  readonly personId: PersonId
  readonly name: string
  readonly role: AccountRole
}

/** POST /api/people — a new account with its first password (office and director). POST /api/people/password. */
export const AddPersonRequest = z.strictObject({
  personId: PersonId,
  name: z.string().trim().min(1).max(20),
  role: AccountRole,
  /** Of a reviewer, and of nobody else. */
  standsFor: StandsFor.optional(),
  password,
})

export const REVIEWERS_AT_ONCE = 500

/** A row of POST /api/csv/reviewers. */
export const ReviewerPlan = z.strictObject({
  personId: PersonId,
  name: z.string().trim().min(1).max(20),
  standsFor: StandsFor,
})
export type ReviewerPlan = z.infer<typeof ReviewerPlan>

/** POST /api/people/reviewers — accounts of reviewers, whole or as far as it came: the answer names each one that was made. */
export const AddReviewersRequest = z.strictObject({
  reviewers: z.array(ReviewerPlan).min(1).max(REVIEWERS_AT_ONCE),
})
/** First passwords, told this once and kept nowhere. */
export interface ReviewersAdded {
  readonly added: readonly { readonly personId: PersonId; readonly name: string; readonly password: string }[]
  /** Why the rest was not made; null: all were. */
  readonly refusal: string | null
}

export const ChangePasswordRequest = z.strictObject({
  oldPassword: z.string().max(200),
  newPassword: password,
})

/** POST /api/seats/code — director, office: a single-use pairing code for a seat. */
export const SeatCodeRequest = z.strictObject({ sessionId: SessionId, seatId: SeatId })
export interface SeatCode {
  readonly seatId: SeatId
  /** Eight digits, shown as 1234 5678. */
  readonly code: string
  /** What the QR code holds: the address of the tablet page with a one-time 128-bit token in its fragment. */
  readonly url: string
  readonly expiresAtMs: number
}
/** POST /api/seats/codes — codes for every seat of a session that no device holds. → SeatCode[] */
export const SeatCodesRequest = z.strictObject({ sessionId: SessionId })

/** POST /api/seats/pair — a tablet trades its code, or the QR code's token, for a device token. */
export const PairRequest = z.strictObject({ code: z.string().max(64) })
export interface Paired {
  readonly sessionId: SessionId
  readonly seatId: SeatId
  readonly generation: number
  readonly seatToken: string
}

/** GET /api/now → NowAnswer: what the citizen page polls; cacheable for a second, ETag. */
export interface NowAnswer {
  readonly version: Version
  readonly serverNowMs: number
  readonly now: NowSnapshot
}

/** GET /api/device → { deviceToken }: a signed token for this browser (channel `web`). */
export interface DeviceAnswer {
  readonly deviceToken: string
}

/** GET /api/wechat → whether a browser inside WeChat may stand for its person here, and until when this one does. */
export interface WechatIdentityAnswer {
  readonly offered: boolean
  readonly expiresAtMs: number | null
}

/**
 * POST /api/ballots — a page's ballot. `ballotId` is chosen by the page and repeated on a retry. `deviceToken` null: of the
 * person of the WeChat cookie, counted under the channel `wechat`; else of this device, under `web`.
 */
export const WebBallotRequest = z.strictObject({
  deviceToken: z.string().max(300).nullable(),
  ballotId: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
  windowId: WindowId,
  unitCode: UnitCode,
  choice: Choice,
})
export interface WebBallotAnswer {
  readonly outcome: 'received' | 'repeated' | 'early' | 'late' | 'no_poll' | 'invalid'
  /** The whole Chinese sentence for the citizen. */
  readonly sentence: string
  /** The ballot's receipt code (BAL10). */
  readonly receipt: string
}

/** POST /api/receipt — what became of a message, by its receipt code; refused `receipt_unknown` where it is none (BAL10). */
export const ReceiptRequest = z.strictObject({ code: z.string().max(40) })
export interface ReceiptAnswer {
  /** Mostly one: two messages may share a code. */
  readonly receipts: readonly (ReceiptStanding & { readonly sentence: string })[]
}

/** GET /api/logs/:logId/windows/:windowId — messages of a window or poll in one log as far as they are known here (LOG3). */
export interface LogKnown {
  /** Whatever became of them. Null: neither the log nor a copy of it is here. */
  readonly messages: number | null
}

/** POST /api/csv/… — preview of a CSV or XLSX before it is imported; body: the file's bytes. */
export interface CsvPreview<Row> {
  /** Rows that are right, in file order. */
  readonly rows: readonly Row[]
  readonly errors: readonly { readonly line: number; readonly column: string; readonly sentence: string }[]
  /** What importing would change: new, changed and same rows. */
  readonly added: number
  readonly changed: number
  readonly same: number
  /** What is different of each row that changes, field by field; a row of no known id is new and stands here with no fields. */
  readonly changes: readonly RowChange[]
}

export interface RowChange {
  /** Which of `rows`, from 0. */
  readonly at: number
  readonly fields: readonly { readonly name: string; readonly from: string; readonly to: string }[]
}
