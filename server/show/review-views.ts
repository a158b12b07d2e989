// Review rounds as office, auditor and reviewers read them: heads, progress, and a reviewer's own desk; a mark only in the last (EVAL6).

import type { PersonId, UnitId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import type { Reviewer } from '../../shared/evaluation/department.ts'
import type { Organisation } from '../../shared/evaluation/organisation.ts'
import type { PeriodId } from '../../shared/period/ids.ts'
import type { PeriodUnit } from '../../shared/period/inputs.ts'
import type { Period } from '../../shared/period/period.ts'
import type {
  DeskRound,
  ReviewDeskAnswer,
  ReviewerRow,
  RoundAnswer,
  RoundHead,
  RoundState,
  RoundsAnswer,
} from '../../shared/protocol/reviews-api.ts'
import { dutiesOf, isOverAt, progressOf, reviewerIn } from '../../shared/review/duties.ts'
import { deskOf } from '../../shared/review/evolve.ts'
import { roundUnitsOf } from '../../shared/review/judge.ts'
import type { ReviewRound, RoundUnits } from '../../shared/review/round.ts'
import type { House } from '../../shared/show/house.ts'
import type { Person } from '../../shared/show/people.ts'

/** So long a reviewer still sees what was given in a round that is over. */
const TOLD_AFTER_CLOSE_MS = 30 * 86_400_000

export function roundStateOf(round: ReviewRound, nowMs: number): RoundState {
  if (round.phase === 'draft') return 'draft'
  if (nowMs < round.opensAtMs) return 'waiting'
  return isOverAt(round, nowMs) ? 'over' : 'open'
}

export function roundsAnswerOf(house: House, nowMs: number): RoundsAnswer {
  const rounds = Object.values<ReviewRound>(house.reviews)
    .sort((a, b) => b.opensAtMs - a.opensAtMs || (a.id < b.id ? -1 : 1))
    .map((round) => roundHeadOf(round, house, nowMs))
  const periods = Object.values<Period>(house.periods)
    .filter(({ stage, kind }) => stage.phase === 'collecting' && kind === 'quarter')
    .map(({ id, title, endsOn }) => ({ periodId: id, title, endsOn }))
  return { serverNowMs: nowMs, rounds, periods }
}

export function roundHeadOf(round: ReviewRound, house: House, nowMs: number): RoundHead {
  const progress = round.reviewers.map((reviewer) => progressOf(round, reviewer))
  const sum = (of: (one: (typeof progress)[number]) => number) =>
    progress.reduce((total, one) => total + of(one), 0)
  const { id, title, periodId, form, opensAtMs, closesAtMs } = round
  return {
    ...{ roundId: id, title, periodId, form, opensAtMs, closesAtMs },
    periodTitle: own(house.periods, periodId)?.title ?? periodId,
    state: roundStateOf(round, nowMs),
    units: round.phase === 'draft' ? new Set(Object.values(round.chosen).flat()).size : round.units.length,
    reviewers: round.reviewers.length,
    submitted: progress.filter(({ submittedAtMs }) => submittedAtMs !== null).length,
    asked: sum(({ asked }) => asked),
    given: sum(({ given }) => given),
  }
}

export function roundAnswerOf(round: ReviewRound, house: House, nowMs: number): RoundAnswer {
  const units = unitsOfPeriod(house, round.periodId)
  const shown: ReviewRound = round.phase === 'draft' ? { ...round, units: roundUnitsOf(round, units) } : round
  const people = Object.values<Person>(house.people.people).filter(({ role }) => role === 'reviewer')
  const organisationName = namesOf(house)
  return {
    serverNowMs: nowMs,
    head: roundHeadOf(shown, house, nowMs),
    chosen: round.chosen,
    suggested: suggestedUnitsOf(units, house),
    units: units.map(({ unitId, code, name, category, organisationId, authorityId }) => ({
      ...{ unitId, code, name, category },
      organisation: organisationName(organisationId),
      authority: organisationName(authorityId),
    })),
    reviewers: people
      .flatMap((person) => reviewerRowOf(person, shown, house) ?? [])
      .sort((a, b) => (a.organisation + a.name < b.organisation + b.name ? -1 : 1)),
    extensions: [...round.extensions],
  }
}

function reviewerRowOf(person: Person, round: ReviewRound, house: House): ReviewerRow | null {
  const inRound = reviewerIn(round, person.personId)
  const stands = inRound ?? person.standsFor
  if (stands === null) return null
  const reviewer: Reviewer = {
    reviewerId: person.personId,
    organisationId: stands.organisationId,
    group: stands.group,
  }
  const desk = deskOf(round, person.personId)
  const { asked, given, submittedAtMs } = progressOf(round, reviewer)
  return {
    ...reviewer,
    name: person.name,
    organisation: namesOf(house)(stands.organisationId) ?? stands.organisationId,
    disabled: person.disabled,
    inRound: inRound !== null,
    ...{ asked, given, submittedAtMs },
    setAside: desk.setAside.length,
    recusals: desk.recusals.map(({ unitId, reason, by, atMs }) => ({
      unitId,
      unitName: unitNameIn(round, unitId),
      reason,
      by: personNameOf(house, by),
      atMs,
    })),
  }
}

/** Line authorities: every unit that has one. Districts and towns: the city's departments, from below (自下而上). */
function suggestedUnitsOf(units: readonly PeriodUnit[], house: House): RoundUnits {
  const ofDepartments = units.filter(
    ({ organisationId }) =>
      organisationId !== null && own(house.registry.organisations, organisationId)?.kind === 'department',
  )
  const ids = (some: readonly PeriodUnit[]) => some.map(({ unitId }) => unitId)
  return {
    line: ids(units.filter(({ authorityId }) => authorityId !== null)),
    district: ids(ofDepartments),
    town: ids(ofDepartments),
  }
}

export function reviewDeskOf(person: Person, house: House, nowMs: number): ReviewDeskAnswer | null {
  if (person.standsFor === null) return null
  const { organisationId, group } = person.standsFor
  const rounds = Object.values<ReviewRound>(house.reviews)
    .filter(({ phase, closesAtMs }) => phase === 'planned' && nowMs < closesAtMs + TOLD_AFTER_CLOSE_MS)
    .sort((a, b) => a.closesAtMs - b.closesAtMs || (a.id < b.id ? -1 : 1))
    .flatMap((round) => deskRoundOf(round, person.personId, nowMs) ?? [])
  return {
    serverNowMs: nowMs,
    reviewer: {
      reviewerId: person.personId,
      name: person.name,
      organisation: namesOf(house)(organisationId) ?? organisationId,
      group,
    },
    rounds,
  }
}

function deskRoundOf(round: ReviewRound, reviewerId: PersonId, nowMs: number): DeskRound | null {
  const reviewer = reviewerIn(round, reviewerId)
  if (reviewer === null) return null
  const desk = deskOf(round, reviewerId)
  const { id, title, form, opensAtMs, closesAtMs } = round
  return {
    ...{ roundId: id, title, form, opensAtMs, closesAtMs },
    state: roundStateOf(round, nowMs),
    submittedAtMs: desk.submittedAtMs,
    setAside: desk.setAside.length,
    units: dutiesOf(round, reviewer).map(({ unitId, code, name, category }) => {
      const given = own(desk.marks, unitId)
      const recusal = desk.recusals.find((each) => each.unitId === unitId)
      return {
        ...{ unitId, code, name, category },
        mark: given?.mark ?? null,
        revision: given?.revision ?? 0,
        recusal: recusal === undefined ? null : { reason: recusal.reason, own: recusal.by === reviewerId },
      }
    }),
  }
}

export function unitsOfPeriod(house: House, periodId: PeriodId): readonly PeriodUnit[] {
  return own(house.periods, periodId)?.units ?? []
}

export function namesOf({ registry }: House): (organisationId: string | null) => string | null {
  return (organisationId) =>
    organisationId === null
      ? null
      : (own<string, Organisation>(registry.organisations, organisationId)?.name ?? organisationId)
}

export function personNameOf(house: House, personId: PersonId): string {
  return own(house.people.people, personId)?.name ?? personId
}

export function unitNameIn(round: ReviewRound, unitId: UnitId): string {
  return round.units.find((each) => each.unitId === unitId)?.name ?? unitId
}
