// Proves the board of a session and the lists turned over place by place: what is on them, and what is not sent yet.

import { describe, expect, test } from 'vitest'
import type { Scheme } from '../../shared/evaluation/scheme.ts'
import type { Scene } from '../../shared/show/air.ts'
import type { Session, WindowPhase } from '../../shared/show/session.ts'
import {
  airOf,
  citizensWindowOf,
  examinersResultOf,
  examinersWindowOf,
  factsOf,
  houseOf,
  pollResultOf,
  registryOf,
  sessionIdOf,
  sessionOf,
  splitOf,
  unitOf,
} from '../../tests/support/plain-house.ts'
import { leaderBoardOf } from './topics-leader-board.ts'
import { listRevealOf } from './topics-list-reveal.ts'
import { snapshotOf } from './topics-of.ts'

const UNITS = [1, 2, 3, 4].map((n) => unitOf(n))
const examiners = (unit: number, mean: number | null, phase: WindowPhase = 'revealed') =>
  examinersWindowOf({
    ...{ n: unit, unit, segment: unit, phase },
    result: examinersResultOf(mean === null ? null : { num: mean, den: 1 }),
  })
const poll = (unit: number, phase: WindowPhase = 'revealed') =>
  citizensWindowOf({
    ...{ n: unit + 20, unit, segment: unit, phase },
    result: pollResultOf(splitOf(100, 0, 0)),
  })
const board = (...windows: Session['windows']) =>
  leaderBoardOf(sessionOf({ units: UNITS, windows }), registryOf(UNITS), factsOf())

describe('leader board', () => {
  test('[EVAL8] a revealed unit stands with examiners 70 and poll 30, or the examiners alone, and says which', () => {
    expect(board(examiners(1, 80), poll(1), examiners(2, 60)).rows).toEqual([
      { unit: expect.objectContaining({ id: 'u1' }), place: 1, points: '86.00', note: 'none' },
      { unit: expect.objectContaining({ id: 'u2' }), place: 2, points: '60.00', note: 'examinersOnly' },
    ])
  })

  test('[SHOW5] a unit whose poll still runs has no points here, though its examiners are revealed', () => {
    for (const phase of ['open', 'closing', 'frozen', 'verified'] as const) {
      const { rows, others } = board(examiners(1, 80), poll(1, phase))
      expect(rows).toEqual([])
      expect(others[0]).toMatchObject({ unit: { id: 'u1' }, why: 'pending' })
      expect(board(examiners(1, 80, phase)).rows).toEqual([])
    }
  })

  test('equal points share a place, and the next is counted past them', () => {
    const { rows } = board(examiners(1, 50), examiners(2, 70), examiners(3, 50), examiners(4, 40))
    expect(rows.map((row) => [row.unit.id, row.place])).toEqual([
      ['u2', 1],
      ['u1', 2],
      ['u3', 2],
      ['u4', 4],
    ])
  })

  test('无效 and placards give no points and say why; a void window is no window', () => {
    const placard = { ...examiners(2, 90), form: { kind: 'placard' } as const }
    const { rows, others } = board(examiners(1, null), placard, examiners(3, 70, 'void'))
    expect(rows).toEqual([])
    expect(others.map((other) => [other.unit.id, other.why])).toEqual([
      ['u1', 'invalid'],
      ['u2', 'indicative'],
      ['u3', 'pending'],
      ['u4', 'pending'],
    ])
  })

  test('[SHOW8] a rehearsal has its board too', () => {
    const session = sessionOf({ units: UNITS, windows: [examiners(1, 80)], rehearsal: true })
    expect(leaderBoardOf(session, registryOf(UNITS), factsOf()).rows).toHaveLength(1)
  })
})

describe('list reveal', () => {
  /** Twelve units of which unit n has n % 不满意: unit 1 is first, unit 12 last, and N is 3. */
  const MANY = Array.from({ length: 12 }, (_, i) => unitOf(i + 1))
  const reveal = (
    list: 'best' | 'worst',
    step: number,
    { visibility = 'full', tied = false }: { visibility?: Scheme['visibility']; tied?: boolean } = {},
  ) => {
    const counts = Object.fromEntries(
      MANY.map(({ code }) => [code, tied ? splitOf(50, 0, 50) : splitOf(100 - code, 0, code)]),
    )
    const house = houseOf({
      sessions: [sessionOf({ units: [unitOf(1), unitOf(12)] })],
      registry: registryOf(MANY, { visibility }),
      counts,
    })
    return listRevealOf({ category: 'office', list, step }, house, factsOf())
  }
  const named = (view: ReturnType<typeof reveal>) =>
    view.places.map(({ place, units }) => [place, ...units.map((unit) => unit?.id ?? null)])

  test('[RANK4] the best list is turned over from its last place to the first, the worst to the very last', () => {
    expect(named(reveal('best', 3))).toEqual([
      [3, 'u3'],
      [2, 'u2'],
      [1, 'u1'],
    ])
    expect(named(reveal('worst', 3))).toEqual([
      [10, 'u10'],
      [11, 'u11'],
      [12, 'u12'],
    ])
  })

  test('[SHOW5] what is not turned over is not in the snapshot: only the number of the place held', () => {
    for (const step of [0, 1, 2]) {
      const view = reveal('best', step)
      expect(view).toMatchObject({ step, steps: 3, nextPlace: 3 - step })
      const told = JSON.stringify(view)
      for (let n = 1; n <= 3 - step; n++) expect(told).not.toContain(`"u${n}"`)
    }
    expect(reveal('best', 99)).toMatchObject({ step: 3, nextPlace: null })
  })

  test('[RANK10] it is provisional: a title of 十优 or 十差 comes from a publication only', () => {
    expect(reveal('best', 0).status).toBe('provisional')
  })

  test('[RANK10] a visibility of tonight names tonight’s units only, hidden none at all', () => {
    expect(named(reveal('worst', 3, { visibility: 'tonight' }))).toEqual([
      [10, null],
      [11, null],
      [12, 'u12'],
    ])
    expect(reveal('best', 3, { visibility: 'hidden' })).toMatchObject({
      steps: 0,
      listN: 0,
      ranked: 0,
      places: [],
    })
  })

  test('[RANK4] all tied: on neither list, and it is said', () => {
    expect(reveal('best', 5, { tied: true })).toMatchObject({ boundary: 'withheld', steps: 0, places: [] })
  })

  test('a board of a session that is not there gives way to standby; an operator’s own words need nothing', () => {
    const on = (scene: Scene) =>
      snapshotOf('stage/programme', houseOf({ air: airOf({ programme: scene }) }), factsOf())?.scene
    expect(on({ kind: 'leader_board', sessionId: sessionIdOf('gone') })).toEqual({ kind: 'standby' })
    expect(on({ kind: 'lower_third', title: '连线', subtitle: '' })).toEqual({
      kind: 'lower_third',
      title: '连线',
      subtitle: '',
    })
  })
})
