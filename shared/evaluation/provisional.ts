// What the provisional ranking is made of while a period runs: tv from revealed windows, citizens from revealed period polls (RANK10).

import { type Fraction, mean, fromJson } from '../basics/exact.ts'
import type { SegmentId, SessionId, UnitId, WindowId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import type { PollResult, Split } from '../ballot/tally.ts'
import { citizensOfDays } from '../period/citizens-of-days.ts'
import { sessionsOfDays } from '../period/days.ts'
import { schemeOf } from '../period/in-force.ts'
import type { Period } from '../period/period.ts'
import type { House } from '../show/house.ts'
import type { CitizensWindow, ExaminersWindow, Session, Window } from '../show/session.ts'
import { splitHiddenWhy } from '../show/visibility.ts'
import { pollEvidenceOf } from './citizens-evidence.ts'
import { ballotsIn, dissatisfiedShareOf, pollPointsOf, ratingsIn, sidesOf } from './poll-points.ts'
import type { RankingInput } from './ranking-input.ts'
import type { Scheme } from './scheme.ts'
import { blended, joiningPointsOf as pointsFromN, tvAverageOf, type TvResult } from './tv-points.ts'
import type { Unit } from './unit.ts'

/** Live counts by poll; a poll that is not among them has none yet. */
export type PollCounts = ReadonlyMap<WindowId, { readonly result: PollResult }>

/** The scheme a provisional ranking goes by: the period's, or where none is in force the registry's. */
export function schemeInForce(period: Period | null, { registry }: Pick<House, 'registry'>): Scheme {
  return period === null ? registry.scheme : schemeOf(period)
}

/** The units it ranks: as the period froze them, or the registry's. */
export function unitsInForce(period: Period | null, { registry }: Pick<House, 'registry'>): readonly Unit[] {
  return period === null ? Object.values(registry.units) : period.units
}

/** Counts of a unit's revealed polls, or where none of ours asks about it those imported for the period: they never add up (EVAL1). */
function citizensSplitOf(unitId: UnitId, period: Period | null, polls: House['polls']): Split | undefined {
  if (period === null) return pollEvidenceOf(polls).get(unitId)?.split
  return (citizensOfDays(polls, period).get(unitId) ?? own(period.evidence.citizens, unitId))?.split
}

/** The inputs of every unit, of all categories. `period`: the one in force, or null. */
export function provisionalInputsOf(
  house: House,
  period: Period | null,
  polls: PollCounts,
  without: SessionId | null = null,
): readonly RankingInput[] {
  const tv = tvResultsOf(house, period, polls, without)
  return unitsInForce(period, house).map((unit) =>
    withTv(citizensInputOf(unit, period, house), tv.get(unit.unitId)),
  )
}

/**
 * `citizens` of one unit: points of its counts without 不了解. Fewer than the scheme's minimum of such ballots:
 * the unit stands apart as `sample` (EVAL4).
 */
export function citizensInputOf(
  unit: Unit,
  period: Period | null,
  house: Pick<House, 'registry' | 'polls'>,
): RankingInput {
  const split = citizensSplitOf(unit.unitId, period, house.polls)
  if (split === undefined) return { unit, methods: {} }
  const points = pollPointsOf(split)
  const dissatisfiedShare = dissatisfiedShareOf(split)
  if (
    points === null ||
    dissatisfiedShare === null ||
    ratingsIn(split) < schemeInForce(period, house).citizensFromN
  )
    return { unit, methods: {}, apart: { why: 'sample', methods: ['citizens'] } }
  return { unit, methods: { citizens: { points, note: 'none', dissatisfiedShare } } }
}

export function withTv(input: RankingInput, tv: TvResult | undefined): RankingInput {
  return tv === undefined ? input : { ...input, methods: { ...input.methods, tv } }
}

/**
 * EVAL8: by unit, the average over its `scoring` segments of all sessions but rehearsals (SHOW8) and `without`.
 * A segment counts once its examiners' result is revealed and valid.
 */
export function tvResultsOf(
  house: House,
  period: Period | null,
  polls: PollCounts,
  without: SessionId | null,
): ReadonlyMap<UnitId, TvResult> {
  const sessions =
    period === null ? Object.values<Session>(house.sessions) : sessionsOfDays(house.sessions, period)
  const shares = schemeInForce(period, house).tv
  const byUnit = new Map<UnitId, TvResult[]>()
  for (const session of sessions) {
    if (session.rehearsal || session.id === without) continue
    for (const [unitId, result] of segmentResultsOf(session, polls, shares)) {
      const results = byUnit.get(unitId)
      if (results === undefined) byUnit.set(unitId, [result])
      else results.push(result)
    }
  }
  return new Map(
    [...byUnit].flatMap(([unitId, results]) => {
      const average = tvAverageOf(results)
      return average === null ? [] : [[unitId, average] as const]
    }),
  )
}

/** What one unit got in one session alone, a rehearsal too; null where no scoring segment of it has a result. */
export function sessionResultOf(
  session: Session,
  unitId: UnitId,
  polls: PollCounts,
  shares: Scheme['tv'],
): TvResult | null {
  const results = segmentResultsOf(session, polls, shares).flatMap(([of, result]) =>
    of === unitId ? [result] : [],
  )
  return tvAverageOf(results)
}

function segmentResultsOf(
  session: Session,
  polls: PollCounts,
  shares: Scheme['tv'],
): readonly (readonly [UnitId, TvResult])[] {
  return segmentsOf(session).flatMap((windows) => {
    const result = segmentResultOf(windows, session, polls, shares)
    const unitId = windows[0]?.unitId
    return result === null || unitId === undefined ? [] : [[unitId, result] as const]
  })
}

/** The windows that can count, by segment and unit. */
function segmentsOf(session: Session): readonly (readonly Window[])[] {
  const bySegment = new Map<`${SegmentId}/${UnitId}`, Window[]>()
  for (const window of session.windows) {
    if (window.segmentKind !== 'scoring' || window.stage.phase === 'void') continue
    const key = `${window.segmentId}/${window.unitId}` as const
    const windows = bySegment.get(key)
    if (windows === undefined) bySegment.set(key, [window])
    else windows.push(window)
  }
  return [...bySegment.values()]
}

/** Examiners and poll of one segment by the scheme's shares; examiners alone where no poll joins; null without examiners. */
function segmentResultOf(
  windows: readonly Window[],
  session: Session,
  polls: PollCounts,
  shares: Scheme['tv'],
): TvResult | null {
  const examiners = windows.flatMap((window) =>
    window.kind === 'examiners' ? (examinersPointsOf(window) ?? []) : [],
  )
  if (examiners.length === 0) return null
  const joined = windows.flatMap((window) =>
    window.kind === 'citizens' ? (joiningPointsOf(window, session, polls, shares.pollFromN) ?? []) : [],
  )
  const points = mean(examiners)
  return joined.length === 0
    ? { points, note: 'examinersOnly' }
    : { points: blended(points, mean(joined), shares), note: 'none' }
}

/** Points of a revealed window. 无效 is no result, and a placard only indicates (SCORE1). */
function examinersPointsOf(window: ExaminersWindow): Fraction | null {
  if (window.stage.phase !== 'revealed' || window.form.kind === 'placard') return null
  const result = window.result
  return result === null || result.invalid !== null || result.mean === null ? null : fromJson(result.mean)
}

/** Points of a poll with enough ballots that is revealed, or `live` and its split in the open (or the ranking would tell it). */
function joiningPointsOf(
  poll: CitizensWindow,
  session: Session,
  polls: PollCounts,
  fromN: number,
): Fraction | null {
  const result = poll.result ?? polls.get(poll.id)?.result
  if (result === undefined) return null
  const { headline } = sidesOf(result)
  const n = ballotsIn(headline)
  if (poll.stage.phase !== 'revealed' && splitHiddenWhy(poll, n, 'public', session.windows) !== null)
    return null
  return pointsFromN(headline, fromN)
}
