// One quarter's assessment of organisations as it is read, and its settling from the published ranking (GRADE1).

import { randomUUID } from 'node:crypto'
import type { PersonId } from '../../shared/basics/ids.ts'
import { divide, type Fraction, fraction, fromJson, show as shown, sum } from '../../shared/basics/exact.ts'
import { own } from '../../shared/basics/own.ts'
import { refuse, type Result } from '../../shared/basics/result.ts'
import { sentenceOf } from '../../shared/basics/refusal.ts'
import { CATEGORIES } from '../../shared/evaluation/categories.ts'
import type { OrganisationId } from '../../shared/evaluation/department.ts'
import type { Organisation } from '../../shared/evaluation/organisation.ts'
import { emptyAssessment, isSameProposal, NO_FACTS } from '../../shared/grade/assessment.ts'
import type { GradeCommand, UnitsResult } from '../../shared/grade/command.ts'
import { gradeInForce } from '../../shared/grade/grading.ts'
import { judgeGrades } from '../../shared/grade/judge.ts'
import type { Period } from '../../shared/period/period.ts'
import type { GradeRow, GradesAnswer } from '../../shared/protocol/grades-api.ts'
import type { House } from '../../shared/show/house.ts'
import type { Clock } from '../clock.ts'
import { firstRefusal, type Show } from '../access/show.ts'
import type { PeriodOutcome } from './period-outcome.ts'
import type { PeriodRankings } from './period-rankings.ts'

export interface Grades {
  answerOf(period: Period): GradesAnswer
  /** Asked for by a person of the office; run by the server, which has the published ranking at hand. */
  settle(period: Period, askedBy: PersonId): Promise<Result<object>>
}

const SYSTEM = { role: 'system' } as const

export function createGrades({
  show,
  rankings,
  clock,
}: {
  readonly show: Pick<Show, 'house' | 'run'>
  readonly rankings: Pick<PeriodRankings, 'of'>
  readonly clock: Pick<Clock, 'nowMs'>
}): Grades {
  const commandOf = (
    period: Period,
    askedBy: PersonId,
    results: UnitsResult[],
  ): Extract<GradeCommand, { type: 'SettleGrades' }> | null => {
    const publicationId = period.publications.at(-1)?.publicationId
    return publicationId === undefined
      ? null
      : { type: 'SettleGrades', periodId: period.id, publicationId, askedBy, results }
  }
  return {
    answerOf(period) {
      const house = show.house()
      const command = commandOf(period, 'nobody' as PersonId, [])
      const moment = { nowMs: clock.nowMs(), by: SYSTEM }
      const reasons =
        command === null
          ? [{ code: 'grade_not_published', detail: {} } as const]
          : judgeGrades(command, moment, house).reasons
      return gradesAnswerOf(period, house, reasons.map(sentenceOf))
    },
    async settle(period, askedBy) {
      const ranked = await rankings.of(period)
      if (!ranked.ok) return ranked
      const command = commandOf(period, askedBy, [...unitsResultsOf(ranked.value.outcome)])
      if (command === null) return refuse('grade_not_published')
      const ran = await show.run(command, { commandId: `grades-${randomUUID()}`, by: SYSTEM })
      return ran.ok ? { ok: true, value: {} } : { ok: false, refusal: firstRefusal(ran.refusals) }
    },
  }
}

/** By organisation: its ranked units and the exact mean of their totals. */
function unitsResultsOf(outcome: PeriodOutcome): readonly UnitsResult[] {
  const totals = new Map<OrganisationId, Fraction[]>()
  for (const category of CATEGORIES)
    for (const { unit, exact } of outcome.of(category).rows) {
      if (unit.organisationId === null) continue
      const before = totals.get(unit.organisationId) ?? []
      before.push(fromJson(exact))
      totals.set(unit.organisationId, before)
    }
  return [...totals].map(([organisationId, all]) => {
    const { num, den } = divide(sum(all), fraction(all.length))
    return { organisationId, units: all.length, num: num.toString(), den: den.toString() }
  })
}

function gradesAnswerOf(period: Period, house: House, againstSettling: string[]): GradesAnswer {
  const assessment = own(house.grades, period.id) ?? emptyAssessment(period.id)
  const settlement = assessment.settlements.at(-1)
  const nameOf = (person: PersonId) => own(house.people.people, person)?.name ?? person
  const settledRows = new Map(settlement?.rows.map((row) => [row.organisationId, row]))
  const context = { period, periods: house.periods, grades: house.grades }
  const rowOf = ({ organisationId, name, kind }: Organisation): GradeRow => {
    const score = own(assessment.scores, organisationId)
    const row = settledRows.get(organisationId)
    const cards = assessment.cards.filter((card) => card.organisationId === organisationId)
    const inForce = cards.filter(({ relief }) => relief === null)
    return {
      ...{ organisationId, name, kind },
      own: score === undefined ? null : shown(fraction(score.hundredths, 100)),
      ownFrom: score?.source.words ?? null,
      facts: own(assessment.facts, organisationId) ?? NO_FACTS,
      settled:
        row === undefined
          ? null
          : {
              ...{ units: row.units, byBands: row.byBands, bars: [...row.bars], vetoed: row.vetoed },
              unitsMean: row.unitsMean === null ? null : shown(fromJson(row.unitsMean)),
              total: row.total === null ? null : shown(fromJson(row.total)),
              grade: gradeInForce(row, context),
              proposals: row.proposals.map((proposal) => ({
                ...proposal,
                confirmed: inForce.some((card) => isSameProposal(card.proposal, proposal)),
              })),
            },
      cards: cards.map(({ proposal, reason, by, atMs, relief }) => ({
        ...{ proposal, reason, atMs },
        by: by.map(nameOf),
        relief: relief === null ? null : { ...relief, by: relief.by.map(nameOf) },
      })),
    }
  }
  return {
    ...{ periodId: period.id, title: period.title, rules: assessment.rules, againstSettling },
    rows: Object.values<Organisation>(house.registry.organisations)
      .sort((a, b) => (a.organisationId < b.organisationId ? -1 : 1))
      .map(rowOf),
    settled:
      settlement === undefined
        ? null
        : {
            publicationId: settlement.publicationId,
            ...{ by: nameOf(settlement.by), atMs: settlement.atMs },
          },
    outdated:
      settlement !== undefined && settlement.publicationId !== period.publications.at(-1)?.publicationId,
  }
}
