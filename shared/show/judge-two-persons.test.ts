// Proves that voiding takes two persons, in time, and that what was received is kept.

import { describe, expect, test } from 'vitest'
import type { PersonId } from '../basics/ids.ts'
import { REQUEST_EXPIRES_MS } from './session-rules.ts'
import { deadlinesOf } from './deadlines.ts'
import {
  AUDITOR,
  DIRECTOR,
  OFFICE,
  SESSION,
  SYSTEM,
  grade,
  seatActor,
  windowId,
} from '../../tests/support/given-parts.ts'
import { givenLive } from '../../tests/support/given.ts'
import type { TestShow } from '../../tests/support/given.ts'

const ask = (show: TestShow, requestId = 'request-1') =>
  ({
    type: 'RequestVoid',
    sessionId: SESSION,
    requestId,
    windowId: show.session().windows.at(-1)!.id,
    reason: '题目念错',
  }) as const
const confirm = (requestId = 'request-1') =>
  ({ type: 'ConfirmRequest', sessionId: SESSION, requestId }) as const
const takeBack = (requestId = 'request-1') =>
  ({ type: 'WithdrawRequest', sessionId: SESSION, requestId }) as const

describe('[SHOW3] [SAFE4] a window is voided by two persons', () => {
  test('asked by one, confirmed by another, with both and the reason kept', () => {
    const show = givenLive()
    show.openExaminers()
    show.cast(1, grade(60))
    show.when(ask(show), DIRECTOR)
    expect(show.examiners().stage.phase).toBe('open')
    expect(show.refusal(confirm(), DIRECTOR)).toBe('same_person')
    show.when(confirm(), OFFICE)
    expect(show.examiners()).toMatchObject({
      stage: {
        phase: 'void',
        voidedAtMs: show.nowMs,
        reason: '题目念错',
        by: ['dao', 'ping'],
        withdrawn: false,
      },
      scores: { s1: { mark: { grade: 'fair' } } },
    })
    expect(show.session().requests).toEqual([])
    expect(show.refusal(confirm(), OFFICE)).toBe('request_unknown')
    expect(show.refusal(ask(show, 'request-2'))).toBe('window_void')
  })

  test('in any phase, and after the session has ended', () => {
    for (const stop of ['closing', 'frozen', 'verified', 'revealed', 'ended'] as const) {
      const show = givenLive()
      const id = show.openExaminers()
      show.keepDeadlines(show.examiners().closesAtMs!)
      if (stop !== 'closing') {
        show.nowMs += 2_001
        show.when({ type: 'FreezeWindow', sessionId: SESSION, windowId: id }, SYSTEM)
      }
      if (stop !== 'closing' && stop !== 'frozen') show.keepDeadlines()
      if (stop === 'revealed' || stop === 'ended')
        show.when({ type: 'Reveal', sessionId: SESSION, windowId: id })
      if (stop === 'ended') show.when({ type: 'EndSession', sessionId: SESSION })
      else expect(show.examiners().stage.phase).toBe(stop)
      show.when(ask(show), AUDITOR)
      show.when(confirm(), DIRECTOR)
      expect(show.examiners().stage.phase).toBe('void')
      expect(deadlinesOf(show.session())).toEqual([])
      expect(show.refusal({ type: 'FreezeWindow', sessionId: SESSION, windowId: id }, SYSTEM)).toBe(
        'window_void',
      )
      expect(show.refusal({ type: 'Reveal', sessionId: SESSION, windowId: id })).toContain(
        stop === 'ended' ? 'session_not_live' : 'window_void',
      )
    }
  })

  test('never by an examiner or the server', () => {
    const show = givenLive()
    show.openExaminers()
    for (const by of [SYSTEM, seatActor(1)]) expect(show.refusal(ask(show), by)).toBe('not_allowed')
    show.when(ask(show), DIRECTOR)
    for (const by of [SYSTEM, seatActor(1)]) expect(show.refusal(confirm(), by)).toBe('not_allowed')
  })

  test('a request lapses after its time, to the millisecond, and may be made again', () => {
    const show = givenLive()
    show.openExaminers({ closesAtMs: null })
    show.when(ask(show), DIRECTOR)
    const expiresAtMs = show.nowMs + REQUEST_EXPIRES_MS
    expect(deadlinesOf(show.session())).toEqual([
      { atMs: expiresAtMs, sessionId: SESSION, requestId: 'request-1', step: 'lapse' },
    ])
    show.nowMs = expiresAtMs - 1
    expect(show.reasons(confirm(), OFFICE)).toEqual([])
    expect(show.refusal(takeBack(), SYSTEM)).toBe('not_allowed')
    expect(show.refusal(ask(show, 'request-2'), OFFICE)).toBe('request_pending')
    show.nowMs = expiresAtMs
    expect(show.reasons(confirm(), DIRECTOR)).toEqual(['request_expired', 'same_person'])
    expect(show.reasons(ask(show, 'request-2'), OFFICE)).toEqual([])
    expect(show.when(takeBack(), SYSTEM)).toEqual([{ type: 'RequestLapsed', requestId: 'request-1' }])
    show.when(ask(show), OFFICE)
  })

  test('nor by somebody whose account is off meanwhile, whose request is in nobody’s way', () => {
    const show = givenLive()
    show.openExaminers()
    const { id: personId } = DIRECTOR as { id: PersonId }
    show.when({ type: 'AddPerson', personId, name: '导演', role: 'director' }, OFFICE)
    show.when(ask(show), DIRECTOR)
    const off = (disabled: boolean) => ({ type: 'DisablePerson', personId, disabled }) as const
    show.when(off(true), OFFICE)
    expect(show.reasons(confirm(), AUDITOR)).toEqual(['requester_disabled'])
    expect(show.reasons(ask(show, 'request-2'), OFFICE)).toEqual([])
    show.when(off(false), OFFICE)
    expect(show.refusal(ask(show, 'request-2'), OFFICE)).toBe('request_pending')
    show.when(confirm(), AUDITOR)
  })

  test('who asked may take it back, nobody else', () => {
    const show = givenLive()
    show.openExaminers()
    show.when(ask(show), DIRECTOR)
    expect(show.refusal(takeBack(), OFFICE)).toBe('not_allowed')
    show.when(takeBack(), DIRECTOR)
    expect(show.session().requests).toEqual([])
    expect(show.refusal(takeBack(), DIRECTOR)).toBe('request_unknown')
  })

  test('what is unknown is refused, and voiding takes other requests about the window with it', () => {
    const show = givenLive()
    show.openCitizens()
    expect(show.refusal({ ...ask(show), windowId: windowId(99) })).toBe('window_unknown')
    show.nowMs = show.citizens().closesAtMs! + 20_500
    const { windowId: id } = ask(show)
    const logId = show.house().logs[0]!
    show.when({
      type: 'RequestLogExclusion',
      sessionId: SESSION,
      requestId: 'request-0',
      windowId: id,
      logId,
      lastKnownCount: 0,
      reason: '日志丢失',
    })
    expect(show.refusal(ask(show, 'request-0'))).toBe('request_pending')
    show.when(ask(show))
    show.when(confirm(), OFFICE)
    expect(show.session().requests).toEqual([])
  })
})
