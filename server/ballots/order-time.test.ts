// When the carrier's time orders a ballot, to the millisecond.

import { expect, test } from 'vitest'
import { carrierOrderMs } from './order-time.ts'

const RECEIVED = 2_000_500
const DRAIN = 20_000
const OPENS = 1_000_250

test.each([
  ['no carrier time', null, null],
  ['before the receipt', RECEIVED - 1, RECEIVED - 1],
  ['at the receipt', RECEIVED, RECEIVED],
  // Later than the receipt, within 2 s: the smaller of both is the receipt.
  ['1 ms after the receipt', RECEIVED + 1, null],
  ['more than 2 s after it', RECEIVED + 2_001, null],
  ['drain + 2 s before the receipt', RECEIVED - DRAIN - 2_000, RECEIVED - DRAIN - 2_000],
  ['1 ms more', RECEIVED - DRAIN - 2_001, null],
])('[BAL4] %s', (_, carrierMs, orderMs) => {
  expect(carrierOrderMs(carrierMs, RECEIVED, DRAIN, OPENS)).toBe(orderMs)
})

test('[BAL4] a carrier time in whole seconds stands for its second: one within which the poll opened is not before it', () => {
  expect(carrierOrderMs(1_000_000, OPENS + 700, DRAIN, OPENS)).toBe(OPENS)
  // The second before, and a time that tells milliseconds, are what they say.
  expect(carrierOrderMs(999_000, OPENS + 700, DRAIN, OPENS)).toBe(999_000)
  expect(carrierOrderMs(1_000_249, OPENS + 700, DRAIN, OPENS)).toBe(1_000_249)
  // Never later than the receipt.
  expect(carrierOrderMs(1_000_000, OPENS - 100, DRAIN, OPENS)).toBe(OPENS - 100)
})
