// Cases chosen by the goals' names: all without one, those named in the bench's own order, and a sentence where there is none.

import { expect, test } from 'vitest'
import { CASES, chosenBy, GOALS } from './choosing.ts'

test('every goal from P1 to P12 has one case, and a choice without names is all of them', () => {
  const named = Array.from({ length: 12 }, (_, i) => `P${i + 1}`)
  expect(GOALS.toSorted()).toEqual([...named, 'aliyun'].toSorted())
  const choice = chosenBy([])
  expect(choice.ok && choice.cases).toEqual(CASES)
  expect(choice.ok && GOALS.every(choice.wants)).toBe(true)
})

test('names choose cases in the bench’s own order, however written; of a case of two goals only the one asked for', () => {
  const choice = chosenBy(['p10', 'P2'])
  if (!choice.ok) throw new Error(choice.sentence)
  expect(choice.cases.map(({ goals }) => goals)).toEqual([['P1', 'P2'], ['P10']])
  expect(GOALS.filter(choice.wants)).toEqual(['P2', 'P10'])
})

test('a name that is no goal is refused with those there are, and nothing runs', () => {
  const choice = chosenBy(['P8', 'P13'])
  expect(choice).toEqual({
    ok: false,
    sentence: expect.stringMatching(/^没有这个量测项目：P13。可选：P1、P2/),
  })
})
