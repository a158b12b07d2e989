// A review round: planning it, who takes part, and its end; which judgement a command gets (EVAL6).

import { repeatedIn } from '../basics/repeated.ts'
import type { PersonId, UnitId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import type { Refusal } from '../basics/refusal.ts'
import { unreachable } from '../basics/result.ts'
import { ReviewerGroup, type Reviewer } from '../evaluation/department.ts'
import type { PeriodId } from '../period/ids.ts'
import type { PeriodUnit } from '../period/inputs.ts'
import type { Moment } from '../show/event.ts'
import { against, judged, reason, refused, type Judgement } from '../show/judgement.ts'
import type { Person } from '../show/people.ts'
import type { ReviewCommand } from './command.ts'
import { dutiesOf, isOverAt, mayRate } from './duties.ts'
import type { ReviewEvent } from './event.ts'
import { judgeLiftRecusal, judgeMark, judgeRecusal, judgeReopening, judgeSubmission } from './judge-desk.ts'
import type { ReviewRound, RoundId, RoundUnit } from './round.ts'

/** What a decision must know of the rest of the house. */
export interface ReviewContext {
  readonly rounds: Readonly<Record<RoundId, ReviewRound>>
  /** Null: no such period. `units`: as frozen when it opened. */
  readonly period: (
    periodId: PeriodId,
  ) => { readonly collecting: boolean; readonly units: readonly PeriodUnit[] } | null
  readonly person: (personId: PersonId) => Person | null
}

type Of<T extends ReviewCommand['type']> = Extract<ReviewCommand, { type: T }>

/** So many of one kind of refusal are named in one answer. */
const NAMED_MOST = 20
/** Shorter, nobody could rate anything. */
const ROUND_LASTS_LEAST_MS = 60_000

export function judgeReview(
  command: ReviewCommand,
  moment: Moment,
  context: ReviewContext,
): Judgement<ReviewEvent> {
  const round = own(context.rounds, command.roundId)
  if (command.type === 'DraftRound')
    return judged(
      [
        against(round !== undefined, 'review_round_exists'),
        ...reasonsAgainstSettings(command.settings, context),
      ],
      () => [{ type: 'RoundDrafted', roundId: command.roundId, settings: command.settings }],
    )
  if (round === undefined) return refused('review_round_unknown')
  const { roundId } = command
  const notDraft = against(round.phase !== 'draft', 'review_round_not_draft')
  switch (command.type) {
    case 'ReviseRound':
      return judged([notDraft, ...reasonsAgainstSettings(command.settings, context)], () => [
        { type: 'RoundRevised', roundId, settings: command.settings },
      ])
    case 'SetRoundUnits':
      return judged([notDraft, ...reasonsAgainstUnits(command, round, context)], () => [
        { type: 'RoundUnitsSet', roundId, units: command.units },
      ])
    case 'SetRoundReviewers':
      return judgeReviewers(command, round, moment, context)
    case 'PlanRound':
      return judgePlan(round, moment, context)
    case 'UnplanRound': {
      const begun = round.phase === 'planned' && moment.nowMs >= round.opensAtMs
      return judged(
        [
          against(round.phase !== 'planned', 'review_round_not_planned'),
          against(begun, 'review_round_opened'),
        ],
        () => [{ type: 'RoundUnplanned', roundId }],
      )
    }
    case 'DiscardRound':
      return judged([notDraft], () => [{ type: 'RoundDiscarded', roundId }])
    case 'ExtendRound': {
      const { closesAtMs, reason: why } = command
      return judged(
        [
          against(round.phase !== 'planned', 'review_round_not_planned'),
          against(moment.nowMs > round.closesAtMs, 'review_round_over'),
          against(closesAtMs <= round.closesAtMs, 'extend_not_later'),
          againstCollecting(round, context),
        ],
        () => [{ type: 'RoundExtended', roundId, closesAtMs, reason: why }],
      )
    }
    case 'ReopenReview':
      return judgeReopening(command, round, moment)
    case 'RecuseReview':
      return judgeRecusal(command, round, moment)
    case 'LiftReviewRecusal':
      return judgeLiftRecusal(command, round, moment)
    case 'GiveMark':
      return judgeMark(command, round, moment, againstCollecting(round, context) === null)
    case 'SubmitReview':
      return judgeSubmission(round, moment)
    default:
      return unreachable(command)
  }
}

function againstCollecting({ periodId }: { readonly periodId: PeriodId }, context: ReviewContext) {
  return against(context.period(periodId)?.collecting !== true, 'review_period_not_collecting')
}

function reasonsAgainstSettings(settings: Of<'DraftRound'>['settings'], context: ReviewContext) {
  const { opensAtMs, closesAtMs } = settings
  return [
    againstCollecting(settings, context),
    against(closesAtMs - opensAtMs < ROUND_LASTS_LEAST_MS, 'review_round_short'),
  ]
}

function reasonsAgainstUnits({ units }: Of<'SetRoundUnits'>, round: ReviewRound, context: ReviewContext) {
  const known = new Set<string>(context.period(round.periodId)?.units.map(({ unitId }) => unitId))
  return ReviewerGroup.options.flatMap((group) => [
    ...units[group]
      .filter((unitId) => !known.has(unitId))
      .slice(0, NAMED_MOST)
      .map((unit) => reason('unit_unknown', { unit })),
    ...repeatedIn(units[group])
      .slice(0, NAMED_MOST)
      .map((unit) => reason('unit_id_duplicate', { unit })),
  ])
}

function judgeReviewers(
  { roundId, reviewerIds }: Of<'SetRoundReviewers'>,
  round: ReviewRound,
  { nowMs }: Moment,
  context: ReviewContext,
): Judgement<ReviewEvent> {
  const { person } = context
  const ids = [...new Set(reviewerIds)]
  // Who takes part already stays what they were: an account that moves to another organisation does so for later rounds.
  const before = new Map<string, Reviewer>(round.reviewers.map((each) => [each.reviewerId, each]))
  const reviewers = ids.flatMap((reviewerId): Reviewer[] => {
    const stays = round.phase === 'planned' ? before.get(reviewerId) : undefined
    if (stays !== undefined) return [stays]
    const standsFor = person(reviewerId)?.standsFor ?? null
    return standsFor === null ? [] : [{ reviewerId, ...standsFor }]
  })
  const taken = new Set<string>(reviewers.map(({ reviewerId }) => reviewerId))
  const gone = round.reviewers.filter(
    ({ reviewerId }) => !taken.has(reviewerId) && own(round.desks, reviewerId) !== undefined,
  )
  return judged(
    [
      against(isOverAt(round, nowMs), 'review_round_over'),
      ...ids
        .filter((id) => !taken.has(id))
        .slice(0, NAMED_MOST)
        .map((name) => reason('review_not_reviewer', { name })),
      ...gone
        .slice(0, NAMED_MOST)
        .map(({ reviewerId }) =>
          reason('review_reviewer_has_given', { name: person(reviewerId)?.name ?? reviewerId }),
        ),
      // A draft asks nobody yet: that is judged when it is planned.
      ...(round.phase === 'planned' ? reasonsAskedTwice({ ...round, reviewers }, context) : []),
    ],
    () => [{ type: 'RoundReviewersSet', roundId, reviewers }],
  )
}

function judgePlan(round: ReviewRound, { nowMs }: Moment, context: ReviewContext): Judgement<ReviewEvent> {
  const units = roundUnitsOf(round, context.period(round.periodId)?.units ?? [])
  const planned: ReviewRound = { ...round, units }
  const duties = round.reviewers.map((reviewer) => ({ reviewer, units: dutiesOf(planned, reviewer) }))
  const idle = duties.filter((each) => each.units.length === 0)
  return judged(
    [
      against(round.phase !== 'draft', 'review_round_not_draft'),
      againstCollecting(round, context),
      against(round.closesAtMs - nowMs < ROUND_LASTS_LEAST_MS, 'review_round_short'),
      against(units.length === 0, 'review_units_empty'),
      against(round.reviewers.length === 0, 'review_reviewers_empty'),
      ...idle
        .slice(0, NAMED_MOST)
        .map(({ reviewer: { reviewerId } }) =>
          reason('review_reviewer_idle', { name: context.person(reviewerId)?.name ?? reviewerId }),
        ),
      ...reasonsAskedTwice(planned, context),
    ],
    () => [{ type: 'RoundPlanned', roundId: round.id, units }],
  )
}

/** Planned rounds of the period, running or over, in which one of these reviewers is asked about the same unit. */
function reasonsAskedTwice(round: ReviewRound, { rounds }: ReviewContext): readonly Refusal[] {
  const asked = new Map<string, ReadonlySet<string>>(
    round.reviewers.map((reviewer) => [
      reviewer.reviewerId,
      new Set(dutiesOf(round, reviewer).map(({ unitId }) => unitId)),
    ]),
  )
  return Object.values<ReviewRound>(rounds)
    .filter(
      ({ id, periodId, phase }) => id !== round.id && periodId === round.periodId && phase === 'planned',
    )
    .filter((other) =>
      other.reviewers.some((reviewer) => {
        const mine = asked.get(reviewer.reviewerId)
        return mine !== undefined && dutiesOf(other, reviewer).some(({ unitId }) => mine.has(unitId))
      }),
    )
    .map(({ title }) => reason('review_asked_twice', { title }))
}

/** The chosen units as the period knows them, each with the groups that are asked about it. */
export function roundUnitsOf(
  { chosen }: Pick<ReviewRound, 'chosen'>,
  units: readonly PeriodUnit[],
): readonly RoundUnit[] {
  const sets = ReviewerGroup.options.map((group) => [group, new Set<UnitId>(chosen[group])] as const)
  return units.flatMap((unit): RoundUnit[] => {
    const groups = sets.filter(([, ids]) => ids.has(unit.unitId)).map(([group]) => group)
    return groups.length === 0 ? [] : [{ ...unit, groups }]
  })
}

/** What a reviewer would be asked about: for the editor's preview before the round is planned. */
export function wouldRate(
  reviewer: Reviewer,
  chosen: ReviewRound['chosen'],
  units: readonly PeriodUnit[],
): readonly PeriodUnit[] {
  const ids = new Set<string>(chosen[reviewer.group])
  return units.filter((unit) => ids.has(unit.unitId) && mayRate(reviewer, unit))
}
