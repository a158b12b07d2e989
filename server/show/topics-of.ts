// Makes every snapshot of every topic from the house and the live facts: the one way anything reaches a screen. Pure.

import { OutputName, SeatId, SessionId } from '../../shared/basics/ids.ts'
import { unreachable } from '../../shared/basics/result.ts'
import { Category } from '../../shared/evaluation/unit.ts'
import type { SnapshotOf, TopicName } from '../../shared/protocol/topics.ts'
import type { Identity } from '../../shared/protocol/socket-events.ts'
import type { House } from '../../shared/show/house.ts'
import type { LiveFacts } from './live-facts.ts'
import { actsSnapshotOf } from './topics-acts.ts'
import { auditSnapshotOf } from './topics-audit.ts'
import { consoleSnapshotOf } from './topics-console.ts'
import { nowSnapshotOf } from './topics-now.ts'
import { periodsSnapshotOf } from './topics-periods.ts'
import { pollsSnapshotOf } from './topics-polls.ts'
import { rankingSnapshotOf } from './topics-ranking.ts'
import { sceneSnapshotOf, sceneTopicOf, type SceneTopic } from './topics-scene.ts'
import { seatSnapshotOf } from './topics-seat.ts'
import { setupSnapshotOf } from './topics-setup.ts'
import { stageSnapshotOf } from './topics-stage.ts'

/** A topic's name taken apart. */
type Topic =
  | { readonly kind: 'now' | 'console' | 'setup' | 'polls' | 'periods' | 'acts' | 'audit' }
  | { readonly kind: 'ranking'; readonly category: Category }
  | { readonly kind: 'stage'; readonly output: OutputName }
  | { readonly kind: 'scene'; readonly scene: SceneTopic }
  | { readonly kind: 'seat'; readonly sessionId: SessionId; readonly seatId: SeatId }

/** Longer than `seat/SESSION/SEAT` can be. */
const NAME_MOST = 160

/** The topic of that name, or null where there can be none. The seat or output need not exist. */
export function parseTopic(name: string): TopicName | null {
  return topicOf(name) === null ? null : (name as TopicName)
}

/** What the topic shows now, or null where there is no such topic (an unknown seat). The same input gives the same JSON. */
export function snapshotOf<T extends TopicName>(
  topic: T,
  house: House,
  facts: LiveFacts,
): SnapshotOf<T> | null {
  const parsed = topicOf(topic)
  return parsed === null ? null : (snapshotOfTopic(parsed, house, facts) as SnapshotOf<T> | null)
}

/** Who may watch what: the public topics everybody, a seat's only its own tablet, the staff's by role (SHOW5, SAFE4). */
export function mayWatch(identity: Identity, topic: TopicName): boolean {
  const parsed = topicOf(topic)
  if (parsed === null) return false
  switch (parsed.kind) {
    case 'now':
    case 'ranking':
    case 'stage':
    case 'scene':
      return true
    case 'seat':
      return (
        identity.kind === 'seat' &&
        identity.sessionId === parsed.sessionId &&
        identity.seatId === parsed.seatId
      )
    case 'console':
    case 'polls':
    case 'acts':
    case 'audit':
      return identity.kind === 'account' && identity.role !== 'reviewer'
    case 'setup':
      return identity.kind === 'account' && (identity.role === 'director' || identity.role === 'office')
    case 'periods':
      return identity.kind === 'account' && (identity.role === 'office' || identity.role === 'auditor')
    default:
      return unreachable(parsed)
  }
}

function snapshotOfTopic(topic: Topic, house: House, facts: LiveFacts): SnapshotOf<TopicName> | null {
  switch (topic.kind) {
    case 'now':
      return nowSnapshotOf(house, facts)
    case 'console':
      return consoleSnapshotOf(house, facts)
    case 'setup':
      return setupSnapshotOf(house, facts)
    case 'polls':
      return pollsSnapshotOf(house, facts)
    case 'periods':
      return periodsSnapshotOf(house, facts)
    case 'acts':
      return actsSnapshotOf(house, facts)
    case 'audit':
      return auditSnapshotOf(house, facts)
    case 'ranking':
      return rankingSnapshotOf(topic.category, house, facts, 'public')
    case 'stage':
      return stageSnapshotOf(topic.output, house, facts)
    case 'scene':
      return sceneSnapshotOf(topic.scene, house, facts)
    case 'seat':
      return seatSnapshotOf(topic.sessionId, topic.seatId, house)
    default:
      return unreachable(topic)
  }
}

function topicOf(name: string): Topic | null {
  if (name.length > NAME_MOST) return null
  const [kind, first, second, ...more] = name.split('/')
  if (more.length > 0) return null
  switch (kind) {
    case 'now':
    case 'console':
    case 'setup':
    case 'polls':
    case 'periods':
    case 'acts':
    case 'audit':
      return first === undefined ? { kind } : null
    case 'ranking': {
      const category = Category.safeParse(first)
      return category.success && second === undefined ? { kind, category: category.data } : null
    }
    case 'stage': {
      const output = OutputName.safeParse(first)
      return output.success && second === undefined ? { kind, output: output.data } : null
    }
    case 'scene': {
      const scene = sceneTopicOf(first, second)
      return scene === null ? null : { kind, scene }
    }
    case 'seat': {
      const sessionId = SessionId.safeParse(first)
      const seatId = SeatId.safeParse(second)
      return sessionId.success && seatId.success
        ? { kind, sessionId: sessionId.data, seatId: seatId.data }
        : null
    }

    default:
      return null
  }
}
