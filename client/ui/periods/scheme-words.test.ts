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
    floors: { noWorstFrom: null, noBestBelow: 6_000 },
    novelty: true,
  }
  expect(
    schemeChanges(DEFAULT_SCHEME, changed).map(({ path, before, after }) => [path, before, after]),
  ).toEqual([
    ['floors.noBestBelow', '不设', '60分'],
    ['tieStages', expect.stringMatching(/^同分：市民/), expect.stringMatching(/^同分：督促整改/)],
    ['novelty', null, '是'],
    ['listMost', '10', null],
  ])
})

test('[EVAL2] an indicator is followed by its id, not by its place, and called by its name', () => {
  const [first, ...others] = DEFAULT_SCHEME.indicators
  if (first === undefined) throw new Error('the default scheme has indicators')
  const moved = [...others, { ...first, targetPercent: 950_000 }]
  expect(schemeChanges(DEFAULT_SCHEME, { ...DEFAULT_SCHEME, indicators: moved })).toEqual([
    {
      path: `indicators.${first.indicatorId}.targetPercent`,
      name: `指标“${first.name}”：目标`,
      before: `${first.targetPercent / 10_000}%`,
      after: '95%',
    },
  ])
})

test('every line of the default scheme has a Chinese name', () => {
  for (const line of schemeLines(DEFAULT_SCHEME))
    expect(line.name, line.path).toMatch(/^[^a-z]*[一-龥][^a-zA-Z.]*$/)
})
