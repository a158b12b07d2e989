// One person, one number: however a carrier writes it, and nothing that is no number.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isVirtualOperator, phoneNumberIn, phoneNumberOf } from './phone-number.ts'

const MOBILE = '+8613800001234'

test.each([
  '13800001234',
  '+8613800001234',
  '008613800001234',
  '8613800001234',
  ' 138 0000 1234 ',
  '138-0000-1234',
  '(+86) 138-0000-1234',
  '（＋８６）１３８００００１２３４',
  '\u202a13800001234\u202c',
  '138\u00a00000\u20111234',
  '+86 013800001234',
])('[BAL8] %j is the same person', async (raw) => {
  expect(await phoneNumberOf(raw)).toBe(MOBILE)
})

test('[BAL8] a mainland mobile is known without the library', () => {
  expect(phoneNumberOf('13800001234')).toBe(MOBILE)
  expect(phoneNumberOf('+852 9123 4567')).toBeInstanceOf(Promise)
})

test.each([
  ['+852 9123 4567', '+85291234567'],
  ['0085291234567', '+85291234567'],
  ['85291234567', '+85291234567'],
  ['886912345678', '+886912345678'],
  ['+1 415-555-2671', '+14155552671'],
  ['0592 2123456', '+865922123456'],
])('[BAL8] of elsewhere: %s is %s', async (raw, number) => {
  expect(await phoneNumberOf(raw)).toBe(number)
})

test.each([
  ['', 'nothing'],
  ['12345678901', 'what min metadata would accept'],
  ['1380000123', 'a digit too few'],
  ['138000012345', 'a digit too many'],
  ['12800001234', 'no mobile segment'],
  ['+8612800001234', 'nor with its country'],
  ['10086', 'a service'],
  ['106900001234', 'an access number'],
  ['+999123456789', 'no such country'],
  ['13800001234x5', 'an extension'],
  ['１３８００００１２３', 'full width, too short'],
  ['٠١٢٣٤٥٦٧٨٩', 'other digits'],
  ["13800001234' OR 1=1", 'a query'],
  ['1'.repeat(41), 'far too long'],
])('[SAFE1] %j is no number: %s', async (raw) => {
  expect(await phoneNumberOf(raw)).toBeNull()
})

test.each([
  ['86', '13800001234', MOBILE],
  ['+86', '13800001234', MOBILE],
  ['0086', '8613800001234', MOBILE],
  ['', '13800001234', MOBILE],
  ['86', '+85291234567', '+85291234567'],
  ['852', '91234567', '+85291234567'],
  ['1', '4155552671', '+14155552671'],
  ['8x6', '13800001234', null],
  ['852', '1', null],
])('[BAL8] with its country apart, %s and %s', async (country, raw, number) => {
  expect(await phoneNumberIn(country, raw)).toBe(number)
})

test('[BAL8] a virtual operator is a label: its numbers are people like others', () => {
  for (const segment of ['170', '171', '162', '165', '167']) {
    expect(phoneNumberOf(`${segment}00001234`)).toBe(`+86${segment}00001234`)
    expect(isVirtualOperator(`+86${segment}00001234`)).toBe(true)
  }
  for (const segment of ['138', '166', '173']) expect(isVirtualOperator(`+86${segment}00001234`)).toBe(false)
})

test('[BAL8] writing it differently never makes another person, and no two numbers become one', () => {
  const mobile = fc
    .record({ second: fc.integer({ min: 3, max: 9 }), rest: fc.integer({ min: 0, max: 999_999_999 }) })
    .map(({ second, rest }) => `1${second}${String(rest).padStart(9, '0')}`)
  const separators = fc.array(fc.constantFrom('', '', ' ', '-', '\u200b', '(', ')'), {
    minLength: 11,
    maxLength: 11,
  })
  fc.assert(
    fc.property(
      mobile,
      fc.constantFrom('', '+86', '86', '0086', '+86 '),
      separators,
      (number, prefix, between) => {
        const written = prefix + Array.from(number, (digit, i) => (between[i] ?? '') + digit).join('')
        expect(phoneNumberOf(written)).toBe(`+86${number}`)
      },
    ),
    { numRuns: 500 },
  )
})
