// Frozen inputs packed and unpacked: nothing is lost, whatever a period holds, and the text is ASCII and small.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { WindowId } from '../basics/ids.ts'
import { generatedPeriod } from '../../tests/support/generated-period.ts'
import { PERIOD } from '../../tests/support/given-periods.ts'
import { frozenInputsOf } from './frozen-inputs.ts'
import type { PeriodInputs } from './inputs.ts'
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
