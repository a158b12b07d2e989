// Proves organisations' assessments in the house: totals, bars, proposals, two persons for every card, relief that stays in sight (GRADE1–GRADE4).

import { describe, expect, test } from 'vitest'
import { AUDITOR, OFFICE } from '../../tests/support/given-parts.ts'
import { byTwo } from '../../tests/support/given-polls.ts'
import {
  PERIOD,
  certifyPeriod,
  draftPeriod,
  periodIn,
  publishPeriod,
  refreeze,
} from '../../tests/support/given-periods.ts'
import {
  factsOf,
  givenOrganisations,
  ON_FILE,
  publishedQuarter,
  rowIn,
  scores,
  settle,
} from '../../tests/support/given-grades.ts'
import type { TestShow } from '../../tests/support/given.ts'
import type { GradeAct } from '../acts/grade-act.ts'
import { DEFAULT_SCHEME } from '../evaluation/scheme.ts'
import { PeriodId } from '../period/ids.ts'
import { DEFAULT_RULES } from './assessment.ts'
import { gradeInForce } from './grading.ts'

const rules = (change: object) =>
  ({ type: 'SetAssessmentRules', periodId: PERIOD, rules: { ...DEFAULT_RULES, ...change } }) as const
const card = (
  organisationId: string,
  proposal: GradeAct['proposal'],
  type: GradeAct['type'] = 'ConfirmCard',
): GradeAct => ({ type, periodId: PERIOD, organisationId, proposal })
const YELLOW = { kind: 'yellow_card', why: 'unqualified' } as const
const EXCELLENT = { kind: 'excellent', why: 'province_first_five' } as const
const requested = (act: GradeAct) =>
  ({ type: 'RequestAct', requestId: 'request-0009', act, reason: '按考核办法' }) as const
const holds = (show: TestShow, organisationId: string) =>
  gradeInForce(rowIn(show, organisationId), {
    period: periodIn(show),
    periods: show.house().periods,
    grades: show.house().grades,
  })

describe('[GRADE1] grades of organisations', () => {
  test('come from the own score and the units’ published totals by the rules’ shares, exactly', () => {
    const show = publishedQuarter()
    show.when(scores({ 'dep-a': 92, 'dep-b': 74.99, 'dis-c': 59 }), OFFICE)
    settle(show, [{ organisationId: 'dep-a', units: 3, num: '250', den: '3' }])
    // 0.7 × 92 + 0.3 × 83.333… = 64.4 + 25 = 89.4; without ranked units the own score counts alone.
    expect(rowIn(show, 'dep-a')).toMatchObject({
      total: { num: '447', den: '5' },
      ...{ units: 3, grade: 'qualified', byBands: 'qualified' },
    })
    expect(rowIn(show, 'dep-b')).toMatchObject({ units: 0, grade: 'barely' })
    expect(rowIn(show, 'dis-c')).toMatchObject({ grade: 'unqualified', proposals: [YELLOW] })
  })

  test('an organisation without a score is named and not graded', () => {
    const show = publishedQuarter()
    show.when(scores({ 'dep-a': 92 }), OFFICE)
    settle(show)
    expect(rowIn(show, 'dep-b')).toMatchObject({ total: null, grade: null, proposals: [] })
  })

  test('[RANK10] nothing is graded before the ranking is published, nor by another publication', () => {
    const show = givenOrganisations()
    draftPeriod(show)
    expect(show.refusal(scores({ 'dep-a': 90 }), OFFICE)).toBe('period_phase')
    show.when({ type: 'OpenPeriod', periodId: PERIOD }, OFFICE)
    show.when(scores({ 'dep-a': 90 }), OFFICE)
    const asked = { periodId: PERIOD, publicationId: 'x-1', askedBy: 'office-1', results: [] }
    expect(show.reasons({ type: 'SettleGrades', ...asked } as never)).toContain('grade_not_published')
    const published = publishedQuarter()
    published.when(scores({ 'dep-a': 90 }), OFFICE)
    expect(published.reasons({ type: 'SettleGrades', ...asked } as never)).toEqual(['conflict'])
  })

  test('bad input is refused with its reason, and nothing of it is kept', () => {
    const show = publishedQuarter()
    expect(show.reasons(rules({ ownBp: 7_001 }), OFFICE)).toEqual(['grade_shares'])
    expect(
      show.reasons(
        rules({ bands: { excellentFrom: 9_000, qualifiedFrom: 9_000, barelyFrom: 6_000 } }),
        OFFICE,
      ),
    ).toEqual(['grade_bands'])
    expect(show.reasons(scores({ 'dep-x': 90, 'dep-a': 80 }), OFFICE)).toEqual(['organisation_unknown'])
    show.when(scores({ 'dep-a': 80 }), OFFICE)
    expect(show.reasons(scores({ 'dep-a': 90 }), OFFICE)).toEqual(['organisation_scored'])
    show.when(scores({ 'dep-a': 90 }, { replaces: true }), OFFICE)
    expect(show.house().grades[PERIOD]?.scores['dep-a']).toMatchObject({ hundredths: 9_000 })
    expect(show.reasons(factsOf('dis-c', { provincePlace: 3 }), OFFICE)).toEqual([
      'province_place_departments',
    ])
  })
})

describe('[GRADE3] 双挂钩 of city departments', () => {
  test.each([
    ['low_in_province', { provincePlace: 15 }],
    ['criticised_by_name', { criticised: ON_FILE }],
    ['targets_unmet', { targetsUnmet: ON_FILE }],
  ] as const)('%s bars 优秀', (bar, facts) => {
    const show = publishedQuarter()
    show.when(rules({ provinceLowFrom: 13 }), OFFICE)
    show.when(scores({ 'dep-a': 96, 'dep-b': 96 }), OFFICE)
    show.when(factsOf('dep-a', facts), OFFICE)
    settle(show)
    expect(rowIn(show, 'dep-a').bars).toContain(bar)
    expect(rowIn(show, 'dep-a')).toMatchObject({ byBands: 'excellent', grade: 'qualified' })
  })

  test('from the place on that the rules name, and departments alone', () => {
    const show = publishedQuarter()
    show.when(
      {
        type: 'ImportOrganisations',
        organisations: [
          { organisationId: 'dep-d', name: '市审计局', kind: 'department' },
          { organisationId: 'dep-e', name: '市统计局', kind: 'department' },
        ],
      },
      OFFICE,
    )
    show.when(rules({ provinceLowFrom: 13 }), OFFICE)
    show.when(scores({ 'dep-d': 96, 'dep-e': 96, 'dis-c': 96 }), OFFICE)
    show.when(factsOf('dep-d', { provincePlace: 13 }), OFFICE)
    show.when(factsOf('dep-e', { provincePlace: 12 }), OFFICE)
    show.when(factsOf('dis-c', { criticised: ON_FILE, targetsUnmet: ON_FILE }), OFFICE)
    settle(show)
    expect(rowIn(show, 'dep-d').bars).toEqual(['low_in_province'])
    expect(rowIn(show, 'dep-e').bars).toEqual([])
    expect(rowIn(show, 'dis-c')).toMatchObject({ bars: [], grade: 'excellent' })
  })

  test('[EVAL3] nobody is barred whose units owe nothing', () => {
    const show = givenOrganisations()
    const weightsBp = { citizens: 0, bigData: 0, department: 0, rectification: 10_000, tv: 0 }
    show.when({ type: 'SetScheme', scheme: { ...DEFAULT_SCHEME, weightsBp } }, OFFICE)
    publishPeriod(show)
    show.when(scores({ 'dep-a': 96 }), OFFICE)
    settle(show)
    expect(rowIn(show, 'dep-a')).toMatchObject({ bars: [], grade: 'excellent' })
  })

  test('[EVAL3] evidence not delivered by its units bars 优秀', () => {
    const show = publishedQuarter()
    show.when(scores({ 'dep-a': 96, 'dis-c': 96 }), OFFICE)
    settle(show)
    // Nothing was handed in for unit 1 in this quarter; the district has no unit.
    expect(rowIn(show, 'dep-a')).toMatchObject({ bars: ['not_delivered'], grade: 'qualified' })
    expect(rowIn(show, 'dis-c')).toMatchObject({ bars: [], grade: 'excellent' })
  })
})

describe('[GRADE2] cards', () => {
  const settled = () => {
    const show = publishedQuarter()
    show.when(scores({ 'dep-a': 50, 'dis-c': 95 }), OFFICE)
    show.when(factsOf('dis-c', { failedRectification: ON_FILE }), OFFICE)
    settle(show)
    return show
  }

  test('[SAFE4] are only what was proposed, and hold when a second person has confirmed them', () => {
    const show = settled()
    expect(show.refusal(requested(card('dis-c', YELLOW)), OFFICE)).toBe('card_not_proposed')
    show.when(requested(card('dep-a', YELLOW)), OFFICE)
    expect(show.house().grades[PERIOD]?.cards).toEqual([])
    expect(show.refusal({ type: 'ConfirmAct', requestId: 'request-0009' }, OFFICE)).toBe('same_person')
    show.when({ type: 'ConfirmAct', requestId: 'request-0009' }, AUDITOR)
    expect(show.house().grades[PERIOD]?.cards).toMatchObject([{ organisationId: 'dep-a', relief: null }])
    expect(show.refusal(requested(card('dep-a', YELLOW)), OFFICE)).toBe('card_confirmed')
  })

  test('a yellow card bars 优秀 in the same quarter too; lifted by two persons it stays in sight and holds no more', () => {
    const show = settled()
    const failed = { kind: 'yellow_card', why: 'failed_rectification' } as const
    expect(holds(show, 'dis-c')).toBe('excellent')
    byTwo(show, card('dis-c', failed))
    expect(holds(show, 'dis-c')).toBe('qualified')
    byTwo(show, card('dis-c', failed, 'LiftCard'))
    expect(holds(show, 'dis-c')).toBe('excellent')
    expect(show.house().grades[PERIOD]?.cards).toMatchObject([{ relief: { reason: '测试理由' } }])
    expect(show.refusal(requested(card('dis-c', failed, 'LiftCard')), OFFICE)).toBe('card_unknown')
  })

  test.each([
    ['the last of its kind below 70', { 'dep-a': 65, 'dep-b': 66, 'dis-c': 60 }, ['dep-a']],
    ['both where they are equal', { 'dep-a': 65, 'dep-b': 65, 'dis-c': 60 }, ['dep-a', 'dep-b']],
    ['nobody from 70 on', { 'dep-a': 70, 'dep-b': 80, 'dis-c': 60 }, []],
    ['nobody where one alone has a score', { 'dep-a': 65, 'dis-c': 60 }, []],
  ] as const)('a last-place card, where it is on, is for %s', (_, points, last) => {
    const lastIn = (show: TestShow) =>
      (['dep-a', 'dep-b', 'dis-c'] as const).filter((id) =>
        rowIn(show, id).proposals.some(({ why }) => why === 'last_place'),
      )
    const show = publishedQuarter()
    show.when(scores(points), OFFICE)
    settle(show)
    expect(lastIn(show)).toEqual([])
    show.when(rules({ lastPlaceCards: true }), OFFICE)
    settle(show)
    expect(lastIn(show)).toEqual(last)
  })

  test('a veto on a unit proposes 召回管理 of its organisation (RANK5)', () => {
    const show = publishedQuarter(true)
    show.when(scores({ 'dep-a': 88, 'dep-b': 88 }), OFFICE)
    settle(show)
    expect(rowIn(show, 'dep-a')).toMatchObject({
      vetoed: true,
      proposals: [{ kind: 'recall', why: 'vetoed' }],
    })
    expect(rowIn(show, 'dep-b')).toMatchObject({ vetoed: false, proposals: [] })
  })
})

describe('[GRADE3] in the province’s first five', () => {
  const failed = { kind: 'yellow_card', why: 'failed_rectification' } as const
  const settled = () => {
    const show = publishedQuarter()
    const organisations = [{ organisationId: 'dep-d', name: '市审计局', kind: 'department' as const }]
    show.when({ type: 'ImportOrganisations', organisations }, OFFICE)
    show.when(scores({ 'dep-d': 85, 'dep-b': 85 }), OFFICE)
    show.when(factsOf('dep-d', { provincePlace: 3, failedRectification: ON_FILE }), OFFICE)
    show.when(factsOf('dep-b', { provincePlace: 3 }), OFFICE)
    settle(show)
    return show
  }

  test('a department may be proposed 优秀, and is so when two persons confirm it', () => {
    const show = settled()
    expect(rowIn(show, 'dep-d').proposals).toEqual([failed, EXCELLENT])
    expect(holds(show, 'dep-d')).toBe('qualified')
    byTwo(show, card('dep-d', EXCELLENT))
    expect(holds(show, 'dep-d')).toBe('excellent')
    // Barred since its unit handed in nothing, and so not proposed.
    expect(rowIn(show, 'dep-b')).toMatchObject({ bars: ['not_delivered'], proposals: [] })
  })

  test('[SAFE4] of two that are proposed only the one that was confirmed is, and only until it is lifted', () => {
    const show = publishedQuarter()
    const named = [
      { organisationId: 'dep-d', name: '市审计局', kind: 'department' as const },
      { organisationId: 'dep-e', name: '市统计局', kind: 'department' as const },
    ]
    show.when({ type: 'ImportOrganisations', organisations: named }, OFFICE)
    show.when(scores({ 'dep-d': 85, 'dep-e': 85 }), OFFICE)
    show.when(factsOf('dep-d', { provincePlace: 5 }), OFFICE)
    show.when(factsOf('dep-e', { provincePlace: 1 }), OFFICE)
    settle(show)
    byTwo(show, card('dep-d', EXCELLENT))
    expect([holds(show, 'dep-d'), holds(show, 'dep-e')]).toEqual(['excellent', 'qualified'])
    byTwo(show, card('dep-d', EXCELLENT, 'LiftCard'))
    byTwo(show, card('dep-e', EXCELLENT))
    expect([holds(show, 'dep-d'), holds(show, 'dep-e')]).toEqual(['qualified', 'excellent'])
  })

  test('[GRADE2] but not with a yellow card of the year, whichever comes first', () => {
    const show = settled()
    byTwo(show, card('dep-d', EXCELLENT))
    byTwo(show, card('dep-d', failed))
    expect(holds(show, 'dep-d')).toBe('qualified')
    const other = settled()
    byTwo(other, card('dep-d', failed))
    expect(other.refusal(requested(card('dep-d', EXCELLENT)), OFFICE)).toBe('card_bars_excellent')
  })
})

describe('[PUB2] after a correction', () => {
  const corrected = (show: TestShow) => {
    byTwo(show, { type: 'ReopenPeriod', periodId: PERIOD })
    refreeze(show)
    certifyPeriod(show)
  }

  test('[GRADE2] nothing is confirmed by a settlement of a ranking that is being corrected, or was', () => {
    const show = publishedQuarter()
    show.when(scores({ 'dep-a': 50 }), OFFICE)
    settle(show)
    show.when(requested(card('dep-a', YELLOW)), OFFICE)
    byTwo(show, { type: 'ReopenPeriod', periodId: PERIOD })
    const confirm = { type: 'ConfirmAct', requestId: 'request-0009' } as const
    expect(show.refusal(confirm, AUDITOR)).toBe('grade_outdated')
    refreeze(show)
    certifyPeriod(show)
    expect(show.refusal(confirm, AUDITOR)).toBe('grade_outdated')
    settle(show)
    show.when(confirm, AUDITOR)
    // What was confirmed may be lifted at any time (GRADE4).
    byTwo(show, { type: 'ReopenPeriod', periodId: PERIOD })
    byTwo(show, card('dep-a', YELLOW, 'LiftCard'))
  })

  test.each([
    ['criticised by name since', { provincePlace: 3, criticised: ON_FILE }],
    ['not among the first five any more', { provincePlace: 9 }],
  ] as const)('[GRADE3] 优秀 that was confirmed holds no more for a department that is %s', (_, facts) => {
    const show = publishedQuarter()
    show.when(
      {
        type: 'ImportOrganisations',
        organisations: [{ organisationId: 'dep-d', name: '市审计局', kind: 'department' }],
      },
      OFFICE,
    )
    show.when(scores({ 'dep-d': 85 }), OFFICE)
    show.when(factsOf('dep-d', { provincePlace: 3 }), OFFICE)
    settle(show)
    byTwo(show, card('dep-d', EXCELLENT))
    expect(holds(show, 'dep-d')).toBe('excellent')
    corrected(show)
    show.when(factsOf('dep-d', facts), OFFICE)
    settle(show)
    expect(holds(show, 'dep-d')).toBe('qualified')
  })
})

test('[GRADE2] 不合格 twice running proposes 召回管理, and a yellow card of the first quarter bars 优秀 in the second', () => {
  const show = publishedQuarter()
  show.when(scores({ 'dep-a': 50, 'dis-c': 50 }), OFFICE)
  settle(show)
  byTwo(show, card('dis-c', YELLOW))
  const second = PeriodId.parse('2027-q2')
  publishPeriod(
    show,
    { title: '2027年第二季度', startsOn: '2027-04-01', endsOn: '2027-06-30', evidenceDueOn: '2027-07-15' },
    second,
  )
  show.when(scores({ 'dep-a': 55, 'dis-c': 97 }, { periodId: second }), OFFICE)
  settle(show, [], second)
  expect(rowIn(show, 'dep-a', second).proposals).toEqual([
    { kind: 'recall', why: 'unqualified_twice' },
    YELLOW,
  ])
  expect(rowIn(show, 'dis-c', second)).toMatchObject({ bars: ['yellow_card'], grade: 'qualified' })
})

test('[GRADE2] twice running is the quarter before and this one: neither one before a better one, nor a later one', () => {
  const show = givenOrganisations()
  const quarters = [
    ['2027-q1', '2027-01-01', '2027-03-31', '2027-04-15'],
    ['2027-q2', '2027-04-01', '2027-06-30', '2027-07-15'],
    ['2027-q3', '2027-07-01', '2027-09-30', '2027-10-15'],
  ].map(([id, startsOn, endsOn, evidenceDueOn]) => {
    const periodId = PeriodId.parse(id)
    publishPeriod(
      show,
      { title: id!, startsOn: startsOn!, endsOn: endsOn!, evidenceDueOn: evidenceDueOn! },
      periodId,
    )
    return periodId
  })
  const [first, second, third] = quarters as [PeriodId, PeriodId, PeriodId]
  const gradedIn = (periodId: PeriodId, points: number) => {
    show.when(scores({ 'dis-c': points }, { periodId }), OFFICE)
    settle(show, [], periodId)
    return rowIn(show, 'dis-c', periodId).proposals.map(({ why }) => why)
  }
  // The second quarter is settled before the first: what comes later is not before.
  expect(gradedIn(second, 80)).toEqual([])
  expect(gradedIn(first, 50)).toEqual(['unqualified'])
  expect(gradedIn(third, 50)).toEqual(['unqualified'])
  const again = PeriodId.parse('2027-q4')
  const days = { startsOn: '2027-10-01', endsOn: '2027-12-31', evidenceDueOn: '2028-01-15' }
  publishPeriod(show, { ...days, title: '2027-q4' }, again)
  expect(gradedIn(again, 50)).toEqual(['unqualified_twice', 'unqualified'])
})
