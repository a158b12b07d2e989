// Proves what the ballot plane is told of citizens' windows.

import { expect, test } from 'vitest'
import { SessionId } from '../basics/ids.ts'
import { OFFICE, SESSION, SYSTEM, T0, unitOf, windowId } from '../../tests/support/given-parts.ts'
import { givenLive } from '../../tests/support/given.ts'
import { DEFAULT_RULES } from './session-rules.ts'
import type { Session } from './session.ts'
import { votingWindowsOf } from './voting-windows.ts'

test('a window is handed over with its times, its one unit as the evening knows it, and the show’s voter key', () => {
  const show = givenLive()
  show.when({ type: 'ImportUnits', units: [unitOf(1, '改名单位')] }, OFFICE)
  show.openExaminers()
  const id = show.openCitizens({ offersUnsure: true })
  expect(votingWindowsOf(show.house())).toEqual([
    {
      windowId: id,
      voterKeyId: SESSION,
      kind: 'live',
      units: [{ id: 'u1', code: 1, name: '虚构单位1' }],
      opensAtMs: T0 + 1_000,
      closesAtMs: T0 + 301_000,
      drainMs: DEFAULT_RULES.drainMs,
      channels: ['twilio', 'wechat', 'web'],
      accessNumbers: ['10690000001'],
      offersUnsure: true,
      smsTransitMs: 60_000,
      phase: 'open',
      quarantines: [],
      generation: 0,
    },
  ])
})

test('[BAL5] frozen, void and ended windows are still named, shut, so that what comes late is called late', () => {
  const show = givenLive()
  const phases = () => votingWindowsOf(show.house()).map(({ phase }) => phase)
  const one = show.openCitizens()
  show.keepDeadlines(show.citizens().closesAtMs!)
  expect(phases()).toEqual(['closing'])
  show.keepDeadlines()
  expect(phases()).toEqual(['shut'])
  const two = show.openCitizens()
  show.when({ type: 'WithdrawWindow', sessionId: SESSION, windowId: two })
  show.openCitizens({ closesAtMs: null })
  expect(phases()).toEqual(['shut', 'shut', 'open'])
  expect(votingWindowsOf(show.house())[2]?.closesAtMs).toBeNull()

  show.when({ type: 'WithdrawWindow', sessionId: SESSION, windowId: show.citizens().id })
  show.nowMs += 10_000
  show.when({ type: 'Reveal', sessionId: SESSION, windowId: one })
  show.when({ type: 'EndSession', sessionId: SESSION })
  expect(phases()).toEqual(['shut', 'shut', 'shut'])
})

test('a house where nothing was ever opened has none', () => {
  expect(votingWindowsOf(givenLive().house())).toEqual([])
  expect(() => givenLive().when({ type: 'EndSession', sessionId: SESSION }, SYSTEM)).not.toThrow()
})

test('of the sessions that ended only the last is named, and of it the last twenty windows', () => {
  const show = givenLive()
  show.openCitizens()
  const [session, window] = [show.session(), show.citizens()]
  const ended = (id: string, endedAtMs: number, count: number): Session => ({
    ...session,
    id: SessionId.parse(id),
    phase: 'ended',
    endedAtMs,
    windows: Array.from({ length: count }, (_, n) => ({ ...window, id: windowId(n + endedAtMs * 100) })),
  })
  const sessions = Object.fromEntries(
    [ended('first', 1, 2), ended('last', 3, 25), ended('middle', 2, 3)].map((each) => [each.id, each]),
  )
  const named = votingWindowsOf({ ...show.house(), sessions })
  expect(named.map(({ voterKeyId }) => voterKeyId)).toEqual(Array(20).fill('last'))
  expect(named.at(-1)?.windowId).toBe(windowId(324))
})
