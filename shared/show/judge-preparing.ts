// Preparing a session: drafting it, its rundown, its panel and recusals, and marking it ready (SHOW1, SHOW2, SHOW10).

import { repeatedIn } from '../basics/repeated.ts'
import type { UnitId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import type { Refusal } from '../basics/refusal.ts'
import { unitHeadOf, type SessionUnit } from '../evaluation/unit.ts'
import type { SessionCommand } from './command.ts'
import type { SessionContext } from './context.ts'
import type { Moment, SessionEvent } from './event.ts'
import { bestAndWorstHold } from './examiners-result.ts'
import { against, judged, reason } from './judgement.ts'
import type { Judgement } from './judgement.ts'
import { SEAT_GROUP_NAMES, SeatGroup } from './panel.ts'
import type { GroupWeights, SeatPlan } from './panel.ts'
import type { ScoreForm } from './score.ts'
import { FEWEST_SEATS } from './session-rules.ts'
import type { Segment, SegmentPlan, Session } from './session.ts'
import { isOpenAt, seatIn } from './window-times.ts'

type Of<T extends SessionCommand['type']> = Extract<SessionCommand, { type: T }>

export function judgeDraft(command: Of<'DraftSession'>, session: Session | null): Judgement<SessionEvent> {
  const { type: _, ...settings } = command
  return judged([against(session !== null, 'session_exists'), ...reasonsAgainstForm(command)], () => [
    { type: 'SessionDrafted', ...settings },
  ])
}

export function judgeRevise(command: Of<'ReviseSession'>, session: Session): Judgement<SessionEvent> {
  const { type: _, sessionId: __, ...settings } = command
  return judged(
    [against(session.phase !== 'draft', 'session_not_draft'), ...reasonsAgainstForm(command)],
    () => [{ type: 'SessionRevised', ...settings }],
  )
}

/** SCORE6 and SCORE8, when a form is saved or chosen. */
export function reasonsAgainstForm(of: {
  readonly form: ScoreForm
  readonly groupWeights: GroupWeights | null
}): readonly (Refusal | null)[] {
  const weights =
    of.groupWeights === null ? null : SeatGroup.options.map((g) => of.groupWeights!.weightsBp[g])
  const sum = weights?.reduce((a, b) => a + b, 0) ?? 10_000
  return [
    against(sum !== 10_000, 'group_weights_sum', { sum }),
    against(!bestAndWorstHold(of.form, of.groupWeights), 'form_invalid'),
  ]
}

export function judgeRundown(
  command: Of<'EditRundown'>,
  session: Session,
  context: SessionContext,
): Judgement<SessionEvent> {
  const { segments } = command
  const units = unitsOf(segments, session, context)
  return judged(
    [
      against(session.phase === 'ended', 'session_ended'),
      ...reasonsAgainstChangingAired(segments, session),
      ...repeatedIn(segments.map(({ segmentId }) => segmentId)).map((segment) =>
        reason('segment_duplicate', { segment }),
      ),
      ...segments
        .filter(({ unitId }) => unitId !== null && !units.has(unitId))
        .map(({ unitId }) => reason('unit_unknown', { unit: unitId! })),
      ...repeatedIn([...units.values()].map(({ code }) => code)).map((code) =>
        reason('unit_code_duplicate', { code }),
      ),
      ...(session.phase === 'draft' ? [] : reasonsRundownIncomplete(segments)),
    ],
    () => [{ type: 'RundownEdited', segments, units: [...units.values()] }],
  )
}

/** The units a rundown names, in its order. Live they stay as they were: the registry may rename, the evening may not. */
function unitsOf(
  segments: readonly SegmentPlan[],
  session: Session,
  context: SessionContext,
): ReadonlyMap<UnitId, SessionUnit> {
  const units = new Map<UnitId, SessionUnit>()
  for (const { unitId } of segments) {
    if (unitId === null) continue
    const kept = session.phase === 'live' ? own(session.units, unitId) : undefined
    const unit = kept ?? own(context.units, unitId)
    if (unit !== undefined) units.set(unitId, unitHeadOf(unit))
  }
  return units
}

/** What was aired stays in the rundown as it was and in its order; the rest may be moved around it (SHOW10). */
function reasonsAgainstChangingAired(plans: readonly SegmentPlan[], session: Session): readonly Refusal[] {
  const aired = session.segments.filter(({ state }) => state !== 'planned')
  const places = aired.map(({ segmentId }) => plans.findIndex((plan) => plan.segmentId === segmentId))
  return aired.flatMap((segment, i) => {
    const place = places[i]!
    const plan = plans[place]
    const moved = places.slice(0, i).some((earlier) => earlier > place)
    return plan !== undefined && samePlan(plan, segment) && !moved
      ? []
      : [reason('segment_aired', { segment: segment.title })]
  })
}

function samePlan(a: SegmentPlan, b: Segment): boolean {
  return (
    a.kind === b.kind &&
    a.title === b.title &&
    a.question === b.question &&
    a.unitId === b.unitId &&
    a.plannedMs === b.plannedMs
  )
}

function reasonsRundownIncomplete(segments: readonly SegmentPlan[]): readonly (Refusal | null)[] {
  return [
    against(segments.length === 0, 'rundown_empty'),
    ...segments
      .filter(({ kind, unitId }) => kind !== 'interlude' && unitId === null)
      .map(({ title }) => reason('rundown_incomplete', { segment: title })),
  ]
}

export function judgePanel(command: Of<'SetPanel'>, session: Session): Judgement<SessionEvent> {
  const { seats } = command
  return judged(
    [
      against(session.phase === 'ended', 'session_ended'),
      against(session.phase === 'live', 'panel_fixed'),
      ...repeatedIn(seats.map(({ seatId }) => seatId)).map((seat) => reason('seat_duplicate', { seat })),
      ...(session.phase === 'ready' ? reasonsPanelIncomplete(seats, session.groupWeights) : []),
    ],
    () => [{ type: 'PanelSet', seats }],
  )
}

/** Enough seats, and where groups are weighed enough in each for its mean to count (SCORE6, SCORE7). */
function reasonsPanelIncomplete(
  seats: readonly SeatPlan[],
  weights: GroupWeights | null,
): readonly (Refusal | null)[] {
  const weighed =
    weights === null || weights.redistribute
      ? []
      : SeatGroup.options.filter((group) => weights.weightsBp[group] > 0)
  return [
    against(seats.length < FEWEST_SEATS, 'panel_too_small', { seats: seats.length }),
    ...weighed.map((group) => {
      const inGroup = seats.filter((seat) => seat.group === group).length
      return against(inGroup < 3, 'group_seats', { group: SEAT_GROUP_NAMES[group], seats: inGroup })
    }),
  ]
}

export function judgeRecuse(
  command: Of<'Recuse'>,
  session: Session,
  moment: Moment,
  context: SessionContext,
): Judgement<SessionEvent> {
  const { seatId, unitId, recused } = command
  const known = own(session.units, unitId) ?? own(context.units, unitId)
  const closed = session.windows.some(
    (window) =>
      window.kind === 'examiners' &&
      window.unitId === unitId &&
      window.stage.phase !== 'void' &&
      !isOpenAt(window, moment.nowMs),
  )
  const stands = session.recusals.some((each) => each.seatId === seatId && each.unitId === unitId)
  const reasons = [
    against(session.phase === 'ended', 'session_ended'),
    against(seatIn(session, seatId) === null, 'seat_unknown', { seat: seatId }),
    against(known === undefined, 'unit_unknown', { unit: unitId }),
    against(closed, 'recusal_closed'),
  ]
  return judged(reasons, () => (stands === recused ? [] : [{ type: 'SeatRecused', seatId, unitId, recused }]))
}

export function judgeReady(session: Session): Judgement<SessionEvent> {
  return judged(
    [
      against(session.phase !== 'draft', 'session_not_draft'),
      ...reasonsRundownIncomplete(session.segments),
      ...reasonsPanelIncomplete(session.seats, session.groupWeights),
    ],
    () => [{ type: 'SessionReady' }],
  )
}

export function judgeBackToDraft(session: Session): Judgement<SessionEvent> {
  return judged([against(session.phase !== 'ready', 'session_not_ready')], () => [
    { type: 'SessionBackToDraft' },
  ])
}
