// What a session's commands do to the ledger: promises become items, a revealed 验收 settles its item, a look-back is held against it (EVAL7).

import { dayOf } from '../basics/city-day.ts'
import { compare, fraction, fromJson } from '../basics/exact.ts'
import { own } from '../basics/own.ts'
import { isOverdue } from '../evaluation/rectification.ts'
import type { SessionCommand } from '../show/command.ts'
import type { Moment, SessionEvent } from '../show/event.ts'
import { against, DONE, judged, type Judgement } from '../show/judgement.ts'
import type { ExaminersWindow, Session } from '../show/session.ts'
import type { LedgerEvent } from './event.ts'
import { ACCEPTED_FROM_POINTS, itemIdOfPromise, type Ledger, type LedgerItem } from './item.ts'

/**
 * Added to the session's own judgement: its reasons count too, its events follow in the same append. Nothing of a rehearsal
 * ever reaches the ledger (SHOW8).
 */
export function judgeOnAir(
  command: SessionCommand,
  session: Session,
  ledger: Ledger,
  { nowMs }: Moment,
): Judgement<LedgerEvent> {
  if (session.rehearsal) return DONE
  const on = dayOf(nowMs)
  switch (command.type) {
    case 'RecordPromise': {
      const { sessionId, promiseId, unitId, text, owner, dueOn } = command
      const itemId = itemIdOfPromise(sessionId, promiseId)
      const openedOn = dayOf(session.wentLiveAtMs ?? nowMs)
      return judged([against(dueOn < openedOn, 'item_due_before', { item: text })], () => [
        { type: 'PromiseItemAdded', itemId, sessionId, promiseId, unitId, text, owner, dueOn, openedOn },
      ])
    }
    case 'RevisePromise': {
      const { sessionId, promiseId, unitId, text, owner, dueOn } = command
      const item = itemOf(ledger, sessionId, promiseId)
      if (item === null) return DONE
      return judged(
        [...againstUntouched(item, on), against(dueOn !== item.dueOn && dueOn < on, 'item_due_past')],
        () => [
          {
            type: 'PromiseItemRevised',
            itemId: item.itemId,
            sessionId,
            promiseId,
            unitId,
            text,
            owner,
            dueOn,
          },
        ],
      )
    }
    case 'WithdrawPromise': {
      const item = itemOf(ledger, command.sessionId, command.promiseId)
      if (item === null) return DONE
      return judged(againstUntouched(item, on), () => [
        { type: 'ItemWithdrawn', itemId: item.itemId, reason: '现场承诺的记录已撤回' },
      ])
    }
    case 'RecordOutcome': {
      const { outcome, note } = command
      const item = itemOf(ledger, command.sessionId, command.promiseId)
      if (item === null) return DONE
      const vote = item.votes.find((each) => each.on === on && each.voidedAtMs === null)
      const opposite =
        (vote?.passed === true && outcome === 'broken') || (vote?.passed === false && outcome === 'kept')
      return judged(
        [against(item.broughtTo !== null, 'item_vote_pending'), against(opposite, 'item_against_vote')],
        () => [{ type: 'ItemLookedBackOn', itemId: item.itemId, outcome, note, on }],
      )
    }
    case 'Reveal': {
      const window = session.windows.find(({ id }) => id === command.windowId)
      const item = window === undefined ? null : itemBroughtTo(ledger, session, window.segmentId)
      // The examiners' vote settles it: a citizens' poll in the same segment is shown beside it, and placards are indicative (SCORE1).
      if (item === null || window?.kind !== 'examiners' || window.form.kind === 'placard') return DONE
      return judged([], () => [votedOf(item, window, session, on)])
    }
    default:
      return DONE
  }
}

/** A revealed vote that two persons voided takes its item along, in the same append. */
export function ledgerAfterVoid(
  events: readonly SessionEvent[],
  ledger: Ledger,
  { nowMs }: Moment,
): readonly LedgerEvent[] {
  return events.flatMap((event) => {
    if (event.type !== 'WindowVoided') return []
    const { windowId } = event
    const item = Object.values<LedgerItem>(ledger.items).find(({ votes }) =>
      votes.some((vote) => vote.windowId === windowId && vote.voidedAtMs === null),
    )
    if (item === undefined) return []
    return [{ type: 'ItemVoteVoided', itemId: item.itemId, windowId, on: dayOf(nowMs) } as const]
  })
}

function votedOf(item: LedgerItem, window: ExaminersWindow, session: Session, on: string): LedgerEvent {
  const { id: windowId, segmentId, result } = window
  const points = result?.mean ?? null
  const passed = points === null ? null : compare(fromJson(points), fraction(ACCEPTED_FROM_POINTS)) >= 0
  return {
    type: 'ItemVoted',
    itemId: item.itemId,
    vote: {
      sessionId: session.id,
      segmentId,
      windowId,
      points,
      counted: result?.counted ?? 0,
      passed,
      on,
    },
  }
}

/** What a record of the air may still change: nothing was handed in, nothing is overdue, so no period that ended counts it. */
function againstUntouched(item: LedgerItem, today: string) {
  return [
    against(item.steps.length > 0 || item.broughtTo !== null, 'item_in_progress'),
    against(isOverdue(item, today), 'item_overdue'),
  ]
}

function itemOf(
  ledger: Ledger,
  sessionId: Parameters<typeof itemIdOfPromise>[0],
  promiseId: Parameters<typeof itemIdOfPromise>[1],
): LedgerItem | null {
  return own(ledger.items, itemIdOfPromise(sessionId, promiseId)) ?? null
}

function itemBroughtTo(ledger: Ledger, session: Session, segmentId: string): LedgerItem | null {
  const brought = Object.values<LedgerItem>(ledger.items).find(
    ({ broughtTo }) => broughtTo?.sessionId === session.id && broughtTo.segmentId === segmentId,
  )
  return brought ?? null
}
