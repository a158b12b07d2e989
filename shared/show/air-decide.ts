// Scenes on outputs: which may be taken, and what is on them. Taking a scene is not revealing (SHOW10).

import type { OutputName, SessionId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import type { Refusal } from '../basics/refusal.ts'
import { unreachable } from '../basics/result.ts'
import { IDENTIFY_MS, OUTPUTS_MOST, PREVIEW, PROGRAMME, QUEUE_MOST } from './air.ts'
import type { Air, AirCommand, AirEvent, OutputRole, Scene } from './air.ts'
import { newOutput } from './air-evolve.ts'
import { DONE, against, judged, refused } from './judgement.ts'
import type { Judgement } from './judgement.ts'
import type { Session, Window } from './session.ts'
import { segmentIn, windowIn } from './window-times.ts'

type Sessions = Readonly<Record<SessionId, Session>>
type Of<T extends AirCommand['type']> = Extract<AirCommand, { type: T }>

export function judgeAir(
  command: AirCommand,
  air: Air,
  sessions: Sessions,
  nowMs: number,
): Judgement<AirEvent> {
  switch (command.type) {
    case 'TakeScene':
      return judgeTake(command, air, sessions)
    case 'StepScene':
      return judgeStep(command, air)
    case 'ShowPanicStill':
      return air.panicSinceMs === null ? judged([], () => [{ type: 'PanicStillShown' }]) : DONE
    case 'EndPanicStill':
      return air.panicSinceMs === null ? DONE : judged([], () => [{ type: 'PanicStillEnded' }])
    case 'QueueScene':
    case 'DropQueued':
    case 'MoveQueued':
    case 'TakeQueued':
      return judgeQueue(command, air, sessions)
    case 'SetOutput':
      return judgeSetOutput(command, air)
    case 'IdentifyOutputs': {
      const { outputs, onAirConfirmed } = command
      return judged([againstOnAir(outputs, onAirConfirmed, air, sessions)], () => [
        { type: 'OutputsIdentified', outputs, untilMs: nowMs + IDENTIFY_MS },
      ])
    }
    case 'ReloadOutput': {
      const { output, onAirConfirmed } = command
      return judged([againstNew(output, air), againstOnAir([output], onAirConfirmed, air, sessions)], () => [
        { type: 'OutputReloaded', output },
      ])
    }
    case 'ForgetOutput': {
      const { output } = command
      if (own(air.outputs, output) === undefined) return DONE
      return judged([against(output === PROGRAMME || output === PREVIEW, 'output_fixed')], () => [
        { type: 'OutputForgotten', output },
      ])
    }
    default:
      return unreachable(command)
  }
}

function judgeTake(
  { output, scene, cut }: Of<'TakeScene'>,
  air: Air,
  sessions: Sessions,
): Judgement<AirEvent> {
  const on = own(air.outputs, output)
  return judged(
    [
      againstNew(output, air),
      against(air.panicSinceMs !== null && output !== PREVIEW, 'panic_on'),
      againstAutomatic(output, on?.role),
      against(!isThere(scene, sessions), 'scene_unavailable'),
    ],
    () => [taken(output, scene, cut)],
  )
}

function taken(output: OutputName, scene: Scene, cut: boolean | undefined): AirEvent {
  return { type: 'SceneTaken', output, scene, ...(cut === true ? { cut } : {}) }
}

/** Said about a scene that has gone meanwhile it is refused, so that a press that comes late steps nothing else. */
function judgeStep({ output, takenAtMs, step }: Of<'StepScene'>, air: Air): Judgement<AirEvent> {
  const on = own(air.outputs, output)
  if (on === undefined) return refused('output_unknown', { output })
  if (on.takenAtMs === takenAtMs && on.step === step) return DONE
  return judged(
    [
      againstAutomatic(output, on.role),
      against(on.takenAtMs !== takenAtMs, 'scene_changed'),
      against(Math.abs(step - on.step) !== 1, 'step_far', { step: on.step }),
    ],
    () => [{ type: 'SceneStepped', output, step }],
  )
}

function judgeQueue(
  command: Of<'QueueScene' | 'DropQueued' | 'MoveQueued' | 'TakeQueued'>,
  air: Air,
  sessions: Sessions,
): Judgement<AirEvent> {
  const { entryId } = command
  const place = air.queue.findIndex((entry) => entry.entryId === entryId)
  const entry = air.queue[place]
  switch (command.type) {
    case 'QueueScene': {
      const { scene } = command
      if (entry !== undefined) return DONE
      return judged(
        [
          against(air.queue.length >= QUEUE_MOST, 'queue_of_scenes_full', { count: QUEUE_MOST }),
          against(!isThere(scene, sessions), 'scene_unavailable'),
        ],
        () => [{ type: 'SceneQueued', entryId, scene }],
      )
    }
    case 'DropQueued':
      return entry === undefined ? DONE : judged([], () => [{ type: 'QueuedDropped', entryId }])
    case 'MoveQueued': {
      const to = Math.min(command.to, air.queue.length - 1)
      if (entry === undefined) return refused('queued_unknown')
      return to === place ? DONE : judged([], () => [{ type: 'QueuedMoved', entryId, to }])
    }
    case 'TakeQueued': {
      if (entry === undefined) return refused('queued_unknown')
      const take = { type: 'TakeScene', output: PROGRAMME, scene: entry.scene, cut: command.cut } as const
      const judgement = judgeTake(take, air, sessions)
      return {
        ...judgement,
        events: () => [...judgement.events(), { type: 'QueuedTaken', entryId }],
      }
    }
    default:
      return unreachable(command)
  }
}

function judgeSetOutput({ output, role, delayMs }: Of<'SetOutput'>, air: Air): Judgement<AirEvent> {
  const on = own(air.outputs, output) ?? newOutput(output)
  if (on.role === role && on.delayMs === delayMs) return DONE
  const fixed = output === PROGRAMME || output === PREVIEW
  return judged([againstNew(output, air), against(fixed && role !== on.role, 'output_fixed')], () => [
    { type: 'OutputSet', output, role, delayMs },
  ])
}

/** What goes with the programme or follows a window takes no scene of its own. */
function againstAutomatic(output: OutputName, role: OutputRole = 'free'): Refusal | null {
  const takes = output === PROGRAMME || role === 'preview' || role === 'free'
  return against(!takes, 'output_automatic', { output })
}

function againstNew(output: OutputName, air: Air): Refusal | null {
  const full = own(air.outputs, output) === undefined && Object.keys(air.outputs).length >= OUTPUTS_MOST
  return against(full, 'outputs_full', { count: OUTPUTS_MOST })
}

/** What the city sees is not disturbed while a session is live, unless it was asked for knowingly. */
function againstOnAir(
  outputs: readonly OutputName[],
  confirmed: boolean,
  air: Air,
  sessions: Sessions,
): Refusal | null {
  if (confirmed || !Object.values<Session>(sessions).some(({ phase }) => phase === 'live')) return null
  const seen = outputs.find((output) => isOnAir(own(air.outputs, output)?.role ?? 'free'))
  return against(seen !== undefined, 'output_on_air', { output: seen ?? '' })
}

function isOnAir(role: OutputRole): boolean {
  return role === 'programme' || role === 'lower_third'
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
    case 'commentary':
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
