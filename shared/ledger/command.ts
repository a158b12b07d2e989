// What can be asked of the ledger: one zod schema a command, parsed once at the door.

import { z } from 'zod'
import { SegmentId, SessionId } from '../basics/ids.ts'
import { Day, ItemId } from '../evaluation/rectification.ts'
import { EvidenceFile, LedgerPlan, LedgerSource } from './item.ts'

const itemId = ItemId
const reason = z.string().trim().min(2).max(200)
const note = z.string().trim().min(2).max(400)
const files = z.array(EvidenceFile).max(20)
/** How many steps the screen has seen: what came meanwhile is looked at first. */
const stepsSeen = z.number().int().min(0).max(10_000)

export const ITEMS_MOST = 20_000

export const LedgerCommand = z.discriminatedUnion('type', [
  /** By form (one) or file (many): whole or not at all. */
  z.strictObject({
    type: z.literal('AddItems'),
    source: LedgerSource,
    items: z.array(LedgerPlan).min(1).max(ITEMS_MOST),
  }),
  z.strictObject({ type: z.literal('SubmitItem'), itemId, stepsSeen, note, files }),
  z.strictObject({ type: z.literal('AcceptItem'), itemId, stepsSeen, note, files }),
  z.strictObject({ type: z.literal('RejectItem'), itemId, stepsSeen, reason }),
  /** 回头看: what was accepted turned out to be false. */
  z.strictObject({ type: z.literal('ReopenItem'), itemId, stepsSeen, reason, files }),
  z.strictObject({ type: z.literal('AmendItemDue'), itemId, dueOn: Day, reason }),
  z.strictObject({ type: z.literal('WithdrawItem'), itemId, reason }),
  /** Ties the item to an acceptance segment before its vote is revealed: that vote is about this item and no other. */
  z.strictObject({ type: z.literal('BringItemToShow'), itemId, sessionId: SessionId, segmentId: SegmentId }),
  z.strictObject({ type: z.literal('TakeItemFromShow'), itemId }),
])
export type LedgerCommand = z.infer<typeof LedgerCommand>
export type LedgerCommandType = LedgerCommand['type']
