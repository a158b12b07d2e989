// JSON of carriers: no digit is lost, and no input does more than be refused.

import { expect, test } from 'vitest'
import { readJson, textIn } from './json-as-written.ts'

const read = (text: string) => readJson(Buffer.from(text))
const value = (text: string) => {
  const result = read(text)
  return result.ok ? result.value : result.refusal
}

test('[BAL3] numbers stay as they were written, beyond 2^53 and beyond what a number can be', () => {
  expect(value('[12345678901234567890123, 9007199254740993, 1e999, -0, 1.50, "1.50"]')).toEqual([
    '12345678901234567890123',
    '9007199254740993',
    '1e999',
    '-0',
    '1.50',
    '1.50',
  ])
  expect(textIn(value('{"sequence_id":9007199254740993}'), 'sequence_id')).toBe('9007199254740993')
  expect(value('{"a":true,"b":null,"c":"7"}')).toEqual({ a: true, b: null, c: '7' })
})

test.each([
  ['no JSON', '{"a":'],
  ['two values', '[] []'],
  ['nothing', ''],
  ['deeper than the stack', '['.repeat(100_000) + ']'.repeat(100_000)],
])('[SAFE1] %s is malformed', (_, text) => {
  expect(value(text)).toEqual({ code: 'malformed', detail: { field: 'JSON' } })
})

test('[SAFE1] another encoding is malformed, a byte order mark is not', () => {
  const gbk = Buffer.from([0x22, 0xc2, 0xfa, 0xd2, 0xe2, 0x22])
  expect(readJson(gbk)).toMatchObject({ ok: false, refusal: { detail: { field: 'UTF-8' } } })
  expect(value('\ufeff["满意"]')).toEqual(['满意'])
})

test('[SAFE1] a field is the object’s own, or there is none', () => {
  const odd = value('{"__proto__":{"text":"满意"},"constructor":"x","list":["满意"]}')
  expect(textIn(odd, 'text')).toBeNull()
  expect(textIn(odd, 'toString')).toBeNull()
  expect(textIn(odd, 'list')).toBeNull()
  expect(textIn(odd, 'constructor')).toBe('x')
  for (const none of [null, '满意', '7', true, undefined]) expect(textIn(none, 'length')).toBeNull()
})
