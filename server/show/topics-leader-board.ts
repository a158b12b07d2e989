// The board of one session: the units it questions by what was revealed of them tonight, the others with the reason.

import { compare, show } from '../../shared/basics/exact.ts'
import type { UnitId } from '../../shared/basics/ids.ts'
import { sessionResultOf } from '../../shared/evaluation/provisional.ts'
import type { Registry } from '../../shared/evaluation/registry.ts'
import type { LeaderBoardView } from '../../shared/protocol/topics.ts'
import type { Session, Window } from '../../shared/show/session.ts'
import type { LiveFacts } from './live-facts.ts'
import { sessionUnitOf } from './topic-parts.ts'

/** A unit has its points once every scoring window of it is revealed: a running poll moves nobody on this board. */
export function leaderBoardOf(session: Session, registry: Registry, facts: LiveFacts): LeaderBoardView {
  const units = scoredUnitsOf(session)
  const results = units.flatMap((unitId) => {
    if (!allRevealed(windowsOf(session, unitId))) return []
    const result = sessionResultOf(session, unitId, facts.tallies, registry.scheme)
    return result === null ? [] : [{ unitId, result }]
  })
  results.sort((a, b) => compare(b.result.points, a.result.points))
  const placed = new Set(results.map((each) => each.unitId))
  return {
    sessionId: session.id,
    rows: results.map(({ unitId, result }) => ({
      unit: sessionUnitOf(session, unitId),
      place: 1 + results.filter((other) => compare(other.result.points, result.points) > 0).length,
      points: show(result.points),
      note: result.note,
    })),
    others: units
      .filter((unitId) => !placed.has(unitId))
      .map((unitId) => ({
        unit: sessionUnitOf(session, unitId),
        why: whyWithout(windowsOf(session, unitId)),
      })),
  }
}

/** Each unit once, in the order of the rundown. */
function scoredUnitsOf(session: Session): readonly UnitId[] {
  const scoring = session.segments.filter((segment) => segment.kind === 'scoring')
  return [...new Set(scoring.flatMap((segment) => segment.unitId ?? []))]
}

function windowsOf(session: Session, unitId: UnitId): readonly Window[] {
  return session.windows.filter(
    (window) => window.unitId === unitId && window.segmentKind === 'scoring' && window.stage.phase !== 'void',
  )
}

function allRevealed(windows: readonly Window[]): boolean {
  return (
    windows.some((window) => window.kind === 'examiners') &&
    windows.every((window) => window.stage.phase === 'revealed')
  )
}

function whyWithout(windows: readonly Window[]): LeaderBoardView['others'][number]['why'] {
  if (!allRevealed(windows)) return 'pending'
  const counts = windows.some((window) => window.kind === 'examiners' && window.form.kind !== 'placard')
  return counts ? 'invalid' : 'indicative'
}
