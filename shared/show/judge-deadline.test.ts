// Proves what happens to a window by itself: exact times, a process that was down, seals, mismatches.

import { describe, expect, test } from 'vitest'
import { LogId } from '../basics/ids.ts'
import {
  AUDITOR,
  LOG,
  OFFICE,
  SESSION,
  SYSTEM,
  grade,
  pollResult,
  seatId,
  unitId,
  citizensCheck,
} from '../../tests/support/given-parts.ts'
import { givenLive } from '../../tests/support/given.ts'
import type { TestShow } from '../../tests/support/given.ts'
import { deadlinesOf } from './deadlines.ts'

const of = (show: TestShow) => ({ sessionId: SESSION, windowId: show.session().windows.at(-1)!.id }) as const
const close = (show: TestShow) => ({ type: 'CloseWindow', ...of(show) }) as const
const freeze = (show: TestShow) => ({ type: 'FreezeWindow', ...of(show) }) as const
const seal = (show: TestShow, logId = LOG) =>
  ({
    type: 'SealLog',
    ...of(show),
    logId,
    seal: { sequence: 3, count: 2, chainHash: 'a'.repeat(64) },
  }) as const
const verify = (show: TestShow, live = pollResult(), recount = live, generation = 0) =>
  ({ type: 'VerifyWindow', ...of(show), check: citizensCheck(live, recount, generation) }) as const
const steps = (show: TestShow) => deadlinesOf(show.session()).map(({ step, atMs }) => [step, atMs])

describe('[SHOW4] [SHOW10] deadlines of an examiners’ window', () => {
  test('it closes at closesAt and freezes when the last counting score may be in', () => {
    const show = givenLive()
    show.openExaminers()
    const closesAtMs = show.examiners().closesAtMs!
    expect(steps(show)).toEqual([['close', closesAtMs]])
    show.nowMs = closesAtMs - 1
    expect(show.refusal(close(show), SYSTEM)).toBe('close_not_due')
    show.nowMs = closesAtMs
    show.when(close(show), SYSTEM)
    expect(show.when(close(show), SYSTEM)).toEqual([])
    expect(steps(show)).toEqual([['freeze', closesAtMs + 2_001]])
    show.nowMs = closesAtMs + 2_000
    expect(show.refusal(freeze(show), SYSTEM)).toBe('drain_not_over')
    show.cast(1, grade(100))
    show.nowMs += 1
    show.when(freeze(show), SYSTEM)
    expect(show.when(freeze(show), SYSTEM)).toEqual([])
    expect(Object.keys(show.examiners().scores)).toEqual(['s1'])
    expect(steps(show)).toEqual([['verify', show.nowMs]])
  })

  test('on cue it has none until it is cued', () => {
    const show = givenLive()
    show.openExaminers({ closesAtMs: null })
    expect(steps(show)).toEqual([])
    show.nowMs += 86_400_000
    expect(show.refusal(close(show), SYSTEM)).toBe('close_not_due')
    expect(show.refusal(freeze(show), SYSTEM)).toBe('drain_not_over')
  })

  test('a process that was down at the close goes through every phase and counts nothing that came late', () => {
    const show = givenLive()
    show.openExaminers()
    for (let n = 1; n <= 6; n++) show.cast(n, grade(60))
    show.nowMs = show.examiners().closesAtMs! + 600_000
    show.cast(7, grade(0))
    const events = show.when(freeze(show), SYSTEM)
    expect(events.map(({ type }) => type)).toEqual(['WindowClosed', 'WindowFrozen'])
    show.keepDeadlines()
    expect(show.examiners().result).toMatchObject({ counted: 6, mean: { num: '60', den: '1' } })
    expect(show.examiners().setAside).toMatchObject([{ seatId: 's7', why: 'late' }])
  })

  test('[SCORE7] 无效 is verified and revealed like any result', () => {
    const show = givenLive()
    const window = show.openExaminers()
    show.keepDeadlines()
    expect(show.examiners().stage.phase).toBe('verified')
    expect(show.examiners().result).toMatchObject({ invalid: 'not_half_of_present', mean: null })
    show.when({ type: 'Reveal', sessionId: SESSION, windowId: window })
  })

  test('[LOG3] a result that the replay does not reach stays frozen', () => {
    const show = givenLive()
    show.openExaminers()
    show.keepDeadlines(show.nowMs + 62_000)
    show.nowMs += 1
    show.when(freeze(show), SYSTEM)
    const check = { kind: 'examiners', replayedResultJson: '{}' } as const
    show.when({ type: 'VerifyWindow', ...of(show), check }, SYSTEM)
    expect(show.examiners().stage).toMatchObject({ phase: 'frozen', mismatch: { recount: '{}' } })
    expect(show.examiners().result).toBeNull()
    expect(show.refusal(verify(show), SYSTEM)).toBe('window_unknown')
  })
})

describe('[BAL6] [LOG3] deadlines of a citizens’ window', () => {
  test('it waits for the slowest of its channels, to the millisecond', () => {
    for (const [channels, drainMs] of [
      [['web'], 2_000],
      [['wechat', 'web'], 20_000],
      [['twilio', 'gateway'], 90_000],
    ] as const) {
      const show = givenLive()
      show.openCitizens({ channels: [...channels] })
      const closesAtMs = show.citizens().closesAtMs!
      show.nowMs = closesAtMs
      show.when(close(show), SYSTEM)
      const dueMs = closesAtMs + drainMs + 500
      expect(steps(show)).toEqual([
        ['seal', dueMs],
        ['freeze', dueMs],
      ])
      show.nowMs = dueMs - 1
      expect(show.refusal(seal(show), SYSTEM)).toBe('drain_not_over')
      expect(show.reasons(freeze(show), SYSTEM)).toEqual(['drain_not_over', 'seal_missing'])
      show.nowMs = dueMs
      expect(show.refusal(freeze(show), SYSTEM)).toBe('seal_missing')
      show.when(seal(show), SYSTEM)
      show.when(freeze(show), SYSTEM)
      expect(show.citizens().stage).toEqual({ phase: 'frozen', frozenAtMs: dueMs, mismatch: null })
    }
  })

  test('every announced log is sealed first, also one announced while it was open; each seals once', () => {
    const show = givenLive()
    const other = LogId.parse('00000000000000bb')
    show.openCitizens()
    show.when({ type: 'AnnounceLog', logId: other }, SYSTEM)
    show.nowMs = show.citizens().closesAtMs! + 20_500
    expect(show.when(seal(show), SYSTEM).map(({ type }) => type)).toEqual(['WindowClosed', 'LogSealed'])
    expect(show.when({ ...seal(show), seal: { ...seal(show).seal, count: 9 } }, SYSTEM)).toEqual([])
    expect(show.refusal(freeze(show), SYSTEM)).toBe('seal_missing')
    expect(show.refusal(seal(show, LogId.parse('00000000000000cc')), SYSTEM)).toBe('log_unknown')
    show.when(seal(show, other), SYSTEM)
    show.when(freeze(show), SYSTEM)
    expect(show.citizens().seals.map(({ logId, count }) => [logId, count])).toEqual([
      [LOG, 2],
      [other, 2],
    ])
    expect(show.refusal(seal(show, LogId.parse('00000000000000cc')), SYSTEM)).toBe('window_frozen')
  })

  test('[BAL9] counted under other quarantines than are in force now, it is not verified', () => {
    const show = givenLive()
    show.openCitizens()
    show.nowMs = show.citizens().closesAtMs! + 20_500
    show.when(seal(show), SYSTEM)
    show.when(freeze(show), SYSTEM)
    expect(show.refusal(verify(show, pollResult(), pollResult(), 1), SYSTEM)).toBe('quarantine_changed')
    expect(show.citizens().stage).toMatchObject({ phase: 'frozen', mismatch: null })
  })

  test('recount and tally differ: it stays frozen, both are shown; equal later, it is verified', () => {
    const show = givenLive()
    show.openCitizens()
    expect(show.refusal(verify(show), SYSTEM)).toBe('drain_not_over')
    show.nowMs = show.citizens().closesAtMs! + 20_500
    show.when(seal(show), SYSTEM)
    show.when(freeze(show), SYSTEM)
    const [two, one] = [pollResult({ web: 2 }), pollResult({ web: 1 })]
    show.when(verify(show, two, one), SYSTEM)
    expect(show.when(verify(show, two, one), SYSTEM)).toEqual([])
    expect(show.citizens().stage).toMatchObject({
      phase: 'frozen',
      mismatch: { live: JSON.stringify(two), recount: JSON.stringify(one) },
    })
    expect(deadlinesOf(show.session())).toEqual([
      { step: 'verify', atMs: show.nowMs + 30_000, everyMs: 30_000, ...of(show) },
    ])
    show.when(verify(show, one), SYSTEM)
    expect(show.citizens()).toMatchObject({ stage: { phase: 'verified' }, result: one })
    expect(steps(show)).toEqual([])
    expect(show.when(verify(show, two), SYSTEM)).toEqual([])
    expect(show.citizens().result).toEqual(one)
  })

  test('two persons may exclude a missing log; then it freezes without it', () => {
    const show = givenLive()
    const missing = LogId.parse('00000000000000bb')
    show.when({ type: 'AnnounceLog', logId: missing }, SYSTEM)
    show.openCitizens()
    const ask = {
      type: 'RequestLogExclusion',
      ...of(show),
      requestId: 'request-1',
      logId: missing,
      lastKnownCount: 7,
      reason: '服务器烧毁',
    } as const
    expect(show.refusal(ask, OFFICE)).toBe('drain_not_over')
    show.nowMs = show.citizens().closesAtMs! + 20_500
    show.when(seal(show), SYSTEM)
    expect(show.refusal({ ...ask, logId: LOG }, OFFICE)).toBe('log_sealed')
    expect(show.refusal({ ...ask, logId: LogId.parse('00000000000000cc') }, OFFICE)).toBe('log_unknown')
    show.when(ask, OFFICE)
    expect(show.refusal({ ...ask, requestId: 'request-2' }, AUDITOR)).toBe('request_pending')
    const events = show.when({ type: 'ConfirmRequest', sessionId: SESSION, requestId: 'request-1' }, AUDITOR)
    expect(events).toMatchObject([
      { type: 'LogExcluded', lastKnownCount: 7, reason: '服务器烧毁', by: ['ping', 'shen'] },
    ])
    expect(show.refusal(seal(show, missing), SYSTEM)).toBe('log_excluded')
    show.when(freeze(show), SYSTEM)
    expect(show.session().requests).toEqual([])
  })

  test('the result counts as the replay would judge it: recused until closing, out of the divisor', () => {
    const show = givenLive()
    show.openExaminers()
    for (let n = 1; n <= 7; n++) show.cast(n, grade(n === 1 ? 0 : 100))
    show.when({ type: 'Recuse', sessionId: SESSION, seatId: seatId(1), unitId: unitId(1), recused: true })
    show.keepDeadlines()
    expect(show.examiners().result).toMatchObject({
      present: 6,
      recused: 1,
      counted: 6,
      mean: { num: '100', den: '1' },
    })
  })
})
