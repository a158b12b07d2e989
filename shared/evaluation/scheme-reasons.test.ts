// Proves what a scheme may not be saved with, each with its own sentence, and that an older one on record still holds (EVAL2, SCORE8).

import { describe, expect, test } from 'vitest'
import { sentenceOf } from '../basics/refusal.ts'
import { reasonsAgainstScheme } from './scheme-reasons.ts'
import { EMPTY_REGISTRY, evolveRegistry } from './registry-evolve.ts'
import { DEFAULT_SCHEME, Scheme, schemeOnRecord, type SchemeOnRecord } from './scheme.ts'

const codes = (change: Partial<Scheme>) =>
  reasonsAgainstScheme({ ...DEFAULT_SCHEME, ...change }).map(({ code }) => code)
const [first, ...others] = DEFAULT_SCHEME.indicators as [Scheme['indicators'][number]]

describe('[EVAL2] a scheme is refused', () => {
  test('not at all as it comes', () => {
    expect(Scheme.parse(DEFAULT_SCHEME)).toEqual(DEFAULT_SCHEME)
    expect(reasonsAgainstScheme(DEFAULT_SCHEME)).toEqual([])
  })

  test.each<[string, Partial<Scheme>]>([
    ['scheme_weights', { weightsBp: { ...DEFAULT_SCHEME.weightsBp, tv: 1_501 } }],
    ['scheme_reviewers', { reviewersBp: { line: 5_000, district: 3_000, town: 1_999 } }],
    ['scheme_tv_shares', { tv: { ...DEFAULT_SCHEME.tv, pollBp: 2_999 } }],
    ['indicator_duplicate', { indicators: [first, first, ...others] }],
    ['indicator_category_twice', { indicators: [{ ...first, categories: ['office', 'office'] }, ...others] }],
    ['indicator_floor', { indicators: [{ ...first, floor: first.full + 1 }, ...others] }],
    ['indicator_missing', { indicators: [{ ...first, categories: ['office', 'station', 'utility'] }] }],
    ['veto_kind_duplicate', { vetoKinds: ['弄虚作假', '弄虚作假'] }],
    ['scheme_tie_stages', { tieStages: ['citizens_higher', 'citizens_higher'] }],
  ])('%s', (code, change) => {
    expect(codes(change)).toEqual([code])
  })

  test('with sentences that name what is wrong', () => {
    const sentences = reasonsAgainstScheme({
      ...DEFAULT_SCHEME,
      indicators: [{ ...first, categories: ['office', 'station', 'utility'] }],
    }).map(sentenceOf)
    expect(sentences).toEqual(['大数据评议有权重，但“科教文卫事业单位”一类没有任何指标。'])
  })

  test('but needs no indicators where 大数据 weighs nothing', () => {
    const weightsBp = { citizens: 10_000, bigData: 0, department: 0, rectification: 0, tv: 0 }
    expect(codes({ weightsBp, indicators: [] })).toEqual([])
  })

  test('at the door where a notice is shorter than seven days, or a floor lets nobody stand on a list', () => {
    expect(Scheme.safeParse({ ...DEFAULT_SCHEME, noticeDays: 6 }).success).toBe(false)
    const floors = (noWorstFrom: number | null, noBestBelow: number | null) =>
      Scheme.safeParse({ ...DEFAULT_SCHEME, floors: { noWorstFrom, noBestBelow } }).success
    expect([floors(0, null), floors(7_500, 6_000), floors(null, 10_001)]).toEqual([false, true, false])
  })
})

test('[EVAL2] a scheme from before it had all its parts still folds, the rest as by default', () => {
  const { examinersBp, pollBp, pollFromN } = DEFAULT_SCHEME.tv
  const old: SchemeOnRecord = {
    weightsBp: { citizens: 5_000, bigData: 0, department: 2_000, rectification: 1_500, tv: 1_500 },
    citizensFromN: 50,
    tv: { examinersBp, pollBp, pollFromN },
    listMost: 5,
    tieStages: [],
    visibility: 'hidden',
  }
  const { scheme } = evolveRegistry(
    EMPTY_REGISTRY,
    { type: 'SchemeSet', scheme: old },
    { atMs: 0, by: { role: 'system' } },
  )
  expect(scheme).toEqual({ ...DEFAULT_SCHEME, ...old, tv: DEFAULT_SCHEME.tv })
  expect(Scheme.parse(schemeOnRecord(old))).toEqual(scheme)
  expect(schemeOnRecord(DEFAULT_SCHEME)).toEqual(DEFAULT_SCHEME)
})
