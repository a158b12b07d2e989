// An item of the rectification ledger (整改事项) with all that happened to it, and the ledger itself (EVAL7).

import { z } from 'zod'
import type { FractionJson } from '../basics/exact.ts'
import type { PersonId, PromiseId, SegmentId, SessionId, WindowId } from '../basics/ids.ts'
import {
  Day,
  ItemPlan,
  type ItemId,
  type ItemStep,
  type RectificationItem,
} from '../evaluation/rectification.ts'
import { ContentHash, ImportId } from '../period/ids.ts'
import type { PromiseOutcome } from '../show/promise.ts'

/** What is put on the ledger, by form or file: an item, and the day it was given out (交办日期). */
export const LedgerPlan = ItemPlan.extend({ openedOn: Day })
export type LedgerPlan = z.infer<typeof LedgerPlan>

/** A file kept by its hash (server/evaluation/evidence-files), under the name it was handed in with. */
export const EvidenceFile = z.strictObject({
  hash: ContentHash,
  name: z.string().trim().min(1).max(120),
})
export type EvidenceFile = z.infer<typeof EvidenceFile>

/** Where a batch of items is from. */
export const LedgerSource = z.strictObject({
  importId: ImportId,
  words: z.string().trim().min(2).max(100),
  fileHash: ContentHash.nullable(),
})
export type LedgerSource = z.infer<typeof LedgerSource>

/** Who or what made a step: the office's act, a vote on air, or what a look-back found. */
export type StepCause =
  | { readonly kind: 'office' }
  | { readonly kind: 'vote'; readonly windowId: WindowId }
  | { readonly kind: 'look_back' }

export type LedgerStep = ItemStep & {
  readonly atMs: number
  /** Null: the server, where a vote was revealed. */
  readonly by: PersonId | null
  readonly cause: StepCause
  readonly note: string
  readonly files: readonly EvidenceFile[]
}

/** An `acceptance` window's revealed result of this item. */
export interface ItemVote {
  readonly sessionId: SessionId
  readonly segmentId: SegmentId
  readonly windowId: WindowId
  /** Exact mean, 0–100; null where the vote is 无效. */
  readonly points: FractionJson | null
  readonly counted: number
  readonly passed: boolean | null
  readonly on: Day
  readonly atMs: number
  /** Voided by two persons after it was revealed. */
  readonly voidedAtMs: number | null
}

/** What a look-back (回头看) on air found, as last recorded. */
export interface ItemLookBack {
  readonly outcome: PromiseOutcome
  readonly note: string
  readonly on: Day
  readonly atMs: number
}

export interface LedgerItem extends RectificationItem {
  readonly steps: readonly LedgerStep[]
  readonly origin:
    | { readonly kind: 'on_air'; readonly sessionId: SessionId; readonly promiseId: PromiseId }
    | { readonly kind: 'added'; readonly importId: string }
  readonly addedAtMs: number
  readonly addedBy: PersonId | null
  readonly dueChanges: readonly {
    readonly from: Day
    readonly to: Day
    readonly reason: string
    readonly by: PersonId | null
    readonly atMs: number
  }[]
  /** The acceptance segment it is brought to, until that vote is revealed. */
  readonly broughtTo: { readonly sessionId: SessionId; readonly segmentId: SegmentId } | null
  readonly votes: readonly ItemVote[]
  readonly lookBack: ItemLookBack | null
  readonly withdrawn: {
    readonly reason: string
    readonly by: PersonId | null
    readonly atMs: number
  } | null
}

export interface LedgerImport extends LedgerSource {
  readonly items: number
  readonly by: PersonId | null
  readonly atMs: number
}

export interface Ledger {
  readonly items: Readonly<Record<ItemId, LedgerItem>>
  readonly imports: readonly LedgerImport[]
}

export const EMPTY_LEDGER: Ledger = { items: {}, imports: [] }

/** 验收 passes from 基本满意 on: a mean of 60 and more. */
export const ACCEPTED_FROM_POINTS = 60

/** The ledger's name for a promise made on air. */
export function itemIdOfPromise(sessionId: SessionId, promiseId: PromiseId): ItemId {
  return `${sessionId}_${promiseId}`
}
