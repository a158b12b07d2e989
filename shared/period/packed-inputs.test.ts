// Frozen inputs packed and unpacked: nothing is lost, whatever a period holds, and the text is ASCII and small.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UnitId, WindowId } from '../basics/ids.ts'
import { generatedPeriod } from '../../tests/support/generated-period.ts'
import { unitId } from '../../tests/support/given-parts.ts'
import { PERIOD } from '../../tests/support/given-periods.ts'
import { frozenInputsOf } from './frozen-inputs.ts'
import type { PeriodInputs } from './inputs.ts'
import { evidenceOf, packCitizensRows, packIndicatorRows } from './packed-evidence.ts'
import { packInputs, unpackInputs } from './packed-inputs.ts'

const POLLS = ['0000000000a1', '0000000000a2'].map((id) => WindowId.parse(id))

/** What the generator leaves out: several polls, lifted deductions, words that are not ASCII. */
function dressed({ units, evidence, rolled }: PeriodInputs, seed: number): PeriodInputs {
  return {
    ...{ units, rolled },
    evidence: evidence.map((each, i) => ({
      ...each,
      citizens: each.citizens === null ? null : { ...each.citizens, pollIds: POLLS.slice(0, (i + seed) % 3) },
      bigData: each.bigData.map((one, k) =>
        (i + k + seed) % 4 === 0 ? { ...one, lifted: true as const } : one,
      ),
      rectification: each.rectification.map((one, k) =>
        (i + k + seed) % 3 === 0 ? { ...one, lifted: true as const } : one,
      ),
      vetoes: (i + seed) % 5 === 0 ? ['弄虚作假', '𠮷字事项'] : each.vetoes,
    })),
  }
}

test('[PUB1] property: what is frozen is what was gathered', () => {
  fc.assert(
    fc.property(generatedPeriod(), fc.nat(9), ({ inputs }, seed) => {
      const whole = dressed(inputs, seed)
      const packed = packInputs(whole)
      expect(packed).toMatch(/^[ -~]*$/)
      expect(unpackInputs(packed, whole.units)).toEqual(whole)
    }),
    { numRuns: 100 },
  )
})

test('a roll-up keeps its totals, exact', () => {
  const periods = [{ periodId: PERIOD, num: '123456789012345678901234567890', den: '7' }]
  const inputs: PeriodInputs = { units: [], evidence: [], rolled: [{ unitId: 'u1' as never, periods }] }
  expect(unpackInputs(packInputs(inputs), [])).toEqual(inputs)
})

test('read again it is the same value; of many periods only the last few are kept', () => {
  const inputs: PeriodInputs = { units: [], evidence: [], rolled: [] }
  const periods = Array.from({ length: 9 }, () => ({ units: [], inputs: { packed: packInputs(inputs) } }))
  const first = frozenInputsOf(periods[0]!)
  expect(frozenInputsOf(periods[0]!)).toBe(first)
  for (const period of periods) frozenInputsOf(period)
  expect(frozenInputsOf(periods[0]!)).not.toBe(first)
  expect(frozenInputsOf({ units: [], inputs: null })).toBeNull()
})

test('[EVAL1] property: counts read back are those of the last import that named them, each with where it is from', () => {
  const row = fc.record({
    unitId: fc.integer({ min: 1, max: 4 }).map((n) => unitId(n)),
    indicatorId: fc.constantFrom('on-time', 'content', 'redone'),
    count: fc.record({ numerator: fc.nat(9), denominator: fc.integer({ min: 9, max: 99 }) }),
  })
  fc.assert(
    fc.property(fc.array(fc.array(row, { minLength: 1 }), { maxLength: 4 }), (imports) => {
      const evidence = imports.map((rows, i) => ({
        ...{ importId: `import-${String(i)}`, method: 'bigData' as const, packed: packIndicatorRows(rows) },
      }))
      const expected: Record<string, Record<string, object>> = {}
      imports.forEach((rows, i) => {
        for (const { unitId: id, indicatorId, count } of rows)
          (expected[id] ??= {})[indicatorId] = { ...count, importId: `import-${String(i)}` }
      })
      const read = evidenceOf({ evidence })
      expect(read).toEqual({ indicators: expected, citizens: {} })
      expect(evidenceOf({ evidence })).toBe(read)
    }),
  )
})

test('an id that every object inherits is a unit like others', () => {
  const odd = UnitId.parse('constructor')
  const count = { numerator: 1, denominator: 2 }
  const indicators = packIndicatorRows([{ unitId: odd, indicatorId: 'on-time', count }])
  const split = { satisfied: 1, fair: 2, dissatisfied: 3, unsure: 4 }
  const citizens = packCitizensRows([{ unitId: odd, split }])
  const read = evidenceOf({
    evidence: [
      { importId: 'a', method: 'bigData', packed: indicators },
      { importId: 'b', method: 'citizens', packed: citizens },
    ],
  })
  expect(read.indicators[odd]).toEqual({ 'on-time': { ...count, importId: 'a' } })
  expect(read.citizens[odd]).toEqual({ split, importId: 'b' })
})
