// Proves which question is asked: by polls open, early, closed and void, by the address, and by who votes from where.

import { describe, expect, test } from 'vitest'
import type { PeriodPollView } from '../../shared/protocol/polls-api.ts'
import type { NowSnapshot } from '../../shared/protocol/topics.ts'
import { addressIn, hrefOf } from './address.ts'
import { identityFor } from './identity.tsx'
import { papersOf, standingOf, stepOf, type Paper } from './papers.ts'
import { isWechat } from './wechat.ts'

const NOW = 1_800_000_000_000
const LIVE = '00000000aaaa'
const PERIOD = '00000000bbbb'
const paper = (changes: Partial<Paper> = {}): Paper => ({
  ...{
    windowId: PERIOD,
    kind: 'period',
    title: '三季度评议',
    unit: null,
    opensAtMs: NOW - 1,
    closesAtMs: NOW + 1,
  },
  ...{
    channels: ['web', 'wechat'],
    accessNumbers: [],
    offersUnsure: true,
    rehearsal: false,
    standing: 'open',
  },
  ...changes,
})
const live = (changes: Partial<Paper> = {}) =>
  paper({ windowId: LIVE, kind: 'live', unit: { code: 3, name: '供水公司' }, ...changes })
const nowhere = { poll: null, unit: null }

describe('[SHOW4] a poll stands by the server’s clock, whatever phase was reached:', () => {
  test.each([
    ['open', NOW - 1, NOW + 1, 'open'],
    ['open', NOW - 1, NOW, 'closed'],
    ['open', NOW - 1, null, 'open'],
    ['planned', NOW + 1, NOW + 2, 'early'],
    ['planned', NOW - 1, NOW + 1, 'open'],
    ['closing', NOW - 2, NOW + 1, 'closed'],
    ['revealed', NOW - 2, NOW - 1, 'closed'],
    ['void', NOW - 1, NOW + 1, 'void'],
  ] as const)('%s from %i to %s is %s', (phase, opensAtMs, closesAtMs, standing) => {
    expect(standingOf({ phase, opensAtMs, closesAtMs }, NOW)).toBe(standing)
  })
})

describe('[POLL1] the question asked', () => {
  test('with one open: it, and of a period poll the unit first', () => {
    expect(stepOf([live()], nowhere)).toMatchObject({ kind: 'ballot', unitCode: 3 })
    expect(stepOf([paper()], nowhere)).toMatchObject({ kind: 'choose_unit' })
    expect(stepOf([live({ standing: 'closed' }), paper()], nowhere)).toMatchObject({ kind: 'choose_unit' })
  })

  test('with several open: which one, unless the address says it', () => {
    const both = [live(), paper()]
    expect(stepOf(both, nowhere)).toMatchObject({ kind: 'choose_poll', open: both })
    expect(stepOf(both, { poll: PERIOD, unit: 12 })).toMatchObject({ kind: 'ballot', unitCode: 12 })
    // A live poll has one unit, whatever a stale code says.
    expect(stepOf(both, { poll: LIVE, unit: 12 })).toMatchObject({ kind: 'ballot', unitCode: 3 })
  })

  test('with none open: the last live one says so, a named one says so, else nothing', () => {
    expect(stepOf([live({ standing: 'closed' })], nowhere)).toMatchObject({ kind: 'not_open' })
    expect(stepOf([paper({ standing: 'early' })], nowhere)).toEqual({ kind: 'nothing' })
    for (const standing of ['early', 'closed', 'void'] as const)
      expect(stepOf([paper({ standing })], { poll: PERIOD, unit: 3 })).toMatchObject({ kind: 'not_open' })
    expect(stepOf([], { poll: PERIOD, unit: 3 })).toEqual({ kind: 'unknown_poll' })
    expect(stepOf([], nowhere)).toEqual({ kind: 'nothing' })
  })

  test('papers are the live poll and the period polls, with what they need', () => {
    const now = {
      session: { rehearsal: true },
      poll: {
        ...{
          windowId: LIVE,
          unit: { code: 3, name: '供水公司' },
          phase: 'open',
          opensAtMs: 0,
          closesAtMs: null,
        },
        ...{ channels: ['web'], accessNumbers: [], offersUnsure: false },
      },
    } as unknown as NowSnapshot
    const period = {
      ...{
        windowId: PERIOD,
        title: '评议期',
        rehearsal: false,
        phase: 'open',
        opensAtMs: 0,
        closesAtMs: NOW + 1,
      },
      ...{ channels: ['web'], accessNumbers: [], offersUnsure: true, visibility: 'hidden', unitCount: 9_000 },
    } as unknown as PeriodPollView
    expect(papersOf(now, [period], NOW)).toMatchObject([
      { windowId: LIVE, kind: 'live', title: '供水公司', rehearsal: true, standing: 'open' },
      { windowId: PERIOD, kind: 'period', title: '评议期', unit: null, rehearsal: false, standing: 'open' },
    ])
  })
})

describe('[BAL2] as whom one votes', () => {
  test.each([
    ['not_offered', ['web', 'wechat'], false, 'web'],
    ['not_offered', ['wechat', 'twilio'], false, 'nobody'],
    ['not_offered', ['twilio'], false, 'nobody'],
    ['asking', ['web', 'wechat'], false, 'asking'],
    ['offered', ['web', 'wechat'], false, 'ask'],
    ['offered', ['web', 'wechat'], true, 'web'],
    ['offered', ['wechat'], true, 'ask'],
    ['signed_in', ['web', 'wechat'], false, 'wechat'],
    ['signed_in', ['web'], false, 'web'],
    ['signed_in', ['twilio'], false, 'nobody'],
  ] as const)('%s in a poll on %j, web asked for %s: %s', (standing, channels, asWeb, as) => {
    expect(identityFor({ channels }, standing, asWeb)).toBe(as)
  })

  test('WeChat’s browser is told by its name, 企业微信 is another', () => {
    const android = 'Mozilla/5.0 (Linux; Android 10) Chrome/87.0 Mobile Safari/537.36'
    expect(isWechat(`${android} MMWEBID/1 MicroMessenger/8.0.2`)).toBe(true)
    expect(isWechat(android)).toBe(false)
    expect(isWechat(`${android} wxwork/4.0 MicroMessenger/7.0.1`)).toBe(false)
  })
})

describe('[SAFE1] the address', () => {
  test.each([
    [`?poll=${PERIOD}&unit=012`, { poll: PERIOD, unit: 12, asWeb: false }],
    [`?poll=${PERIOD.toUpperCase()}&as=web`, { poll: PERIOD, unit: null, asWeb: true }],
    ['?poll=javascript:alert(1)&unit=-1', { poll: null, unit: null, asWeb: false }],
    ['?unit=10000&as=wechat', { poll: null, unit: null, asWeb: false }],
    ['', { poll: null, unit: null, asWeb: false }],
  ])('%s is read, and what has not its shape left out', (search, address) => {
    expect(addressIn(search)).toEqual(address)
  })

  test('is written as it is read', () => {
    const address = { poll: PERIOD, unit: 9_999, asWeb: true }
    expect(addressIn(hrefOf(address).slice('/vote'.length))).toEqual(address)
    expect(hrefOf({})).toBe('/vote')
  })
})
