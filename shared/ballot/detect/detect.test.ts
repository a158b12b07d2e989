// Shows each detector its own kind of fraud and what only looks like it; and that who and in which order plays no part.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRandom, type Random } from '../../../scripts/demo/random.ts'
import { CHANNELS, CHOICES, type PollChannel } from '../choices.ts'
import { DEFAULT_DETECTION } from './detection-rules.ts'
import { detect } from './detect.ts'
import { emptyColumns, rowsOf, type BallotColumns } from './features.ts'

const OPENS = 1_800_000_000_000
const span = { fromMs: OPENS, toMs: OPENS + 180_000 }
const CODE = 12

interface Row {
  readonly atMs: number
  readonly choice: number
  readonly channel?: PollChannel
  readonly segment?: number
  readonly unitCode?: number
}

function columns(rows: readonly Row[]): BallotColumns {
  const made = emptyColumns(rows.length)
  for (const [i, { atMs, choice, channel = 'web', segment = 0, unitCode = CODE }] of rows.entries()) {
    made.orderMs[i] = OPENS + atMs
    made.receivedMs[i] = OPENS + atMs
    made.channel[i] = CHANNELS.indexOf(channel)
    made.choice[i] = choice
    made.segment[i] = segment
    made.unitCode[i] = unitCode
  }
  return made
}

/** People who vote at any moment, 40 % 满意, by two channels. */
function people(count: number, random: Random): Row[] {
  return Array.from({ length: count }, (_, i) => ({
    atMs: Math.floor(random.next() * 180_000),
    choice: random.next() < 0.4 ? 0 : random.next() < 0.4 ? 1 : 2,
    channel: i % 2 === 0 ? 'web' : 'gateway',
    segment: i % 2 === 0 ? 0 : 1 + random.below(100),
  }))
}

const find = (rows: readonly Row[], rules = DEFAULT_DETECTION) => detect(columns(rows), span, rules, 'closed')

test('[BAL9] people alone are no finding, nor are fewer than the rules ask for', () => {
  expect(find(people(4_000, createRandom(1)))).toEqual([])
  const few = Array.from({ length: 199 }, (_, i) => ({ atMs: i * 10, choice: 0 }))
  expect(find(few)).toEqual([])
  expect(find([])).toEqual([])
})

test('[BAL9] a burst is found where it was, with how many were too many, and its rule names no choice', () => {
  const bought = Array.from({ length: 300 }, (_, i): Row => ({
    atMs: 60_000 + i * 47,
    choice: 2,
    channel: 'web',
  }))
  const [burst, ...more] = find([...people(4_000, createRandom(2)), ...bought])
  expect(more.filter(({ detector }) => detector === 'share_burst')).toEqual([])
  expect(burst).toMatchObject({ detector: 'share_burst', channel: 'web', choice: 'dissatisfied' })
  if (burst?.detector !== 'share_burst') throw new Error('not a burst')
  expect(burst.fromMs).toBeGreaterThanOrEqual(OPENS + 50_000)
  expect(burst.toMs).toBeLessThanOrEqual(OPENS + 85_000)
  expect(burst.excess).toBeGreaterThan(200)
  expect(burst.excess).toBeLessThan(400)
  expect(burst.probability).toBeLessThan(DEFAULT_DETECTION.familyAlphaPpm / 1_000_000)
  expect(burst.rules).toEqual([
    { channel: 'web', unitCode: CODE, fromMs: burst.fromMs, toMs: burst.toMs, segmentHash: null },
  ])
})

test('[BAL9] opinion that turns on every channel at once, and stays, is no burst', () => {
  const random = createRandom(3)
  const turning = people(4_000, random).map((row) =>
    row.atMs > 90_000 && random.next() < 0.25 ? { ...row, choice: 2 } : row,
  )
  expect(find(turning)).toEqual([])
})

test('[BAL9] a machine that keeps a beat among people is heard, with its period', () => {
  const machine = Array.from({ length: 230 }, (_, i): Row => ({
    atMs: 500 + i * 770,
    choice: 0,
    channel: 'web',
  }))
  const heard = find([...people(2_400, createRandom(4)), ...machine]).find(
    ({ detector }) => detector === 'pacing',
  )
  if (heard?.detector !== 'pacing') throw new Error('the beat was not heard')
  expect(heard).toMatchObject({ channel: 'web', choice: 'satisfied' })
  expect(Math.abs(heard.periodMs - 770)).toBeLessThan(3)
  expect(heard.excess).toBeGreaterThan(150)
  expect(heard.excess).toBeLessThan(300)
  // The phases show it: one place of the beat has most of them.
  expect(Math.max(...heard.phases)).toBeGreaterThan(100)
})

describe('number segments', () => {
  test('[BAL9] a farm that follows the crowd is found by how much its segments agree', () => {
    const random = createRandom(10)
    const farm = Array.from({ length: 300 }, (): Row => ({
      atMs: Math.floor(random.next() * 180_000),
      choice: 0,
      channel: 'gateway',
      segment: 3 + random.below(6) * 7,
    }))
    const found = find([...people(4_000, random), ...farm]).find(({ detector }) => detector === 'segments')
    if (found?.detector !== 'segments') throw new Error('the farm was not found')
    expect(found.segments.map(({ segmentHash }) => segmentHash).sort((a, b) => a - b)).toEqual([
      3, 10, 17, 24, 31, 38,
    ])
    expect(found.rules).toHaveLength(6)
    expect(found.rules.every(({ segmentHash }) => segmentHash !== null)).toBe(true)
  })

  test('[BAL9] numbers that come all at once are found though their choice is everybody’s', () => {
    const random = createRandom(6)
    const farm = Array.from({ length: 160 }, (_, i): Row => ({
      atMs: 100_000 + i * 60,
      choice: 0,
      channel: 'gateway',
      segment: 3 + random.below(12) * 7,
    }))
    const alike = people(4_000, random).map((row) => ({ ...row, choice: 0 }))
    const found = find([...alike, ...farm]).filter(({ detector }) => detector === 'segments')
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ channel: 'gateway' })
  })
})

test('[BAL9] more ballots than people is certain; a turnout held impossible is judged by the exact tail', () => {
  const rows = people(1_000, createRandom(7))
  const only = (changes: Partial<typeof DEFAULT_DETECTION>) =>
    find(rows, { ...DEFAULT_DETECTION, ...changes })
  expect(only({ electorate: 1_000 })).toEqual([])
  expect(only({ electorate: 999 })).toMatchObject([
    { detector: 'turnout', of: 'electorate', probability: 0, excess: 1, rules: [] },
  ])
  expect(only({ electorate: 10_000, mostTurnoutBp: 1_000 })).toEqual([])
  expect(only({ electorate: 10_000, mostTurnoutBp: 800 })).toMatchObject([
    { detector: 'turnout', excess: 200 },
  ])
  const crowded = Array.from({ length: 10_001 }, (_, i): Row => ({
    atMs: (i * 17) % 180_000,
    choice: i % 3,
    channel: 'gateway',
    segment: 77,
  }))
  expect(find(crowded)).toMatchObject([
    { of: 'segment', people: 10_000, excess: 1, rules: [{ segmentHash: 77 }] },
  ])
})

test('[BAL9] every unit of a period poll is looked at apart', () => {
  const random = createRandom(8)
  const bought = Array.from({ length: 300 }, (_, i): Row => ({
    atMs: 60_000 + i * 47,
    choice: 2,
    unitCode: 5,
  }))
  const rows = [
    ...people(3_000, random),
    ...people(3_000, random).map((row) => ({ ...row, unitCode: 5 })),
    ...bought,
  ]
  expect(new Set(find(rows).map(({ unitCode }) => unitCode))).toEqual(new Set([5]))
})

test('[BAL9] the order of ballots and the names of segments change no finding', () => {
  const bought = Array.from({ length: 260 }, (_, i): Row => ({
    atMs: 60_000 + i * 50,
    choice: 2,
    channel: 'gateway',
    segment: 1 + (i % 9),
  }))
  const rows = [...people(2_000, createRandom(9)), ...bought]
  const plain = find(rows)
  expect(plain.length).toBeGreaterThan(1)
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const order = createRandom(seed).shuffled(Array.from(rows.keys()))
      expect(
        detect(rowsOf(columns(rows), Int32Array.from(order)), span, DEFAULT_DETECTION, 'closed'),
      ).toEqual(plain)
    }),
    { numRuns: 20 },
  )
  // Another key gives other hashes: the same findings, their segments under other labels.
  const renamed = find(
    rows.map((row) => ({ ...row, segment: (row.segment ?? 0) === 0 ? 0 : 5_000 - row.segment! })),
  )
  const bare = (found: readonly object[]) => found.map((one) => ({ ...one, rules: null, segments: null }))
  expect(bare(renamed)).toEqual(bare(plain))
})

test('[BAL9] no rule a detector suggests can name a choice', () => {
  const bought = Array.from({ length: 300 }, (_, i): Row => ({ atMs: 60_000 + i * 47, choice: 2 }))
  for (const { rules } of find([...people(4_000, createRandom(2)), ...bought])) {
    for (const rule of rules) expect(Object.keys(rule)).not.toContain('choice')
  }
  expect(CHOICES).toHaveLength(4)
})
