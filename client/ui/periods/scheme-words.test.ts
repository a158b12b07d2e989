// What a clerk is told of a scheme's versions: every change and nothing else.

import { expect, test } from 'vitest'
import { DEFAULT_SCHEME } from '../../../shared/evaluation/scheme.ts'
import { schemeChanges, schemeLines } from './scheme-words.ts'

test('[EVAL2] two versions that are the same show no change', () => {
  expect(schemeChanges(DEFAULT_SCHEME, structuredClone(DEFAULT_SCHEME))).toEqual([])
})

test('[EVAL2] a changed weight is named with both values, in percent', () => {
  const weightsBp = { ...DEFAULT_SCHEME.weightsBp, citizens: 4_000, tv: 1_000 }
  expect(schemeChanges(DEFAULT_SCHEME, { ...DEFAULT_SCHEME, weightsBp })).toEqual([
    { path: 'weightsBp.citizens', name: '权重：市民短信微信评议', before: '35%', after: '40%' },
    { path: 'weightsBp.tv', name: '权重：电视问政', before: '15%', after: '10%' },
  ])
})

test('[EVAL2] an order of tie stages is a change, and so is what comes new or goes', () => {
  const { listMost: _, ...without } = DEFAULT_SCHEME
  const changed = {
    ...without,
    tieStages: [...DEFAULT_SCHEME.tieStages].reverse(),
    floors: { noBestBelow: { num: '60', den: '1' } },
  }
  const changes = schemeChanges(DEFAULT_SCHEME, changed)
  expect(changes.map(({ path }) => path)).toEqual(['tieStages', 'floors.noBestBelow', 'listMost'])
  expect(changes[1]).toMatchObject({ before: null, after: '60/1' })
  expect(changes[2]).toMatchObject({ before: '10', after: null })
})

test('[EVAL2] an entry of a list is followed by its id, not by its place', () => {
  const before = {
    indicators: [
      { indicatorId: 'a', target: 98 },
      { indicatorId: 'b', target: 90 },
    ],
  }
  const after = {
    indicators: [
      { indicatorId: 'b', target: 90 },
      { indicatorId: 'a', target: 95 },
    ],
  }
  expect(schemeChanges(before, after)).toEqual([
    { path: 'indicators.a.target', name: 'indicators.a.target', before: '98', after: '95' },
  ])
})

test('every line of the default scheme has a Chinese name', () => {
  for (const line of schemeLines(DEFAULT_SCHEME)) expect(line.name, line.path).toMatch(/[一-龥]/)
})
