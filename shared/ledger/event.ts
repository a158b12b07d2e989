// What has happened to the ledger: the events of the stream `ledger`, in the past tense. `on`: the day in the city.

import type { PromiseId, SegmentId, SessionId, UnitId } from '../basics/ids.ts'
import type { Day, ItemId } from '../evaluation/rectification.ts'
import type { PromiseOutcome } from '../show/promise.ts'
import type { EvidenceFile, ItemVote, LedgerPlan, LedgerSource } from './item.ts'

interface OfItem {
  readonly itemId: ItemId
}

interface PromiseItem extends OfItem {
  readonly sessionId: SessionId
  readonly promiseId: PromiseId
  readonly unitId: UnitId
  readonly text: string
  readonly owner: string
  readonly dueOn: Day
}

export type LedgerEvent =
  | {
      readonly type: 'ItemsAdded'
      readonly source: LedgerSource
      readonly items: readonly LedgerPlan[]
    }
  /** With PromiseRecorded in one append. */
  | ({ readonly type: 'PromiseItemAdded'; readonly openedOn: Day } & PromiseItem)
  | ({ readonly type: 'PromiseItemRevised' } & PromiseItem)
  | ({
      readonly type: 'ItemSubmitted'
      readonly on: Day
      readonly note: string
      readonly files: readonly EvidenceFile[]
    } & OfItem)
  | ({
      readonly type: 'ItemAccepted'
      readonly on: Day
      readonly note: string
      readonly files: readonly EvidenceFile[]
    } & OfItem)
  | ({ readonly type: 'ItemRejected'; readonly on: Day; readonly reason: string } & OfItem)
  | ({
      readonly type: 'ItemReopened'
      readonly on: Day
      readonly reason: string
      readonly files: readonly EvidenceFile[]
    } & OfItem)
  | ({ readonly type: 'ItemDueAmended'; readonly dueOn: Day; readonly reason: string } & OfItem)
  | ({ readonly type: 'ItemWithdrawn'; readonly reason: string } & OfItem)
  | ({
      readonly type: 'ItemBroughtToShow'
      readonly sessionId: SessionId
      readonly segmentId: SegmentId
    } & OfItem)
  | ({ readonly type: 'ItemTakenFromShow' } & OfItem)
  /** With WindowRevealed in one append. */
  | ({ readonly type: 'ItemVoted'; readonly vote: Omit<ItemVote, 'atMs' | 'voidedAtMs'> } & OfItem)
  /** With WindowVoided in one append. */
  | ({ readonly type: 'ItemVoteVoided'; readonly windowId: ItemVote['windowId']; readonly on: Day } & OfItem)
  /** With OutcomeRecorded in one append. */
  | ({
      readonly type: 'ItemLookedBackOn'
      readonly outcome: PromiseOutcome
      readonly note: string
      readonly on: Day
    } & OfItem)

const TYPES: Readonly<Record<LedgerEvent['type'], true>> = {
  ItemsAdded: true,
  PromiseItemAdded: true,
  PromiseItemRevised: true,
  ItemSubmitted: true,
  ItemAccepted: true,
  ItemRejected: true,
  ItemReopened: true,
  ItemDueAmended: true,
  ItemWithdrawn: true,
  ItemBroughtToShow: true,
  ItemTakenFromShow: true,
  ItemVoted: true,
  ItemVoteVoided: true,
  ItemLookedBackOn: true,
}

/** Whether an event goes to the ledger, whatever command made it. */
export function isLedgerEvent(event: { readonly type: string }): event is LedgerEvent {
  return Object.hasOwn(TYPES, event.type)
}
