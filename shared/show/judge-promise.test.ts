// Proves that a promise made on air is kept with its words, and that only a look-back says what became of it.

import { describe, expect, test } from 'vitest'
import { PromiseId, SessionId } from '../basics/ids.ts'
import {
  AUDITOR,
  DIRECTOR,
  DRAFT,
  OFFICE,
  SESSION,
  seatPlans,
  segmentId,
  segmentPlan,
  unitId,
} from '../../tests/support/given-parts.ts'
import { givenLive, givenReady } from '../../tests/support/given.ts'
import { SessionCommand } from './command.ts'

const promiseId = PromiseId.parse('promise-1')
const record = {
  type: 'RecordPromise',
  sessionId: SESSION,
  promiseId,
  unitId: unitId(1),
  text: '三十天内装上电梯',
  owner: '王局长',
  dueOn: '2027-12-31',
} as const
const outcome = {
  type: 'RecordOutcome',
  sessionId: SESSION,
  promiseId,
  outcome: 'partly',
  note: '装了两部',
} as const

describe('promises', () => {
  test('recorded live or after the show, by whom and when; revised and withdrawn until a look-back', () => {
    const show = givenLive()
    show.when(record, OFFICE)
    expect(show.session().promises).toEqual([
      {
        promiseId,
        sessionId: SESSION,
        unitId: 'u1',
        text: '三十天内装上电梯',
        owner: '王局长',
        dueOn: '2027-12-31',
        recordedAtMs: show.nowMs,
        by: 'ping',
        outcome: null,
        outcomeNote: '',
      },
    ])
    expect(show.refusal(record)).toBe('promise_exists')
    expect(show.refusal({ ...record, promiseId: PromiseId.parse('p2'), unitId: unitId(99) })).toBe(
      'unit_unknown',
    )
    show.when({ ...record, type: 'RevisePromise', owner: '李局长' })
    expect(show.session().promises[0]).toMatchObject({ owner: '李局长', by: 'ping' })
    show.when({ type: 'WithdrawPromise', sessionId: SESSION, promiseId })
    expect(show.when({ type: 'WithdrawPromise', sessionId: SESSION, promiseId })).toEqual([])
    expect(show.refusal({ ...record, type: 'RevisePromise' })).toBe('promise_unknown')
    expect(givenReady().refusal(record)).toBe('session_not_live')
    show.when({ type: 'EndSession', sessionId: SESSION })
    show.when(record, DIRECTOR)
  })

  test('a due date is a day of the calendar, and the words have bounds', () => {
    const parses = (change: object) => SessionCommand.safeParse({ ...record, ...change }).success
    expect(parses({})).toBe(true)
    for (const dueOn of ['2026-02-30', '31.12.2026', '', '2026-12-31T00:00:00Z'])
      expect(parses({ dueOn })).toBe(false)
    expect(parses({ text: '好'.repeat(121) })).toBe(false)
    expect(parses({ owner: ' ' })).toBe(false)
  })

  test('an outcome needs an acceptance segment of that unit on air tonight, and fixes the words', () => {
    const show = givenLive({
      segments: [
        segmentPlan(1),
        segmentPlan(2),
        { ...segmentPlan(1, 'acceptance'), segmentId: segmentId(3) },
      ],
    })
    show.when(record)
    expect(show.refusal(outcome)).toBe('no_look_back')
    show.when({ type: 'TakeSegment', sessionId: SESSION, segmentId: segmentId(3) })
    show.when(outcome)
    expect(show.when(outcome)).toEqual([])
    expect(show.session().promises[0]).toMatchObject({ outcome: 'partly', outcomeNote: '装了两部' })
    show.when({ ...outcome, outcome: 'kept', note: '' })
    expect(show.refusal({ ...record, type: 'RevisePromise' })).toBe('promise_looked_back')
    expect(show.refusal({ type: 'WithdrawPromise', sessionId: SESSION, promiseId })).toBe(
      'promise_looked_back',
    )
    expect(show.refusal({ ...outcome, promiseId: PromiseId.parse('p9') })).toBe('promise_unknown')
  })

  test('a later session looks back on a promise of an earlier one', () => {
    const show = givenLive()
    show.when(record)
    show.when({ type: 'EndSession', sessionId: SESSION })
    const sessionId = SessionId.parse('show-2')
    show.when({ ...DRAFT, sessionId })
    show.when({ type: 'EditRundown', sessionId, segments: [segmentPlan(1, 'acceptance')] })
    show.when({ type: 'SetPanel', sessionId, seats: seatPlans(5) })
    show.when({ type: 'MarkReady', sessionId })
    show.when({ type: 'GoLive', sessionId })
    expect(show.refusal(outcome)).toBe('no_look_back')
    show.when({ type: 'TakeSegment', sessionId, segmentId: segmentId(1) })
    show.when(outcome)
    expect(show.house().sessions[SESSION]?.promises[0]?.outcome).toBe('partly')
  })

  test('who has no account records nothing', () => {
    const show = givenLive()
    expect(show.refusal(record, { role: 'system' })).toBe('not_allowed')
    expect(show.reasons(record, AUDITOR)).toEqual([])
  })
})
