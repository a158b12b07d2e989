// Proves who rates whom in a review round, what counts of it, and that nobody can read a reviewer off the frozen numbers (EVAL6).

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PersonId, UnitCode, UnitId } from '../basics/ids.ts'
import type { ReviewerGroup } from '../evaluation/department.ts'
import { PeriodId } from '../period/ids.ts'
import type { PeriodUnit } from '../period/inputs.ts'
import type { Actor } from '../show/event.ts'
import type { Person } from '../show/people.ts'
import type { ReviewCommand } from './command.ts'
import { countedReviewsOf, departmentReviewsOf, progressOf, roundsNotOver } from './duties.ts'
import { deskOf, evolveRound } from './evolve.ts'
import { judgeReview, type ReviewContext } from './judge.ts'
import { RoundId, type ReviewRound } from './round.ts'

const OPENS = 1_800_000_000_000
const CLOSES = OPENS + 86_400_000
const roundId = RoundId.parse('r1')
const periodId = PeriodId.parse('2027q1')
const unitId = (n: number) => UnitId.parse(`u${n}`)
const personId = (n: number) => PersonId.parse(`reviewer-${n}`)
const office: Actor = { role: 'office', id: PersonId.parse('ping') }
const as = (n: number): Actor => ({ role: 'reviewer', id: personId(n) })

const unit = (n: number, organisationId: string | null, authorityId: string | null): PeriodUnit => ({
  unitId: unitId(n),
  code: UnitCode.parse(n),
  name: `单位${n}`,
  category: 'office',
  organisationId,
  authorityId,
})
/** 1, 2 of the water bureau's line; 3 of the roads'; 4 is the water bureau's own. */
const UNITS = [
  unit(1, 'east', 'water'),
  unit(2, 'west', 'water'),
  unit(3, 'east', 'roads'),
  unit(4, 'water', 'water'),
]
const PEOPLE: readonly (readonly [string, ReviewerGroup])[] = [
  ['water', 'line'],
  ['roads', 'line'],
  ['east', 'district'],
  ['town-a', 'town'],
]

interface Table {
  nowMs: number
  collecting: boolean
  rounds: Record<RoundId, ReviewRound>
  when: (command: ReviewCommand, by?: Actor) => readonly string[]
  refusal: (command: ReviewCommand, by?: Actor) => string | undefined
  round: () => ReviewRound
}

function given(): Table {
  const person = (id: PersonId): Person | null => {
    const stands = PEOPLE[Number(/^reviewer-(\d+)$/.exec(id)?.[1] ?? 0) - 1]
    if (stands === undefined) return null
    const [organisationId, group] = stands
    return {
      personId: id,
      name: `评议人${id}`,
      role: 'reviewer',
      standsFor: { organisationId, group },
      disabled: false,
    }
  }
  const context = (): ReviewContext => ({
    rounds: table.rounds,
    period: (id) => (id === periodId ? { collecting: table.collecting, units: UNITS } : null),
    person,
  })
  const table: Table = {
    nowMs: OPENS - 86_400_000,
    collecting: true,
    rounds: {},
    when(command, by = office) {
      const judgement = judgeReview(command, { nowMs: table.nowMs, by }, context())
      if (judgement.reasons[0] !== undefined)
        throw new Error(`${command.type} was refused: ${judgement.reasons[0].code}`)
      return judgement.events().map((event) => {
        const kept = JSON.parse(JSON.stringify(event)) as typeof event
        const after = evolveRound(table.rounds[event.roundId] ?? null, kept, table.nowMs)
        if (after === null) delete table.rounds[event.roundId]
        else table.rounds[event.roundId] = after
        return event.type
      })
    },
    refusal: (command, by = office) =>
      judgeReview(command, { nowMs: table.nowMs, by }, context()).reasons[0]?.code,
    round: () => table.rounds[roundId]!,
  }
  return table
}

const settings = {
  title: '一季度评议',
  periodId,
  form: 'marks',
  opensAtMs: OPENS,
  closesAtMs: CLOSES,
} as const
const all = UNITS.map((each) => each.unitId)
const reviewerIds = PEOPLE.map((_, index) => personId(index + 1))

function givenOpen(change: Partial<typeof settings> = {}): Table {
  const table = given()
  table.when({ type: 'DraftRound', roundId, settings: { ...settings, ...change } })
  table.when({ type: 'SetRoundUnits', roundId, units: { line: all, district: all, town: [unitId(4)] } })
  table.when({ type: 'SetRoundReviewers', roundId, reviewerIds })
  table.when({ type: 'PlanRound', roundId })
  table.nowMs = OPENS
  return table
}
const mark = (n: number, points: number, revision = 1): ReviewCommand => ({
  type: 'GiveMark',
  roundId,
  unitId: unitId(n),
  mark: points,
  revision,
})

describe('[EVAL6] who rates whom', () => {
  test('an authority its own line, districts and towns what they are asked about, nobody the own organisation', () => {
    const table = givenOpen()
    const rated = (n: number) =>
      [1, 2, 3, 4].filter((each) => table.refusal(mark(each, 80), as(n)) === undefined)
    expect(rated(1)).toEqual([1, 2])
    expect(rated(2)).toEqual([3])
    expect(rated(3)).toEqual([2, 4])
    expect(rated(4)).toEqual([4])
    expect(table.refusal(mark(4, 80), as(1))).toBe('review_own_organisation')
    expect(table.refusal(mark(1, 80), as(3))).toBe('review_own_organisation')
    expect(table.refusal(mark(3, 80), as(1))).toBe('review_unit_not_asked')
    expect(table.refusal(mark(1, 80), as(9))).toBe('review_not_yours')
    expect(table.refusal(mark(1, 80), office)).toBe('review_not_yours')
  })

  test('a round is planned with units, with reviewers who have something to rate, in a period that collects', () => {
    const table = given()
    table.collecting = false
    expect(table.refusal({ type: 'DraftRound', roundId, settings })).toBe('review_period_not_collecting')
    table.collecting = true
    table.when({ type: 'DraftRound', roundId, settings })
    expect(table.refusal({ type: 'DraftRound', roundId, settings })).toBe('review_round_exists')
    expect(table.refusal({ type: 'PlanRound', roundId })).toBe('review_units_empty')
    const units = { line: [unitId(3)], district: [], town: [] }
    expect(table.refusal({ type: 'SetRoundUnits', roundId, units: { ...units, town: [unitId(9)] } })).toBe(
      'unit_unknown',
    )
    table.when({ type: 'SetRoundUnits', roundId, units })
    expect(table.refusal({ type: 'PlanRound', roundId })).toBe('review_reviewers_empty')
    expect(table.refusal({ type: 'SetRoundReviewers', roundId, reviewerIds: [PersonId.parse('ping')] })).toBe(
      'review_not_reviewer',
    )
    table.when({ type: 'SetRoundReviewers', roundId, reviewerIds: [personId(1)] })
    expect(table.refusal({ type: 'PlanRound', roundId })).toBe('review_reviewer_idle')
    table.when({ type: 'SetRoundReviewers', roundId, reviewerIds: [personId(2)] })
    table.when({ type: 'PlanRound', roundId })
    table.when({ type: 'UnplanRound', roundId })
    table.when({ type: 'PlanRound', roundId })
    table.nowMs = OPENS
    expect(table.refusal({ type: 'UnplanRound', roundId })).toBe('review_round_opened')
  })

  test('nobody is asked about a unit twice in a period', () => {
    const table = givenOpen()
    const again = RoundId.parse('r2')
    table.when({ type: 'DraftRound', roundId: again, settings: { ...settings, title: '补评' } })
    table.when({ type: 'SetRoundUnits', roundId: again, units: { line: all, district: [], town: [] } })
    table.when({ type: 'SetRoundReviewers', roundId: again, reviewerIds: [personId(1)] })
    expect(table.refusal({ type: 'PlanRound', roundId: again })).toBe('review_asked_twice')
  })

  test('nor by joining a round that is planned already', () => {
    const table = givenOpen()
    const again = RoundId.parse('r2')
    table.when({ type: 'DraftRound', roundId: again, settings: { ...settings, title: '补评' } })
    table.when({
      type: 'SetRoundUnits',
      roundId: again,
      units: { line: [unitId(1)], district: [], town: all },
    })
    table.when({ type: 'SetRoundReviewers', roundId, reviewerIds: [personId(1), personId(2), personId(3)] })
    table.when({ type: 'SetRoundReviewers', roundId: again, reviewerIds: [personId(4)] })
    table.when({ type: 'PlanRound', roundId: again })
    const joining = (id: RoundId, ...who: readonly number[]) =>
      ({ type: 'SetRoundReviewers', roundId: id, reviewerIds: who.map(personId) }) as const
    expect(table.refusal(joining(again, 4, 1))).toBe('review_asked_twice')
    expect(table.refusal(joining(roundId, 1, 2, 3, 4))).toBe('review_asked_twice')
    table.when(joining(again, 4, 2))
  })
})

describe('[EVAL6] [SCORE3] a desk', () => {
  test('changes until submitted; a mark delivered twice or out of order changes nothing', () => {
    const table = givenOpen()
    table.when(mark(1, 70, 1), as(1))
    table.when(mark(1, 75, 3), as(1))
    expect(table.when(mark(1, 75, 3), as(1))).toEqual([])
    expect(table.refusal(mark(1, 70, 2), as(1))).toBe('review_revision_old')
    expect(table.refusal({ type: 'SubmitReview', roundId }, as(1))).toBe('review_incomplete')
    table.when(mark(2, 0), as(1))
    table.when({ type: 'SubmitReview', roundId }, as(1))
    expect(table.when({ type: 'SubmitReview', roundId }, as(1))).toEqual([])
    expect(table.refusal(mark(2, 10, 2), as(1))).toBe('review_submitted')
    expect(
      table.refusal({ type: 'ReopenReview', roundId, reviewerId: personId(1), reason: '本人申请' }, as(1)),
    ).toBe('not_allowed')
    table.when({ type: 'ReopenReview', roundId, reviewerId: personId(1), reason: '本人申请' })
    table.when(mark(2, 10, 2), as(1))
    expect(deskOf(table.round(), personId(1)).marks).toMatchObject({ u1: { mark: 75 }, u2: { mark: 10 } })
  })

  test('the three grades take three marks only', () => {
    const table = givenOpen({ form: 'grades' } as object)
    expect(table.refusal(mark(1, 80), as(1))).toBe('mark_invalid')
    for (const [at, grade] of [100, 60, 0].entries()) table.when(mark(1, grade, at + 1), as(1))
  })

  test('[SHOW4] the server’s time opens and closes it: two seconds for the line, then late marks are kept and not counted', () => {
    const table = givenOpen()
    table.nowMs = OPENS - 1
    expect(table.refusal(mark(1, 50), as(1))).toBe('review_not_open')
    table.nowMs = CLOSES + 2_000
    expect(table.when(mark(1, 50), as(1))).toEqual(['MarkGiven'])
    table.nowMs = CLOSES + 2_001
    expect(table.when(mark(1, 99, 2), as(1))).toEqual(['MarkKeptAside'])
    expect(table.when(mark(1, 99, 2), as(1))).toEqual([])
    expect(countedReviewsOf(table.round())).toEqual([{ reviewerId: personId(1), unitId: 'u1', mark: 50 }])
    expect(deskOf(table.round(), personId(1)).setAside).toMatchObject([{ mark: 99, why: 'late' }])
    expect(table.refusal({ type: 'SubmitReview', roundId }, as(1))).toBe('review_round_over')
  })

  test('a period that is frozen takes no mark, though the round is open', () => {
    const table = givenOpen()
    table.collecting = false
    expect(table.when(mark(1, 99), as(1))).toEqual(['MarkKeptAside'])
    expect(countedReviewsOf(table.round())).toEqual([])
  })

  test('who is recused gives no mark, and what was given does not count', () => {
    const table = givenOpen()
    const recuse = { type: 'RecuseReview', roundId, unitId: unitId(1), reason: '直系亲属在该单位' } as const
    table.when(mark(1, 100), as(1))
    expect(table.refusal({ ...recuse, reviewerId: personId(2) }, as(1))).toBe('not_allowed')
    table.when({ ...recuse, reviewerId: personId(1) }, as(1))
    expect(table.refusal(mark(1, 90, 2), as(1))).toBe('review_recused')
    expect(countedReviewsOf(table.round())).toEqual([])
    expect(progressOf(table.round(), table.round().reviewers[0]!)).toMatchObject({
      asked: 1,
      given: 0,
      recused: 1,
    })
    const lift = { type: 'LiftReviewRecusal', roundId, reviewerId: personId(1), unitId: unitId(1) } as const
    expect(table.refusal(lift, as(2))).toBe('not_allowed')
    table.when(lift, as(1))
    expect(countedReviewsOf(table.round())).toHaveLength(1)
    table.when({ ...recuse, reviewerId: personId(1) }, office)
    expect(table.refusal(lift, as(1))).toBe('not_allowed')
  })

  test('who has begun stays in the round; others may join while it runs', () => {
    const table = givenOpen()
    table.when(mark(1, 80), as(1))
    expect(table.refusal({ type: 'SetRoundReviewers', roundId, reviewerIds: [personId(2)] })).toBe(
      'review_reviewer_has_given',
    )
    table.when({ type: 'SetRoundReviewers', roundId, reviewerIds: [personId(1)] })
    table.when({ type: 'SetRoundReviewers', roundId, reviewerIds: reviewerIds })
    expect(table.round().reviewers).toHaveLength(4)
  })
})

describe('[EVAL6] what a period takes over', () => {
  test('nothing before the round is over, then every counted mark with its group', () => {
    const table = givenOpen()
    table.when(mark(1, 70), as(1))
    table.when(mark(4, 60), as(3))
    expect(departmentReviewsOf(table.rounds, periodId, CLOSES + 2_000).size).toBe(0)
    expect(roundsNotOver(table.rounds, periodId, CLOSES)).toHaveLength(1)
    expect(roundsNotOver(table.rounds, periodId, CLOSES + 2_001)).toEqual([])
    const taken = departmentReviewsOf(table.rounds, periodId, CLOSES + 2_001)
    expect(taken.get(unitId(1))).toEqual([{ group: 'line', reviewer: 2, mark: 70 }])
    expect(taken.get(unitId(4))).toEqual([{ group: 'district', reviewer: 1, mark: 60 }])
    expect(departmentReviewsOf(table.rounds, PeriodId.parse('other'), CLOSES + 2_001).size).toBe(0)
  })

  test('numbers are the same whatever the reviewers are called and in which order they stand', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(1, 2, 3, 4), fc.integer({ min: 0, max: 100 }), fc.nat(3)), {
          maxLength: 30,
        }),
        fc.shuffledSubarray(['甲', '乙', '丙', '丁'], { minLength: 4 }),
        (given, names) => {
          const table = givenOpen()
          given.forEach(([n, points, who], index) => {
            const command = mark(n, points, index + 1)
            if (table.refusal(command, as(who + 1)) === undefined) table.when(command, as(who + 1))
          })
          const round = table.round()
          const called = (id: string) =>
            PersonId.parse(`p${names.indexOf(['甲', '乙', '丙', '丁'][Number(id.slice(-1)) - 1]!)}`)
          const renamed: ReviewRound = {
            ...round,
            reviewers: round.reviewers
              .map((each) => ({ ...each, reviewerId: called(each.reviewerId) }))
              .reverse(),
            desks: Object.fromEntries(Object.entries(round.desks).map(([id, desk]) => [called(id), desk])),
          }
          const numbersOf = (rounds: Table['rounds']) =>
            [...departmentReviewsOf(rounds, periodId, CLOSES + 2_001)]
              .map(([id, reviews]) => `${id} ${JSON.stringify(reviews)}`)
              .sort()
          expect(numbersOf({ [roundId]: renamed })).toEqual(numbersOf(table.rounds))
        },
      ),
      { seed: 406, numRuns: 100 },
    )
  })
})
