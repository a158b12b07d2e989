// What the provisional ranking is made of while a period runs: the period's evidence so far, or without one our polls and sessions (RANK10).

import type { SessionId, UnitId } from '../basics/ids.ts'
import { periodInputsOf } from '../period/period-inputs.ts'
import { schemeOf } from '../period/in-force.ts'
import type { TvSegment } from '../period/inputs.ts'
import type { Period } from '../period/period.ts'
import { tvOfDays, tvOfSession } from '../period/tv-of-days.ts'
import type { House } from '../show/house.ts'
import type { Session } from '../show/session.ts'
import { pollEvidenceOf } from './citizens-evidence.ts'
import { segmentOf } from './period-points.ts'
import { rankingInputsOf } from './period-ranking.ts'
import type { PollCounts } from './poll-counts.ts'
import { dissatisfiedShareOf, pollPointsOf, ratingsIn } from './poll-points.ts'
import type { RankingInput } from './ranking-input.ts'
import type { Scheme } from './scheme.ts'
import { tvAverageOf, type TvResult } from './tv-points.ts'
import type { Unit } from './unit.ts'

/** The scheme a provisional ranking goes by: the period's, or where none is in force the registry's. */
export function schemeInForce(period: Period | null, { registry }: Pick<House, 'registry'>): Scheme {
  return period === null ? registry.scheme : schemeOf(period)
}

/** Of every unit, of all categories, everything but `tv`, which changes while a show is on air. */
export function inputsWithoutTv(house: House, period: Period | null, nowMs: number): readonly RankingInput[] {
  if (period === null)
    return Object.values<Unit>(house.registry.units).map((unit) => citizensInputOf(unit, house))
  const { units, evidence } = periodInputsOf({ ...house, sessions: {} }, period, nowMs)
  return rankingInputsOf(units, evidence, schemeOf(period))
}

/** The inputs of every unit. `period`: the one in force, or null. */
export function provisionalInputsOf(
  house: House,
  period: Period | null,
  nowMs: number,
  polls: PollCounts,
  without: SessionId | null = null,
): readonly RankingInput[] {
  const tv = tvResultsOf(house, period, polls, without)
  return inputsWithoutTv(house, period, nowMs).map((input) => withTv(input, tv.get(input.unit.unitId)))
}

/**
 * `citizens` of one unit without a period: all its revealed polls. Fewer ballots than the scheme's minimum without 不了解:
 * the unit stands apart as `sample` (EVAL4).
 */
function citizensInputOf(unit: Unit, { polls, registry }: House): RankingInput {
  const split = pollEvidenceOf(polls).get(unit.unitId)?.split
  if (split === undefined) return { unit, methods: {} }
  const points = pollPointsOf(split)
  const dissatisfiedShare = dissatisfiedShareOf(split)
  if (points === null || dissatisfiedShare === null || ratingsIn(split) < registry.scheme.citizensFromN)
    return { unit, methods: {}, apart: { why: 'sample', methods: ['citizens'] } }
  return { unit, methods: { citizens: { points, note: 'none', dissatisfiedShare } } }
}

export function withTv(input: RankingInput, tv: TvResult | undefined): RankingInput {
  return tv === undefined ? input : { ...input, methods: { ...input.methods, tv } }
}

const ALL_DAYS = { startsOn: '0000-01-01', endsOn: '9999-12-31' }

/**
 * EVAL8: by unit, the average over its `scoring` segments of the period's sessions, or of all, but rehearsals (SHOW8) and
 * `without`. A segment counts once its examiners' result is revealed and valid.
 */
export function tvResultsOf(
  house: House,
  period: Period | null,
  polls: PollCounts,
  without: SessionId | null,
): ReadonlyMap<UnitId, TvResult> {
  const scheme = schemeInForce(period, house)
  const results = new Map<UnitId, TvResult>()
  for (const [unitId, segments] of tvOfDays(house.sessions, period ?? ALL_DAYS, { polls, without })) {
    const average = averageOf(segments, scheme)
    if (average !== null) results.set(unitId, average)
  }
  return results
}

/** What one unit got in one session alone, a rehearsal too; null where no scoring segment of it has a result. */
export function sessionResultOf(
  session: Session,
  unitId: UnitId,
  polls: PollCounts,
  scheme: Pick<Scheme, 'tv'>,
): TvResult | null {
  const segments = tvOfSession(session, polls).flatMap(([of, segment]) => (of === unitId ? [segment] : []))
  return averageOf(segments, scheme)
}

function averageOf(segments: readonly TvSegment[], scheme: Pick<Scheme, 'tv'>): TvResult | null {
  return tvAverageOf(segments.map((segment) => segmentOf(segment, scheme)))
}
