// What a period's sessions say of its units: one entry a scoring segment whose examiners' result is revealed and valid (EVAL8).

import { fromJson, mean, toJson } from '../basics/exact.ts'
import type { SegmentId, SessionId, UnitId } from '../basics/ids.ts'
import type { Split } from '../ballot/tally.ts'
import { addSplits, ballotsIn, sidesOf } from '../evaluation/poll-points.ts'
import type { PollCounts } from '../evaluation/poll-counts.ts'
import { pointsOf } from '../show/examiners-result.ts'
import type { House } from '../show/house.ts'
import type { CitizensWindow, ExaminersWindow, Session, Window } from '../show/session.ts'
import { splitHiddenWhy } from '../show/visibility.ts'
import { sessionsOfDays } from './days.ts'
import type { TvSegment } from './inputs.ts'
import type { Period } from './period.ts'

/** While a period runs: counts of polls that are `live` and in the open join too, and a session may be left out (RANK10). */
export interface WhileRunning {
  readonly polls: PollCounts
  readonly without: SessionId | null
}

/** By unit, in the order of sessions and windows. */
export function tvOfDays(
  sessions: House['sessions'],
  days: Pick<Period, 'startsOn' | 'endsOn'>,
  running: WhileRunning | null = null,
): ReadonlyMap<UnitId, readonly TvSegment[]> {
  const byUnit = new Map<UnitId, TvSegment[]>()
  for (const session of sessionsOfDays(sessions, days)) {
    if (session.id === running?.without) continue
    for (const [unitId, segment] of tvOfSession(session, running?.polls ?? null))
      byUnit.set(unitId, [...(byUnit.get(unitId) ?? []), segment])
  }
  return byUnit
}

/** Of one session, a rehearsal too. `live`: counts of polls that still run. */
export function tvOfSession(
  session: Session,
  live: PollCounts | null,
): readonly (readonly [UnitId, TvSegment])[] {
  return segmentsOf(session).flatMap((windows) => {
    const segment = segmentOf(windows, session, live)
    return segment === null ? [] : [[windows[0]!.unitId, segment] as const]
  })
}

/** Windows that can count, by segment and unit: of `scoring` segments, and not void. */
function segmentsOf({ windows }: Session): readonly (readonly Window[])[] {
  const bySegment = new Map<`${SegmentId}/${UnitId}`, Window[]>()
  for (const window of windows) {
    if (window.segmentKind !== 'scoring' || window.stage.phase === 'void') continue
    const key = `${window.segmentId}/${window.unitId}` as const
    bySegment.set(key, [...(bySegment.get(key) ?? []), window])
  }
  return [...bySegment.values()]
}

/** Scored twice over, its examiners' mean is the mean of both and its polls are counted together. Null without examiners. */
function segmentOf(windows: readonly Window[], session: Session, live: PollCounts | null): TvSegment | null {
  const scored = windows.flatMap((window) => {
    const given = window.kind === 'examiners' ? meanOf(window) : null
    return given === null ? [] : [{ given, marks: marksOf(window as ExaminersWindow, session) }]
  })
  const first = windows[0]
  if (first === undefined || scored.length === 0) return null
  const polls = windows.flatMap((window) =>
    window.kind === 'citizens' ? (splitOf(window, session, live) ?? []) : [],
  )
  return {
    sessionId: session.id,
    segmentId: first.segmentId,
    examiners: {
      ...toJson(mean(scored.map(({ given }) => given))),
      marks: scored.flatMap(({ marks }) => marks).sort((a, b) => a - b),
    },
    poll: polls.length === 0 ? null : polls.reduce(addSplits),
  }
}

/** 无效 is no result, and a placard only indicates (SCORE1). */
function meanOf({ stage, form, result }: ExaminersWindow) {
  if (stage.phase !== 'revealed' || form.kind === 'placard') return null
  return result === null || result.invalid !== null || result.mean === null ? null : fromJson(result.mean)
}

function marksOf({ scores, unitId }: ExaminersWindow, { seats, recusals }: Session): readonly number[] {
  const recused = new Set(recusals.filter((each) => each.unitId === unitId).map(({ seatId }) => seatId))
  const known = new Set(seats.map(({ seatId }) => seatId))
  return Object.values(scores).flatMap(({ seatId, mark }) =>
    known.has(seatId) && !recused.has(seatId) ? (pointsOf(mark) ?? []) : [],
  )
}

/** SMS + WeChat of a poll that is revealed, or whose split is in the open already (or a ranking would tell it). */
function splitOf(poll: CitizensWindow, { windows }: Session, live: PollCounts | null): Split | null {
  const result = poll.result ?? live?.get(poll.id)?.result
  if (result === undefined) return null
  const { headline } = sidesOf(result)
  const isTold =
    poll.stage.phase === 'revealed' ||
    (live !== null && splitHiddenWhy(poll, ballotsIn(headline), 'public', windows) === null)
  return isTold ? headline : null
}
