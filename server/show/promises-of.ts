// What everybody may read of promises made on air: the words, the day, and what became of them; no file and no clerk's name (EVAL7).

import { dayOf } from '../../shared/basics/city-day.ts'
import { own } from '../../shared/basics/own.ts'
import { isOverdue, phaseOf, type Day } from '../../shared/evaluation/rectification.ts'
import type { LedgerItem } from '../../shared/ledger/item.ts'
import type { PromisesAnswer, PublicPromise } from '../../shared/protocol/ledger-api.ts'
import type { House } from '../../shared/show/house.ts'

/** So many at most, newest first: a page people read, not an archive. */
const TOLD_MOST = 500

export function promisesAnswerOf(house: House, nowMs: number): PromisesAnswer {
  const today = dayOf(nowMs)
  const promises = Object.values<LedgerItem>(house.ledger.items)
    .filter(({ source, withdrawn }) => source === 'promise' && withdrawn === null)
    .sort((a, b) =>
      a.openedOn > b.openedOn ? -1 : a.openedOn < b.openedOn ? 1 : a.itemId < b.itemId ? -1 : 1,
    )
    .slice(0, TOLD_MOST)
    .map((item) => publicPromiseOf(item, house, today))
  return { serverNowMs: nowMs, today, promises }
}

function publicPromiseOf(item: LedgerItem, house: House, today: Day): PublicPromise {
  const { itemId, unitId, text, owner, openedOn, dueOn, lookBack, dueChanges } = item
  const phase = phaseOf(item)
  return {
    ...{ itemId, text, owner, dueOn, phase },
    unitName:
      (own(house.registry.units, unitId) ?? own(house.registry.pastUnits, unitId)?.unit)?.name ?? unitId,
    madeOn: openedOn,
    punctual: punctualOf(item, today),
    doneOn: phase === 'accepted' ? (item.steps.at(-1)?.on ?? null) : null,
    lookBack: lookBack === null ? null : { outcome: lookBack.outcome, note: lookBack.note, on: lookBack.on },
    firstDueOn: dueChanges[0]?.from ?? null,
    dueReasons: dueChanges.map(({ reason }) => reason),
  }
}

/** By the day it was handed in, as the credit is (EVAL7). */
function punctualOf(item: LedgerItem, today: Day): PublicPromise['punctual'] {
  if (phaseOf(item) === 'accepted') {
    const handedIn = item.steps.findLast(({ step }) => step === 'submitted')?.on ?? today
    return handedIn <= item.dueOn ? 'on_time' : 'late'
  }
  // Handed in by its day and still being looked at: nobody's fault but the looker's.
  const inTime = item.steps.at(-1)?.step === 'submitted' && (item.steps.at(-1)?.on ?? '') <= item.dueOn
  return isOverdue(item, today) && !inTime ? 'overdue' : null
}
