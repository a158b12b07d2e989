// The topics `scene/KIND`: a scene as it would stand on air now, for graphics that a broadcaster's own system brings up and down.
//
// They show what an output may show (SHOW5) and never more: what only the director turns over is turned over there.

import { Category } from '../../shared/evaluation/unit.ts'
import type { SceneSnapshot } from '../../shared/protocol/topics.ts'
import type { Scene } from '../../shared/show/air.ts'
import { RankingList } from '../../shared/show/air.ts'
import type { House } from '../../shared/show/house.ts'
import type { Session, Window } from '../../shared/show/session.ts'
import type { LiveFacts } from './live-facts.ts'
import {
  citizensWindowsOf,
  currentSessionOf,
  examinersWindowsOf,
  headOf,
  lastStanding,
  segmentOnAirOf,
} from './topic-parts.ts'
import { sceneViewOf } from './topics-stage.ts'

/** Scenes of the session that is on, by name; `ranking` and `list_reveal` are named with what they are about. */
const OF_SESSION = [
  'how_to_vote',
  'unit_title',
  'countdown',
  'live_tally',
  'lock_board',
  'score_reveal',
  'poll_reveal',
  'leader_board',
  'promise',
  'look_back',
] as const
type OfSession = (typeof OF_SESSION)[number]

export type SceneTopic =
  | { readonly of: OfSession }
  | { readonly of: 'ranking'; readonly category: Category }
  | { readonly of: 'list_reveal'; readonly category: Category; readonly list: RankingList }

/** `kind`, and for `ranking` a category, for `list_reveal` CATEGORY-LIST; null where there is no such scene. */
export function sceneTopicOf(kind: string | undefined, about: string | undefined): SceneTopic | null {
  const ofSession = OF_SESSION.find((each) => each === kind)
  if (ofSession !== undefined) return about === undefined ? { of: ofSession } : null
  const [first, second, ...more] = (about ?? '').split('-')
  const category = Category.safeParse(first)
  if (!category.success || more.length > 0) return null
  if (kind === 'ranking') return second === undefined ? { of: kind, category: category.data } : null
  const list = RankingList.safeParse(second)
  if (kind !== 'list_reveal' || !list.success) return null
  return { of: kind, category: category.data, list: list.data }
}

/** `blank` where there is nothing to show yet. */
export function sceneSnapshotOf(topic: SceneTopic, house: House, facts: LiveFacts): SceneSnapshot {
  const session = currentSessionOf(house)
  const scene = sceneOf(topic, session)
  return {
    session: session === null ? null : headOf(session),
    scene:
      scene === null ? { kind: 'blank' } : sceneViewOf(scene, stepsTurnedOver(scene, house), house, facts),
    takenAtMs: session?.wentLiveAtMs ?? 0,
  }
}

function sceneOf(topic: SceneTopic, session: Session | null): Scene | null {
  if (topic.of === 'ranking') return { kind: topic.of, category: topic.category }
  if (topic.of === 'list_reveal') return { kind: topic.of, category: topic.category, list: topic.list }
  if (session === null) return null
  const sessionId = session.id
  switch (topic.of) {
    case 'leader_board':
      return { kind: topic.of, sessionId }
    case 'unit_title': {
      const segment = segmentOnAirOf(session)
      return segment === null ? null : { kind: topic.of, sessionId, segmentId: segment.segmentId }
    }
    case 'promise':
    case 'look_back': {
      const promise = session.promises.findLast((each) => topic.of === 'promise' || each.outcome !== null)
      return promise === undefined ? null : { kind: topic.of, sessionId, promiseId: promise.promiseId }
    }
    default: {
      const window = windowFor(topic.of, session)
      return window === null ? null : { kind: topic.of, sessionId, windowId: window.id }
    }
  }
}

function windowFor(
  kind: Exclude<OfSession, 'leader_board' | 'unit_title' | 'promise' | 'look_back'>,
  session: Session,
): Window | null {
  switch (kind) {
    case 'how_to_vote':
    case 'live_tally':
    case 'poll_reveal':
      return lastStanding(citizensWindowsOf(session))
    case 'lock_board':
    case 'score_reveal':
      return lastStanding(examinersWindowsOf(session))
    case 'countdown':
      return (
        session.windows.findLast(({ stage }) => stage.phase === 'open') ??
        lastStanding<Window>(session.windows)
      )
  }
}

/** As far as the director has turned this list over on any output. */
function stepsTurnedOver(scene: Scene, house: House): number {
  if (scene.kind !== 'list_reveal') return 0
  return Object.values(house.air.outputs).reduce((most, { scene: on, step }) => {
    const isIt = on.kind === scene.kind && on.category === scene.category && on.list === scene.list
    return isIt ? Math.max(most, step) : most
  }, 0)
}
