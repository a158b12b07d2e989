// The ledger after one more event (SHOW7): items put on it, each one's steps, and what the air added to them.

import type { PersonId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import { unreachable } from '../basics/result.ts'
import { mayStep, phaseOf, type Day, type ItemStep } from '../evaluation/rectification.ts'
import type { PromiseOutcome } from '../show/promise.ts'
import type { LedgerEvent } from './event.ts'
import type { EvidenceFile, Ledger, LedgerItem, LedgerStep, StepCause } from './item.ts'

type OfOneItem = Exclude<LedgerEvent, { type: 'ItemsAdded' | 'PromiseItemAdded' }>

export interface LedgerMoment {
  readonly atMs: number
  /** Null: the server itself. */
  readonly by: PersonId | null
}

/** A promise made on air weighs as much as any other item, unless the office says otherwise by file. */
export const PROMISE_WEIGHT = 1

/** Throws where an event is of an item that was never added: a broken journal, never a refusal. */
export function evolveLedger(ledger: Ledger, event: LedgerEvent, moment: LedgerMoment): Ledger {
  switch (event.type) {
    case 'ItemsAdded': {
      const { source, items } = event
      const origin = { kind: 'added', importId: source.importId } as const
      const added = items.map((plan) => [plan.itemId, newItem({ ...plan, origin }, moment)] as const)
      const batch = { ...source, items: items.length, ...moment }
      return {
        items: { ...ledger.items, ...Object.fromEntries(added) },
        imports: [...ledger.imports, batch],
      }
    }
    case 'PromiseItemAdded': {
      const { itemId, sessionId, promiseId, unitId, text, owner, dueOn, openedOn } = event
      const origin = { kind: 'on_air', sessionId, promiseId } as const
      const plan = { itemId, unitId, text, owner, dueOn, openedOn, weight: PROMISE_WEIGHT }
      return withItem(ledger, newItem({ ...plan, source: 'promise', origin }, moment))
    }
    default: {
      const item = own(ledger.items, event.itemId)
      if (item === undefined) throw new Error(`ledger item ${event.itemId} was never added`)
      return withItem(ledger, evolveItem(item, event, moment))
    }
  }
}

function evolveItem(item: LedgerItem, event: OfOneItem, moment: LedgerMoment): LedgerItem {
  const { atMs, by } = moment
  switch (event.type) {
    case 'PromiseItemRevised': {
      const { unitId, text, owner, dueOn } = event
      const revised = { ...item, unitId, text, owner }
      return dueOn === item.dueOn ? revised : withDue(revised, dueOn, '更正现场承诺的记录', moment)
    }
    case 'ItemSubmitted': {
      const { on, note, files } = event
      return withStep(item, { step: 'submitted', on }, { ...moment, note, files })
    }
    case 'ItemAccepted': {
      const { on, note, files } = event
      return withStep(item, { step: 'accepted', on, how: 'office' }, { ...moment, note, files })
    }
    case 'ItemRejected':
      return withStep(item, { step: 'rejected', on: event.on, reason: event.reason }, moment)
    case 'ItemReopened': {
      const { on, reason, files } = event
      return withStep(item, { step: 'reopened', on, reason }, { ...moment, files })
    }
    case 'ItemDueAmended':
      return withDue(item, event.dueOn, event.reason, moment)
    case 'ItemWithdrawn':
      return { ...item, broughtTo: null, withdrawn: { reason: event.reason, by, atMs } }
    case 'ItemBroughtToShow':
      return { ...item, broughtTo: { sessionId: event.sessionId, segmentId: event.segmentId } }
    case 'ItemTakenFromShow':
      return { ...item, broughtTo: null }
    case 'ItemVoted': {
      const { vote } = event
      const voted = {
        ...item,
        broughtTo: null,
        votes: [...item.votes, { ...vote, atMs, voidedAtMs: null }],
      }
      if (vote.passed === null || phaseOf(item) !== 'submitted') return voted
      const step: ItemStep = vote.passed
        ? { step: 'accepted', on: vote.on, how: 'on_air' }
        : { step: 'rejected', on: vote.on, reason: '现场验收投票未通过' }
      return withStep(voted, step, { ...moment, cause: { kind: 'vote', windowId: vote.windowId } })
    }
    case 'ItemVoteVoided':
      return withoutVote(item, event, atMs)
    case 'ItemLookedBackOn':
      return lookedBackOn(item, event, moment)
    default:
      return unreachable(event)
  }
}

/**
 * What a look-back does to an item: a kept promise is settled, a broken one that was settled was settled falsely. Part of a
 * promise settles nothing and unsettles nothing. Set right on the same evening, it replaces what was recorded before.
 */
export function stepsOfLookBack(
  item: LedgerItem,
  outcome: PromiseOutcome,
  on: Day,
  note: string,
): readonly ItemStep[] {
  const phase = phaseOf(item)
  switch (outcome) {
    case 'kept': {
      if (phase === 'accepted') return []
      const accepted: ItemStep = { step: 'accepted', on, how: 'on_air' }
      return phase === 'submitted' ? [accepted] : [{ step: 'submitted', on }, accepted]
    }
    case 'partly':
    case 'broken': {
      const reason = note === '' ? '现场回头看：' + (outcome === 'partly' ? '部分兑现' : '未兑现') : note
      if (phase === 'submitted') return [{ step: 'rejected', on, reason }]
      return phase === 'accepted' && outcome === 'broken' ? [{ step: 'reopened', on, reason }] : []
    }
    default:
      return unreachable(outcome)
  }
}

function lookedBackOn(
  item: LedgerItem,
  { outcome, note, on }: Extract<OfOneItem, { type: 'ItemLookedBackOn' }>,
  moment: LedgerMoment,
): LedgerItem {
  const before =
    item.lookBack?.on === on ? withoutTail(item, ({ cause }) => cause.kind === 'look_back') : item
  const after = stepsOfLookBack(before, outcome, on, note).reduce(
    (each, step) => withStep(each, step, { ...moment, note, cause: { kind: 'look_back' } }),
    before,
  )
  return { ...after, lookBack: { outcome, note, on, atMs: moment.atMs } }
}

/** Voided on its own day, a vote's step goes with it; later, the step stays and the office decides. */
function withoutVote(
  item: LedgerItem,
  { windowId, on }: Extract<OfOneItem, { type: 'ItemVoteVoided' }>,
  atMs: number,
): LedgerItem {
  const vote = item.votes.find((each) => each.windowId === windowId)
  const cut =
    vote?.on === on
      ? withoutTail(item, ({ cause }) => cause.kind === 'vote' && cause.windowId === windowId)
      : item
  return {
    ...cut,
    votes: item.votes.map((each) => (each.windowId === windowId ? { ...each, voidedAtMs: atMs } : each)),
  }
}

/** Without the last steps that such a cause made. */
function withoutTail(item: LedgerItem, made: (step: LedgerStep) => boolean): LedgerItem {
  const stays = item.steps.findLastIndex((step) => !made(step)) + 1
  return { ...item, steps: item.steps.slice(0, stays) }
}

function withStep(
  item: LedgerItem,
  step: ItemStep,
  made: LedgerMoment & {
    readonly note?: string
    readonly files?: readonly EvidenceFile[]
    readonly cause?: StepCause
  },
): LedgerItem {
  if (!mayStep(phaseOf(item), step.step))
    throw new Error(`ledger item ${item.itemId}: no step ${step.step} here`)
  const { atMs, by, note = '', files = [], cause = { kind: 'office' } } = made
  return { ...item, steps: [...item.steps, { ...step, atMs, by, note, files, cause }] }
}

function withDue(item: LedgerItem, to: Day, reason: string, { atMs, by }: LedgerMoment): LedgerItem {
  const change = { from: item.dueOn, to, reason, by, atMs }
  return { ...item, dueOn: to, dueChanges: [...item.dueChanges, change] }
}

type NewItem = Pick<
  LedgerItem,
  'itemId' | 'unitId' | 'source' | 'text' | 'owner' | 'dueOn' | 'weight' | 'openedOn' | 'origin'
>

function newItem(plan: NewItem, { atMs, by }: LedgerMoment): LedgerItem {
  return {
    ...plan,
    steps: [],
    addedAtMs: atMs,
    addedBy: by,
    dueChanges: [],
    broughtTo: null,
    votes: [],
    lookBack: null,
    withdrawn: null,
  }
}

function withItem(ledger: Ledger, item: LedgerItem): Ledger {
  return { ...ledger, items: { ...ledger.items, [item.itemId]: item } }
}
