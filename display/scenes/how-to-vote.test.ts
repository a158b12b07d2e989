// Proves that only what a poll really offers is put on air, in a form that can be read and typed.

import { expect, test } from 'vitest'
import { pollOf, splitOf } from '../gallery/made-up.ts'
import { codedTextOf, numberForReading, waysToVoteOf } from './how-to-vote.ts'

const NONE = splitOf(0, 0, 0)

test('a channel that is not open is not offered, and SMS without a number is none', () => {
  const ways = (channels: Parameters<typeof waysToVoteOf>[0]['channels'], accessNumbers: readonly string[]) =>
    waysToVoteOf(pollOf(NONE, NONE, { channels, accessNumbers }))
  expect(ways(['wechat'], ['10690000001'])).toEqual({ smsNumbers: [], wechat: true, web: false })
  expect(ways(['gateway', 'web'], [])).toEqual({ smsNumbers: [], wechat: false, web: true })
  expect(ways(['twilio'], ['10690000001', '95001', '95002']).smsNumbers).toEqual(['1069 0000 001', '9500 1'])
})

test('a number is grouped for reading and loses no digit', () => {
  expect(['10690000001', '13800138000', '+8613800138000', '+85212345678'].map(numberForReading)).toEqual([
    '1069 0000 001',
    '138 0013 8000',
    '138 0013 8000',
    '+85212345678',
  ])
})

test('[POLL1] the text with the code of the unit has at least two digits', () => {
  expect([codedTextOf('满意', 3), codedTextOf('不满意', 128)]).toEqual(['满意03', '不满意128'])
})
