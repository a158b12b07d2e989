// The JSON doors of invitations and call-backs (office): what is shown of lists, batches and people. No whole phone but one at a time.

import { z } from 'zod'
import { WindowId, type UnitCode } from '../basics/ids.ts'
import type { Refusal } from '../basics/refusal.ts'
import {
  BatchId,
  CallbackStatus,
  PER_UNIT_MOST,
  SendingPlan,
  type InvitationBatch,
  type Sender,
  type UnitCount,
} from '../invitation/batch.ts'

export interface UploadPreview {
  /** Pairs of a unit and a person that can be drawn. */
  readonly records: number
  readonly people: number
  readonly units: readonly UnitCount[]
  readonly faultCount: number
  /** The first ones. */
  readonly faults: readonly { readonly line: number; readonly column: string; readonly sentence: string }[]
  /** The same unit and phone again. */
  readonly duplicates: number
  /** Do not want to be asked. */
  readonly left: number
  /** Have an invitation to this poll already. */
  readonly invitedBefore: number
  readonly sample: readonly {
    readonly line: number
    readonly unitCode: UnitCode
    readonly phone: string
    readonly service: string
    readonly date: string
  }[]
}

/** POST /api/invitations/upload?pollId=&title= (body: CSV) → UploadStarted; GET /api/invitations/upload?batchId= → UploadView. */
export interface UploadStarted {
  readonly batchId: BatchId
}
export interface UploadView {
  readonly batchId: BatchId
  readonly phase: 'reading' | 'ready' | 'refused'
  readonly rowsRead: number
  readonly refusal: Refusal | null
  readonly preview: UploadPreview
}
export const UploadQuery = z.object({ pollId: WindowId, title: z.string().trim().min(1).max(60) })
export const PollQuery = z.object({ pollId: WindowId })
export const BatchQuery = z.object({ batchId: BatchId })
/** POST /api/invitations/fix, /discard */
export const BatchRequest = z.strictObject({ batchId: BatchId })
/** POST /api/invitations/draw → { } */
export const DrawRequest = z.strictObject({
  batchId: BatchId,
  perUnit: z.number().int().min(1).max(PER_UNIT_MOST),
})
/** POST /api/invitations/dry-run → DryRun: nothing is sent. */
export const DryRunRequest = z.strictObject({ batchId: BatchId, plan: SendingPlan })
export interface DryRun {
  readonly messages: number
  readonly segments: number
  /** Messages by their number of segments, from 1. */
  readonly bySegments: readonly number[]
  /** At the pace and in the hours of the plan. */
  readonly tookMs: number
  readonly texts: readonly { readonly phone: string; readonly text: string; readonly segments: number }[]
}

export interface BatchProgress {
  readonly waiting: number
  readonly sent: number
  readonly failed: number
  readonly unsure: number
  readonly skipped: number
  readonly replied: number
  readonly units: readonly { readonly unitCode: UnitCode; readonly sent: number; readonly replied: number }[]
  /** Why it does not go on just now, as a sentence; null: it does, or has nothing to do. */
  readonly holdUp: string | null
}

/** GET /api/invitations?pollId= → InvitationsView */
export interface InvitationsView {
  readonly batches: readonly (InvitationBatch & {
    readonly progress: BatchProgress | null
    readonly moving: boolean
  })[]
  readonly senders: readonly { readonly sender: Sender; readonly on: boolean }[]
  /** Whether phones and reasons can be written and read just now. */
  readonly storeFailing: boolean
}

/** GET /api/callbacks?pollId=&after= → CallbacksView, newest first. */
export const CallbacksQuery = z.object({
  pollId: WindowId,
  after: z.coerce.number().int().min(0).default(0),
})
export interface CallbackView {
  readonly callbackId: string
  readonly rowNo: number
  readonly unitCode: UnitCode
  readonly listed: number | null
  readonly words: string | null
  readonly atMs: number
  readonly hasPhone: boolean
  readonly status: CallbackStatus
  readonly expiresAtMs: number
}
export interface CallbacksView {
  readonly rows: readonly CallbackView[]
  /** Pass as `after` for the next page; null: that was the last. */
  readonly next: number | null
  readonly reasons: readonly {
    readonly unitCode: UnitCode
    readonly listed: readonly number[]
    readonly words: number
  }[]
  readonly looks: number
}
/** POST /api/callbacks/look → { phone }; journalled. POST /api/callbacks/mark. */
export const CallbackRequest = z.strictObject({
  pollId: WindowId,
  callbackId: z.string().regex(/^[0-9a-f]{32}$/),
})
export const MarkCallbackRequest = CallbackRequest.extend({ status: CallbackStatus })
