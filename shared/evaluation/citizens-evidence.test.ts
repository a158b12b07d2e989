// What `citizens` is made of: revealed period polls, imported counts where there is none, and never a ballot twice.

import { describe, expect, test } from 'vitest'
import { dayOf } from '../basics/city-day.ts'
import { show as shown } from '../basics/exact.ts'
import { OFFICE, unitId, unitOf, windowId } from '../../tests/support/given-parts.ts'
import {
  POLL,
  byTwo,
  givenUnits,
  keepPoll,
  planPoll,
  pollOutcome,
  revealPoll,
} from '../../tests/support/given-polls.ts'
import { citizensCounts, openPeriod } from '../../tests/support/given-periods.ts'
import type { TestShow } from '../../tests/support/given.ts'
import { pollEvidenceOf } from './citizens-evidence.ts'
import { periodInForce } from '../period/days.ts'
import { provisionalInputsOf } from './provisional.ts'

const split = { satisfied: 0, fair: 0, dissatisfied: 0, unsure: 0 }
const accept = (show: TestShow, n: number, satisfied = 50) =>
  show.when(citizensCounts({ [n]: { satisfied } }), OFFICE)
const periodNow = (show: TestShow) => periodInForce(show.house().periods, dayOf(show.nowMs))
const inputOf = (show: TestShow, n: number) =>
  provisionalInputsOf(show.house(), periodNow(show), show.nowMs, new Map()).find(
    ({ unit }) => unit.unitId === unitId(n),
  )!
const pointsOf = (show: TestShow, n: number) => {
  const points = inputOf(show, n).methods.citizens?.points
  return points === undefined ? null : shown(points)
}

describe('[EVAL4] citizens reads revealed period polls', () => {
  test('SMS and WeChat without 不了解; nothing before the reveal', () => {
    const show = givenUnits()
    planPoll(show)
    keepPoll(show, 'verified', pollOutcome({ 1: { satisfied: 30, fair: 10, unsure: 60 } }))
    expect(inputOf(show, 1)).toEqual({ unit: unitOf(1), methods: {} })
    show.nowMs += 10_000
    show.when({ type: 'RevealPoll', pollId: POLL }, OFFICE)
    expect(pointsOf(show, 1)).toBe('90.00')
    expect(pollEvidenceOf(show.house().polls).get(unitId(1))).toEqual({
      split: { ...split, satisfied: 30, fair: 10, unsure: 60 },
      pollIds: [POLL],
    })
  })

  test('the web page’s ballots are counted in no ranking (BAL11)', () => {
    const show = givenUnits()
    planPoll(show)
    revealPoll(show, pollOutcome({ 1: { satisfied: 500 } }, 'web'))
    expect(inputOf(show, 1)).toMatchObject({ methods: {}, apart: { why: 'sample', methods: ['citizens'] } })
  })

  test.each([
    [29, 'sample'],
    [30, undefined],
  ] as const)('%i ballots without 不了解: %s', (satisfied, apart) => {
    const show = givenUnits()
    planPoll(show)
    revealPoll(show, pollOutcome({ 1: { satisfied, unsure: 100 } }))
    expect(inputOf(show, 1).apart?.why).toBe(apart)
  })

  test('a unit nobody voted on is a sample too small, never a nought', () => {
    const show = givenUnits()
    planPoll(show)
    revealPoll(show)
    expect(inputOf(show, 1)).toMatchObject({ methods: {}, apart: { why: 'sample', methods: ['citizens'] } })
    expect(inputOf(show, 4)).toEqual({ unit: unitOf(4), methods: {} })
  })

  test('two polls of a unit are summed, and both are named', () => {
    const show = givenUnits()
    const second = windowId(0x71)
    planPoll(show)
    revealPoll(show, pollOutcome({ 1: { satisfied: 20 } }))
    planPoll(show, {}, { pollId: second, units: [1] })
    revealPoll(show, pollOutcome({ 1: { dissatisfied: 20 } }), second)
    expect(pointsOf(show, 1)).toBe('50.00')
    expect(pollEvidenceOf(show.house().polls).get(unitId(1))!.pollIds).toEqual([POLL, second])
  })

  test('a poll that is voided after its reveal is taken out again', () => {
    const show = givenUnits()
    planPoll(show)
    revealPoll(show, pollOutcome({ 1: { satisfied: 40 } }))
    byTwo(show, { type: 'VoidPoll', pollId: POLL })
    expect(pollEvidenceOf(show.house().polls).has(unitId(1))).toBe(false)
  })
})

describe('[EVAL1] no ballot feeds two methods, or one method twice', () => {
  test('counts of a unit in a poll of ours cannot be imported; of another unit they can', () => {
    const show = givenUnits()
    openPeriod(show)
    planPoll(show)
    expect(show.refusals(citizensCounts({ 1: {}, 4: {} }), OFFICE)).toEqual([
      { code: 'counts_in_poll', detail: { unit: '虚构单位1', title: '上半年评议' } },
    ])
    accept(show, 4)
    expect(pointsOf(show, 4)).toBe('100.00')
  })

  test('counts imported before give way to the poll’s when it is revealed, and never add up', () => {
    const show = givenUnits()
    openPeriod(show)
    accept(show, 1)
    planPoll(show)
    expect(pointsOf(show, 1)).toBe('100.00')
    revealPoll(show, pollOutcome({ 1: { dissatisfied: 40 } }))
    expect(pointsOf(show, 1)).toBe('0.00')
  })

  test('a poll that is void or a draft covers nobody', () => {
    const show = givenUnits()
    openPeriod(show)
    planPoll(show)
    expect(show.reasons(citizensCounts({ 1: {} }), OFFICE)).toEqual(['counts_in_poll'])
    byTwo(show, { type: 'VoidPoll', pollId: POLL })
    accept(show, 1)
    expect(pointsOf(show, 1)).toBe('100.00')
  })

  test('tv reads nothing of a period poll', () => {
    const show = givenUnits()
    planPoll(show)
    revealPoll(show, pollOutcome({ 1: { satisfied: 200 } }))
    expect(Object.keys(inputOf(show, 1).methods)).toEqual(['citizens'])
  })
})

test('[SHOW8] a rehearsal poll feeds no ranking, and keeps no counts from being imported', () => {
  const show = givenUnits()
  openPeriod(show)
  planPoll(show, { rehearsal: true })
  revealPoll(show, pollOutcome({ 1: { satisfied: 300 } }))
  expect(inputOf(show, 1).methods).toEqual({})
  accept(show, 1)
  expect(pointsOf(show, 1)).toBe('100.00')
})

test('[EVAL4] 9,999 units are read once, not at every look', () => {
  const show = givenUnits(9_999)
  planPoll(show, {}, { units: Array.from({ length: 9_999 }, (_, i) => i + 1) })
  revealPoll(
    show,
    pollOutcome(Object.fromEntries(Array.from({ length: 9_999 }, (_, i) => [i + 1, { fair: 31 }]))),
  )
  const before = pollEvidenceOf(show.house().polls)
  show.when({ type: 'SetAccessNumbers', numbers: [] }, OFFICE)
  expect(pollEvidenceOf(show.house().polls)).toBe(before)
  expect(before.size).toBe(9_999)
})
