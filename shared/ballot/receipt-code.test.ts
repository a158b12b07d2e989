// Proves that a receipt code survives being written down, read out and typed in, and that what is none is no code.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseReceiptCode, receiptCodeOf } from './receipt-code.ts'

const half = fc.integer({ min: 0, max: 2 ** 25 - 1 })
const bits = fc.record({ high: half, low: half })

test('[BAL10] a code reads back as the 50 bits it was made of, however it is typed', () => {
  fc.assert(
    fc.property(
      bits,
      fc.constantFrom('', ' ', '-', '－', '—', ' - '),
      fc.boolean(),
      (code, gap, careless) => {
        const shown = receiptCodeOf(code)
        expect(shown).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/)
        const typed = careless ? shown.toLowerCase().replace(/1/g, 'l').replace(/0/g, 'o') : shown
        expect(parseReceiptCode(` ${typed.replace('-', gap)} `)).toEqual(code)
      },
    ),
  )
})

test('[BAL10] two different 50 bits never share a code', () => {
  fc.assert(
    fc.property(bits, bits, (a, b) => {
      expect(receiptCodeOf(a) === receiptCodeOf(b)).toBe(a.high === b.high && a.low === b.low)
    }),
  )
})

test.each([
  '',
  '7H2KQ-M0P4',
  '7H2KQ-M0P4XX',
  '7H2KQ-M0P4U',
  '7H2KQ_M0P4X',
  '满意',
  '７Ｈ２ＫＱ',
  '+8613812345678',
])('[BAL10] %j is no receipt code', (typed) => {
  expect(parseReceiptCode(typed)).toBe(null)
})
