// The draw: replayable from list and seed, fair to every record, blind to the order of the list, one invitation a person.

import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawInSteps, drawSample, listHashOf, type DrawRecord } from './draw.ts'

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')
const tagOf = (text: string) => sha256(text).slice(0, 32)
const seedOf = (n: number) => sha256(`seed ${String(n)}`)
const record = (unitCode: number, person: string): DrawRecord => ({
  unitCode,
  tag: tagOf(`${String(unitCode)} ${person}`),
  person: tagOf(person),
})
const list = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 40 })), {
    maxLength: 80,
    selector: ([unit, person]) => `${String(unit)} ${String(person)}`,
  })
  .map((pairs) => pairs.map(([unit, person]) => record(unit, String(person))))

test('the same list and seed draw the same, in whatever order the list came', () => {
  fc.assert(
    fc.property(
      list,
      fc.nat(),
      fc.integer({ min: 1, max: 10 }),
      fc.nat(),
      (records, seed, perUnit, shuffle) => {
        const options = { seed: seedOf(seed), perUnit, sha256 }
        const shuffled = [...records].sort((a, b) =>
          sha256(`${String(shuffle)}${a.tag}`) < sha256(`${String(shuffle)}${b.tag}`) ? -1 : 1,
        )
        expect(drawSample(shuffled, options)).toEqual(drawSample(records, options))
        expect(listHashOf(shuffled, sha256)).toBe(listHashOf(records, sha256))
      },
    ),
    { numRuns: 60 },
  )
})

test('a unit gives at most its number, a person is asked at most once, and nobody is left out who had room', () => {
  fc.assert(
    fc.property(list, fc.nat(), fc.integer({ min: 1, max: 10 }), (records, seed, perUnit) => {
      const drawn = drawSample(records, { seed: seedOf(seed), perUnit, sha256 }).records
      const of = (unitCode: number) => drawn.filter((one) => one.unitCode === unitCode)
      expect(new Set(drawn.map(({ person }) => person)).size).toBe(drawn.length)
      for (const { unitCode } of records) expect(of(unitCode).length).toBeLessThanOrEqual(perUnit)
      const persons = new Set(drawn.map(({ person }) => person))
      for (const one of records) {
        if (drawn.includes(one) || persons.has(one.person)) continue
        expect(of(one.unitCode).length).toBe(perUnit)
      }
    }),
    { numRuns: 60 },
  )
})

test('over many seeds each record of a unit is drawn as often as any other (chi-square, fixed seeds)', () => {
  const people = 40
  const perUnit = 10
  const seeds = 2_000
  const records = Array.from({ length: people }, (_, i) => record(7, `person ${String(i)}`))
  const times = new Map(records.map(({ tag }) => [tag, 0]))
  for (let n = 0; n < seeds; n++) {
    for (const { tag } of drawSample(records, { seed: seedOf(n), perUnit, sha256 }).records)
      times.set(tag, times.get(tag)! + 1)
  }
  // Without replacement the counts vary less than a multinomial's: the statistic is scaled by (N − 1) ÷ (N − n).
  const expected = (seeds * perUnit) / people
  const plain = [...times.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  const chiSquare = (plain * (people - 1)) / (people - perUnit)
  // 39 degrees of freedom: 99.9 % lie between 16.3 and 73.4.
  expect(chiSquare).toBeGreaterThan(16.3)
  expect(chiSquare).toBeLessThan(73.4)
})

test('another seed draws others; a list with one record changed has another hash', () => {
  const records = Array.from({ length: 200 }, (_, i) => record(1, String(i)))
  const draw = (n: number) => drawSample(records, { seed: seedOf(n), perUnit: 20, sha256 })
  expect(draw(1).chosenHash).not.toBe(draw(2).chosenHash)
  const changed = [{ ...records[0]!, unitCode: 2 }, ...records.slice(1)]
  expect(listHashOf(changed, sha256)).not.toBe(listHashOf(records, sha256))
  expect(listHashOf([], sha256)).toMatch(/^[0-9a-f]{64}$/)
})

test('40,000 records are drawn in steps, none of them long', () => {
  const records = Array.from({ length: 40_000 }, (_, i) => ({
    unitCode: (i % 90) + 1,
    tag: tagOf(String(i)),
    person: i.toString(16).padStart(32, '0'),
  }))
  const steps = drawInSteps(records, { seed: seedOf(1), perUnit: 300, sha256 })
  let count = 0
  let step = steps.next()
  while (step.done !== true) {
    count += 1
    step = steps.next()
  }
  expect(step.value.records.length).toBe(90 * 300)
  expect(count).toBe(40 + 256)
})
