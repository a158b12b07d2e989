// The topic `now`: what everybody may know of the session on air, and the poll a citizen can vote in.

import type { NowSnapshot } from '../../shared/protocol/topics.ts'
import type { House } from '../../shared/show/house.ts'
import type { LiveFacts } from './live-facts.ts'
import {
  citizensWindowsOf,
  currentSessionOf,
  headOf,
  lastStanding,
  pollViewOf,
  segmentOnAirOf,
  segmentUnitOf,
} from './topic-parts.ts'

export function nowSnapshotOf(house: House, facts: LiveFacts): NowSnapshot {
  const rankingVisible = house.registry.scheme.visibility !== 'hidden'
  const session = currentSessionOf(house)
  if (session === null) return { session: null, onAir: null, poll: null, rankingVisible }
  const onAir = segmentOnAirOf(session)
  // No second poll opens before the first is frozen (SHOW10): the last one is the one to vote in.
  const poll = lastStanding(citizensWindowsOf(session))
  return {
    session: headOf(session),
    onAir:
      onAir === null ? null : { title: onAir.title, kind: onAir.kind, unit: segmentUnitOf(session, onAir) },
    poll: poll === null ? null : pollViewOf(session, poll, 'public', facts),
    rankingVisible,
  }
}
