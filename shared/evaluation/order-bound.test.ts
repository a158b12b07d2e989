// The bound of BAL6 against trying it out, ballot by ballot.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compare } from '../basics/exact.ts'
import type { Split } from '../ballot/tally.ts'
import { orderChangeByWorst, type OtherUnit } from './order-bound.ts'
import { pollPointsOf } from './poll-points.ts'

const splitOf = (satisfied: number, fair: number, dissatisfied: number, unsure = 0): Split => ({
  ...{ satisfied, fair, dissatisfied, unsure },
})
const aSplit = fc
  .tuple(fc.nat({ max: 12 }), fc.nat({ max: 12 }), fc.nat({ max: 12 }), fc.nat({ max: 3 }))
  .map((counts) => splitOf(...counts))

/** Where the unit stands against each other: before, level, behind; null where either has no mean. */
function standings(split: Split, others: readonly OtherUnit[]): (number | null)[] {
  const mine = pollPointsOf(split)
  return others.map((other) => {
    const theirs = pollPointsOf(other.split)
    return mine === null || theirs === null ? null : Math.sign(compare(mine, theirs))
  })
}

test('[BAL6] property: one ballot fewer changes nothing, so many change the order against the unit it names', () => {
  fc.assert(
    fc.property(aSplit, fc.array(aSplit, { maxLength: 5 }), (split, splits) => {
      const others = splits.map((each, i) => ({ name: `u${i}`, split: each }))
      const now = standings(split, others)
      const after = (k: number) => standings({ ...split, dissatisfied: split.dissatisfied + k }, others)
      const change = orderChangeByWorst(split, others)
      if (change === null) {
        // So many that any mean above 0 is passed; where nobody rated, the first ballot makes a mean.
        if (pollPointsOf(split) !== null) expect(after(200_000)).toEqual(now)
        return
      }
      expect(after(change.ballots - 1)).toEqual(now)
      const then = after(change.ballots)
      expect(then).not.toEqual(now)
      const named = others.findIndex(({ name }) => name === change.name)
      expect(then[named]).not.toBe(now[named])
    }),
    { numRuns: 2_000 },
  )
})

test.each([
  [
    '80 against 60: a third more ballots',
    splitOf(8, 0, 2),
    [['甲', splitOf(6, 0, 4)]],
    { ballots: 4, name: '甲' },
  ],
  ['level: the first one', splitOf(1, 0, 1), [['甲', splitOf(5, 0, 5)]], { ballots: 1, name: '甲' }],
  [
    'the nearest of several',
    splitOf(9, 0, 1),
    [
      ['甲', splitOf(1, 0, 9)],
      ['乙', splitOf(8, 0, 2)],
    ],
    { ballots: 2, name: '乙' },
  ],
  ['behind all already', splitOf(1, 0, 9), [['甲', splitOf(5, 0, 5)]], null],
  ['the other has 0 points', splitOf(1, 0, 9), [['甲', splitOf(0, 0, 5)]], null],
  ['nobody rated it yet', splitOf(0, 0, 0, 7), [['甲', splitOf(5, 0, 5)]], null],
  ['alone', splitOf(5, 0, 5), [], null],
  [
    'a city of ten million, exactly',
    splitOf(10_000_000, 0, 0),
    [['甲', splitOf(9_999_999, 0, 1)]],
    { ballots: 2, name: '甲' },
  ],
] as const)('[BAL6] %s', (_, split, others, expected) => {
  expect(
    orderChangeByWorst(
      split,
      others.map(([name, theirs]) => ({ name, split: theirs })),
    ),
  ).toEqual(expected)
})
