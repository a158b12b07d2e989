// Proves what the director may do to the outputs, and that nothing repeated, late or out of order disturbs what is on air.

import { describe, expect, test } from 'vitest'
import { OutputName } from '../basics/ids.ts'
import { SESSION, grade, segmentId, windowId } from '../../tests/support/given-parts.ts'
import { givenHouse, givenLive, type TestShow } from '../../tests/support/given.ts'
import { PREVIEW, PROGRAMME, QUEUE_MOST, type OutputRole, type Scene } from './air.ts'

const STUDIO = OutputName.parse('studio')
const BAND = OutputName.parse('band')
const SIDE = OutputName.parse('side')
const STANDBY: Scene = { kind: 'standby' }
const BLANK: Scene = { kind: 'blank' }
const OFFICE: Scene = { kind: 'ranking', category: 'office' }
const STATION: Scene = { kind: 'ranking', category: 'station' }

const take = (scene: Scene, output = PROGRAMME) => ({ type: 'TakeScene', output, scene }) as const
const set = (output: OutputName, role: OutputRole, delayMs = 0) =>
  ({ type: 'SetOutput', output, role, delayMs }) as const
const queue = (n: number, scene: Scene) => ({ type: 'QueueScene', entryId: entry(n), scene }) as const
const entry = (n: number) => `entry-${n}-of-queue`
const on = (show: TestShow, output: OutputName) => show.house().air.outputs[output]
const queued = (show: TestShow) => show.house().air.queue.map(({ scene }) => scene)

describe('scenes on outputs', () => {
  test('[SHOW10] taking a scene is not revealing; what it shows has to exist', () => {
    const show = givenLive()
    expect(show.house().air.outputs[PROGRAMME]).toMatchObject({ scene: { kind: 'standby' }, takenAtMs: 0 })
    const window = { sessionId: SESSION, windowId: show.openExaminers() }
    show.cast(1, grade(100))
    const before = show.session()
    show.when(take({ kind: 'score_reveal', ...window }))
    expect(show.session()).toBe(before)
    expect(show.house().air.outputs[PROGRAMME]).toMatchObject({
      scene: { kind: 'score_reveal', ...window },
      takenAtMs: show.nowMs,
    })
    expect(show.reasons(take({ kind: 'countdown', ...window }))).toEqual([])
    for (const kind of ['poll_reveal', 'live_tally', 'how_to_vote'] as const)
      expect(show.refusal(take({ kind, ...window }))).toBe('scene_unavailable')
    const poll = { sessionId: SESSION, windowId: show.openCitizens() }
    for (const kind of ['poll_reveal', 'live_tally', 'how_to_vote', 'countdown'] as const)
      expect(show.reasons(take({ kind, ...poll }))).toEqual([])
    expect(show.refusal(take({ kind: 'lock_board', ...poll }))).toBe('scene_unavailable')
    expect(show.refusal(take({ kind: 'countdown', sessionId: SESSION, windowId: windowId(77) }))).toBe(
      'scene_unavailable',
    )
    expect(show.refusal(take({ kind: 'unit_title', sessionId: SESSION, segmentId: segmentId(9) }))).toBe(
      'scene_unavailable',
    )
    show.when(take({ kind: 'unit_title', sessionId: SESSION, segmentId: segmentId(2) }))
    show.when(take({ kind: 'ranking', category: 'office' }))
  })

  test('[SAFE2] outputs are bounded', () => {
    const show = givenHouse()
    const output = (n: number) => OutputName.parse(`side-${n}`)
    for (let n = 3; n <= 32; n++) show.when(take({ kind: 'blank' }, output(n)))
    expect(show.refusal(take({ kind: 'blank' }, output(33)))).toBe('outputs_full')
    show.when(take({ kind: 'standby' }, output(32)))
  })
})

describe('outputs by what they are for', () => {
  test('those that go with the programme take what it takes; the others keep theirs', () => {
    const show = givenLive()
    show.when(set(STUDIO, 'studio'))
    show.when(set(BAND, 'lower_third'))
    show.when(set(SIDE, 'free'))
    show.when(take(STATION, SIDE))
    show.when(take(STATION, PREVIEW))
    show.nowMs += 1_000
    show.when(take(OFFICE))
    expect(on(show, STUDIO)).toMatchObject({ scene: OFFICE, takenAtMs: show.nowMs })
    expect(on(show, BAND)).toMatchObject({ scene: BLANK })
    expect(on(show, SIDE)).toMatchObject({ scene: STATION })
    expect(on(show, PREVIEW)).toMatchObject({ scene: STATION })
    show.when(set(SIDE, 'programme', 4_000))
    expect(on(show, SIDE)).toMatchObject({ scene: OFFICE, takenAtMs: show.nowMs, delayMs: 4_000 })
  })

  test('programme and preview stay what they are, but may be delayed; the lock board takes no scene', () => {
    const show = givenLive()
    expect(show.refusal(set(PROGRAMME, 'free'))).toBe('output_fixed')
    expect(show.refusal(set(PREVIEW, 'programme'))).toBe('output_fixed')
    show.when(set(PROGRAMME, 'programme', 2_000))
    expect(on(show, PROGRAMME)?.delayMs).toBe(2_000)
    show.when(set(SIDE, 'lock_board'))
    expect(show.refusal(take(OFFICE, SIDE))).toBe('output_automatic')
    for (const output of [PROGRAMME, PREVIEW])
      expect(show.refusal({ type: 'ForgetOutput', output })).toBe('output_fixed')
    show.when({ type: 'ForgetOutput', output: SIDE })
    expect(on(show, SIDE)).toBeUndefined()
    expect(show.when({ type: 'ForgetOutput', output: SIDE })).toEqual([])
  })

  test('what is seen on air is not disturbed while live, unless that was asked for knowingly', () => {
    const show = givenLive()
    const identify = (outputs: OutputName[], onAirConfirmed = false) =>
      ({ type: 'IdentifyOutputs', outputs, onAirConfirmed }) as const
    const reload = (output: OutputName, onAirConfirmed = false) =>
      ({ type: 'ReloadOutput', output, onAirConfirmed }) as const
    show.when(identify([STUDIO, SIDE]))
    expect(show.house().air.identified).toEqual({ outputs: [STUDIO, SIDE], untilMs: show.nowMs + 8_000 })
    expect(show.refusal(identify([STUDIO, PROGRAMME]))).toBe('output_on_air')
    expect(show.refusal(reload(PROGRAMME))).toBe('output_on_air')
    show.when(identify([PROGRAMME], true))
    show.when(reload(PROGRAMME, true))
    show.when(reload(PREVIEW))
    expect(on(show, PREVIEW)?.reloadAtMs).toBe(show.nowMs)
    givenHouse().when(identify([PROGRAMME]))
  })
})

describe('the safe still', () => {
  test('it stands on everything but preview, keeps what was on, and asked for twice it is one', () => {
    const show = givenLive()
    show.when(take(OFFICE))
    show.when({ type: 'ShowPanicStill' })
    expect(show.when({ type: 'ShowPanicStill' })).toEqual([])
    expect(show.refusal(take(STATION))).toBe('panic_on')
    show.when(take(STATION, PREVIEW))
    show.when(queue(1, STATION))
    expect(show.refusal({ type: 'TakeQueued', entryId: entry(1) })).toBe('panic_on')
    show.when({ type: 'EndPanicStill' })
    expect(show.when({ type: 'EndPanicStill' })).toEqual([])
    expect(on(show, PROGRAMME)?.scene).toEqual(OFFICE)
    show.when(take(STATION))
  })
})

describe('steps and queue: repeated, late or out of order they do no harm', () => {
  test('a step is one further or one back, of the scene it was meant for', () => {
    const show = givenLive()
    show.when(take(OFFICE))
    show.when(set(STUDIO, 'studio'))
    const takenAtMs = show.nowMs
    const step = (n: number, of = takenAtMs) =>
      ({ type: 'StepScene', output: PROGRAMME, takenAtMs: of, step: n }) as const
    show.when(step(1))
    expect(show.when(step(1))).toEqual([])
    expect(show.refusal(step(3))).toBe('step_far')
    show.when(step(2))
    expect(on(show, STUDIO)?.step).toBe(2)
    show.when(step(1))
    show.nowMs += 1
    show.when(take(STATION))
    expect(on(show, PROGRAMME)?.step).toBe(0)
    expect(show.refusal(step(2))).toBe('scene_changed')
    expect(show.refusal({ ...step(1), output: SIDE })).toBe('output_unknown')
  })

  test('scenes wait in their order, are moved, dropped and taken once', () => {
    const show = givenLive()
    show.when(queue(1, OFFICE))
    show.when(queue(2, STATION))
    show.when(queue(3, BLANK))
    expect(show.when(queue(3, STANDBY))).toEqual([])
    show.when({ type: 'MoveQueued', entryId: entry(3), to: 0 })
    expect(queued(show)).toEqual([BLANK, OFFICE, STATION])
    show.when({ type: 'MoveQueued', entryId: entry(3), to: 40 })
    expect(show.when({ type: 'MoveQueued', entryId: entry(3), to: 2 })).toEqual([])
    expect(queued(show)).toEqual([OFFICE, STATION, BLANK])
    show.when({ type: 'DropQueued', entryId: entry(2) })
    expect(show.when({ type: 'DropQueued', entryId: entry(2) })).toEqual([])
    show.when({ type: 'TakeQueued', entryId: entry(1), cut: true })
    expect(on(show, PROGRAMME)).toMatchObject({ scene: OFFICE, cut: true })
    expect(queued(show)).toEqual([BLANK])
    expect(show.refusal({ type: 'TakeQueued', entryId: entry(1) })).toBe('queued_unknown')
    expect(show.refusal({ type: 'MoveQueued', entryId: entry(1), to: 0 })).toBe('queued_unknown')
  })

  test('[SAFE2] the queue is bounded, and holds only what can be shown', () => {
    const show = givenLive()
    for (let n = 1; n <= QUEUE_MOST; n++) show.when(queue(n, STANDBY))
    expect(show.refusal(queue(QUEUE_MOST + 1, STANDBY))).toBe('queue_of_scenes_full')
    show.when({ type: 'DropQueued', entryId: entry(1) })
    const gone = { kind: 'countdown', sessionId: SESSION, windowId: windowId(77) } as const
    expect(show.refusal(queue(1, gone))).toBe('scene_unavailable')
  })
})
