// Proves by random commands that the air keeps its bounds, its followers follow, and a replay gives the same (SHOW7).

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OutputName } from '../basics/ids.ts'
import { EMPTY_HOUSE, foldHouse } from './house-evolve.ts'
import { givenLive } from '../../tests/support/given.ts'
import { SESSION } from '../../tests/support/given-parts.ts'
import { AirCommand, OUTPUTS_MOST, OutputRole, PREVIEW, PROGRAMME, QUEUE_MOST } from './air.ts'
import type { AirCommandType, Scene } from './air.ts'

const output = fc.constantFrom(
  PROGRAMME,
  PREVIEW,
  ...['studio', 'side', 'band'].map((name) => OutputName.parse(name)),
)
const scene: fc.Arbitrary<Scene> = fc.constantFrom(
  { kind: 'standby' },
  { kind: 'blank' },
  { kind: 'ranking', category: 'office' },
  { kind: 'list_reveal', category: 'station', list: 'worst' },
  { kind: 'lower_third', title: '王局长', subtitle: '' },
  { kind: 'commentary', sessionId: SESSION },
)
const entryId = fc.nat(5).map((n) => `entry-000${n}`)
const onAirConfirmed = fc.boolean()
const anyCommand: {
  readonly [T in AirCommandType]: fc.Arbitrary<Omit<Extract<AirCommand, { type: T }>, 'type'>>
} = {
  TakeScene: fc.record({ output, scene, cut: fc.boolean() }),
  StepScene: fc.record({ output, takenAtMs: fc.nat(3), step: fc.nat(4) }),
  ShowPanicStill: fc.constant({}),
  EndPanicStill: fc.constant({}),
  QueueScene: fc.record({ entryId, scene }),
  DropQueued: fc.record({ entryId }),
  MoveQueued: fc.record({ entryId, to: fc.nat(QUEUE_MOST) }),
  TakeQueued: fc.record({ entryId, cut: fc.boolean() }),
  SetOutput: fc.record({
    output,
    role: fc.constantFrom(...OutputRole.options),
    delayMs: fc.constantFrom(0, 4_000),
  }),
  IdentifyOutputs: fc.record({ outputs: fc.array(output, { minLength: 1 }), onAirConfirmed }),
  ReloadOutput: fc.record({ output, onAirConfirmed }),
  ForgetOutput: fc.record({ output }),
}
const commands = fc.array(
  fc.oneof(
    ...Object.entries<fc.Arbitrary<object>>(anyCommand).map(([type, parts]) =>
      parts.map((each) => ({ type, ...each }) as AirCommand),
    ),
  ),
  { minLength: 20, maxLength: 80, size: 'max' },
)

test('[SHOW7] [SHOW10] any sequence of air commands, each sent twice, keeps every invariant and replays byte for byte', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(commands, (sequence) => {
      const show = givenLive()
      for (const asked of sequence) {
        const command = meantForNow(asked, show.house().air.outputs)
        show.nowMs += 1
        if (show.reasons(AirCommand.parse(command)).length > 0) continue
        for (const event of show.when(command)) seen.add(event.type)
        const { outputs, queue, panicSinceMs } = show.house().air
        expect(queue.length).toBeLessThanOrEqual(QUEUE_MOST)
        expect(new Set(queue.map((each) => each.entryId)).size).toBe(queue.length)
        expect(Object.keys(outputs).length).toBeLessThanOrEqual(OUTPUTS_MOST)
        expect([outputs[PROGRAMME]?.role, outputs[PREVIEW]?.role]).toEqual(['programme', 'preview'])
        if (panicSinceMs !== null) expect(command).not.toMatchObject({ type: 'TakeScene', output: PROGRAMME })
        const { scene: programme, step } = outputs[PROGRAMME]!
        for (const each of Object.values(outputs)) {
          if (each.role === 'programme') expect([each.scene.kind, each.step]).toEqual([programme.kind, step])
          if (each.role === 'lower_third')
            expect(each.scene.kind).toBe(programme.kind === 'lower_third' ? 'lower_third' : 'blank')
        }
        // What is sent again under another id changes no picture, but a take's time.
        if (command.type !== 'TakeScene' && show.reasons(command).length === 0) {
          const before = pictures(show.house().air.outputs)
          show.when(command)
          expect(pictures(show.house().air.outputs)).toBe(before)
        }
      }
      const replayed = show.recorded.reduce(foldHouse, EMPTY_HOUSE)
      expect(JSON.stringify(replayed)).toBe(JSON.stringify(show.house()))
    }),
    { seed: 2_026, numRuns: 60 },
  )
  expect([...seen].sort()).toEqual(
    [
      'OutputForgotten',
      'OutputReloaded',
      'OutputSet',
      'OutputsIdentified',
      'PanicStillEnded',
      'PanicStillShown',
      'QueuedDropped',
      'QueuedMoved',
      'QueuedTaken',
      'SceneQueued',
      'SceneStepped',
      'SceneTaken',
    ].sort(),
  )
})

/** Mostly a step is meant for the scene that is on. */
function meantForNow(
  command: AirCommand,
  outputs: Readonly<Record<string, { takenAtMs: number }>>,
): AirCommand {
  if (command.type !== 'StepScene' || command.takenAtMs === 0) return command
  return { ...command, takenAtMs: outputs[command.output]?.takenAtMs ?? 0 }
}

function pictures(outputs: Readonly<Record<string, { scene: Scene; step: number }>>): string {
  return JSON.stringify(Object.entries(outputs).map(([name, { scene, step }]) => [name, scene, step]))
}
