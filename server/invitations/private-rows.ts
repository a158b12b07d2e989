// The rows that invitations keep in the private store: their kinds, their shapes, and how they are gone through.

import { z } from 'zod'
import { UnitCode, type WindowId } from '../../shared/basics/ids.ts'
import { CallbackStatus, type BatchId } from '../../shared/invitation/batch.ts'
import type { PrivateEntry, PrivateRow, PrivateStore } from '../private/private-store.ts'

const phone = z.string().max(20)
const served = { phone, unitCode: UnitCode, service: z.string(), date: z.string() }

/** Somebody who was served, as uploaded; gone once the draw is done. */
export const ListedRow = z.object(served)
export type ListedRow = z.infer<typeof ListedRow>

export const InviteState = z.enum(['waiting', 'sending', 'sent', 'failed', 'unsure', 'skipped'])
export type InviteState = z.infer<typeof InviteState>

/** Somebody who was drawn, and what became of the invitation. */
export const InviteRow = z.object({
  ...served,
  state: InviteState,
  tries: z.number().int(),
  /** When it was given to the sender; null before. */
  sentAtMs: z.number().nullable(),
  replied: z.boolean(),
})
export type InviteRow = z.infer<typeof InviteRow>

/** Of the draw what an auditor replays: unit, tag, person's tag, drawn or not. Nobody's row: keyed hashes only. */
export const DrawSheetRow = z.object({
  records: z.array(z.tuple([z.number().int(), z.string(), z.string(), z.boolean()])),
})
export const DRAW_RECORDS_A_ROW = 80

/** Somebody who was not satisfied, to be called back. */
export const CallbackRow = z.object({
  unitCode: UnitCode,
  phone: phone.nullable(),
  /** 1-based, of REASONS. */
  listed: z.number().int().nullable(),
  /** With personal data masked. */
  words: z.string().nullable(),
  atMs: z.number(),
  status: CallbackStatus,
})
export type CallbackRow = z.infer<typeof CallbackRow>

/** How often each reason was given for a unit: numbers that stay when a person leaves. */
export const ReasonCounts = z.object({
  /** By place in REASONS. */
  listed: z.array(z.number().int()),
  /** In words only. */
  words: z.number().int(),
})
export type ReasonCounts = z.infer<typeof ReasonCounts>

export const kinds = {
  listed: (batchId: BatchId) => `listed:${batchId}`,
  invite: (batchId: BatchId) => `invite:${batchId}`,
  drawSheet: (batchId: BatchId) => `draw:${batchId}`,
  callback: (pollId: WindowId) => `callback:${pollId}`,
  reasons: (pollId: WindowId) => `reasons:${pollId}`,
  /** Who does not want to be asked again: a tag and nothing else. */
  left: 'left',
} as const

/** Phones are kept so long after their poll has closed, for call-backs; then the store deletes them. */
export const KEPT_AFTER_CLOSE_MS = 30 * 86_400_000
/** That somebody does not want to be asked is kept so long. */
export const LEFT_KEPT_MS = 5 * 365 * 86_400_000

const PAGE = 500

/** All rows of a kind in order, a page at a time. */
export async function* pagesOf(
  store: Pick<PrivateStore, 'list'>,
  kind: string,
): AsyncGenerator<readonly PrivateEntry[]> {
  let after = 0
  for (;;) {
    const page = await store.list({ kind, after, limit: PAGE })
    if (page.length === 0) return
    yield page
    after = page.at(-1)?.rowNo ?? after
  }
}

/** The row's JSON as its shape; throws where it is another, which only a bug could have written. */
export function rowIn<T>(schema: z.ZodType<T>, { json }: Pick<PrivateRow, 'json'>): T {
  return schema.parse(JSON.parse(json))
}

/** The same row with other contents. */
export function withJson({ kind, id, identityTag, expiresAtMs }: PrivateRow, value: unknown): PrivateRow {
  return { kind, id, identityTag, expiresAtMs, json: JSON.stringify(value) }
}
