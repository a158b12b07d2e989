// Periods under random commands of random people at random times: no hole in the state machine, and a replay gives the same (SHOW7).

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { HouseAct } from '../acts/act.ts'
import { dayAfter, dayOf, startOfDayMs } from '../basics/city-day.ts'
import { DEFAULT_SCHEME } from '../evaluation/scheme.ts'
import type { Actor } from '../show/event.ts'
import { decideHouse, reasonsAgainstInHouse } from '../show/house-decide.ts'
import { EMPTY_HOUSE, foldHouse } from '../show/house-evolve.ts'
import type { Command, House } from '../show/house.ts'
import { AUDITOR, DIRECTOR, OFFICE, SYSTEM, unitId } from '../../tests/support/given-parts.ts'
import {
  BUNDLE,
  RESULT,
  citizensCounts,
  indicatorCounts,
  periodSettings,
  sourceOf,
} from '../../tests/support/given-periods.ts'
import { DAY_MS, givenUnits } from '../../tests/support/given-polls.ts'
import type { TestShow } from '../../tests/support/given.ts'
import { frozenInputsOf } from './frozen-inputs.ts'
import { ContentHash, PeriodId } from './ids.ts'
import type { Period, PeriodPhase } from './period.ts'

const IDS = ['q1', 'q2', 'half'].map((id) => PeriodId.parse(id))
const OTHER_BUNDLE = ContentHash.parse('d'.repeat(64))
const PEOPLE: readonly Actor[] = [OFFICE, AUDITOR, DIRECTOR, SYSTEM]

const move = fc.record({
  pick: fc.nat(9_999),
  period: fc.constantFrom(0, 0, 0, 1, 2),
  a: fc.nat(5),
  b: fc.nat(5),
  by: fc.constantFrom(0, 0, 0, 1, 2, 3),
  /** `due`: to the day after evidence is due, or the notice's end, as when nobody does anything until then. */
  wait: fc.constantFrom(0, 0, 0, 0, 1, DAY_MS, 'due', 'due'),
})
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never

function afterWait({ wait, period }: Move, show: TestShow): number {
  if (typeof wait === 'number') return show.nowMs + wait
  const state = show.house().periods[IDS[period]!]
  if (state === undefined || state.stage.phase === 'draft' || state.stage.phase === 'frozen')
    return show.nowMs
  const notice = state.publications.at(-1)?.noticeUntilMs ?? 0
  const due = state.stage.phase === 'notice' ? notice : startOfDayMs(dayAfter(state.evidenceDueOn, 1))
  return Math.max(show.nowMs, due)
}

/** A command about what is there or nearly there. */
function commandOf({ pick, period: of, a, b }: Move, show: TestShow): Command {
  const periodId = IDS[of]!
  const state = show.house().periods[periodId]
  const last = state?.publications.at(-1)
  const publicationId = last?.publicationId ?? ('none' as NonNullable<typeof last>['publicationId'])
  const objectionId = `objection-${b}`
  const rows = {
    periodId,
    source: sourceOf(`import-${show.recorded.length - (a === 5 ? 3 : 0)}`),
    replaces: b > 2,
  }
  const settings = settingsOf(of, a)
  const frozen = state?.stage.phase === 'frozen'
  const { requests } = show.house().acts
  const requestId = requests[b % Math.max(1, requests.length)]?.requestId ?? 'request-none'
  const act = actOf(state, periodId, a, b, show)
  const makers: readonly (readonly [number, () => Command])[] = [
    [state === undefined ? 20 : 1, () => ({ type: 'DraftPeriod', periodId, settings })],
    [1, () => ({ type: 'RevisePeriod', periodId, settings })],
    [state?.stage.phase === 'draft' && a === 5 ? 2 : 0, () => ({ type: 'DiscardPeriod', periodId })],
    [state?.stage.phase === 'draft' ? 40 : 1, () => ({ type: 'OpenPeriod', periodId })],
    [
      2,
      () => ({
        ...{ type: 'ExtendEvidence', periodId, reason: '系统故障' },
        ...{ evidenceDueOn: dayAfter(dayOf(show.nowMs), a) },
      }),
    ],
    [4, () => indicatorCounts({ [a + 1]: { 'on-time': [b, 5], content: [b, 9] } }, rows)],
    [4, () => citizensCounts({ [a + 1]: { satisfied: b * 20 } }, rows)],
    [
      3,
      () => ({
        ...{ type: 'ConfirmNotApplicable', periodId, method: 'bigData', reason: '无此业务' },
        unitIds: [unitId(a + 1)],
      }),
    ],
    [
      1,
      () => ({
        ...{ type: 'WithdrawNotApplicable', periodId, method: 'bigData', reason: '另有业务' },
        unitIds: [unitId(a + 1)],
      }),
    ],
    [
      3,
      () => ({
        ...{ type: 'SetVeto', periodId, vetoId: `veto-000${b}`, unitId: unitId(a), files: [] },
        ...{ kind: a > 4 ? '迟到' : '弄虚作假', reason: '经查伪造台账' },
      }),
    ],
    [state?.stage.phase === 'collecting' ? 16 : 1, () => ({ type: 'FreezeInputs', periodId })],
    [
      frozen ? 30 : 1,
      () => ({
        ...{ type: 'RecordTallies', periodId, resultHash: RESULT, polls: [] },
        frozenAtMs: state?.stage.phase === 'frozen' && a > 0 ? state.stage.sinceMs : 0,
        ...{ differences: a > 4 ? ['不一致'] : [], bundleHash: b > 4 ? OTHER_BUNDLE : BUNDLE },
      }),
    ],
    [
      state?.stage.phase === 'notice' ? 8 : 1,
      () => ({
        ...{ type: 'FileObjection', periodId, publicationId, objectionId },
        unitId: a > 3 ? null : unitId(a + 1),
      }),
    ],
    [
      state?.stage.phase === 'notice' ? 14 : 1,
      () => ({
        ...{ type: 'AnswerObjection', periodId, publicationId, objectionId },
        ...{ outcome: 'rejected', words: '数据无误' },
      }),
    ],
    [
      state?.stage.phase === 'notice' ? 12 : 1,
      () => ({ type: 'FinalisePublication', periodId, publicationId }),
    ],
    [
      frozen ? 30 : 8,
      () => ({ type: 'RequestAct', requestId: `request-${show.recorded.length}`, act, reason: '理由' }),
    ],
    [requests.length > 0 ? 40 : 1, () => ({ type: 'ConfirmAct', requestId })],
    [1, () => ({ type: 'WithdrawAct', requestId })],
  ]
  const total = makers.reduce((sum, [weight]) => sum + weight, 0)
  let left = pick % total
  for (const [weight, make] of makers) {
    if (left < weight) return make()
    left -= weight
  }
  throw new Error('no command')
}

function settingsOf(of: number, a: number) {
  if (of === 0) return periodSettings()
  if (of === 1)
    return periodSettings({
      startsOn: a > 4 ? '2027-03-31' : '2027-04-01',
      ...{ endsOn: '2027-06-30', evidenceDueOn: '2027-07-05' },
    })
  return periodSettings({
    ...{ kind: 'half', endsOn: '2027-06-30', evidenceDueOn: '2027-06-30' },
    rollsUp: a > 4 ? [IDS[0]!] : [IDS[0]!, IDS[1]!],
  })
}

function actOf(
  state: Period | undefined,
  periodId: PeriodId,
  a: number,
  b: number,
  { nowMs }: TestShow,
): HouseAct {
  const scheme = { ...DEFAULT_SCHEME, listMost: a + 1 }
  const noticeUntilMs = nowMs + (b > 4 ? 6 : 8) * DAY_MS
  const certify: HouseAct = { type: 'CertifyRanking', periodId, bundleHash: BUNDLE, noticeUntilMs }
  if (state?.stage.phase === 'frozen' && a > 0) return certify
  const indicator = { kind: 'indicator', indicatorId: 'on-time' } as const
  const acts: readonly HouseAct[] = [
    { type: 'ReopenPeriod', periodId },
    { type: 'LiftVeto', periodId, vetoId: `veto-000${b}` },
    { type: 'LiftDeduction', periodId, unitId: unitId(b + 1), deduction: indicator },
    { type: 'ChangeScheme', periodId, scheme },
    certify,
  ]
  return acts[a % acts.length]!
}

/** Whoever may, mostly; the second person is mostly the other of the two who certify. */
function actorOf(command: Command, by: number, house: House): Actor {
  if (command.type === 'RecordTallies' || command.type === 'FileObjection') return SYSTEM
  if (command.type === 'ConfirmAct' && by < 2) {
    const asked = house.acts.requests.find(({ requestId }) => requestId === command.requestId)?.by
    return asked === 'ping' ? AUDITOR : OFFICE
  }
  return PEOPLE[by]!
}

/** What holds of every period, whatever was done. */
function assertLegal(house: House, nowMs: number): void {
  const periods = Object.values<Period>(house.periods)
  const quarters = periods
    .filter(({ kind }) => kind === 'quarter')
    .sort((x, y) => (x.startsOn < y.startsOn ? -1 : 1))
  quarters.slice(1).forEach((each, i) => expect(each.startsOn > quarters[i]!.endsOn).toBe(true))
  for (const period of periods) {
    const { stage, schemes, units, inputs, publications } = period
    const isDraft = stage.phase === 'draft'
    expect([schemes.length === 0, units.length === 0]).toEqual([isDraft, isDraft])
    expect(inputs === null).toBe(isDraft || stage.phase === 'collecting')
    publications.forEach((each, i) => {
      expect(each.noticeUntilMs - each.certifiedAtMs).toBeGreaterThanOrEqual(7 * DAY_MS)
      expect([...each.certifiedBy].sort()).toEqual(['ping', 'shen'])
      expect(each.replaces).toBe(publications[i - 1]?.publicationId ?? null)
      expect(each.reason === '').toBe(each.replaces === null)
      if (each.finalAtMs === null) return
      expect(each.finalAtMs).toBeGreaterThanOrEqual(each.noticeUntilMs)
      expect(each.objections.every(({ answer }) => answer !== null)).toBe(true)
    })
    if (stage.phase === 'notice' || stage.phase === 'final') expect(publications.length).toBeGreaterThan(0)
    if (stage.phase === 'final') expect(publications.at(-1)!.finalAtMs).toBe(stage.sinceMs)
    if (stage.phase === 'frozen' && stage.agreement !== null) expect(stage.differences).toEqual([])
    if (inputs !== null && period.kind === 'quarter') {
      expect(frozenInputsOf(period)!.evidence.map(({ unitId: id }) => id)).toEqual(
        units.map((unit) => unit.unitId),
      )
      expect(dayOf(nowMs) > period.endsOn).toBe(true)
    }
    for (const { relief } of [...period.vetoes, ...period.reliefs.map((each) => ({ relief: each }))])
      if (relief !== null) expect(new Set(relief.by).size).toBe(2)
  }
}

/** What was published may only grow: objections and the day it became final. */
function assertPublishedStays(before: House, after: House): void {
  for (const { id, publications } of Object.values<Period>(before.periods)) {
    publications.forEach((each, i) => {
      const { objections: _o, finalAtMs: _f, ...same } = after.periods[id]!.publications[i]!
      const { objections: _p, finalAtMs: _g, ...was } = each
      expect(same).toEqual(was)
    })
  }
}

test('[SHOW7] [PUB1] [PUB2] property: whatever is asked, every period stays legal, what was published stays, and a replay is equal', () => {
  const reached = new Map<PeriodPhase | 'corrected', number>()
  const note = (what: PeriodPhase | 'corrected') => reached.set(what, (reached.get(what) ?? 0) + 1)
  fc.assert(
    fc.property(fc.array(fc.noBias(move), { minLength: 150, maxLength: 150 }), (moves) => {
      const show = givenUnits(5)
      for (const { id, role } of [OFFICE, AUDITOR] as Extract<Actor, { role: 'office' | 'auditor' }>[])
        show.when({ type: 'AddPerson', personId: id, name: id, role })
      for (const each of moves) {
        show.nowMs = afterWait(each, show)
        const before = show.house()
        const command = commandOf(each, show)
        const by = actorOf(command, each.by, before)
        const moment = { nowMs: show.nowMs, by }
        const decided = decideHouse(command, before, moment, show.facts)
        const reasons = reasonsAgainstInHouse(command, before, moment, show.facts)
        expect(reasons.length === 0).toBe(decided.ok)
        if (!decided.ok) continue
        show.when(command, by)
        assertLegal(show.house(), show.nowMs)
        assertPublishedStays(before, show.house())
        for (const { stage, publications } of Object.values<Period>(show.house().periods)) {
          note(stage.phase)
          if (publications.length > 1) note('corrected')
        }
      }
      expect(show.recorded.reduce(foldHouse, EMPTY_HOUSE)).toEqual(show.house())
    }),
    { numRuns: 120 },
  )
  // The walk is no test of what it never came to.
  for (const phase of ['draft', 'collecting', 'frozen', 'notice', 'final', 'corrected'] as const)
    expect(reached.get(phase) ?? 0, phase).toBeGreaterThan(0)
})
