// The registers under many voters: growth loses none, and the smallest order key stays.

import { expect, test } from 'vitest'
import { createTallyRegisters, LOST, OPENED } from './tally-registers.ts'

/** A small generator with a seed, so that a failure can be repeated (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return (t ^ (t >>> 14)) >>> 0
  }
}

test('[BAL2] 40,000 voters with repeats, through every growth, against a plain Map', () => {
  const random = randomFrom(20_260_101)
  const registers = createTallyRegisters()
  const plain = new Map<string, readonly number[]>()
  const keys = Array.from({ length: 40_000 }, () => [random(), random(), random(), random()] as const)
  for (let i = 0; i < 120_000; i++) {
    const key = keys[random() % keys.length]!
    const offered = [
      419 + (random() % 2),
      420_000_000 + (random() % 50),
      random() % 4,
      random() % 60,
    ] as const
    const there = plain.get(key.join())
    const outcome = registers.offer(...key, ...offered)
    const differs = offered.findIndex((part, place) => part !== there?.[place])
    const isFirst = differs >= 0 && (there === undefined || offered[differs]! < there[differs]!)
    // Not one expect a ballot: that alone would take seconds.
    if (outcome !== (there === undefined ? OPENED : isFirst ? there[3] : LOST)) expect.fail(`ballot ${i}`)
    if (isFirst) plain.set(key.join(), offered)
  }
  expect(registers.size()).toBe(plain.size)
  expect(keys.map((key) => registers.hashOf(...key))).toEqual(
    keys.map((key) => plain.get(key.join())?.[2] ?? -1),
  )
  expect(registers.hashOf(1, 2, 3, 4)).toBe(-1)
})

test('a voter costs less than 60 bytes', () => {
  const random = randomFrom(7)
  const registers = createTallyRegisters()
  for (let i = 0; i < 100_000; i++) registers.offer(random(), random(), random(), random(), 0, 1, 1, 0)
  expect(registers.bytes() / registers.size()).toBeLessThan(60)
})
