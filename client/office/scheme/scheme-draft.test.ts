// A scheme shown in the form and saved unchanged is the same scheme; what is typed comes out as typed.

import { expect, test } from 'vitest'
import { DEFAULT_SCHEME } from '../../../shared/evaluation/scheme.ts'
import { fieldsOf, schemeOf } from './scheme-draft.ts'

test('[EVAL2] a scheme that is shown and saved stays as it was', () => {
  const scheme = {
    ...DEFAULT_SCHEME,
    floors: { noWorstFrom: 7_550, noBestBelow: null },
    reviewersBp: { line: 5_000, district: 3_333, town: 1_667 },
  }
  expect(schemeOf(fieldsOf(scheme), scheme)).toEqual(scheme)
  expect(schemeOf(fieldsOf(scheme), DEFAULT_SCHEME)).toEqual(scheme)
})

test('[EVAL2][RANK4] what is typed is what is saved: shares in percent, floors in points, no floor where it is empty', () => {
  const fields = {
    ...fieldsOf(DEFAULT_SCHEME),
    ...{ noWorstFrom: 80.25, noBestBelow: null, vetoKinds: [' 弄虚作假 '], noticeDays: 10 },
    reviewers: { line: 50, district: 33.33, town: 16.67 },
  }
  const scheme = schemeOf(fields, DEFAULT_SCHEME)
  expect(scheme.floors).toEqual({ noWorstFrom: 8_025, noBestBelow: null })
  expect(scheme.reviewersBp).toEqual({ line: 5_000, district: 3_333, town: 1_667 })
  expect([scheme.vetoKinds, scheme.noticeDays]).toEqual([['弄虚作假'], 10])
})
