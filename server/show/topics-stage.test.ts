// Proves that each scene on an output has what it needs, and gives way to standby where that is gone.

import { describe, expect, test } from 'vitest'
import { OutputName } from '../../shared/basics/ids.ts'
import type { Scene } from '../../shared/show/air.ts'
import type { House } from '../../shared/show/house.ts'
import type { Session } from '../../shared/show/session.ts'
import {
  airOf,
  citizensWindowOf,
  examinersWindowOf,
  factsOf,
  houseOf,
  registryOf,
  scoreOf,
  seatIdOf,
  segmentIdOf,
  sessionIdOf,
  sessionOf,
  START_MS,
  unitOf,
  windowIdOf,
} from '../../tests/support/plain-house.ts'
import { snapshotOf } from './topics-of.ts'

const EMPTY = houseOf({})
const examiners = (
  n: number,
  phase: Parameters<typeof examinersWindowOf>[0]['phase'] = 'open',
  segment = 1,
) => examinersWindowOf({ n, unit: segment, segment, phase, marks: [] })
const poll = (n: number, phase: Parameters<typeof citizensWindowOf>[0]['phase'] = 'open') =>
  citizensWindowOf({ n, unit: 1, segment: 1, phase })
const withWindows = (...windows: Session['windows']) => houseOf({ sessions: [sessionOf({ windows })] })

describe('stage', () => {
  const PROGRAMME = OutputName.parse('programme')
  const on = (house: House, scene: Scene) =>
    snapshotOf('stage/programme', { ...house, air: airOf({ [PROGRAMME]: scene }, 7) }, factsOf())
  const ids = (n: number) => ({ sessionId: sessionIdOf('show1'), windowId: windowIdOf(n) })

  test('an output nothing was taken to stands by', () => {
    expect(snapshotOf('stage/studio', EMPTY, factsOf())).toEqual({
      output: 'studio',
      session: null,
      scene: { kind: 'standby' },
      step: 0,
      takenAtMs: 0,
      cut: false,
      role: 'free',
      delayMs: 0,
      panic: false,
      identifyUntilMs: null,
      reloadAtMs: null,
    })
  })

  test('every scene of a window brings what it needs', () => {
    const house = withWindows(examiners(1), poll(2))
    for (const kind of ['how_to_vote', 'live_tally', 'poll_reveal'] as const)
      expect(on(house, { kind, ...ids(2) })?.scene).toMatchObject({ kind, poll: { windowId: windowIdOf(2) } })
    for (const kind of ['lock_board', 'score_reveal'] as const)
      expect(on(house, { kind, ...ids(1) })?.scene).toMatchObject({
        kind,
        panel: { windowId: windowIdOf(1) },
      })
    expect(on(house, { kind: 'countdown', ...ids(1) })?.scene).toMatchObject({
      of: 'examiners',
      closesAtMs: START_MS + 60_000,
      phase: 'open',
    })
    expect(on(house, { kind: 'countdown', ...ids(2) })?.scene).toMatchObject({ of: 'citizens' })
    expect(on(house, { kind: 'blank' })).toMatchObject({ scene: { kind: 'blank' }, takenAtMs: 7 })
  })

  test('a unit’s title with the question', () => {
    const scene = { kind: 'unit_title', sessionId: sessionIdOf('show1'), segmentId: segmentIdOf(1) } as const
    expect(on(withWindows(), scene)?.scene).toEqual({
      kind: 'unit_title',
      unit: { id: 'u1', code: 1, name: '单位1', category: 'office' },
      title: '打分1',
      question: '这件事办成了吗？',
      segmentKind: 'scoring',
    })
  })

  test('a ranking scene holds the public’s ranking', () => {
    const house = { ...withWindows(), registry: registryOf([unitOf(1)], { visibility: 'hidden' }) }
    expect(on(house, { kind: 'ranking', category: 'office' })?.scene).toMatchObject({
      ranking: { visibility: 'hidden', rows: [] },
    })
  })

  test('what is void, gone or of the wrong kind gives way to standby', () => {
    const house = withWindows(examiners(1), poll(2, 'void'))
    const standby = { kind: 'standby' }
    expect(on(house, { kind: 'live_tally', ...ids(2) })?.scene).toEqual(standby)
    expect(on(house, { kind: 'live_tally', ...ids(1) })?.scene).toEqual(standby)
    expect(on(house, { kind: 'score_reveal', ...ids(9) })?.scene).toEqual(standby)
    expect(
      on(house, { kind: 'countdown', sessionId: sessionIdOf('constructor'), windowId: windowIdOf(1) })?.scene,
    ).toEqual(standby)
    expect(
      on(house, { kind: 'unit_title', sessionId: sessionIdOf('show1'), segmentId: segmentIdOf(9) })?.scene,
    ).toEqual(standby)
  })

  test('[SHOW5] the lock board tells who is there, has scored, has locked', () => {
    const window = {
      ...examiners(1),
      presentSeats: [1, 2, 3, 4].map(seatIdOf),
      scores: {
        [seatIdOf(2)]: scoreOf(2, { kind: 'grade', grade: 'fair' }),
        [seatIdOf(3)]: { ...scoreOf(3, { kind: 'grade', grade: 'satisfied' }), lockedAtMs: START_MS },
      },
    }
    const session = {
      ...sessionOf({ windows: [window], seats: 6 }),
      recusals: [{ seatId: seatIdOf(4), unitId: unitOf(1).unitId }],
    }
    const air = airOf({ [PROGRAMME]: { kind: 'lock_board', ...ids(1) } })
    const tablets = new Map([
      ['show1/s1', 1],
      // An older tablet of the seat is no tablet of the seat.
      ['show1/s5', 0],
    ])
    const snapshot = snapshotOf(
      'stage/programme',
      houseOf({ sessions: [session], air }),
      factsOf({ tablets }),
    )
    expect(snapshot?.scene).toMatchObject({
      panel: { present: 3, scored: 2, locked: 1, result: null },
      seats: [
        { seatId: 's1', state: 'waiting' },
        { seatId: 's2', state: 'scored' },
        { seatId: 's3', state: 'locked' },
        { seatId: 's4', state: 'recused' },
        { seatId: 's5', state: 'away' },
        { seatId: 's6', state: 'away' },
      ],
    })
    expect(JSON.stringify(snapshot)).not.toContain('grade":')
  })
})
