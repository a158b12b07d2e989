// Proves the ranking topics: who sees how much, what moved tonight, shown figures, and that remembering changes nothing (RANK10).

import { describe, expect, test } from 'vitest'
import type { Split } from '../../shared/ballot/tally.ts'
import type { Scheme } from '../../shared/evaluation/scheme.ts'
import { CATEGORIES, type Category } from '../../shared/evaluation/unit.ts'
import type { House } from '../../shared/show/house.ts'
import type { Session } from '../../shared/show/session.ts'
import {
  citizensWindowOf,
  examinersResultOf,
  examinersWindowOf,
  factsOf,
  houseOf,
  liveTallyOf,
  pollResultOf,
  registryOf,
  sessionOf,
  splitOf,
  unitOf,
  windowIdOf,
} from '../../tests/support/plain-house.ts'
import { rankingSnapshotOf } from './topics-ranking.ts'

/** 24 units: 1–12 offices, 13–24 stations; citizens rate unit n of each category lower the higher n is. */
const UNITS = Array.from({ length: 24 }, (_, i) => unitOf(i + 1, i < 12 ? 'office' : 'station'))
const COUNTS = Object.fromEntries(
  UNITS.map(({ code }) => [code, splitOf(50 - (code % 12), 0, 50 + (code % 12))]),
)

/** Unit 3 scored by examiners; unit 4 is in the rundown too. */
const tonight = (more: Parameters<typeof sessionOf>[0] = {}, mean = 90): Session =>
  sessionOf({
    units: [unitOf(3), unitOf(4)],
    windows: [
      examinersWindowOf({
        n: 1,
        unit: 3,
        segment: 3,
        phase: 'revealed',
        result: examinersResultOf({ num: mean, den: 1 }),
      }),
    ],
    ...more,
  })

const worldOf = (
  sessions: readonly Session[],
  scheme: Partial<Scheme> = {},
  counts: Readonly<Record<number, Split>> = COUNTS,
): House => houseOf({ sessions, registry: registryOf(UNITS, scheme), counts })

const shown = (
  house: House,
  category: Category = 'office',
  audience: 'public' | 'staff' = 'staff',
  facts = factsOf(),
) => rankingSnapshotOf(category, house, facts, audience)
const placesOf = (...args: Parameters<typeof shown>) =>
  Object.fromEntries(shown(...args).rows.map((row) => [row.unit.code, row.place]))

describe('[RANK10] visibility', () => {
  test('tonight, the default: the units of tonight’s rundown with place and movement, out of all that are ranked', () => {
    const snapshot = shown(worldOf([tonight()]), 'office', 'public')
    expect(snapshot.visibility).toBe('tonight')
    expect(snapshot.rows.map((row) => row.unit.code).sort()).toEqual([3, 4])
    expect(snapshot.rows.every((row) => row.tonight)).toBe(true)
    expect(snapshot.ranked).toBe(12)
    expect(snapshot.provisional).toBe(true)
    expect(snapshot.coverage.find((one) => one.method === 'citizens')).toEqual({
      method: 'citizens',
      units: 12,
      ranked: true,
    })
  })

  test('hidden: nothing for the public', () => {
    const snapshot = shown(worldOf([tonight()], { visibility: 'hidden' }), 'office', 'public')
    expect(snapshot.rows).toEqual([])
    expect(snapshot.coverage).toEqual([])
    expect(snapshot.ranked).toBe(0)
  })

  test('full: everybody sees all', () => {
    expect(shown(worldOf([tonight()], { visibility: 'full' }), 'office', 'public').rows).toHaveLength(12)
  })

  test.each(['hidden', 'tonight', 'full'] as const)(
    'staff see all where the public’s is %s',
    (visibility) => {
      expect(shown(worldOf([tonight()], { visibility })).rows).toHaveLength(12)
    },
  )

  test('unranked units are told apart with the reason, tonight’s alone to the public', () => {
    const counts = { ...COUNTS, 3: splitOf(1, 0, 0), 5: splitOf(2, 0, 0) }
    const house = worldOf([tonight()], {}, counts)
    expect(shown(house).unranked.map((one) => [one.unit.code, one.why])).toEqual([
      [3, 'sample'],
      [5, 'sample'],
    ])
    expect(shown(house, 'office', 'public').unranked.map((one) => one.unit.code)).toEqual([3])
  })
})

describe('movement', () => {
  test('is the places gained since tonight’s session began', () => {
    const rows = shown(worldOf([tonight()])).rows
    const moved = Object.fromEntries(rows.map((row) => [row.unit.code, row.moved]))
    // Before: 12, 1, 2, 3 … (unit 12 is rated best). Tonight 3 alone has a tv result, which is everybody’s mean.
    expect(moved[3]).toBe(0)
    const both = tonight({
      windows: [
        ...tonight().windows,
        examinersWindowOf({
          n: 3,
          unit: 4,
          segment: 4,
          phase: 'revealed',
          result: examinersResultOf({ num: 10, den: 1 }),
        }),
      ],
    })
    const after = Object.fromEntries(shown(worldOf([both])).rows.map((row) => [row.unit.code, row]))
    expect([after[3]?.place, after[3]?.moved]).toEqual([1, 3])
    expect([after[4]?.place, after[4]?.moved]).toEqual([12, -7])
    expect([after[1]?.place, after[1]?.moved]).toEqual([3, -1])
  })

  test('of a unit that had no place before is null', () => {
    const house = worldOf([tonight()], {}, {})
    expect(shown(house).rows.map((row) => row.moved)).toEqual(Array(12).fill(null))
  })

  test('goes on being told after the session’s end, and a later rehearsal on air does not count as its results', () => {
    const ended = worldOf([tonight({ phase: 'ended' })])
    expect(shown(ended).rows.find((row) => row.unit.code === 3)?.tonight).toBe(true)
    const rehearsal = sessionOf({ id: 'r', rehearsal: true, units: [unitOf(7)] })
    const rows = shown(worldOf([tonight({ phase: 'ended' }), rehearsal])).rows
    expect(rows.filter((row) => row.tonight).map((row) => row.unit.code)).toEqual([7])
    expect(rows.find((row) => row.unit.code === 3)?.parts[1]).toEqual({
      method: 'tv',
      points: '27.00',
      note: 'examinersOnly',
    })
  })
})

test('[RANK2] shown parts sum to the shown total in every row', () => {
  const hundredths = (text: string) => Number(text.replace('.', ''))
  for (const row of shown(worldOf([tonight({}, 77)])).rows)
    expect(row.parts.map((part) => hundredths(part.points)).reduce((a, b) => a + b, 0)).toBe(
      hundredths(row.total),
    )
})

test('[RANK10] a live poll moves the ranking while it runs, once the examiners are revealed', () => {
  const session = tonight({
    windows: [...tonight().windows, citizensWindowOf({ n: 2, unit: 3, segment: 3, phase: 'open' })],
  })
  const house = worldOf([session])
  const tvWith = (split: Split) => {
    const facts = factsOf({ tallies: new Map([[windowIdOf(2), liveTallyOf(pollResultOf(split))]]) })
    return shown(house, 'office', 'staff', facts).rows.find((row) => row.unit.code === 3)?.parts[1]
  }
  // tv weighs 15 of 50: 30 % of it.
  expect(tvWith(splitOf(99, 0, 0))).toEqual({ method: 'tv', points: '27.00', note: 'examinersOnly' })
  expect(tvWith(splitOf(100, 0, 0))).toEqual({ method: 'tv', points: '27.90', note: 'none' })
  expect(tvWith(splitOf(0, 0, 200))).toEqual({ method: 'tv', points: '18.90', note: 'none' })
  // More rankings than are remembered, and back: what is remembered is the same as what is made anew.
  for (let n = 100; n < 160; n++) tvWith(splitOf(n, 0, 0))
  expect(tvWith(splitOf(99, 0, 0))).toEqual({ method: 'tv', points: '27.00', note: 'examinersOnly' })
  expect(tvWith(splitOf(0, 0, 200))).toEqual({ method: 'tv', points: '18.90', note: 'none' })
})

test('[RANK1] [RANK8] a unit of one category never moves another category', () => {
  const before = worldOf([])
  const after = worldOf([tonight()])
  expect(placesOf(after, 'station')).toEqual(placesOf(before, 'station'))
  expect(shown(after, 'station').rows.map((row) => row.total)).toEqual(
    shown(before, 'station').rows.map((row) => row.total),
  )
  for (const category of CATEGORIES)
    for (const row of shown(after, category).rows) expect(row.unit.category).toBe(category)
})

test('[RANK4] lists and their length are told in the snapshot', () => {
  const snapshot = shown(worldOf([]))
  expect(snapshot.listN).toBe(3)
  expect(snapshot.rows.map((row) => row.list)).toEqual([
    ...Array<string>(3).fill('best'),
    ...Array<null>(6).fill(null),
    ...Array<string>(3).fill('worst'),
  ])
  expect(snapshot.boundary).toEqual({ best: 'none', worst: 'none' })
})

test('[SHOW8] a rehearsal that is played to its end changes no ranking', () => {
  const rehearsed = worldOf([tonight({ rehearsal: true, phase: 'ended' })])
  expect(shown(rehearsed).rows).toEqual(shown(worldOf([])).rows)
})
