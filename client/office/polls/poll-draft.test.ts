// What a clerk types of a poll: the city's clock, lists of codes, and the picture of a unit's code.

import { describe, expect, test } from 'vitest'
import { PollSettings } from '../../../shared/poll/period-poll.ts'
import { cardFileOf, cardLayoutOf, cardSvgOf } from './code-card.ts'
import { cityInputOf, msOfCityInput, newPollDraft, pollSettingsOf } from './poll-draft.ts'
import { spanOf } from './poll-words.ts'

describe('[SHOW4] times are the city’s, wherever the clerk’s computer thinks it is', () => {
  test('Beijing at eight is midnight in Greenwich, and back', () => {
    expect(cityInputOf(Date.UTC(2026, 11, 1, 0, 0))).toBe('2026-12-01T08:00')
    expect(msOfCityInput('2026-12-01T08:00')).toBe(Date.UTC(2026, 11, 1, 0, 0))
    expect(msOfCityInput('2027-01-01T07:30')).toBe(Date.UTC(2026, 11, 31, 23, 30))
  })

  test.each(['', '2026-12-01', '2026-02-30T08:00', '2026-12-01T25:00', 'morgen'])('no moment: %s', (text) => {
    expect(msOfCityInput(text)).toBeNull()
  })

  test('a new draft opens tomorrow at eight, also just before midnight, and is what the server takes', () => {
    const nowMs = msOfCityInput('2026-12-01T23:59')!
    const draft = newPollDraft(nowMs, ['wechat', 'web'])
    expect([draft.opensAt, draft.closesAt]).toEqual(['2026-12-02T08:00', '2026-12-16T18:00'])
    expect(PollSettings.safeParse(pollSettingsOf({ ...draft, title: '下半年评议' })).success).toBe(true)
    // Numbers are of SMS only.
    expect(pollSettingsOf({ ...draft, accessNumbers: ['10690000001'] })?.accessNumbers).toEqual([])
    expect(pollSettingsOf({ ...draft, opensAt: '' })).toBeNull()
  })

  test.each([
    [0, '0分钟'],
    [59_000, '1分钟'],
    [3_600_000, '1小时 0分钟'],
    [3 * 86_400_000 + 4 * 3_600_000, '3天 4小时'],
    [2 * 86_400_000, '2天'],
  ])('%i ms is %s', (ms, words) => {
    expect(spanOf(ms)).toBe(words)
  })
})

describe('[POLL1] the picture of a unit’s code', () => {
  const card = {
    url: 'https://wenzheng.example/vote?poll=00000000002a&unit=7',
    pollTitle: '下半年评议',
    name: '虚构市自然资源与规划局不动产历史遗留问题专项工作推进办公室（含开发区分局）甲乙',
    code: 7,
    lines: ['一行', '两行'],
  }

  test('a name of forty characters is broken into even lines that do not meet the code', () => {
    const { texts, qr, height } = cardLayoutOf(card)
    const names = texts.filter(({ px }) => px === 36).map(({ words }) => words)
    expect(names.join('')).toBe(card.name)
    expect(Math.max(...names.map(({ length }) => length))).toBeLessThanOrEqual(15)
    expect(Math.max(...texts.filter(({ y }) => y < qr.y).map(({ y }) => y))).toBeLessThan(qr.y)
    expect(texts.at(-1)!.y).toBeLessThan(height)
    // Two characters wide each: within the picture.
    expect(Math.max(...names.map(({ length }) => length * 36))).toBeLessThanOrEqual(600)
  })

  test('signs of a name cannot break the picture or the file’s name', () => {
    const odd = { ...card, name: 'A<b>&"C/D:E' }
    expect(cardSvgOf(odd)).toContain('A&lt;b&gt;&amp;&quot;C/D:E')
    expect(cardFileOf(odd, 'svg')).toBe('0007 A_b_&_C_D_E.svg')
  })
})
