// Proves that a half-year rolls up what was kept of its quarters, exactly what ranking them says, and that its freeze ranks nothing.

import { afterEach, describe, expect, test } from 'vitest'
import { generatedPeriod } from '../../tests/support/generated-period.ts'
import fc from 'fast-check'
import { ok, refuse } from '../../shared/basics/result.ts'
import { rankPeriod } from '../../shared/evaluation/period-ranking.ts'
import { DEFAULT_SCHEME } from '../../shared/evaluation/scheme.ts'
import type { PeriodId } from '../../shared/period/ids.ts'
import type { PeriodInputs } from '../../shared/period/inputs.ts'
import { unpackInputs, packInputs } from '../../shared/period/packed-inputs.ts'
import type { Period } from '../../shared/period/period.ts'
import { periodInputsOf } from '../../shared/period/period-inputs.ts'
import { rankedQuarter } from '../../shared/period/rolled.ts'
import { EMPTY_HOUSE } from '../../shared/show/house-evolve.ts'
import type { House } from '../../shared/show/house.ts'
import { outcomeIn, packRanking } from './period-outcome.ts'
import { createQuarterResults, withQuartersRead } from './quarter-results.ts'
import type { RankingQuestion, Rankings } from './rankings.ts'

const HALF = '2027-h1' as PeriodId
let asked: RankingQuestion[] = []
afterEach(() => {
  asked = []
})

/** As the thread answers, here. */
const rankings: Pick<Rankings, 'outcome'> = {
  async outcome(question) {
    asked.push(question)
    const { inputs, scheme } = question
    if (!('frozen' in inputs)) throw new Error('a quarter is frozen')
    const of = unpackInputs(inputs.frozen.packed, inputs.units)
    return ok(outcomeIn(packRanking(of, rankPeriod(of, scheme)), inputs.units))
  },
}

function quarterOf(id: string, inputs: PeriodInputs, scheme = DEFAULT_SCHEME): Period {
  const schemes = [{ version: 1, scheme, reason: '', by: [], atMs: 1 }]
  return {
    ...{ id: id as PeriodId, title: id, kind: 'quarter', rollsUp: [], units: inputs.units, schemes },
    ...{ startsOn: '2027-01-01', endsOn: '2027-03-31', evidenceDueOn: '2027-03-31' },
    ...{ imports: [], evidence: [], notApplicable: [], vetoes: [], reliefs: [], publications: [] },
    stage: { phase: 'final', sinceMs: 1, agreement: { bundleHash: '', resultHash: '', polls: [], atMs: 1 } },
    inputs: { packed: packInputs(inputs) },
  }
}

function houseOf(quarters: readonly Period[]): { readonly house: House; readonly half: Period } {
  const half: Period = {
    ...quarters[0]!,
    ...{ id: HALF, kind: 'half', rollsUp: quarters.map(({ id }) => id), inputs: null },
    stage: { phase: 'collecting', sinceMs: 1, correcting: null },
  }
  const periods = Object.fromEntries([...quarters, half].map((period) => [period.id, period]))
  return { house: { ...EMPTY_HOUSE, periods }, half }
}

describe('[EVAL9] a half-year', () => {
  test('property: has the totals and vetoes that ranking its quarters gives, from what was kept of them', async () => {
    await fc.assert(
      fc.asyncProperty(generatedPeriod(), generatedPeriod(), async (first, second) => {
        const { house, half } = houseOf([
          quarterOf('2027-q1', first.inputs, first.scheme),
          quarterOf('2027-q2', second.inputs, second.scheme),
        ])
        const quarters = createQuarterResults(rankings)
        await quarters.read(half, house)
        const kept = periodInputsOf(house, half, 1, null, quarters.of)
        expect(kept).toEqual(periodInputsOf(house, half, 1, null, rankedQuarter))
        expect(packInputs(kept)).toBe(packInputs(periodInputsOf(house, half, 1)))
      }),
      { numRuns: 40 },
    )
  })

  test('is frozen once its quarters are read, each asked for once; nothing waits for another command', async () => {
    const [given] = fc.sample(generatedPeriod(), { numRuns: 1, seed: 3 })
    const { house, half } = houseOf([
      quarterOf('2027-q1', given!.inputs),
      quarterOf('2027-q2', given!.inputs),
    ])
    const quarters = createQuarterResults(rankings)
    const known: number[] = []
    const run = withQuartersRead(
      async () => known.push(asked.length),
      () => house,
      () => quarters,
    )
    await run({ type: 'FinalisePublication', periodId: half.id, publicationId: 'p' as never }, 'somebody')
    await run({ type: 'FreezeInputs', periodId: half.id }, 'somebody')
    await run({ type: 'FreezeInputs', periodId: half.id }, 'somebody')
    await run({ type: 'FreezeInputs', periodId: '2027-q1' as PeriodId }, 'somebody')
    expect(known).toEqual([0, 2, 2, 2])
    expect(quarters.of(house.periods['2027-q1' as PeriodId]!)).toBe(
      quarters.of(house.periods['2027-q1' as PeriodId]!),
    )
  })

  test('[SAFE2] is not frozen while too many rankings wait, and the refusal says so', async () => {
    const [given] = fc.sample(generatedPeriod(), { numRuns: 1, seed: 3 })
    const { house, half } = houseOf([quarterOf('2027-q1', given!.inputs)])
    const busy = createQuarterResults({ outcome: async () => refuse('rankings_waiting', { count: 16 }) })
    const run = withQuartersRead(
      () => Promise.reject(new Error('it ran')),
      () => house,
      () => busy,
    )
    expect(await run({ type: 'FreezeInputs', periodId: half.id }, 'somebody')).toEqual({
      ok: false,
      refusals: [{ code: 'rankings_waiting', detail: { count: 16 } }],
    })
  })
})
