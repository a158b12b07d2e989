// Proves what everybody is shown of the session and the poll that is on (SHOW5, BAL11).

import { describe, expect, test } from 'vitest'
import type { House } from '../../shared/show/house.ts'
import type { Session } from '../../shared/show/session.ts'
import {
  citizensWindowOf,
  factsOf,
  houseOf,
  liveTallyOf,
  pollResultOf,
  registryOf,
  sessionOf,
  splitOf,
  START_MS,
  windowIdOf,
} from '../../tests/support/plain-house.ts'
import { snapshotOf } from './topics-of.ts'

const EMPTY = houseOf({})
const poll = (n: number, phase: Parameters<typeof citizensWindowOf>[0]['phase'] = 'open') =>
  citizensWindowOf({ n, unit: 1, segment: 1, phase })
const withWindows = (...windows: Session['windows']) => houseOf({ sessions: [sessionOf({ windows })] })

describe('now', () => {
  const now = (house: House, facts = factsOf()) => snapshotOf('now', house, facts)

  test('before anything is set up there is nothing on, and nothing breaks', () => {
    expect(now(EMPTY)).toEqual({ session: null, onAir: null, poll: null, rankingVisible: true })
  })

  test('the live session, its segment on air, and the poll to vote in', () => {
    const snapshot = now(withWindows(poll(1, 'revealed'), poll(2)))
    expect(snapshot?.session).toEqual({
      id: 'show1',
      title: '第一场',
      theme: '问作风',
      phase: 'live',
      rehearsal: false,
    })
    expect(snapshot?.onAir).toEqual({
      title: '打分1',
      kind: 'scoring',
      unit: { id: 'u1', code: 1, name: '单位1', category: 'office' },
    })
    expect(snapshot?.poll?.windowId).toBe(windowIdOf(2))
    expect(snapshot?.poll?.closesAtMs).toBe(START_MS + 60_000)
  })

  test('the last poll stays while it drains; one that is void is no poll', () => {
    expect(now(withWindows(poll(1, 'closing')))?.poll?.phase).toBe('closing')
    expect(now(withWindows(poll(1, 'revealed'), poll(2, 'void')))?.poll?.windowId).toBe(windowIdOf(1))
    expect(now(withWindows(poll(1, 'void')))?.poll).toBeNull()
  })

  test('[BAL11] n and split of SMS and WeChat, the web page apart, points and 满意率 without 不了解', () => {
    const tallies = new Map([
      [windowIdOf(1), liveTallyOf(pollResultOf(splitOf(60, 30, 10, 20), splitOf(100, 0, 1)))],
    ])
    expect(now(withWindows(poll(1)), factsOf({ tallies }))?.poll?.tally).toEqual({
      headline: { n: 120, split: splitOf(60, 30, 10, 20) },
      web: { n: 101, split: splitOf(100, 0, 1) },
      provisional: true,
      hiddenWhy: null,
      points: '78.00',
      satisfiedRate: '60.00',
      paused: false,
    })
  })

  test('[BAL11] each side needs 100 ballots of its own for its split', () => {
    const tallies = new Map([
      [windowIdOf(1), liveTallyOf(pollResultOf(splitOf(99, 0, 0), splitOf(100, 0, 0)))],
    ])
    const tally = now(withWindows(poll(1)), factsOf({ tallies }))?.poll?.tally
    expect(tally?.headline).toEqual({ n: 99, split: null })
    expect(tally?.web).toEqual({ n: 100, split: splitOf(100, 0, 0) })
    expect([tally?.hiddenWhy, tally?.points, tally?.satisfiedRate]).toEqual(['below_100', null, null])
  })

  test('an index that catches up is 统计暂停 with the figures last known; a verified result needs no index', () => {
    const tallies = new Map([[windowIdOf(1), liveTallyOf(pollResultOf(splitOf(200, 0, 0)), false)]])
    expect(now(withWindows(poll(1)), factsOf({ tallies }))?.poll?.tally).toMatchObject({
      headline: { n: 200 },
      paused: true,
    })
    expect(now(withWindows(poll(1)))?.poll?.tally).toMatchObject({ headline: { n: 0 }, paused: true })
    expect(now(withWindows(poll(1, 'revealed')))?.poll?.tally).toMatchObject({
      headline: { n: 100 },
      provisional: false,
      paused: false,
    })
  })

  test('the next session is announced; after the last one its results stay; a rehearsal’s do not', () => {
    const ended = sessionOf({ id: 'e', phase: 'ended', windows: [poll(1, 'revealed')] })
    const rehearsed = sessionOf({ id: 'r', phase: 'ended', rehearsal: true })
    expect(now(houseOf({ sessions: [ended, rehearsed] }))?.session?.id).toBe('e')
    expect(now(houseOf({ sessions: [ended, rehearsed] }))?.poll?.windowId).toBe(windowIdOf(1))
    const ready = sessionOf({ id: 'next', phase: 'ready' })
    const snapshot = now(houseOf({ sessions: [ended, ready] }))
    expect([snapshot?.session?.id, snapshot?.onAir]).toEqual(['next', null])
    expect(now(houseOf({ sessions: [sessionOf({ phase: 'draft' })] }))?.session).toBeNull()
  })

  test('[SHOW8] a rehearsal on air is marked', () => {
    expect(now(houseOf({ sessions: [sessionOf({ rehearsal: true })] }))?.session?.rehearsal).toBe(true)
  })

  test('says whether there is a ranking to see', () => {
    const house = { ...EMPTY, registry: registryOf([], { visibility: 'hidden' }) }
    expect(now(house)?.rankingVisible).toBe(false)
  })
})
