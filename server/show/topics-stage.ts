// The topics `stage/OUTPUT`: the scene one output shows, with everything it needs and nothing it may not (SHOW5).

import type { OutputName } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import { unreachable } from '../../shared/basics/result.ts'
import type { SceneView, StageSnapshot } from '../../shared/protocol/topics.ts'
import type { Scene } from '../../shared/show/air.ts'
import { newOutput } from '../../shared/show/air-evolve.ts'
import type { House } from '../../shared/show/house.ts'
import type { Session, Window } from '../../shared/show/session.ts'
import type { LiveFacts } from './live-facts.ts'
import {
  currentSessionOf,
  examinersWindowsOf,
  headOf,
  lastStanding,
  liveSessionOf,
  panelViewOf,
  pollViewOf,
  promiseViewOf,
  seatDotsOf,
  segmentOf,
  segmentUnitOf,
  sessionIn,
  sessionUnitOf,
} from './topic-parts.ts'
import { leaderBoardOf } from './topics-leader-board.ts'
import { listRevealOf } from './topics-list-reveal.ts'
import { rankingSnapshotOf } from './topics-ranking.ts'

const STANDBY = { kind: 'standby' } as const

/** An output no scene was ever taken to stands by. */
export function stageSnapshotOf(output: OutputName, house: House, facts: LiveFacts): StageSnapshot {
  const { air } = house
  const on = own(air.outputs, output) ?? newOutput(output)
  const session = currentSessionOf(house)
  const panicSinceMs = on.role === 'preview' ? null : air.panicSinceMs
  const scene = on.role === 'lock_board' ? lockBoardNow(house) : on.scene
  const identified = air.identified?.outputs.includes(output) ?? false
  return {
    output,
    session: session === null ? null : headOf(session),
    scene: panicSinceMs === null ? sceneViewOf(scene, on.step, house, facts) : STANDBY,
    step: panicSinceMs === null ? on.step : 0,
    takenAtMs: panicSinceMs ?? on.takenAtMs,
    cut: panicSinceMs !== null || on.cut,
    role: on.role,
    delayMs: on.delayMs,
    panic: panicSinceMs !== null,
    identifyUntilMs: identified ? air.identified!.untilMs : null,
    reloadAtMs: on.reloadAtMs,
  }
}

/** The stage-side board follows the examiners' windows by itself. */
function lockBoardNow(house: House): Scene {
  const session = liveSessionOf(house)
  const window = session === null ? null : lastStanding(examinersWindowsOf(session))
  if (session === null || window === null) return STANDBY
  return { kind: 'lock_board', sessionId: session.id, windowId: window.id }
}

/** A scene whose window or segment is gone (void, or of an unknown session) gives way to standby: never an error on air. */
export function sceneViewOf(scene: Scene, step: number, house: House, facts: LiveFacts): SceneView {
  switch (scene.kind) {
    case 'standby':
    case 'blank':
      return { kind: scene.kind }
    case 'ranking':
      return { kind: 'ranking', ranking: rankingSnapshotOf(scene.category, house, facts, 'public') }
    case 'list_reveal':
      return { kind: 'list_reveal', reveal: listRevealOf({ ...scene, step }, house, facts) }
    case 'lower_third':
    case 'notice':
      return scene
    case 'commentary':
      return { kind: 'commentary', clock: sessionIn(house, scene.sessionId)?.commentary ?? null }
    case 'leader_board': {
      const session = sessionIn(house, scene.sessionId)
      if (session === null) return STANDBY
      return { kind: 'leader_board', board: leaderBoardOf(session, house.registry, facts) }
    }
    case 'promise':
    case 'look_back': {
      const promise = promiseViewOf(sessionIn(house, scene.sessionId), scene.promiseId)
      return promise === null ? STANDBY : { kind: scene.kind, promise }
    }
    case 'unit_title': {
      const session = sessionIn(house, scene.sessionId)
      const segment = session === null ? null : segmentOf(session, scene.segmentId)
      if (session === null || segment === null) return STANDBY
      return {
        kind: 'unit_title',
        unit: segmentUnitOf(session, segment),
        title: segment.title,
        question: segment.question,
        segmentKind: segment.kind,
      }
    }
    case 'how_to_vote':
    case 'countdown':
    case 'live_tally':
    case 'lock_board':
    case 'score_reveal':
    case 'poll_reveal': {
      const session = sessionIn(house, scene.sessionId)
      const window = session?.windows.find((one) => one.id === scene.windowId)
      if (session === null || window === undefined || window.stage.phase === 'void') return STANDBY
      return windowSceneOf(scene.kind, session, window, facts)
    }
    default:
      return unreachable(scene)
  }
}

type WindowSceneKind =
  'how_to_vote' | 'countdown' | 'live_tally' | 'lock_board' | 'score_reveal' | 'poll_reveal'

function windowSceneOf(kind: WindowSceneKind, session: Session, window: Window, facts: LiveFacts): SceneView {
  switch (kind) {
    case 'countdown':
      return {
        kind,
        of: window.kind,
        unit: sessionUnitOf(session, window.unitId),
        phase: window.stage.phase,
        closesAtMs: window.closesAtMs,
      }
    case 'how_to_vote':
    case 'live_tally':
    case 'poll_reveal':
      return window.kind === 'citizens'
        ? { kind, poll: pollViewOf(session, window, 'stage', facts) }
        : STANDBY
    case 'lock_board':
      return window.kind === 'examiners'
        ? { kind, panel: panelViewOf(session, window), seats: seatDotsOf(session, window, facts) }
        : STANDBY
    case 'score_reveal':
      return window.kind === 'examiners' ? { kind, panel: panelViewOf(session, window) } : STANDBY
    default:
      return unreachable(kind)
  }
}
