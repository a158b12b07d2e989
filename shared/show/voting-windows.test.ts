// Proves what the ballot plane is told of citizens' windows.

import { expect, test } from 'vitest'
import { OFFICE, SESSION, SYSTEM, T0, unitOf } from '../../tests/support/given-parts.ts'
import { givenLive } from '../../tests/support/given.ts'
import { DEFAULT_RULES } from './session-rules.ts'
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
      unit: { id: 'u1', code: 1, name: '虚构单位1' },
      opensAtMs: T0 + 1_000,
      closesAtMs: T0 + 301_000,
      drainMs: DEFAULT_RULES.drainMs,
      channels: ['twilio', 'wechat', 'web'],
      accessNumbers: ['10690000001'],
      offersUnsure: true,
      smsTransitMs: 60_000,
      phase: 'open',
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
