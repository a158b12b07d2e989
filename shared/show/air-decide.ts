// Scenes on outputs: which may be taken, and what is on them. Taking a scene is not revealing (SHOW10).

import type { OutputName, SessionId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import { unreachable } from '../basics/result.ts'
import { PREVIEW, PROGRAMME } from './air.ts'
import type { Air, AirCommand, AirEvent, Scene } from './air.ts'
import { against, judged } from './judgement.ts'
import type { Judgement } from './judgement.ts'
import type { Session, Window } from './session.ts'
import { segmentIn, windowIn } from './window-times.ts'

type Sessions = Readonly<Record<SessionId, Session>>

const OUTPUTS_MOST = 32

const STANDBY = { scene: { kind: 'standby' }, takenAtMs: 0 } as const

export const EMPTY_AIR: Air = { outputs: { [PROGRAMME]: STANDBY, [PREVIEW]: STANDBY } }

export function judgeAir(command: AirCommand, air: Air, sessions: Sessions): Judgement<AirEvent> {
  const { output, scene } = command
  const full = own(air.outputs, output) === undefined && Object.keys(air.outputs).length >= OUTPUTS_MOST
  return judged(
    [
      against(full, 'outputs_full', { count: OUTPUTS_MOST }),
      against(!isThere(scene, sessions), 'scene_unavailable'),
    ],
    () => [{ type: 'SceneTaken', output, scene }],
  )
}

export function evolveAir(air: Air, event: AirEvent, atMs: number): Air {
  const taken = { scene: event.scene, takenAtMs: atMs }
  const outputs: Record<OutputName, Air['outputs'][OutputName]> = { ...air.outputs, [event.output]: taken }
  return { outputs }
}

/** Does what the scene is about exist? Whether its result may be seen yet is for the screen's topic to say (SHOW5). */
function isThere(scene: Scene, sessions: Sessions): boolean {
  switch (scene.kind) {
    case 'standby':
    case 'blank':
    case 'ranking':
    case 'list_reveal':
    case 'lower_third':
    case 'notice':
      return true
    case 'leader_board':
      return own(sessions, scene.sessionId) !== undefined
    case 'promise':
    case 'look_back':
      return (
        own(sessions, scene.sessionId)?.promises.some((one) => one.promiseId === scene.promiseId) ?? false
      )
    case 'unit_title': {
      const session = own(sessions, scene.sessionId)
      return session !== undefined && segmentIn(session, scene.segmentId) !== null
    }
    case 'countdown':
      return windowOf(scene, sessions) !== null
    case 'how_to_vote':
    case 'live_tally':
    case 'poll_reveal':
      return windowOf(scene, sessions)?.kind === 'citizens'
    case 'lock_board':
    case 'score_reveal':
      return windowOf(scene, sessions)?.kind === 'examiners'
    default:
      return unreachable(scene)
  }
}

function windowOf(
  scene: { readonly sessionId: SessionId; readonly windowId: Window['id'] },
  sessions: Sessions,
): Window | null {
  const session = own(sessions, scene.sessionId)
  return session === undefined ? null : windowIn(session, scene.windowId)
}
