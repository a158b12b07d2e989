// Canonical JSON: equal values give equal bytes, and what has no exact form has no hash.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalHashOf, canonicalJson } from './canonical.ts'

test('[PUB3] keys are sorted by code unit, nothing else is moved, and nothing is spaced', () => {
  expect(canonicalJson({ 乙: [3, 1, 2], a: null, B: { y: true, x: '"\n' }, gone: undefined })).toBe(
    String.raw`{"B":{"x":"\"\n","y":true},"a":null,"乙":[3,1,2]}`,
  )
  expect(canonicalJson({ num: 12n, den: -0 })).toBe('{"den":0,"num":"12"}')
})

test('[PUB3] a number that is not whole, or not exact, has no hash', () => {
  const values = [
    0.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    2 ** 53,
    undefined,
    () => 1,
    new Map(),
    new Date(0),
  ]
  values.forEach((value, at) => {
    expect(() => canonicalJson({ value: [value] }), String(at)).toThrow()
  })
})

test('[PUB3] the hash of a value does not know in which order its keys were written', () => {
  const leaf = fc.oneof(fc.string(), fc.maxSafeInteger(), fc.boolean(), fc.constant(null))
  const value = fc.dictionary(fc.string(), fc.oneof(leaf, fc.array(fc.dictionary(fc.string(), leaf))))
  fc.assert(
    fc.property(value, (given) => {
      const turned = Object.fromEntries(Object.entries(given).reverse())
      expect(canonicalHashOf(turned)).toBe(canonicalHashOf(given))
      expect(JSON.parse(canonicalJson(given))).toEqual(JSON.parse(JSON.stringify(given)))
    }),
  )
})
