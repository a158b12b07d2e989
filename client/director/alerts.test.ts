// Proves what the director is alerted to, and that nothing is said while all is well.

import { expect, test } from 'vitest'
import { OutputName } from '../../shared/basics/ids.ts'
import { alertsOf } from '../../shared/protocol/alerts.ts'
import { givenConsole, givenOutput, givenSeat } from './given.ts'

const page = (stale: boolean) => ({
  page: 'a',
  address: '10.0.0.2',
  sinceMs: 0,
  heardAtMs: 0,
  version: null,
  frameMsP95: 20,
  worstFrameMs: 20,
  buildId: 'b',
  stale,
})
const programme = givenOutput('programme', { pages: [page(false)] })
const words = (snapshot: Parameters<typeof alertsOf>[0]) => alertsOf(snapshot).map((alert) => alert.words)

test('all well: nothing is said', () => {
  expect(words(givenConsole({ outputs: [programme], seats: [givenSeat(1)] }))).toEqual([])
})

test('outputs: nobody shows the programme, two do, one holds an old picture', () => {
  expect(words(givenConsole({ outputs: [givenOutput('programme')] }))).toEqual(['节目输出没有页面连接'])
  const twice = givenOutput('programme', { pages: [page(false), page(true)], claimedTwice: true })
  expect(alertsOf(givenConsole({ outputs: [twice] }))).toEqual([
    { key: 'twice-programme', tone: 'wrong', words: '输出“节目”有 2 个页面同时在播' },
    { key: 'stale-programme', tone: 'wrong', words: '输出“节目”超过 3 秒没有回报，画面可能停住' },
  ])
  const studio = givenOutput('studio', {
    output: OutputName.parse('studio'),
    pages: [page(true)],
    role: 'studio',
  })
  expect(alertsOf(givenConsole({ outputs: [programme, studio] }))).toMatchObject([{ tone: 'warning' }])
})

test('seats: a call until it is answered; tablets offline and nearly empty told together', () => {
  const help = { reason: 'tablet', atMs: 5, answeredAtMs: null } as const
  const tablet = { batteryPercent: 15, charging: false, network: null, roundTripMs: 10 }
  const snapshot = givenConsole({
    outputs: [programme],
    seats: [
      givenSeat(1, { name: '王芳', help }),
      givenSeat(2, { help: { ...help, answeredAtMs: 9 } }),
      givenSeat(3, { tablet }),
      givenSeat(4, { tablet: { ...tablet, charging: true } }),
      givenSeat(5, { tablet: { ...tablet, batteryPercent: null } }),
      ...[6, 7, 8, 9].map((n) => givenSeat(n, { connected: false })),
    ],
  })
  expect(alertsOf(snapshot).map(({ words, calls }) => [words, calls])).toEqual([
    ['01号 王芳呼叫：平板不好用', 's1'],
    ['06号、07号、08号等 4 席平板断线', undefined],
    ['03号平板电量不足 15%', undefined],
  ])
})

test('the machine: not accepting, clock, disk, the safe still', () => {
  const { health } = givenConsole()
  const snapshot = givenConsole({
    outputs: [programme],
    panicSinceMs: 1,
    health: {
      ...health,
      accepting: false,
      acceptingWhy: '磁盘故障',
      diskFreeBytes: 1_900_000_000,
      clockFault: '时钟慢了',
    },
  })
  expect(words(snapshot)).toEqual([
    '停止受理：磁盘故障',
    '各输出正在播安全画面',
    '时钟慢了',
    '磁盘只剩 1.9 GB',
  ])
})
