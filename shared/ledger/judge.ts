// The ledger: what may be put on it, which step an item may take, and why not (EVAL7).

import { dayOf } from '../basics/city-day.ts'
import { own } from '../basics/own.ts'
import { unreachable } from '../basics/result.ts'
import {
  isOverdue,
  ITEM_PHASE_NAMES,
  ITEM_STEP_NAMES,
  mayStep,
  phaseOf,
  type ItemStep,
} from '../evaluation/rectification.ts'
import type { Moment } from '../show/event.ts'
import { against, DONE, judged, reason, refused, type Judgement } from '../show/judgement.ts'
import type { Session } from '../show/session.ts'
import type { LedgerCommand } from './command.ts'
import type { LedgerEvent } from './event.ts'
import type { Ledger, LedgerItem } from './item.ts'

type Of<T extends LedgerCommand['type']> = Extract<LedgerCommand, { type: T }>

/** What a decision must know of the rest of the house. */
export interface LedgerContext {
  readonly knowsUnit: (unitId: string) => boolean
  readonly session: (sessionId: string) => Session | null
}

/** So many of one kind of refusal are named in one answer. */
const NAMED_MOST = 20

export function judgeLedger(
  command: LedgerCommand,
  ledger: Ledger,
  { nowMs }: Moment,
  context: LedgerContext,
): Judgement<LedgerEvent> {
  const on = dayOf(nowMs)
  if (command.type === 'AddItems') return judgeAdding(command, ledger, on, context)
  const item = own(ledger.items, command.itemId)
  if (item === undefined) return refused('item_unknown')
  if (item.withdrawn !== null) return refused('item_withdrawn')
  const { itemId } = item
  switch (command.type) {
    case 'SubmitItem': {
      const { note, files } = command
      return judged(againstStep(item, 'submitted', command), () => [
        { type: 'ItemSubmitted', itemId, on, note, files },
      ])
    }
    case 'AcceptItem': {
      const { note, files } = command
      return judged(
        [...againstStep(item, 'accepted', command), against(item.broughtTo !== null, 'item_brought')],
        () => [{ type: 'ItemAccepted', itemId, on, note, files }],
      )
    }
    case 'RejectItem':
      return judged(
        [...againstStep(item, 'rejected', command), against(item.broughtTo !== null, 'item_brought')],
        () => [{ type: 'ItemRejected', itemId, on, reason: command.reason }],
      )
    case 'ReopenItem': {
      const { reason: why, files } = command
      return judged(againstStep(item, 'reopened', command), () => [
        { type: 'ItemReopened', itemId, on, reason: why, files },
      ])
    }
    case 'AmendItemDue': {
      const { dueOn, reason: why } = command
      return judged(
        [
          against(isOverdue(item, on), 'item_overdue'),
          against(phaseOf(item) === 'accepted', 'item_step', { phase: '已销号', step: '改期限' }),
          against(dueOn < on, 'item_due_past'),
          against(dueOn === item.dueOn, 'item_due_same'),
        ],
        () => [{ type: 'ItemDueAmended', itemId, dueOn, reason: why }],
      )
    }
    case 'WithdrawItem':
      return judged(
        [
          against(isOverdue(item, on), 'item_overdue'),
          against(item.steps.length > 0, 'item_step', { phase: phaseName(item), step: '撤销' }),
          against(item.broughtTo !== null, 'item_brought'),
        ],
        () => [{ type: 'ItemWithdrawn', itemId, reason: command.reason }],
      )
    case 'BringItemToShow':
      return judgeBringing(command, item, ledger, context)
    case 'TakeItemFromShow':
      return item.broughtTo === null ? DONE : judged([], () => [{ type: 'ItemTakenFromShow', itemId }])
    default:
      return unreachable(command)
  }
}

function judgeAdding(
  { source, items }: Of<'AddItems'>,
  ledger: Ledger,
  today: string,
  { knowsUnit }: LedgerContext,
): Judgement<LedgerEvent> {
  const named = <T>(wrong: readonly T[], refusalOf: (one: T) => ReturnType<typeof reason>) =>
    wrong.slice(0, NAMED_MOST).map(refusalOf)
  const seen = new Set<string>()
  const twice = items.filter(({ itemId }) => seen.size === seen.add(itemId).size)
  return judged(
    [
      against(
        ledger.imports.some(({ importId }) => importId === source.importId),
        'item_import_repeated',
      ),
      ...named(twice, ({ itemId }) => reason('item_duplicate', { item: itemId })),
      ...named(
        items.filter(({ itemId }) => own(ledger.items, itemId) !== undefined),
        ({ itemId }) => reason('item_exists', { item: itemId }),
      ),
      ...named(
        items.filter(({ unitId }) => !knowsUnit(unitId)),
        ({ unitId }) => reason('unit_unknown', { unit: unitId }),
      ),
      ...named(
        items.filter(({ openedOn }) => openedOn > today),
        ({ itemId }) => reason('item_opened_later', { item: itemId }),
      ),
      ...named(
        items.filter(({ openedOn, dueOn }) => dueOn < openedOn),
        ({ itemId }) => reason('item_due_before', { item: itemId }),
      ),
    ],
    () => [{ type: 'ItemsAdded', source, items }],
  )
}

/** Before its vote is revealed only: nobody picks the item to fit the result. */
function judgeBringing(
  { itemId, sessionId, segmentId }: Of<'BringItemToShow'>,
  item: LedgerItem,
  ledger: Ledger,
  context: LedgerContext,
): Judgement<LedgerEvent> {
  if (item.broughtTo?.sessionId === sessionId && item.broughtTo.segmentId === segmentId) return DONE
  const session = context.session(sessionId)
  if (session === null) return refused('session_unknown')
  const segment = session.segments.find((each) => each.segmentId === segmentId)
  const fits = segment?.kind === 'acceptance' && segment.unitId === item.unitId && session.phase !== 'ended'
  const taken = Object.values<LedgerItem>(ledger.items).some(
    (other) =>
      (other.broughtTo?.sessionId === sessionId && other.broughtTo.segmentId === segmentId) ||
      other.votes.some(
        (vote) => vote.sessionId === sessionId && vote.segmentId === segmentId && vote.voidedAtMs === null,
      ),
  )
  const revealed = session.windows.some(
    (window) => window.segmentId === segmentId && window.stage.phase === 'revealed',
  )
  return judged(
    [
      against(!fits, 'item_not_acceptance'),
      against(session.rehearsal, 'item_rehearsal'),
      against(phaseOf(item) !== 'submitted', 'item_step', { phase: phaseName(item), step: '提请现场验收' }),
      against(item.broughtTo !== null, 'item_brought'),
      against(taken, 'item_segment_taken'),
      against(revealed, 'item_segment_revealed'),
    ],
    () => [{ type: 'ItemBroughtToShow', itemId, sessionId, segmentId }],
  )
}

function againstStep(
  item: LedgerItem,
  step: ItemStep['step'],
  { stepsSeen }: { readonly stepsSeen: number },
) {
  const possible = mayStep(phaseOf(item), step)
  return [
    against(stepsSeen !== item.steps.length, 'item_changed'),
    against(!possible, 'item_step', { phase: phaseName(item), step: ITEM_STEP_NAMES[step] }),
  ]
}

function phaseName(item: LedgerItem): string {
  return ITEM_PHASE_NAMES[phaseOf(item)]
}
