// The air after one more event: what is on each output, what comes next, and which outputs go with the programme (SHOW7).

import type { OutputName } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import { unreachable } from '../basics/result.ts'
import { PREVIEW, PROGRAMME } from './air.ts'
import type { Air, AirEvent, Output, OutputRole, Scene } from './air.ts'

type Outputs = Readonly<Record<OutputName, Output>>

const BLANK: Scene = { kind: 'blank' }

export const EMPTY_AIR: Air = {
  outputs: { [PROGRAMME]: newOutput(PROGRAMME), [PREVIEW]: newOutput(PREVIEW) },
  queue: [],
  panicSinceMs: null,
  identified: null,
}

/** An output nothing was taken to yet. */
export function newOutput(name: OutputName): Output {
  const role: OutputRole = name === PROGRAMME ? 'programme' : name === PREVIEW ? 'preview' : 'free'
  const scene: Scene = { kind: 'standby' }
  return { scene, step: 0, takenAtMs: 0, cut: false, role, delayMs: 0, reloadAtMs: null }
}

export function evolveAir(air: Air, event: AirEvent, atMs: number): Air {
  switch (event.type) {
    case 'SceneTaken': {
      const { output, scene } = event
      const shown = { scene, step: 0, takenAtMs: atMs, cut: event.cut ?? false }
      return { ...air, outputs: withFollowers(changed(air.outputs, output, shown), output) }
    }
    case 'SceneStepped': {
      const { output, step } = event
      return { ...air, outputs: withFollowers(changed(air.outputs, output, { step }), output) }
    }
    case 'PanicStillShown':
      return { ...air, panicSinceMs: atMs }
    case 'PanicStillEnded':
      return { ...air, panicSinceMs: null }
    case 'SceneQueued':
      return { ...air, queue: [...air.queue, { entryId: event.entryId, scene: event.scene }] }
    case 'QueuedDropped':
    case 'QueuedTaken':
      return { ...air, queue: air.queue.filter(({ entryId }) => entryId !== event.entryId) }
    case 'QueuedMoved': {
      const moved = air.queue.filter(({ entryId }) => entryId === event.entryId)
      const others = air.queue.filter(({ entryId }) => entryId !== event.entryId)
      return { ...air, queue: others.toSpliced(event.to, 0, ...moved) }
    }
    case 'OutputSet': {
      const { output, role, delayMs } = event
      const set = changed(air.outputs, output, { role, delayMs })
      return { ...air, outputs: output === PROGRAMME ? set : followed(set, output) }
    }
    case 'OutputsIdentified':
      return { ...air, identified: { outputs: event.outputs, untilMs: event.untilMs } }
    case 'OutputReloaded':
      return { ...air, outputs: changed(air.outputs, event.output, { reloadAtMs: atMs }) }
    case 'OutputForgotten': {
      const left = Object.entries(air.outputs).filter(([name]) => name !== event.output)
      return { ...air, outputs: Object.fromEntries(left) }
    }
    default:
      return unreachable(event)
  }
}

function changed(outputs: Outputs, name: OutputName, change: Partial<Output>): Outputs {
  return { ...outputs, [name]: { ...(own(outputs, name) ?? newOutput(name)), ...change } }
}

/** What is done to the programme is done to all that go with it. */
function withFollowers(outputs: Outputs, changedOutput: OutputName): Outputs {
  if (changedOutput !== PROGRAMME) return outputs
  return Object.keys(outputs).reduce((all, name) => followed(all, name as OutputName), outputs)
}

/** One output brought to where its role has it beside the programme of now. */
function followed(outputs: Outputs, name: OutputName): Outputs {
  const programme = own(outputs, PROGRAMME)
  const output = own(outputs, name)
  if (programme === undefined || output === undefined || name === PROGRAMME) return outputs
  const { scene, step, takenAtMs, cut } = programme
  const along = { scene, step, takenAtMs, cut }
  switch (output.role) {
    case 'programme':
      return changed(outputs, name, along)
    case 'studio':
      return isLowerThird(scene) ? outputs : changed(outputs, name, along)
    case 'lower_third':
      return changed(outputs, name, isLowerThird(scene) ? along : { ...along, scene: BLANK, step: 0 })
    case 'preview':
    case 'lock_board':
    case 'free':
      return outputs
    default:
      return unreachable(output.role)
  }
}

/** A band at the picture's foot: not for the studio's big screen, and all that a lower-third output shows. */
function isLowerThird(scene: Scene): boolean {
  return scene.kind === 'lower_third'
}
