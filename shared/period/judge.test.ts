// Periods by the rules: what may be planned, opened, taken as evidence and frozen.

import { describe, expect, test } from 'vitest'
import { startOfDayMs } from '../basics/city-day.ts'
import { DEFAULT_SCHEME } from '../evaluation/scheme.ts'
import { sentenceOf } from '../basics/refusal.ts'
import { DIRECTOR, OFFICE, SYSTEM, T0, unitId } from '../../tests/support/given-parts.ts'
import {
  PERIOD,
  certifyPeriod,
  citizensCounts,
  draftPeriod,
  finalisePeriod,
  indicatorCounts,
  openPeriod,
  periodIn,
  periodSettings,
  refreeze,
  sourceOf,
  vetoOn,
} from '../../tests/support/given-periods.ts'
import {
  DAY_MS,
  POLL,
  byTwo,
  givenUnits,
  keepPoll,
  planPoll,
  revealPoll,
} from '../../tests/support/given-polls.ts'
import { givenLive } from '../../tests/support/given.ts'
import type { Command } from '../show/house.ts'
import { evidenceOf } from './packed-evidence.ts'
import { frozenInputsOf } from './frozen-inputs.ts'
import { periodInputsOf } from './period-inputs.ts'
import { PeriodId } from './ids.ts'

const SECOND = PeriodId.parse('2027-q2')
const HALF = PeriodId.parse('2027-h1')
const Q2 = { title: '第二季度', startsOn: '2027-04-01', endsOn: '2027-06-30', evidenceDueOn: '2027-07-10' }
const HALF_YEAR = {
  kind: 'half',
  ...{ title: '上半年', startsOn: '2027-01-01', endsOn: '2027-06-30' },
  ...{ evidenceDueOn: '2027-07-10', rollsUp: [PERIOD, SECOND] },
} as const
const open = { type: 'OpenPeriod', periodId: PERIOD } as const
const freeze = { type: 'FreezeInputs', periodId: PERIOD } as const

describe('[EVAL2] planning a period', () => {
  test('quarters do not overlap, not by one day', () => {
    const show = givenUnits()
    draftPeriod(show)
    const touching = periodSettings({ ...Q2, startsOn: '2027-03-31' })
    expect(show.refusals({ type: 'DraftPeriod', periodId: SECOND, settings: touching }, OFFICE)).toEqual([
      { code: 'period_overlaps', detail: { title: '2027年第一季度' } },
    ])
    draftPeriod(show, Q2, SECOND)
    const back = { type: 'RevisePeriod', periodId: SECOND, settings: touching } as const
    expect(show.refusal(back, OFFICE)).toBe('period_overlaps')
    show.when({ type: 'DiscardPeriod', periodId: PERIOD }, OFFICE)
    show.when(back, OFFICE)
    expect(Object.keys(show.house().periods)).toEqual([SECOND])
  })

  test.each([
    [{ endsOn: '2026-12-31', evidenceDueOn: '2027-01-01' }, 'period_days'],
    [{ evidenceDueOn: '2027-03-30' }, 'period_evidence_day'],
    [{ rollsUp: [SECOND] }, 'period_quarter_rolls'],
    [{ kind: 'half', rollsUp: [] }, 'period_rolls_few'],
    [{ kind: 'half', rollsUp: [SECOND, SECOND] }, 'period_rolls_few'],
    [{ kind: 'half', rollsUp: [SECOND, PERIOD] }, 'period_rolled_unknown'],
  ] as const)('%o is refused: %s', (change, code) => {
    const show = givenUnits()
    const settings = periodSettings({ ...change, rollsUp: [...('rollsUp' in change ? change.rollsUp : [])] })
    expect(show.reasons({ type: 'DraftPeriod', periodId: PERIOD, settings }, OFFICE)).toContain(code)
  })

  test('a half-year rolls up quarters of its own days, once they are published', () => {
    const show = givenUnits()
    openPeriod(show)
    show.when(vetoOn(3), OFFICE)
    refreeze(show)
    certifyPeriod(show)
    draftPeriod(show, Q2, SECOND)
    const later = { ...HALF_YEAR, startsOn: '2027-02-01', rollsUp: [PERIOD, SECOND] }
    expect(
      show.reasons({ type: 'DraftPeriod', periodId: HALF, settings: periodSettings(later) }, OFFICE),
    ).toEqual(['period_rolled_outside'])
    draftPeriod(show, { ...HALF_YEAR, rollsUp: [PERIOD, SECOND] }, HALF)
    const openHalf = { type: 'OpenPeriod', periodId: HALF } as const
    expect(show.refusals(openHalf, OFFICE)).toEqual([
      { code: 'period_rolled_unpublished', detail: { title: '第二季度' } },
    ])
    show.when({ type: 'OpenPeriod', periodId: SECOND }, OFFICE)
    refreeze(show, SECOND)
    certifyPeriod(show, SECOND)
    show.when(openHalf, OFFICE)
    expect(show.reasons({ type: 'FreezeInputs', periodId: HALF }, OFFICE)).toEqual([
      'period_rolled_not_final',
      'period_rolled_not_final',
    ])
    finalisePeriod(show)
    finalisePeriod(show, SECOND)
    show.when({ type: 'FreezeInputs', periodId: HALF }, OFFICE)
    // [EVAL9] A veto of a quarter counts in the half-year.
    expect(frozenInputsOf(periodIn(show, HALF))).toMatchObject({
      rolled: { length: 4 },
      evidence: [{ unitId: 'u3', vetoes: ['弄虚作假'] }],
    })
  })
})

test('[EVAL2] units that are as the quarter before knows them are held once, and a renamed one changes no other quarter', () => {
  const show = givenUnits()
  openPeriod(show)
  draftPeriod(show, Q2, SECOND)
  const third = PeriodId.parse('2027-q3')
  const Q3 = { title: '第三季度', startsOn: '2027-07-01', endsOn: '2027-09-30', evidenceDueOn: '2027-10-10' }
  draftPeriod(show, Q3, third)
  show.when({ type: 'OpenPeriod', periodId: SECOND }, OFFICE)
  expect(periodIn(show, SECOND).units).toBe(periodIn(show).units)
  const [first] = periodIn(show).units
  show.when({ type: 'ImportUnits', units: [{ ...first!, name: '改了名的单位' }] }, OFFICE)
  show.when({ type: 'OpenPeriod', periodId: third }, OFFICE)
  expect(periodIn(show).units[0]).toBe(first)
  const [renamed, ...others] = periodIn(show, third).units
  expect(renamed).toEqual({ ...first, name: '改了名的单位' })
  others.forEach((unit, i) => expect(unit).toBe(periodIn(show).units[i + 1]))
})

describe('[EVAL2] the scheme is frozen before the first ballot', () => {
  test('not once a poll of its days has opened, and the refusal says which; a rehearsal or another quarter’s is none', () => {
    const show = givenUnits()
    draftPeriod(show)
    draftPeriod(show, Q2, SECOND)
    planPoll(show)
    expect(show.reasons(open, OFFICE)).toEqual([])
    show.nowMs += DAY_MS
    expect(show.refusals(open, OFFICE)).toEqual([
      { code: 'period_ballots_cast', detail: { title: '上半年评议' } },
    ])
    expect(show.reasons({ type: 'OpenPeriod', periodId: SECOND }, OFFICE)).toEqual([])
    byTwo(show, { type: 'VoidPoll', pollId: POLL })
    expect(show.reasons(open, OFFICE)).toEqual([])
    planPoll(show, { rehearsal: true }, { pollId: '0000000000a1' as typeof POLL })
    show.nowMs += DAY_MS
    show.when(open, OFFICE)
  })

  test('not once a scoring window of its days has opened', () => {
    const show = givenLive()
    draftPeriod(show)
    expect(show.reasons(open, OFFICE)).toEqual([])
    show.openExaminers()
    expect(show.refusals(open, OFFICE)).toEqual([
      { code: 'period_scored', detail: { title: show.session().title } },
    ])
  })

  test('its scheme and units stay as they were then; a later scheme is a new version by two, with a reason', () => {
    const show = givenUnits()
    openPeriod(show)
    show.when({ type: 'SetScheme', scheme: { ...DEFAULT_SCHEME, listMost: 3 } }, OFFICE)
    show.when({ type: 'RetireUnit', unitId: unitId(4), on: '2027-02-01', reason: '机构改革撤销' }, OFFICE)
    expect(periodIn(show).schemes).toMatchObject([{ version: 1, scheme: { listMost: 10 }, by: ['ping'] }])
    expect(periodIn(show).units).toHaveLength(4)
    const scheme = { ...DEFAULT_SCHEME, listMost: 5 }
    byTwo(show, { type: 'ChangeScheme', periodId: PERIOD, scheme })
    expect(periodIn(show).schemes.map(({ version, reason, by }) => [version, reason, by])).toEqual([
      [1, '随周期启用', ['ping']],
      [2, '测试理由', ['ping', 'shen']],
    ])
    const ask = (of: typeof scheme) =>
      ({
        type: 'RequestAct',
        ...{ requestId: 'request-9999', reason: '理由' },
        act: { type: 'ChangeScheme', periodId: PERIOD, scheme: of },
      }) as const
    expect(show.refusal(ask(scheme), OFFICE)).toBe('scheme_same')
    const broken = { ...scheme, weightsBp: { ...scheme.weightsBp, tv: 0 } }
    expect(show.refusal(ask(broken), OFFICE)).toBe('scheme_weights')
    refreeze(show)
    expect(show.refusal(ask({ ...scheme, listMost: 6 }), OFFICE)).toBe('period_phase')
  })
})

describe('[EVAL1] [EVAL5] evidence comes whole or not at all', () => {
  const good = { 1: { 'on-time': [90, 100], accepted: [99, 100] }, 2: { 'on-time': [0, 0] } } as const

  test('what was taken says where it is from; the same import again changes nothing', () => {
    const show = givenUnits()
    openPeriod(show)
    show.when(indicatorCounts(good), OFFICE)
    expect(evidenceOf(periodIn(show)).indicators[unitId(1)]).toEqual({
      'on-time': { numerator: 90, denominator: 100, importId: 'indicators-1' },
      accepted: { numerator: 99, denominator: 100, importId: 'indicators-1' },
    })
    expect(periodIn(show).imports).toEqual([
      {
        ...{ importId: 'indicators-1', words: '12345热线月报', fileHash: null, method: 'bigData' },
        ...{ rows: 3, replaced: 0, by: 'ping', atMs: show.nowMs },
      },
    ])
    expect(show.when(indicatorCounts({ 3: { 'on-time': [1, 1] } }), OFFICE)).toEqual([])
    expect(periodIn(show).imports).toHaveLength(1)
  })

  test('one bad row and nothing is taken; every fault is named', () => {
    const show = givenUnits()
    openPeriod(show)
    const scheme = { ...DEFAULT_SCHEME, indicators: DEFAULT_SCHEME.indicators.map((each) => ({ ...each })) }
    scheme.indicators[1]!.categories = ['station']
    byTwo(show, { type: 'ChangeScheme', periodId: PERIOD, scheme })
    const bad = indicatorCounts({
      ...{ 1: { 'on-time': [1, 2], accepted: [1, 2], 'no-such': [1, 2] } },
      ...{ 99: { 'on-time': [1, 2] } },
    })
    const twice = { ...bad, rows: [...bad.rows, bad.rows[0]!] }
    expect(show.reasons(twice, OFFICE)).toEqual([
      'indicator_category',
      'indicator_unknown',
      'unit_unknown',
      'evidence_twice',
    ])
    expect(periodIn(show).imports).toEqual([])
  })

  test('what is there is replaced only where that was asked for', () => {
    const show = givenUnits()
    openPeriod(show)
    show.when(indicatorCounts(good), OFFICE)
    const source = sourceOf('indicators-2')
    const again = indicatorCounts({ 1: { 'on-time': [95, 100] }, 3: { 'on-time': [1, 2] } }, { source })
    expect(show.refusals(again, OFFICE)).toEqual([
      { code: 'evidence_there', detail: { unit: '虚构单位1', what: '按时办结率' } },
    ])
    show.when({ ...again, replaces: true }, OFFICE)
    expect(periodIn(show).imports.at(-1)).toMatchObject({ rows: 2, replaced: 1 })
    expect(evidenceOf(periodIn(show)).indicators[unitId(1)]).toMatchObject({
      'on-time': { numerator: 95, importId: 'indicators-2' },
      accepted: { numerator: 99, importId: 'indicators-1' },
    })
  })

  test('citizens: not of a unit one of our polls of those days asks about', () => {
    const show = givenUnits()
    openPeriod(show)
    planPoll(show)
    expect(show.reasons(citizensCounts({ 1: {}, 4: {} }), OFFICE)).toEqual(['counts_in_poll'])
    show.when(citizensCounts({ 4: { satisfied: 3 } }), OFFICE)
    expect(show.reasons(citizensCounts({ 4: {} }, { source: sourceOf('again-1') }), OFFICE)).toEqual([
      'evidence_there',
    ])
  })

  test('[EVAL3] not after the day it was due, unless that was moved on, with a reason', () => {
    const show = givenUnits()
    openPeriod(show)
    show.nowMs = startOfDayMs('2027-04-16') - 1
    expect(show.reasons(indicatorCounts(good), OFFICE)).toEqual([])
    show.nowMs += 1
    expect(show.refusals(indicatorCounts(good), OFFICE).map(sentenceOf)).toEqual([
      '佐证截止日2027年4月15日已过；确需补交，请先延长截止日并写明理由。',
    ])
    const extend = (evidenceDueOn: string) =>
      ({ type: 'ExtendEvidence', periodId: PERIOD, evidenceDueOn, reason: '系统故障' }) as const
    expect(show.reasons(extend('2027-04-15'), OFFICE)).toEqual(['period_extend_later', 'period_extend_past'])
    show.when(extend('2027-04-16'), OFFICE)
    show.when(indicatorCounts(good), OFFICE)
  })

  test('[EVAL3] 不适用 is confirmed with a reason where nothing is there, taken back with one, and both stay in sight', () => {
    const show = givenUnits()
    openPeriod(show)
    planPoll(show)
    show.when(indicatorCounts(good), OFFICE)
    const confirm = (method: 'bigData' | 'citizens' | 'department', ...n: number[]) =>
      ({
        type: 'ConfirmNotApplicable',
        ...{ periodId: PERIOD, method, reason: '无此业务' },
        unitIds: n.map((each) => unitId(each)),
      }) as const
    expect(show.reasons(confirm('bigData', 1, 3), OFFICE)).toEqual(['evidence_not_absent'])
    expect(show.reasons(confirm('citizens', 1), OFFICE)).toEqual(['evidence_not_absent'])
    show.when(confirm('bigData', 3, 4), OFFICE)
    expect(show.when(confirm('bigData', 4), OFFICE)).toEqual([])
    const withdraw: Command = {
      ...{ type: 'WithdrawNotApplicable', periodId: PERIOD, method: 'bigData' },
      ...{ unitIds: [unitId(4)], reason: '经查有热线工单' },
    }
    const methodsExcused = (n: number) =>
      periodInputsOf(show.house(), periodIn(show), show.nowMs).evidence[n - 1]!.notApplicable
    expect(methodsExcused(4)).toEqual(['bigData'])
    show.when(withdraw, OFFICE)
    const confirmed = { method: 'bigData', reason: '无此业务', by: 'ping', atMs: show.nowMs }
    const withdrawn = { reason: '经查有热线工单', by: 'ping', atMs: show.nowMs }
    expect(periodIn(show).notApplicable).toEqual([
      { ...confirmed, unitId: unitId(3), withdrawn: null },
      { ...confirmed, unitId: unitId(4), withdrawn },
    ])
    expect(methodsExcused(4)).toEqual([])
    expect(show.when(withdraw, OFFICE)).toEqual([])
    show.when(confirm('bigData', 4), OFFICE)
    expect(methodsExcused(4)).toEqual(['bigData'])
  })

  test('[RANK5] a veto is one of the scheme’s kinds', () => {
    const show = givenUnits()
    openPeriod(show)
    expect(show.refusal({ ...vetoOn(1), kind: '迟到' }, OFFICE)).toBe('veto_kind_unknown')
    show.when(vetoOn(1), OFFICE)
    expect(show.refusal(vetoOn(1), OFFICE)).toBe('veto_exists')
    expect(show.refusal(vetoOn(77, 'veto-0002'), OFFICE)).toBe('unit_unknown')
  })
})

describe('[PUB1] freezing', () => {
  test('not while days run, a poll is unrevealed or evidence may still come; each is a sentence', () => {
    const show = givenUnits()
    openPeriod(show)
    planPoll(show)
    expect(show.refusals(freeze, OFFICE).map(sentenceOf)).toEqual([
      '周期要到2027年3月31日才结束，现在不能冻结。',
      '评议期“上半年评议”还没有揭晓，不能冻结。',
      // Three units stand in the poll: only the fourth still lacks citizens; all lack 大数据 and reviews.
      '还缺9项佐证，佐证截止日2027年4月15日还没有过。',
    ])
    keepPoll(show, 'verified')
    show.nowMs = startOfDayMs('2027-04-16')
    expect(show.reasons(freeze, OFFICE)).toEqual(['period_poll_open'])
    show.when({ type: 'RevealPoll', pollId: POLL }, OFFICE)
    show.when(freeze, OFFICE)
    expect(periodIn(show).stage).toEqual({
      ...{ phase: 'frozen', sinceMs: show.nowMs, correcting: null, differences: null, agreement: null },
    })
  })

  test('not while a session of those days is live', () => {
    const show = givenLive()
    openPeriod(show)
    show.nowMs = startOfDayMs('2027-04-16')
    expect(show.reasons(freeze, OFFICE)).toEqual(['period_session_open'])
    show.when({ type: 'EndSession', sessionId: show.session().id }, DIRECTOR)
    show.when(freeze, OFFICE)
  })

  test('once frozen, nothing of the period changes', () => {
    const show = givenUnits()
    openPeriod(show)
    show.when(indicatorCounts({ 1: { 'on-time': [50, 100] } }), OFFICE)
    show.when(vetoOn(1), OFFICE)
    refreeze(show)
    const { inputs } = periodIn(show)
    for (const command of [
      indicatorCounts({ 2: { 'on-time': [1, 2] } }, { source: sourceOf('late-0001') }),
      citizensCounts({ 2: {} }),
      vetoOn(2, 'veto-0002'),
      freeze,
      { type: 'ExtendEvidence', periodId: PERIOD, evidenceDueOn: '2028-01-01', reason: '理由' },
      { type: 'RevisePeriod', periodId: PERIOD, settings: periodSettings() },
      { type: 'DiscardPeriod', periodId: PERIOD },
      open,
    ] as const)
      expect(show.reasons(command, OFFICE), command.type).toContain('period_phase')
    show.when({ type: 'SetScheme', scheme: { ...DEFAULT_SCHEME, citizensFromN: 99 } }, OFFICE)
    expect(periodIn(show).inputs).toBe(inputs)
  })
})

test('[SAFE4] the server’s own commands and acts have no other way; a person’s need a person', () => {
  const show = givenUnits()
  for (const command of [{ type: 'DraftPeriod', periodId: PERIOD, settings: periodSettings() }] as const)
    show.when(command, OFFICE)
  expect(show.refusal(open, SYSTEM)).toBe('not_allowed')
  expect(show.refusal({ type: 'OpenPeriod', periodId: PeriodId.parse('constructor') }, OFFICE)).toBe(
    'period_unknown',
  )
})

test('[EVAL4] a poll belongs to the quarter it opens in, and counts there when it is revealed', () => {
  const show = givenUnits()
  openPeriod(show)
  openPeriod(show, Q2, SECOND)
  const closesAtMs = startOfDayMs('2027-04-05')
  planPoll(show, { opensAtMs: startOfDayMs('2027-04-01') - 1_000, closesAtMs })
  expect(show.nowMs).toBe(T0)
  revealPoll(show)
  show.nowMs = startOfDayMs('2027-07-11')
  show.when(freeze, OFFICE)
  show.when({ type: 'FreezeInputs', periodId: SECOND }, OFFICE)
  const polls = (id: PeriodId) =>
    frozenInputsOf(periodIn(show, id))!.evidence.map(({ citizens }) => citizens?.pollIds)
  expect(polls(PERIOD)).toEqual([[POLL], [POLL], [POLL], undefined])
  expect(polls(SECOND)).toEqual([undefined, undefined, undefined, undefined])
})
