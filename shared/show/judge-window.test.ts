// Proves cue, extension, withdrawal and reveal at their exact milliseconds.

import { describe, expect, test } from 'vitest'
import {
  SESSION,
  SYSTEM,
  grade,
  pollResult,
  seatActor,
  seatId,
  citizensCheck,
} from '../../tests/support/given-parts.ts'
import { givenLive } from '../../tests/support/given.ts'
import type { TestShow } from '../../tests/support/given.ts'

const of = (show: TestShow, id = show.session().windows.at(-1)!.id) =>
  ({ sessionId: SESSION, windowId: id }) as const
const cue = (show: TestShow) => ({ type: 'CueClose', ...of(show) }) as const
const withdraw = (show: TestShow) => ({ type: 'WithdrawWindow', ...of(show) }) as const
const reveal = (show: TestShow) => ({ type: 'Reveal', ...of(show) }) as const
const extend = (show: TestShow, closesAtMs: number) =>
  ({ type: 'ExtendWindow', ...of(show), closesAtMs, reason: '现场追问' }) as const

describe('[SHOW9] timed, or on cue', () => {
  test('the cue sets the close 5 s away, once', () => {
    const show = givenLive()
    show.openExaminers({ closesAtMs: null })
    show.nowMs += 3_600_000
    show.when(cue(show))
    expect(show.examiners().closesAtMs).toBe(show.nowMs + 5_000)
    expect(show.refusal(cue(show))).toBe('already_cued')
    show.nowMs += 5_000
    expect(show.reasons(cue(show))).toEqual(['window_not_open', 'already_cued'])
  })

  test('a timed window takes no cue', () => {
    const show = givenLive()
    show.openExaminers()
    expect(show.refusal(cue(show))).toBe('not_on_cue')
  })

  test('it is extended until 5 s before its close, to a later time, with the reason kept', () => {
    const show = givenLive()
    show.openExaminers()
    const closesAtMs = show.nowMs + 60_000
    show.nowMs = closesAtMs - 5_001
    expect(show.refusal(extend(show, closesAtMs))).toBe('extend_not_later')
    expect(show.refusal(extend(show, closesAtMs - 1))).toBe('extend_not_later')
    show.nowMs = closesAtMs - 5_000
    show.when(extend(show, closesAtMs + 1))
    expect(show.examiners()).toMatchObject({
      closesAtMs: closesAtMs + 1,
      extensions: [{ atMs: show.nowMs, closesAtMs: closesAtMs + 1, reason: '现场追问' }],
    })
    show.nowMs += 2
    expect(show.refusal(extend(show, closesAtMs + 60_000))).toBe('extend_too_late')
  })

  test('[SHOW4] from the close on it is not open, whatever phase the process has reached', () => {
    const show = givenLive()
    show.openExaminers()
    show.nowMs += 60_000
    expect(show.examiners().stage.phase).toBe('open')
    expect(show.reasons(extend(show, show.nowMs + 60_000))).toEqual(['window_not_open'])
    show.keepDeadlines()
    expect(show.refusal(extend(show, show.nowMs + 60_000))).toBe('window_not_open')
  })

  test('a window that waits for its cue needs no extension', () => {
    const show = givenLive()
    show.openExaminers({ closesAtMs: null })
    expect(show.refusal(extend(show, show.nowMs + 60_000))).toBe('not_cued')
  })

  test('a citizens’ window outlives its segment', () => {
    const show = givenLive()
    show.openCitizens()
    show.when({ type: 'TakeSegment', sessionId: SESSION, segmentId: show.session().segments[1]!.segmentId })
    show.when(extend(show, show.nowMs + 400_000))
    show.keepDeadlines()
    expect(show.citizens().stage.phase).toBe('verified')
  })
})

describe('[SHOW9] 撤回误开', () => {
  test('one person within 10 s, if nothing was received', () => {
    const show = givenLive()
    show.openExaminers()
    expect(show.refusal(withdraw(show), SYSTEM)).toBe('not_allowed')
    expect(show.refusal(withdraw(show), seatActor(1))).toBe('not_allowed')
    show.nowMs += 10_000
    show.when(withdraw(show))
    expect(show.examiners().stage).toEqual({
      phase: 'void',
      voidedAtMs: show.nowMs,
      reason: '撤回误开',
      by: ['dao'],
      withdrawn: true,
    })
    expect(show.reasons(withdraw(show))).toEqual(['window_void'])
    show.openExaminers()
    show.nowMs += 10_001
    expect(show.refusal(withdraw(show))).toBe('undo_too_late')
  })

  test('not after a score, one that was set aside, or a ballot', () => {
    const show = givenLive()
    const one = show.openExaminers()
    show.when({ type: 'ReleaseSeat', sessionId: SESSION, seatId: seatId(1) })
    show.cast(1, grade(100))
    expect(show.examiners()).toMatchObject({ scores: {}, setAside: [{ why: 'old_generation' }] })
    expect(show.reasons(withdraw(show))).toEqual(['undo_received'])
    const two = show.openCitizens()
    show.facts = { ...show.facts, received: (id) => (id === two ? 1 : 0) }
    expect(show.refusal({ type: 'WithdrawWindow', ...of(show, two) })).toBe('undo_received')
    const other = givenLive()
    other.openExaminers()
    other.cast(2, grade(null))
    expect(other.reasons(withdraw(other))).toEqual(['undo_received'])
    expect(show.examiners(one).stage.phase).toBe('open')
  })

  test('not once it is frozen', () => {
    const show = givenLive()
    show.openExaminers({ closesAtMs: null })
    show.when(cue(show))
    show.keepDeadlines()
    expect(show.nowMs - show.examiners().openedAtMs).toBeLessThan(10_000)
    expect(show.refusal(withdraw(show))).toBe('window_frozen')
  })
})

describe('[SHOW9] [SHOW10] reveal', () => {
  test('examiners’ at once when verified, and once only', () => {
    const show = givenLive()
    show.openExaminers()
    expect(show.refusal(reveal(show))).toBe('window_not_verified')
    show.keepDeadlines()
    show.when(reveal(show))
    expect(show.examiners().stage).toEqual({
      phase: 'revealed',
      frozenAtMs: show.nowMs,
      verifiedAtMs: show.nowMs,
      revealedAtMs: show.nowMs,
    })
    expect(show.refusal(reveal(show))).toBe('window_revealed')
  })

  test('a poll waits 10 s after frozen, to the millisecond', () => {
    const show = givenLive()
    show.openCitizens()
    show.keepDeadlines()
    const { stage } = show.citizens()
    const frozenAtMs = stage.phase === 'verified' ? stage.frozenAtMs : NaN
    show.nowMs = frozenAtMs + 9_999
    expect(show.refusal(reveal(show))).toBe('reveal_too_early')
    show.nowMs = frozenAtMs + 10_000
    show.when(reveal(show))
  })

  test('a poll that is not verified is never revealed, however long ago it was frozen', () => {
    const show = givenLive()
    show.openCitizens()
    show.keepDeadlines(show.citizens().closesAtMs! + 20_499)
    const check = citizensCheck(pollResult({ web: 2 }), pollResult({ web: 1 }))
    show.nowMs += 1
    show.when(
      {
        type: 'SealLog',
        ...of(show),
        logId: show.house().logs[0]!,
        seal: { sequence: 1, count: 1, chainHash: '0'.repeat(64) },
      },
      SYSTEM,
    )
    show.when({ type: 'FreezeWindow', ...of(show) }, SYSTEM)
    show.when({ type: 'VerifyWindow', ...of(show), check }, SYSTEM)
    show.nowMs += 86_400_000
    expect(show.reasons(reveal(show))).toEqual(['window_not_verified'])
  })
})
