// What a control surface's button asks for, as the command it stands for in this moment's state: air control and nothing else.

import { ok, refuse, unreachable, type Result } from '../../shared/basics/result.ts'
import type { ConsoleSnapshot } from '../../shared/protocol/console-topic.ts'
import type { ControlAction, ControlRequest } from '../../shared/protocol/control-api.ts'
import { optionFor, sceneOffers } from '../../shared/protocol/scene-choice.ts'
import { PREVIEW, PROGRAMME, type AirCommand } from '../../shared/show/air.ts'
import type { SessionCommand } from '../../shared/show/command.ts'
import { COMMENTARY_MS } from '../../shared/show/seat-talk.ts'

export type ControlCommand =
  AirCommand | Extract<SessionCommand, { type: 'StartCommentary' | 'StopCommentary' }>

/** `entryId`: for what is put into the queue. Refuses what has nothing to act on; the rest is judged by the core. */
export function controlCommandOf(
  action: ControlAction,
  request: ControlRequest,
  snapshot: ConsoleSnapshot,
  entryId: string,
): Result<ControlCommand> {
  const on = (name: typeof PROGRAMME) => snapshot.outputs.find(({ output }) => output === name)
  const preview = on(PREVIEW)?.scene
  const programme = on(PROGRAMME)
  switch (action) {
    case 'take':
    case 'cut': {
      const take = { type: 'TakeScene', output: PROGRAMME, cut: action === 'cut' } as const
      return preview === undefined ? refuse('scene_unavailable') : ok({ ...take, scene: preview })
    }
    case 'blank':
      return ok({ type: 'TakeScene', output: PROGRAMME, scene: { kind: 'blank' } })
    case 'preview': {
      const offer = sceneOffers(snapshot, request.page).find(({ key }) => key === request.key)
      if (offer === undefined) return refuse('malformed', { field: 'key' })
      const option = optionFor(offer, preview ?? null)
      return option === null
        ? refuse('scene_unavailable')
        : ok({ type: 'TakeScene', output: PREVIEW, scene: option.scene })
    }
    case 'queue':
      return preview === undefined
        ? refuse('scene_unavailable')
        : ok({ type: 'QueueScene', entryId, scene: preview })
    case 'take-next': {
      const next = snapshot.queue[0]
      return next === undefined ? refuse('queued_unknown') : ok({ type: 'TakeQueued', entryId: next.entryId })
    }
    case 'step':
    case 'step-back': {
      if (programme === undefined) return refuse('output_unknown', { output: PROGRAMME })
      const step = programme.step + (action === 'step' ? 1 : -1)
      if (step < 0) return refuse('step_far', { step: 0 })
      return ok({ type: 'StepScene', output: PROGRAMME, takenAtMs: programme.takenAtMs, step })
    }
    case 'panic':
      return ok({ type: 'ShowPanicStill' })
    case 'panic-end':
      return ok({ type: 'EndPanicStill' })
    case 'commentary-start':
    case 'commentary-stop': {
      const sessionId = snapshot.session?.id
      if (sessionId === undefined) return refuse('session_unknown')
      const lastsMs = request.seconds === undefined ? COMMENTARY_MS : request.seconds * 1_000
      return ok(
        action === 'commentary-start'
          ? { type: 'StartCommentary', sessionId, label: '', lastsMs }
          : { type: 'StopCommentary', sessionId },
      )
    }
    default:
      return unreachable(action)
  }
}
