// What a period's ranking is computed from: each method's evidence gathered, what is missing named, what was lifted not counted.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayOf, startOfDayMs } from '../basics/city-day.ts'
import { fromJson, show as shown } from '../basics/exact.ts'
import { standingOf } from '../evaluation/period-points.ts'
import { provisionalInputsOf } from '../evaluation/provisional.ts'
import { rankPeriod } from '../evaluation/period-ranking.ts'
import { DEFAULT_SCHEME, METHODS } from '../evaluation/scheme.ts'
import { generatedPeriod } from '../../tests/support/generated-period.ts'
import {
  DIRECTOR,
  OFFICE,
  SESSION,
  grade,
  pollResult,
  unitId,
  windowId,
} from '../../tests/support/given-parts.ts'
import {
  PERIOD,
  citizensCounts,
  indicatorCounts,
  openPeriod,
  periodIn,
  refreeze,
  vetoOn,
} from '../../tests/support/given-periods.ts'
import {
  POLL,
  byTwo,
  givenUnits,
  planPoll,
  pollOutcome,
  revealPoll,
} from '../../tests/support/given-polls.ts'
import { givenLive, type TestShow } from '../../tests/support/given.ts'
import { periodInForce } from './days.ts'
import { deliveryOf } from './delivery.ts'
import type { UnitInputs } from './inputs.ts'
import { missingIn, periodInputsOf } from './period-inputs.ts'

const AFTER_DUE = startOfDayMs('2027-04-16')
const of = (show: TestShow, n: number, nowMs = show.nowMs): UnitInputs =>
  periodInputsOf(show.house(), periodIn(show), nowMs).evidence.find((each) => each.unitId === unitId(n))!
const allSix = Object.fromEntries(
  DEFAULT_SCHEME.indicators.map(({ indicatorId }) => [indicatorId, [95, 100] as const]),
)

describe('[EVAL4] [EVAL1] citizens', () => {
  test('our revealed polls, or imported counts of units no poll asks about; a poll wins over what came before', () => {
    const show = givenUnits()
    openPeriod(show)
    show.when(citizensCounts({ 1: { satisfied: 9 }, 4: { fair: 5 } }), OFFICE)
    planPoll(show)
    expect(of(show, 1).citizens).toEqual({
      split: { satisfied: 9, fair: 0, dissatisfied: 0, unsure: 0 },
      pollIds: [],
    })
    revealPoll(show, pollOutcome({ 1: { satisfied: 40 } }))
    expect(of(show, 1).citizens).toMatchObject({ split: { satisfied: 40 }, pollIds: [POLL] })
    expect(of(show, 4).citizens).toMatchObject({ split: { fair: 5 }, pollIds: [] })
  })
})

describe('[EVAL3] missing', () => {
  test('named before the day it is due, 应报未报 from the day after; never where a poll runs or it does not apply', () => {
    const show = givenUnits()
    openPeriod(show)
    planPoll(show)
    show.when(indicatorCounts({ 1: allSix, 2: { 'on-time': [1, 100] } }), OFFICE)
    show.when(
      {
        type: 'ConfirmNotApplicable',
        ...{ periodId: PERIOD, method: 'department', reason: '无主管部门' },
        unitIds: [1, 2, 3].map((n) => unitId(n)),
      },
      OFFICE,
    )
    const missing = () =>
      missingIn(show.house(), periodIn(show), show.nowMs).map(
        ({ unit, method }) => `${unit.unitId} ${method}`,
      )
    const left = ['u2 bigData', 'u3 bigData', 'u4 citizens', 'u4 bigData', 'u4 department']
    expect(missing()).toEqual(left)
    show.nowMs = AFTER_DUE - 1
    expect(of(show, 4).notDelivered).toEqual([])
    show.nowMs += 1
    expect([1, 2, 3, 4].map((n) => of(show, n).notDelivered)).toEqual([
      [],
      ['bigData'],
      ['bigData'],
      ['citizens', 'bigData', 'department'],
    ])
    expect(missing()).toEqual(left)
  })

  test('a method that weighs nothing is asked of nobody', () => {
    const show = givenUnits()
    openPeriod(show)
    const weightsBp = { citizens: 10_000, bigData: 0, department: 0, rectification: 0, tv: 0 }
    byTwo(show, { type: 'ChangeScheme', periodId: PERIOD, scheme: { ...DEFAULT_SCHEME, weightsBp } })
    expect(of(show, 1, AFTER_DUE).notDelivered).toEqual(['citizens'])
  })

  test('property: delivery is told without computing, and is what the ranking finds', () => {
    fc.assert(
      fc.property(generatedPeriod(), ({ inputs, scheme }) => {
        inputs.evidence.forEach((evidence, i) => {
          const unit = inputs.units[i]!
          const told = { ...evidence, notDelivered: [] }
          for (const method of METHODS) {
            if (method === 'tv') continue
            const { state } = standingOf(method, unit, told, scheme)
            const expected = state === 'present' ? 'delivered' : state === 'absent' ? 'missing' : state
            expect(deliveryOf(method, unit.category, told, scheme).state, method).toBe(expected)
          }
        })
      }),
      { numRuns: 60 },
    )
  })
})

describe('[EVAL5] [GRADE4] 大数据', () => {
  test('in the scheme’s order; a lifted deduction is scored full, and says so', () => {
    const show = givenUnits()
    openPeriod(show)
    show.when(indicatorCounts({ 1: { accepted: [90, 100], 'on-time': [50, 100] } }), OFFICE)
    expect(of(show, 1).bigData).toEqual([
      { indicatorId: 'on-time', numerator: 50, denominator: 100 },
      { indicatorId: 'accepted', numerator: 90, denominator: 100 },
    ])
    const lift = {
      type: 'LiftDeduction',
      ...{ periodId: PERIOD, unitId: unitId(1) },
      deduction: { kind: 'indicator', indicatorId: 'on-time' },
    } as const
    byTwo(show, lift)
    expect(of(show, 1).bigData[0]).toEqual({
      ...{ indicatorId: 'on-time', numerator: 50, denominator: 100, lifted: true },
    })
    expect(periodIn(show).reliefs).toMatchObject([
      { unitId: 'u1', reason: '测试理由', by: ['ping', 'shen'], deduction: lift.deduction },
    ])
    const again = { type: 'RequestAct', requestId: 'request-0009', act: lift, reason: '再免' } as const
    expect(show.refusal(again, OFFICE)).toBe('deduction_lifted')
    const none = { ...lift, deduction: { kind: 'indicator', indicatorId: 'redone' } } as const
    expect(show.refusal({ ...again, act: none }, OFFICE)).toBe('deduction_unknown')
  })

  test('lifted on all six, a unit has all points there are; a veto that was lifted bars nothing more', () => {
    const show = givenUnits()
    openPeriod(show)
    const worst = Object.fromEntries(Object.keys(allSix).map((id) => [id, [0, 100] as const]))
    show.when(indicatorCounts({ 1: { ...worst, returned: [100, 100], redone: [100, 100] } }), OFFICE)
    show.when(vetoOn(1), OFFICE)
    expect(of(show, 1).vetoes).toEqual(['弄虚作假'])
    byTwo(show, { type: 'LiftVeto', periodId: PERIOD, vetoId: 'veto-0001' })
    for (const { indicatorId } of DEFAULT_SCHEME.indicators)
      byTwo(show, {
        type: 'LiftDeduction',
        ...{ periodId: PERIOD, unitId: unitId(1) },
        deduction: { kind: 'indicator', indicatorId },
      })
    const evidence = of(show, 1)
    const standing = standingOf('bigData', { category: 'office' }, evidence, DEFAULT_SCHEME)
    expect(standing.state === 'present' ? shown(standing.given.points) : null).toBe('100.00')
    expect(evidence.vetoes).toEqual([])
    expect(periodIn(show).vetoes).toMatchObject([{ relief: { reason: '测试理由' } }])
  })
})

describe('[EVAL7] [GRADE4] rectification', () => {
  const onLedger = (show: TestShow) => {
    show.when(
      {
        type: 'AddItems',
        source: { importId: 'ledger-1', words: '督查台账', fileHash: null },
        items: [
          {
            ...{ itemId: 'item-1', unitId: unitId(1), source: 'inspection', text: '路面破损' },
            ...{ owner: '张三', dueOn: '2027-02-10', openedOn: '2027-01-10', weight: 2 },
          },
        ],
      },
      OFFICE,
    )
    const note = { note: '已修复', files: [] }
    show.when({ type: 'SubmitItem', itemId: 'item-1', stepsSeen: 0, ...note }, OFFICE)
    show.when({ type: 'AcceptItem', itemId: 'item-1', stepsSeen: 1, ...note }, OFFICE)
  }

  test('each item due in the period with what it counts for; found false, and that lifted', () => {
    const show = givenUnits()
    openPeriod(show)
    onLedger(show)
    const credit = { itemId: 'item-1', weight: 2 }
    expect(of(show, 1).rectification).toEqual([{ ...credit, kind: 'on_time' }])
    const lift = {
      type: 'LiftDeduction',
      ...{ periodId: PERIOD, unitId: unitId(1) },
      deduction: { kind: 'item', itemId: 'item-1' },
    } as const
    const ask = { type: 'RequestAct', requestId: 'request-0009', act: lift, reason: '先行先试' } as const
    expect(show.refusal(ask, OFFICE)).toBe('deduction_unknown')
    show.when({ type: 'ReopenItem', itemId: 'item-1', stepsSeen: 2, reason: '仍然破损', files: [] }, OFFICE)
    expect(of(show, 1).rectification).toEqual([{ ...credit, kind: 'reopened_false' }])
    byTwo(show, lift)
    expect(of(show, 1).rectification).toEqual([{ ...credit, kind: 'on_time', lifted: true }])
    expect(show.house().ledger.items['item-1']!.steps.at(-1)).toMatchObject({ step: 'reopened' })
  })
})

test('[EVAL7] whoever took a unit over before the period opened answers for its items; merged later, it still does itself', () => {
  const item = (show: TestShow) =>
    show.when(
      {
        type: 'AddItems',
        source: { importId: 'ledger-2', words: '督查台账', fileHash: null },
        items: [
          {
            ...{ itemId: 'item-2', unitId: unitId(2), source: 'inspection', text: '路面破损' },
            ...{ owner: '张三', dueOn: '2027-02-10', openedOn: '2027-01-10', weight: 1 },
          },
        ],
      },
      OFFICE,
    )
  const merge = (show: TestShow) =>
    show.when(
      { type: 'MergeUnits', from: [unitId(2)], into: unitId(1), on: '2027-01-01', reason: '机构改革' },
      OFFICE,
    )
  const before = givenUnits()
  item(before)
  merge(before)
  openPeriod(before)
  expect(of(before, 1).rectification.map(({ itemId }) => itemId)).toEqual(['item-2'])
  const note = { note: '已修复', files: [] }
  before.when({ type: 'SubmitItem', itemId: 'item-2', stepsSeen: 0, ...note }, OFFICE)
  before.when({ type: 'AcceptItem', itemId: 'item-2', stepsSeen: 1, ...note }, OFFICE)
  before.when({ type: 'ReopenItem', itemId: 'item-2', stepsSeen: 2, reason: '仍然破损', files: [] }, OFFICE)
  byTwo(before, {
    type: 'LiftDeduction',
    ...{ periodId: PERIOD, unitId: unitId(1) },
    deduction: { kind: 'item', itemId: 'item-2' },
  })
  expect(of(before, 1).rectification).toEqual([
    { itemId: 'item-2', weight: 1, kind: 'on_time', lifted: true },
  ])
  const after = givenUnits()
  openPeriod(after)
  item(after)
  merge(after)
  expect(of(after, 1).rectification).toEqual([])
  expect(of(after, 2).rectification.map(({ itemId }) => itemId)).toEqual(['item-2'])
})

describe('[EVAL8] tv', () => {
  const scored = (change: Parameters<typeof givenLive>[0] = {}) => {
    const show = givenLive(change)
    openPeriod(show)
    show.openExaminers()
    show.openCitizens()
    for (let seat = 1; seat <= 7; seat++) show.cast(seat, grade(seat <= 3 ? 100 : 60))
    show.keepDeadlines(show.nowMs + 900_000, pollResult({ wechat: 120, web: 900 }))
    for (const { id } of show.session().windows)
      show.when({ type: 'Reveal', sessionId: SESSION, windowId: id }, DIRECTOR)
    return show
  }

  test('a revealed scoring window with its marks in order, and SMS and WeChat of its poll', () => {
    const show = scored()
    expect(of(show, 1).tv).toEqual([
      {
        sessionId: SESSION,
        segmentId: 'seg1',
        examiners: { num: '540', den: '7', marks: [60, 60, 60, 60, 100, 100, 100] },
        poll: { satisfied: 120, fair: 0, dissatisfied: 0, unsure: 0 },
      },
    ])
    expect(shown(fromJson(of(show, 1).tv[0]!.examiners))).toBe('77.14')
  })

  test('[SHOW8] never of a rehearsal, nor of a window that was voided', () => {
    expect(of(scored({ rehearsal: true }), 1).tv).toEqual([])
    const show = scored()
    const window = show.session().windows.find(({ kind }) => kind === 'examiners')!
    const request = { sessionId: SESSION, requestId: 'request-0001' }
    show.when({ type: 'RequestVoid', ...request, windowId: window.id, reason: '口误' }, DIRECTOR)
    show.when({ type: 'ConfirmRequest', ...request }, OFFICE)
    expect(of(show, 1).tv).toEqual([])
  })

  test('[SHOW5] [RANK10] while it runs a poll joins only where its split is in the open, and a session may be left out', () => {
    const show = givenLive()
    openPeriod(show)
    show.openExaminers()
    for (let seat = 1; seat <= 7; seat++) show.cast(seat, grade(100))
    show.keepDeadlines(show.nowMs + 300_000)
    show.when({ type: 'Reveal', sessionId: SESSION, windowId: windowId(1) }, DIRECTOR)
    const poll = show.openCitizens()
    const polls = new Map([[poll, { result: pollResult({ wechat: 120 }) }]])
    const tv = (of: Parameters<typeof periodInputsOf>[3]) =>
      periodInputsOf(show.house(), periodIn(show), show.nowMs, of).evidence[0]!.tv
    expect(tv({ polls, without: null })).toMatchObject([{ poll: { satisfied: 120 } }])
    expect(
      tv({ polls: new Map([[poll, { result: pollResult({ wechat: 99 }) }]]), without: null }),
    ).toMatchObject([{ poll: null }])
    expect(tv({ polls, without: SESSION })).toEqual([])
    // Frozen as it stands it would count revealed windows alone.
    expect(tv(null)).toMatchObject([{ poll: null }])
  })
})

test('[PUB1] what was frozen is what is ranked, though polls and registry go on', () => {
  const show = givenUnits()
  openPeriod(show)
  show.when(citizensCounts({ 1: { satisfied: 40 }, 2: { fair: 40 } }), OFFICE)
  refreeze(show)
  const before = periodInputsOf(show.house(), periodIn(show), show.nowMs)
  show.when({ type: 'RetireUnit', unitId: unitId(1), on: '2027-02-01', reason: '机构改革撤销' }, OFFICE)
  expect(periodInputsOf(show.house(), periodIn(show), show.nowMs + 1)).toBe(before)
  expect(JSON.parse(JSON.stringify(before))).toEqual(before)
  // Reviews and 大数据 are missing: nobody is ranked, and everybody is named.
  const { unranked, rows } = rankPeriod(before, DEFAULT_SCHEME).categories.office
  expect([rows.length, unranked.map(({ why }) => why)]).toEqual([0, ['notDelivered']])
})

test('[RANK10] the provisional ranking reads all that came for the quarter in force, by its frozen scheme; without one, polls alone', () => {
  const show = givenUnits()
  planPoll(show)
  revealPoll(show, pollOutcome({ 1: { satisfied: 40 } }))
  const inputs = () =>
    provisionalInputsOf(
      show.house(),
      periodInForce(show.house().periods, dayOf(show.nowMs)),
      show.nowMs,
      new Map(),
    )
  const methods = () => inputs().map((input) => Object.keys(input.methods))
  expect(methods()).toEqual([['citizens'], [], [], []])
  // The poll opened in January: a quarter that begins in February does not count it.
  openPeriod(show, { startsOn: '2027-02-01' })
  expect(methods()).toEqual([['citizens'], [], [], []])
  show.nowMs = startOfDayMs('2027-02-01')
  expect(methods()).toEqual([[], [], [], []])
  show.when(citizensCounts({ 1: { satisfied: 29 }, 2: { satisfied: 31 } }), OFFICE)
  show.when(indicatorCounts({ 1: allSix, 2: allSix }), OFFICE)
  show.when({ type: 'SetScheme', scheme: { ...DEFAULT_SCHEME, citizensFromN: 99 } }, OFFICE)
  expect(methods()).toEqual([['bigData'], ['citizens', 'bigData'], [], []])
  expect(inputs()[0]).toMatchObject({ apart: { why: 'sample', methods: ['citizens'] } })
})
