// The two ways the rules are written agree: over periods drawn at random the verifier's results are the server's, number by number (PUB3).
//
// WENZHENG_ROUNDS=10000 makes it a long run; a failure prints its seed and path.

import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { PublishedCategory } from '../../server/evaluation/bundle-members.ts'
import { publishedInputsOf } from '../../server/evaluation/published-inputs.ts'
import { resultsOf } from '../../server/evaluation/published-results.ts'
import { CATEGORIES } from '../../shared/evaluation/categories.ts'
import { generatedPeriod, type GivenPeriod } from '../../tests/support/generated-period.ts'
import { evidenceOf, inputsOf, SMALL_SCHEME } from '../../tests/support/given-period.ts'
import { rankedFromPoints } from './places.ts'
import { pointsOf } from './points.ts'
import { Inputs, Scheme } from './shapes.ts'

const ROUNDS = Number(process.env['WENZHENG_ROUNDS'] ?? 200)
const SEED = Number(process.env['WENZHENG_SEED'] ?? 20_270_401)
const SEEN = ['all_listed', 'none', 'best', 'worst', 'vetoed', 'redistributed', 'sample', 'notDelivered']
vi.setConfig({ testTimeout: 15_000 + ROUNDS * 100 })

/** What the server says; it is what the verifier makes of the published inputs, or this fails. */
function saidAlike({ inputs, scheme }: GivenPeriod): readonly PublishedCategory[] {
  const said = resultsOf(inputs, scheme, { polls: [], groups: [], webGroups: [] })
  const read = Scheme.parse(scheme)
  const { evidence } = Inputs.parse(publishedInputsOf(inputs, scheme))
  const points = inputs.units.map((unit, i) => pointsOf(unit, evidence[i]!, read))
  const again = CATEGORIES.map(
    (category) =>
      rankedFromPoints(
        category,
        points.filter(({ unit }) => unit.category === category),
        read,
      ).written,
  )
  expect(again).toEqual(said.categories)
  expect(points.map(({ working }) => working)).toEqual(said.workings)
  return said.categories
}

test('[PUB3] [RANK2] [RANK3] [RANK4] [RANK5] [EVAL3] property: what a bundle says is what the verifier computes of it', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(generatedPeriod(), (given) => {
      for (const { boundary, rows, unranked } of saidAlike(given)) {
        for (const each of [boundary.best, boundary.worst, ...unranked.map(({ why }) => why)]) seen.add(each)
        for (const { list, vetoed, redistributed } of rows)
          for (const each of [list, vetoed && 'vetoed', redistributed.length > 0 && 'redistributed'])
            if (typeof each === 'string') seen.add(each)
      }
    }),
    { numRuns: ROUNDS, seed: SEED },
  )
  // Nothing of this was proved of an empty set.
  expect([...seen]).toEqual(expect.arrayContaining(SEEN))
})

test('[PUB3] [RANK4] ties across an end of a list, with floors and without, are told alike', () => {
  const unitsOf = (marks: readonly number[]) =>
    inputsOf(
      marks.map((mark, i) => evidenceOf(i + 1, { department: [{ group: 'line', reviewer: 1, mark }] })),
    )
  const scheme = {
    ...SMALL_SCHEME,
    weightsBp: { citizens: 0, bigData: 0, department: 10_000, rectification: 0, tv: 0 },
    tieStages: [],
  }
  const boundaryOf = (marks: readonly number[], floors = scheme.floors) =>
    Object.values(saidAlike({ inputs: unitsOf(marks), scheme: { ...scheme, floors } })[0]!.boundary)
  expect(boundaryOf([80, 80, 80, 80, 80, 80, 80, 80])).toEqual(['withheld', 'withheld'])
  const tied = [90, 80, 80, 60, 50, 40, 40, 30]
  expect(boundaryOf(tied)).toEqual(['all_listed', 'all_listed'])
  expect(boundaryOf(tied, { noBestBelow: 8_500, noWorstFrom: null })).toEqual(['none', 'all_listed'])
  expect(boundaryOf(tied, { noBestBelow: null, noWorstFrom: 4_000 })).toEqual(['all_listed', 'none'])
})
