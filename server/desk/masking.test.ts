// Proves that what identifies a person is not readable at the desk, however it was typed, and that the complaint is.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskPersonal } from './masking.ts'

test.each([
  ['我叫王建国，请回电', '我叫〔姓名〕，请回电'],
  ['姓名：欧阳娜娜 电话13812345678', '姓名：〔姓名〕 电话〔号码〕'],
  ['我是李四，家里停水三天了', '我是〔姓名〕，家里停水三天了'],
  ['本人张小明 反映路灯不亮', '本人〔姓名〕 反映路灯不亮'],
  ['My name: 我叫 Zhang Wei', 'My name: 我叫 〔姓名〕'],
  ['电话138 1234 5678', '电话〔号码〕'],
  ['+86-138-1234-5678', '〔号码〕'],
  ['１３８１２３４５６７８', '〔号码〕'],
  ['1️⃣3️⃣8️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣', '〔号码〕'],
  ['幺三八一二三四五六七八', '〔号码〕'],
  ['一三八1234伍陆柒捌', '〔号码〕'],
  ['座机(0871)6512345', '座机(〔号码〕'],
  ['身份证53010219900101123X', '身份证〔号码〕'],
  ['卡号6222 0202 0000 1234 567', '卡号〔号码〕'],
  ['云A·12345堵住消防通道', '〔车牌〕堵住消防通道'],
  ['粤B D12345乱停', '〔车牌〕乱停'],
  ['微信号：wang_jianguo88', '微信号：〔账号〕'],
  ['加我V xiaowang', '加我V 〔账号〕'],
  ['QQ 12345', 'QQ 〔账号〕'],
  ['oABCDEFGHIJKLMNOPQRSTUVWXYZ0', '〔账号〕'],
  ['wjg1988@example.com', '〔邮箱〕'],
])('[BAL8] %s reads %s', (text, masked) => {
  expect(maskPersonal(text)).toBe(masked)
})

test.each([
  '满意12',
  '12345热线打不通，等了40分钟',
  '2026-11-25 停水到现在',
  '我是高中老师，食堂不干净',
  '我是满意的，就是窗口少',
  '3栋2单元501室漏水',
  '张主任态度很好，王局长没有来',
  'WiFi信号差，4G也没有',
  '第110路公交车少，110也不管',
])('[BAL8] what says nothing of the writer stays: %s', (text) => {
  expect(maskPersonal(text)).toBe(text)
})

const separator = fc.constantFrom('', ' ', '-', '.', ' - ', '·', '（')
const digits = (length: number) => fc.array(fc.nat({ max: 9 }), { minLength: length, maxLength: length })
const phone = fc
  .tuple(digits(11), fc.array(separator, { minLength: 10, maxLength: 10 }))
  .map(([all, between]) => all.map((digit, i) => `${digit}${between[i] ?? ''}`).join(''))
const said = fc.constantFrom('请回电', '，谢谢', '停水三天', '', '\n', '号码是：')

test('[BAL8] no run of seven digits is left of any phone in any words, and masking twice changes nothing', () => {
  fc.assert(
    fc.property(said, phone, said, fc.constantFrom('NFC', 'full'), (before, number, after, form) => {
      const typed =
        form === 'full'
          ? number.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)))
          : number
      const masked = maskPersonal(`${before}${typed}${after}`)
      expect(masked).toContain('〔号码〕')
      expect(masked.replace(/[^\d]/g, '').length).toBeLessThan(7)
      expect(maskPersonal(masked)).toBe(masked)
    }),
    { numRuns: 500 },
  )
})

test('[BAL8][SAFE1] any text is masked once and for all, in time that grows with its length, and cut', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const masked = maskPersonal(text)
      expect(maskPersonal(masked)).toBe(masked)
      expect(masked).not.toMatch(/[0-9]{7}/)
    }),
    { numRuns: 150 },
  )
  for (const nasty of ['1-'.repeat(5_000), 'a'.repeat(10_000), '微信'.repeat(5_000), '@a.'.repeat(4_000)]) {
    expect(maskPersonal(nasty).length).toBeLessThanOrEqual(1_200)
  }
  expect(maskPersonal(`${'。'.repeat(1_195)}13812345678`)).not.toMatch(/\d/)
})
