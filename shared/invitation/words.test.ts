// Texts of invitations and reasons: places filled, segments counted, answers read.

import { describe, expect, test } from 'vitest'
import {
  checkedTemplate,
  DEFAULT_TEMPLATE,
  invitationTextOf,
  isSendable,
  segmentsOf,
} from './invitation-text.ts'
import { reasonIn, REASON_QUESTION } from './reasons.ts'

describe('the text of an invitation', () => {
  test('has the unit, the service and the day in their places, and nothing of a template in a name', () => {
    const fields = { unit: '云溪区{date}局', service: '不动产登记', date: '3月2日' }
    expect(invitationTextOf('您{date}在{unit}办理{service}，请评议', fields)).toBe(
      '您3月2日在云溪区{date}局办理不动产登记，请评议',
    )
  })

  test('costs one segment up to 70 characters, then one for each 67', () => {
    expect([70, 71, 134, 135, 201, 202].map((n) => segmentsOf('字'.repeat(n)))).toEqual([1, 2, 2, 3, 3, 4])
    expect(isSendable('字'.repeat(201))).toBe(true)
    expect(isSendable('字'.repeat(202))).toBe(false)
  })

  test('the suggested one is sound, and short with a long name', () => {
    expect(checkedTemplate(DEFAULT_TEMPLATE).ok).toBe(true)
    const text = invitationTextOf(DEFAULT_TEMPLATE, { unit: '单'.repeat(40), service: '', date: '' })
    expect(isSendable(text)).toBe(true)
    expect(segmentsOf(REASON_QUESTION)).toBe(1)
  })
})

describe('a reason', () => {
  test.each([
    ['2', { listed: 2, words: null }],
    ['２。', { listed: 2, words: null }],
    ['1 窗口的人不理我', { listed: 1, words: '窗口的人不理我' }],
    ['办得太慢', { listed: 2, words: null }],
    ['2办得太慢', { listed: 2, words: null }],
    ['等了三个月', { listed: null, words: '等了三个月' }],
    ['9', { listed: null, words: '9' }],
    ['12', { listed: null, words: '12' }],
    ['5楼没人', { listed: null, words: '5楼没人' }],
    ['  ', null],
  ])('%j is %j', (text, reason) => {
    expect(reasonIn(text)).toEqual(reason)
  })

  test('is cut where it is too long', () => {
    expect(reasonIn('长'.repeat(900))?.words?.length).toBe(500)
  })
})
