// Proves that a card says of lists and floors what is so of its own unit, and nothing that is not (RANK4–RANK6).

import { describe, expect, test } from 'vitest'
import { evidenceOf, inputsOf } from '../../tests/support/given-period.ts'
import { rankPeriod } from './period-ranking.ts'
import { DEFAULT_SCHEME, type Scheme } from './scheme.ts'
import { standingWords } from './standing-words.ts'

const BY_MARKS: Scheme = {
  ...DEFAULT_SCHEME,
  weightsBp: { citizens: 0, bigData: 0, department: 10_000, rectification: 0, tv: 0 },
  tieStages: [],
}

/** What the cards of units 1, 2, 3 … say, which have these marks. */
function wordsOf(
  marks: readonly number[],
  floors: Partial<Scheme['floors']>,
  vetoed: readonly number[] = [],
): readonly string[] {
  const scheme = { ...BY_MARKS, floors: { ...DEFAULT_SCHEME.floors, ...floors } }
  const inputs = inputsOf(
    marks.map((mark, i) =>
      evidenceOf(i + 1, {
        department: [{ group: 'line', reviewer: 1, mark }],
        vetoes: vetoed.includes(i + 1) ? ['弄虚作假'] : [],
      }),
    ),
  )
  const ranking = rankPeriod(inputs, scheme)
  return inputs.units.map(({ unitId }) => standingWords(unitId, inputs, scheme, ranking).join(''))
}

const saying = (words: readonly string[], what: string) =>
  words.flatMap((each, i) => (each.includes(what) ? [i + 1] : []))

describe('[RANK4] [RANK6] a card names a floor', () => {
  const NO_BEST = '方案规定总分低于'
  const NO_WORST = '方案规定总分不低于'

  test('where it kept the unit off a list, and nowhere else', () => {
    const words = wordsOf([90, 80, 70, 60, 50, 40, 30, 20], { noBestBelow: 8_500, noWorstFrom: 2_500 })
    expect([saying(words, NO_BEST), saying(words, NO_WORST)]).toEqual([[2], [7]])
  })

  test('of a unit that a veto before it moved up', () => {
    const words = wordsOf([90, 80, 70, 60, 50, 40, 30, 20], { noBestBelow: 7_500 }, [1])
    expect(saying(words, NO_BEST)).toEqual([3])
  })

  test('not where a tie keeps it off both lists', () => {
    const words = wordsOf([80, 80, 80, 80, 80, 80, 80, 80], { noBestBelow: 6_000, noWorstFrom: 9_000 })
    expect([saying(words, NO_BEST), saying(words, NO_WORST)]).toEqual([[], []])
    expect(saying(words, '两个名单都不列入')).toHaveLength(8)
  })
})
