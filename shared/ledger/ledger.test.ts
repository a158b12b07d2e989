// Proves how items of the ledger move, what the air does to them, and that a period that ended keeps its credits (EVAL7).

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayOf } from '../basics/city-day.ts'
import { PromiseId, SessionId } from '../basics/ids.ts'
import { phaseOf } from '../evaluation/rectification.ts'
import type { Command } from '../show/house.ts'
import {
  DIRECTOR,
  OFFICE,
  SESSION,
  SYSTEM,
  segmentId,
  segmentPlan,
  unitId,
} from '../../tests/support/given-parts.ts'
import { givenHouse, givenLive, type TestShow } from '../../tests/support/given.ts'
import type { LedgerCommand } from './command.ts'
import { ledgerCreditOf, ledgerCreditsOf } from './credits.ts'
import { itemIdOfPromise } from './item.ts'

const DAY_MS = 86_400_000
const today = (show: TestShow) => dayOf(show.nowMs)
const inDays = (show: TestShow, days: number) => dayOf(show.nowMs + days * DAY_MS)
const source = { importId: 'import-1', words: '12345热线交办清单', fileHash: null }
const itemId = 'h-1'

function planOf(show: TestShow, change: object = {}) {
  return {
    itemId,
    unitId: unitId(1),
    source: 'hotline',
    text: '路灯不亮三个月无人处理',
    owner: '王科长',
    openedOn: today(show),
    dueOn: inDays(show, 10),
    weight: 1,
    ...change,
  } as const
}

function givenItem(change: object = {}): TestShow {
  const show = givenLive()
  show.when({ type: 'AddItems', source, items: [planOf(show, change)] }, OFFICE)
  return show
}
const itemOf = (show: TestShow, id: string = itemId) => show.house().ledger.items[id]!
const seen = (show: TestShow, id: string = itemId) => ({
  itemId: id,
  stepsSeen: itemOf(show, id).steps.length,
})
const submit = (show: TestShow, id?: string) =>
  ({ type: 'SubmitItem', ...seen(show, id), note: '已修好并拍照', files: [] }) satisfies Command
const accept = (show: TestShow, id?: string) =>
  ({ type: 'AcceptItem', ...seen(show, id), note: '现场核实', files: [] }) satisfies Command
const reject = (show: TestShow) => ({ type: 'RejectItem', ...seen(show), reason: '材料不全' }) as const
const reopen = (show: TestShow) =>
  ({ type: 'ReopenItem', ...seen(show), reason: '回访仍不亮', files: [] }) satisfies Command

describe('[EVAL7] items on the ledger', () => {
  test('go promised → submitted → accepted or rejected → …, and a look-back reopens one as false', () => {
    const show = givenItem()
    expect(show.refusal(accept(show), OFFICE)).toBe('item_step')
    show.when(submit(show), OFFICE)
    expect(show.refusal(submit(show), OFFICE)).toBe('item_step')
    show.when(reject(show), OFFICE)
    show.when(submit(show), OFFICE)
    const stale = accept(show)
    show.when(accept(show), OFFICE)
    expect(show.refusal(stale, OFFICE)).toBe('item_changed')
    show.when(reopen(show), OFFICE)
    expect(itemOf(show).steps.map(({ step, by }) => `${step} ${by}`)).toEqual([
      'submitted ping',
      'rejected ping',
      'submitted ping',
      'accepted ping',
      'reopened ping',
    ])
  })

  test('are added whole or not at all, each once, for units there are, and never due before they were given out', () => {
    const show = givenItem()
    const add = (change: object, importId = 'import-2'): LedgerCommand => ({
      type: 'AddItems',
      source: { ...source, importId },
      items: [planOf(show, { itemId: 'h-2' }), planOf(show, { itemId: 'h-3', ...change })],
    })
    for (const [change, code] of [
      [{ itemId: 'h-2' }, 'item_duplicate'],
      [{ itemId }, 'item_exists'],
      [{ unitId: unitId(99) }, 'unit_unknown'],
      [{ openedOn: inDays(show, 1) }, 'item_opened_later'],
      [{ dueOn: inDays(show, -1) }, 'item_due_before'],
    ] as const)
      expect(show.refusal(add(change), OFFICE)).toBe(code)
    expect(show.refusal(add({}, 'import-1'), OFFICE)).toBe('item_import_repeated')
    show.when(add({}), OFFICE)
    expect(Object.keys(show.house().ledger.items)).toEqual([itemId, 'h-2', 'h-3'])
    expect(show.refusal({ type: 'RemoveUnit', unitId: unitId(1) }, OFFICE)).toBe('unit_in_use')
  })

  test('a due date moves with a reason and in sight, never once it has passed; so does a withdrawal', () => {
    const show = givenItem()
    const amend = (days: number): LedgerCommand => ({
      type: 'AmendItemDue',
      itemId,
      dueOn: inDays(show, days),
      reason: '汛期停工',
    })
    expect(show.refusal(amend(-1), OFFICE)).toBe('item_due_past')
    expect(show.refusal(amend(10), OFFICE)).toBe('item_due_same')
    show.when(amend(20), OFFICE)
    expect(itemOf(show).dueChanges).toMatchObject([{ reason: '汛期停工', by: 'ping' }])
    show.nowMs += 21 * DAY_MS
    expect(show.refusal(amend(30), OFFICE)).toBe('item_overdue')
    expect(show.refusal({ type: 'WithdrawItem', itemId, reason: '重复登记' }, OFFICE)).toBe('item_overdue')
    const other = givenItem()
    other.when({ type: 'WithdrawItem', itemId, reason: '重复登记' }, OFFICE)
    expect(other.refusal(submit(other), OFFICE)).toBe('item_withdrawn')
    const whole = { startsOn: '2000-01-01', endsOn: '2099-12-31' }
    expect(ledgerCreditsOf(other.house().ledger, whole).size).toBe(0)
  })

  test('the day is the city’s: what is handed in before its midnight is on time', () => {
    const show = givenItem()
    const midnight = Date.parse(`${itemOf(show).dueOn}T00:00:00+08:00`) + DAY_MS
    show.nowMs = midnight - 1
    show.when(submit(show), OFFICE)
    show.nowMs = midnight
    show.when(accept(show), OFFICE)
    const period = { startsOn: '2026-01-01', endsOn: today(show) }
    expect(ledgerCreditOf(itemOf(show), period)).toBe('on_time')
    const late = givenItem()
    late.nowMs = midnight
    late.when(submit(late), OFFICE)
    late.when(accept(late), OFFICE)
    expect(ledgerCreditOf(itemOf(late), period)).toBe('late')
  })

  test('an item that is put on the ledger after a period ended is none of it, though it was due in it', () => {
    const show = givenLive()
    const ended = { startsOn: inDays(show, -90), endsOn: inDays(show, -1) }
    const running = { startsOn: today(show), endsOn: inDays(show, 90) }
    const late = { openedOn: inDays(show, -30), dueOn: inDays(show, -10) }
    show.when({ type: 'AddItems', source, items: [planOf(show, late)] }, OFFICE)
    // Whoever answers for it had no way to hand anything in: steps are of the day they are made.
    expect(ledgerCreditOf(itemOf(show), ended)).toBeNull()
    expect(ledgerCreditOf(itemOf(show), running)).toBe('overdue')
    show.when(submit(show), OFFICE)
    show.when(accept(show), OFFICE)
    expect(ledgerCreditOf(itemOf(show), running)).toBe('late')
  })

  test('whatever legal steps follow, a period that has ended keeps the credits it had', () => {
    const MOVES = ['submit', 'accept', 'reject', 'reopen', 'amend', 'withdraw', 'wait'] as const
    const made = new Set<string>()
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...MOVES), fc.nat(6)), { maxLength: 40 }), (moves) => {
        const show = givenItem()
        const ended = new Map<string, string | null>()
        for (const [move, n] of moves) {
          const command: Record<string, () => Command> = {
            submit: () => submit(show),
            accept: () => accept(show),
            reject: () => reject(show),
            reopen: () => reopen(show),
            amend: () => ({ type: 'AmendItemDue', itemId, dueOn: inDays(show, n), reason: '顺延' }),
            withdraw: () => ({ type: 'WithdrawItem', itemId, reason: '重复登记' }),
          }
          if (move === 'wait') {
            for (let day = 0; day <= n; day += 1) {
              show.nowMs += DAY_MS
              const endsOn = dayOf(show.nowMs - DAY_MS)
              ended.set(endsOn, ledgerCreditOf(itemOf(show), { startsOn: '2026-01-01', endsOn }))
            }
          } else if (show.reasons(command[move]!(), OFFICE).length === 0) {
            made.add(move)
            show.when(command[move]!(), OFFICE)
          }
          for (const [endsOn, credit] of ended)
            expect(ledgerCreditOf(itemOf(show), { startsOn: '2026-01-01', endsOn }), endsOn).toBe(credit)
        }
      }),
      { seed: 407, numRuns: 200 },
    )
    expect([...made].sort()).toEqual(['accept', 'amend', 'reject', 'reopen', 'submit', 'withdraw'])
  })
})

const promiseId = PromiseId.parse('promise-1')
const promiseItem = itemIdOfPromise(SESSION, promiseId)
const record = (show: TestShow, change: object = {}): Command => ({
  type: 'RecordPromise',
  sessionId: SESSION,
  promiseId,
  unitId: unitId(1),
  text: '三十天内装上电梯',
  owner: '王局长',
  dueOn: inDays(show, 30),
  ...change,
})
const lookBack = (outcome: 'kept' | 'partly' | 'broken', note = ''): Command => ({
  type: 'RecordOutcome',
  sessionId: SESSION,
  promiseId,
  outcome,
  note,
})

function givenAcceptance(options: { readonly rehearsal?: boolean } = {}): TestShow {
  return givenLive({
    ...options,
    segments: [{ ...segmentPlan(1, 'acceptance') }, segmentPlan(2)],
  })
}

describe('[EVAL7] promises on air', () => {
  test('become items in the same append, and are revised and withdrawn with them', () => {
    const show = givenLive()
    expect(show.when(record(show)).map(({ type }) => type)).toEqual(['PromiseRecorded', 'PromiseItemAdded'])
    expect(show.recorded.slice(-2).map(({ stream, commandId }) => [stream, commandId])).toEqual([
      ['session-show-1', show.recorded.at(-1)!.commandId],
      ['ledger', show.recorded.at(-1)!.commandId],
    ])
    show.when({
      ...record(show, { text: '四十天内装上电梯', dueOn: inDays(show, 40) }),
      type: 'RevisePromise',
    } as Command)
    expect(itemOf(show, promiseItem)).toMatchObject({
      source: 'promise',
      text: '四十天内装上电梯',
      owner: '王局长',
      dueOn: inDays(show, 40),
      dueChanges: [{ to: inDays(show, 40) }],
      origin: { kind: 'on_air', promiseId },
    })
    show.when({ type: 'WithdrawPromise', sessionId: SESSION, promiseId })
    expect(itemOf(show, promiseItem).withdrawn).not.toBeNull()
    expect(show.session().promises).toEqual([])
  })

  test('[SHOW8] never of a rehearsal', () => {
    const show = givenAcceptance({ rehearsal: true })
    show.when(record(show))
    show.when(lookBack('broken'))
    expect(show.house().ledger.items).toEqual({})
  })

  test('what is handed in or overdue is not rewritten by the console', () => {
    const show = givenLive()
    show.when(record(show))
    show.when(submit(show, promiseItem), OFFICE)
    expect(show.refusal({ ...record(show), type: 'RevisePromise' } as Command)).toBe('item_in_progress')
    expect(show.refusal({ type: 'WithdrawPromise', sessionId: SESSION, promiseId })).toBe('item_in_progress')
    const late = givenLive()
    late.when(record(late))
    late.nowMs += 31 * DAY_MS
    expect(late.refusal({ type: 'WithdrawPromise', sessionId: SESSION, promiseId })).toBe('item_overdue')
  })

  test('a look-back on air and the ledger say the same: kept settles, broken reopens what was settled', () => {
    const show = givenAcceptance()
    show.when(record(show))
    expect(show.when(lookBack('kept')).map(({ type }) => type)).toEqual([
      'OutcomeRecorded',
      'ItemLookedBackOn',
    ])
    expect(itemOf(show, promiseItem).steps.map(({ step }) => step)).toEqual(['submitted', 'accepted'])
    // A slip of the hand, set right the same evening, leaves no trace in the credit.
    show.when(lookBack('partly', '装了两部'))
    expect(itemOf(show, promiseItem)).toMatchObject({
      steps: [],
      lookBack: { outcome: 'partly', note: '装了两部' },
    })
    show.when(submit(show, promiseItem), OFFICE)
    show.when(accept(show, promiseItem), OFFICE)
    show.when(lookBack('broken', '一部也没装'))
    expect(itemOf(show, promiseItem).steps.at(-1)).toMatchObject({ step: 'reopened', reason: '一部也没装' })
    expect(show.session().promises[0]).toMatchObject({ outcome: 'broken' })
    show.when(lookBack('kept'))
    expect(phaseOf(itemOf(show, promiseItem))).toBe('accepted')
  })
})

/** An acceptance segment of unit 1 on air, and an item of it handed in. */
function givenSubmitted(): TestShow {
  const show = givenAcceptance()
  show.when({ type: 'AddItems', source, items: [planOf(show)] }, OFFICE)
  show.when(submit(show), OFFICE)
  return show
}
const first = (show: TestShow) => show.session().segments[0]!.segmentId
const bring = (show: TestShow): Command => ({
  type: 'BringItemToShow',
  itemId,
  sessionId: SESSION,
  segmentId: first(show),
})
function vote(show: TestShow, marks: 'satisfied' | 'dissatisfied') {
  const windowId = show.openExaminers()
  for (let seat = 1; seat <= 7; seat += 1) show.cast(seat, { kind: 'grade', grade: marks })
  show.keepDeadlines()
  return show.when({ type: 'Reveal', sessionId: SESSION, windowId }, DIRECTOR)
}

describe('[EVAL7] an acceptance window feeds its item only', () => {
  test('a vote that passes settles the item that was brought to it, by the same append as its reveal', () => {
    const show = givenSubmitted()
    show.when(bring(show))
    expect(show.when(bring(show))).toEqual([])
    expect(show.refusal(accept(show), OFFICE)).toBe('item_brought')
    expect(vote(show, 'satisfied').map(({ type }) => type)).toEqual(['WindowRevealed', 'ItemVoted'])
    expect(itemOf(show)).toMatchObject({
      broughtTo: null,
      votes: [{ passed: true, counted: 7, points: { num: '100', den: '1' } }],
    })
    expect(itemOf(show).steps.at(-1)).toMatchObject({
      step: 'accepted',
      how: 'on_air',
      cause: { kind: 'vote' },
    })
  })

  test('one that fails sends it back; one of another item’s segment, or of none, feeds nothing', () => {
    const show = givenSubmitted()
    show.when(bring(show))
    vote(show, 'dissatisfied')
    expect(phaseOf(itemOf(show))).toBe('rejected')
    const other = givenSubmitted()
    expect(vote(other, 'satisfied').map(({ type }) => type)).toEqual(['WindowRevealed'])
    expect(phaseOf(itemOf(other))).toBe('submitted')
    expect(other.refusal(bring(other))).toBe('item_segment_revealed')
  })

  test('is chosen for what it is about: its unit, an acceptance segment, handed in, not of a rehearsal, one a segment', () => {
    const show = givenSubmitted()
    const scoring = { ...bring(show), segmentId: segmentId(2) } as Command
    expect(show.refusal(scoring)).toBe('item_not_acceptance')
    expect(show.refusal({ ...bring(show), sessionId: SessionId.parse('none') } as Command)).toBe(
      'session_unknown',
    )
    show.when(
      { type: 'AddItems', source: { ...source, importId: 'two' }, items: [planOf(show, { itemId: 'h-2' })] },
      OFFICE,
    )
    expect(show.refusal({ ...bring(show), itemId: 'h-2' } as Command)).toBe('item_step')
    show.when(submit(show, 'h-2'), OFFICE)
    show.when(bring(show))
    expect(show.refusal({ ...bring(show), itemId: 'h-2' } as Command)).toBe('item_segment_taken')
    show.when({ type: 'TakeItemFromShow', itemId })
    show.when({ ...bring(show), itemId: 'h-2' } as Command)
    const rehearsal = givenAcceptance({ rehearsal: true })
    rehearsal.when({ type: 'AddItems', source, items: [planOf(rehearsal)] }, OFFICE)
    rehearsal.when(submit(rehearsal), OFFICE)
    expect(rehearsal.refusal(bring(rehearsal))).toBe('item_rehearsal')
  })

  test('a vote that two persons void the same evening is taken back from the item', () => {
    const show = givenSubmitted()
    show.when(bring(show))
    vote(show, 'satisfied')
    const windowId = show.examiners().id
    const requestId = 'request-1'
    show.when(
      { type: 'RequestVoid', sessionId: SESSION, requestId, windowId, reason: '开错了窗口' },
      DIRECTOR,
    )
    const events = show.when({ type: 'ConfirmRequest', sessionId: SESSION, requestId }, OFFICE)
    expect(events.map(({ type }) => type)).toEqual(['WindowVoided', 'ItemVoteVoided'])
    expect(phaseOf(itemOf(show))).toBe('submitted')
    expect(itemOf(show).votes[0]).toMatchObject({ voidedAtMs: show.nowMs })
  })

  test('nothing of it is said while a vote is running, and never the opposite of what it found', () => {
    const show = givenAcceptance()
    show.when(record(show))
    show.when(submit(show, promiseItem), OFFICE)
    show.when({ ...bring(show), itemId: promiseItem } as Command)
    expect(show.refusal(lookBack('kept'))).toBe('item_vote_pending')
    vote(show, 'satisfied')
    expect(show.refusal(lookBack('broken'))).toBe('item_against_vote')
    show.when(lookBack('kept'))
    expect(itemOf(show, promiseItem).steps.map(({ step }) => step)).toEqual(['submitted', 'accepted'])
  })
})

test('[SAFE4] the server itself and an unknown unit put nothing on the ledger', () => {
  const show = givenHouse()
  expect(show.refusal({ type: 'AddItems', source, items: [planOf(show)] }, SYSTEM)).toBe('unit_unknown')
})
