// Indicators that are published beside others and score nothing, as 主动评价率 beside 好评率.

import { expect, test } from 'vitest'
import { deliveryOf } from '../period/delivery.ts'
import { evidenceOf, SMALL_SCHEME } from '../../tests/support/given-period.ts'
import { SUGGESTED_INDICATORS } from './indicator.ts'
import { standingOf } from './period-points.ts'
import { stepsOf } from './method-steps.ts'
import { reasonsAgainstScheme } from './scheme-reasons.ts'
import { DEFAULT_SCHEME } from './scheme.ts'

const BESIDE = SUGGESTED_INDICATORS.find(({ indicatorId }) => indicatorId === 'reviewed')!
const scheme = { ...SMALL_SCHEME, indicators: [...SMALL_SCHEME.indicators, BESIDE] }
const unit = { category: 'office' } as const
const scored = evidenceOf(1)
const beside = evidenceOf(1, {
  bigData: [...scored.bigData, { indicatorId: BESIDE.indicatorId, numerator: 3, denominator: 400 }],
})

test('[EVAL5] an indicator of weight 0 changes no points, and its absence is no gap', () => {
  for (const evidence of [scored, beside]) {
    expect(standingOf('bigData', unit, evidence, scheme)).toEqual(
      standingOf('bigData', unit, scored, SMALL_SCHEME),
    )
    expect(deliveryOf('bigData', 'office', evidence, scheme)).toEqual({ state: 'delivered' })
  }
  const alone = evidenceOf(1, { bigData: beside.bigData.slice(1) })
  expect(standingOf('bigData', unit, alone, scheme)).toEqual({ state: 'absent' })
  expect(deliveryOf('bigData', 'office', alone, scheme)).toEqual({ state: 'missing' })
})

test('[RANK6] [EVAL5] the card says its rate and that it scores nothing', () => {
  expect(stepsOf('bigData', 'office', beside, scheme).join('')).toContain(
    '主动评价率：主动评价件数3÷办结件数400＝0.75%，只公布，不计分。',
  )
  expect(stepsOf('bigData', 'office', scored, scheme).join('')).not.toContain('主动评价率')
})

test('[EVAL2] a scheme whose big data weighs something needs an indicator that scores, in every category', () => {
  expect(reasonsAgainstScheme({ ...DEFAULT_SCHEME, indicators: [BESIDE] }).map(({ code }) => code)).toEqual([
    'indicator_missing',
    'indicator_missing',
    'indicator_missing',
    'indicator_missing',
  ])
})
