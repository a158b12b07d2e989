// Proves the tablet's side: changing, locking, unlocking, lateness, replays and replaced devices.

import { describe, expect, test } from 'vitest'
import {
  DIRECTOR,
  SESSION,
  SYSTEM,
  grade,
  seatActor,
  seatId,
  unitId,
} from '../../tests/support/given-parts.ts'
import { givenLive } from '../../tests/support/given.ts'
import type { TestShow } from '../../tests/support/given.ts'

type Press = 'LockScore' | 'UnlockScore' | 'RequestRelease'
const press = (show: TestShow, type: Press, revision: number, generation = 1) =>
  ({
    type,
    sessionId: SESSION,
    windowId: show.examiners().id,
    seatId: seatId(1),
    generation,
    revision,
  }) as const
const cast = (show: TestShow, revision: number, points: 100 | 60 | 0 | null, generation = 1) =>
  ({ ...press(show, 'LockScore', revision, generation), type: 'CastScore', mark: grade(points) }) as const
const me = seatActor(1)
const score = (show: TestShow) => show.examiners().scores[seatId(1)]

function givenOpen(): TestShow {
  const show = givenLive()
  show.openExaminers()
  return show
}

describe('[SCORE2] a score may change until it is locked', () => {
  test('nothing is there before it is cast; every change is an event; the last stands', () => {
    const show = givenOpen()
    expect(show.examiners().scores).toEqual({})
    for (const [revision, points] of [
      [1, 100],
      [2, 0],
      [3, null],
    ] as const)
      show.when(cast(show, revision, points), me)
    expect(score(show)).toMatchObject({
      mark: grade(null),
      revision: 3,
      receivedAtMs: show.nowMs,
      lockedAtMs: null,
    })
    expect(show.recorded.filter(({ event }) => event.type === 'ScoreCast')).toHaveLength(3)
  })

  test('a lock needs a score, and holds it', () => {
    const show = givenOpen()
    expect(show.refusal(press(show, 'LockScore', 1), me)).toBe('score_missing')
    show.when(cast(show, 1, 60), me)
    show.when(press(show, 'LockScore', 2), me)
    expect(score(show)?.lockedAtMs).toBe(show.nowMs)
    expect(show.refusal(cast(show, 3, 0), me)).toBe('score_locked')
    expect(show.refusal(press(show, 'LockScore', 3), me)).toBe('score_locked')
  })

  test('a lock is undone for 5 s, to the millisecond', () => {
    const show = givenOpen()
    show.when(cast(show, 1, 60), me)
    expect(show.refusal(press(show, 'UnlockScore', 2), me)).toBe('not_locked')
    show.when(press(show, 'LockScore', 2), me)
    show.nowMs += 5_000
    show.when(press(show, 'UnlockScore', 3), me)
    show.when(cast(show, 4, 0), me)
    show.when(press(show, 'LockScore', 5), me)
    show.nowMs += 5_001
    expect(show.refusal(press(show, 'UnlockScore', 6), me)).toBe('unlock_too_late')
  })

  test('later the director releases it at the seat’s request, while open', () => {
    const show = givenOpen()
    const release = {
      type: 'ReleaseLock',
      sessionId: SESSION,
      windowId: show.examiners().id,
      seatId: seatId(1),
    } as const
    show.when(cast(show, 1, 60), me)
    expect(show.refusal(release)).toBe('not_locked')
    show.when(press(show, 'LockScore', 2), me)
    expect(show.refusal(release)).toBe('release_not_requested')
    show.nowMs += 20_000
    const asked = show.when(press(show, 'RequestRelease', 3), me)
    expect(JSON.stringify(asked)).not.toContain('fair')
    show.when(release)
    expect(score(show)).toMatchObject({ mark: grade(60), lockedAtMs: null, releaseRequested: false })
    show.when(press(show, 'LockScore', 4), me)
    show.when(press(show, 'RequestRelease', 5), me)
    show.nowMs = show.examiners().closesAtMs!
    expect(show.refusal(release)).toBe('window_not_open')
    expect(show.refusal(press(show, 'RequestRelease', 6), me)).toBe('window_not_open')
  })

  test('an unlocked score counts at the close as it stands', () => {
    const show = givenOpen()
    for (let n = 1; n <= 6; n++) show.cast(n, grade(n === 1 ? 0 : 60))
    show.when(press(show, 'LockScore', 1_000), me)
    show.keepDeadlines()
    expect(show.examiners().result).toMatchObject({ counted: 6, mean: { num: '50', den: '1' } })
  })
})

describe('[SCORE3] seat, generation, revision', () => {
  test('a revision already seen is answered as done, also late, locked or verified', () => {
    const show = givenOpen()
    show.when(cast(show, 5, 60), me)
    expect(show.when(cast(show, 5, 0), me)).toEqual([])
    expect(show.when(cast(show, 4, 0), me)).toEqual([])
    show.when(press(show, 'LockScore', 6), me)
    expect(show.when(press(show, 'LockScore', 6), me)).toEqual([])
    expect(show.when(cast(show, 5, 0), me)).toEqual([])
    show.keepDeadlines()
    expect(show.when(cast(show, 5, 0), me)).toEqual([])
    expect(score(show)?.mark).toEqual(grade(60))
  })

  test('received at closesAt + 2 s it counts, one millisecond later it is late, whatever the phase', () => {
    for (const closed of [false, true]) {
      const show = givenOpen()
      const closesAtMs = show.examiners().closesAtMs!
      if (closed) show.keepDeadlines(closesAtMs)
      show.nowMs = closesAtMs + 2_000
      expect(show.when(cast(show, 1, 60), me)).toMatchObject([{ type: 'ScoreCast' }])
      show.nowMs += 1
      expect(show.when(cast(show, 2, 0), me)).toMatchObject([
        { type: 'ScoreKeptAside', score: { why: 'late' } },
      ])
      expect(show.when(cast(show, 2, 0), me)).toEqual([])
      expect(score(show)?.mark).toEqual(grade(60))
      expect(show.examiners().setAside).toEqual([
        { seatId: 's1', mark: grade(0), generation: 1, revision: 2, receivedAtMs: show.nowMs, why: 'late' },
      ])
      expect(show.examiners().stage.phase).toBe(closed ? 'closing' : 'open')
    }
  })

  test('a lock in the grace holds; after it the controls are over', () => {
    const show = givenOpen()
    show.when(cast(show, 1, 60), me)
    show.nowMs = show.examiners().closesAtMs! + 2_000
    show.when(press(show, 'LockScore', 2), me)
    show.when(press(show, 'UnlockScore', 3), me)
    show.nowMs += 1
    expect(show.refusal(press(show, 'LockScore', 4), me)).toBe('window_not_open')
  })

  test('what waited offline for ten minutes is kept as late, also once revealed', () => {
    const show = givenOpen()
    show.keepDeadlines()
    show.when({ type: 'Reveal', sessionId: SESSION, windowId: show.examiners().id })
    show.nowMs += 600_000
    const before = show.examiners().result
    show.when(cast(show, 1, 100), me)
    expect(show.examiners()).toMatchObject({ result: before, setAside: [{ why: 'late' }], scores: {} })
  })

  test('an older device is kept and not counted; what it had sent before is known; its buttons are dead', () => {
    const show = givenOpen()
    show.when(cast(show, 3, 60), me)
    show.when({ type: 'ReleaseSeat', sessionId: SESSION, seatId: seatId(1) })
    expect(show.when(cast(show, 4, 0), me)).toMatchObject([
      { type: 'ScoreKeptAside', score: { why: 'old_generation' } },
    ])
    show.when({ type: 'SignInSeat', sessionId: SESSION, seatId: seatId(1) }, SYSTEM)
    show.when(cast(show, 1, 100, 2), me)
    expect(show.when(cast(show, 3, 60), me)).toEqual([])
    expect(show.when(cast(show, 5, 0), me)).toMatchObject([{ type: 'ScoreKeptAside' }])
    expect(show.refusal(press(show, 'LockScore', 6), me)).toBe('device_released')
    expect(score(show)).toMatchObject({ mark: grade(100), generation: 2, revision: 1 })
  })

  test('what an earlier device sent again after the take-over is known from its score', () => {
    const show = givenOpen()
    for (const generation of [1, 2, 3]) {
      show.when(cast(show, 3, 60, generation), me)
      show.when({ type: 'ReleaseSeat', sessionId: SESSION, seatId: seatId(1) })
      show.when({ type: 'SignInSeat', sessionId: SESSION, seatId: seatId(1) }, SYSTEM)
    }
    for (const generation of [1, 2, 3]) expect(show.when(cast(show, 3, 0, generation), me)).toEqual([])
    expect(show.examiners().setAside).toEqual([])
  })

  test('[SAFE2] what is kept aside is bounded, and more is refused with a reason', () => {
    const show = givenOpen()
    show.nowMs = show.examiners().closesAtMs! + 2_001
    for (let revision = 1; revision <= 64; revision++) show.when(cast(show, revision, 0), me)
    expect(show.refusal(cast(show, 65, 0), me)).toBe('aside_full')
    show.cast(2, grade(100))
  })
})

describe('who may score', () => {
  test('[SCORE5] not a recused seat', () => {
    const show = givenOpen()
    show.when(cast(show, 1, 60), me)
    show.when({ type: 'Recuse', sessionId: SESSION, seatId: seatId(1), unitId: unitId(1), recused: true })
    expect(show.refusal(cast(show, 2, 0), me)).toBe('recused')
    expect(show.refusal(press(show, 'LockScore', 2), me)).toBe('recused')
    show.when({ type: 'Recuse', sessionId: SESSION, seatId: seatId(1), unitId: unitId(1), recused: false })
    show.when(cast(show, 2, 0), me)
  })

  test('only the seat itself, signed in, in the form of the window, not in a void one', () => {
    const show = givenLive({ signedIn: 6 })
    const id = show.openExaminers()
    for (const by of [DIRECTOR, SYSTEM, seatActor(2)])
      expect(show.refusal(cast(show, 1, 60), by)).toBe('not_allowed')
    expect(() => show.cast(7, grade(60), { generation: 1 })).toThrow('seat_not_signed_in')
    expect(() => show.cast(99, grade(60))).toThrow('seat_unknown')
    expect(show.refusal(cast(show, 1, 60, 2), me)).toBe('device_released')
    expect(show.refusal({ ...cast(show, 1, 60), mark: { kind: 'points', points: 60 } }, me)).toBe(
      'mark_invalid',
    )
    show.when({ type: 'WithdrawWindow', sessionId: SESSION, windowId: id })
    expect(show.refusal(cast(show, 1, 60), me)).toBe('window_void')
  })

  test('[SCORE1] each form takes its own marks', () => {
    const marks = givenLive({ form: { kind: 'marks', trim: 0 } })
    marks.openExaminers()
    marks.cast(1, 87)
    expect(() => marks.cast(1, grade(60))).toThrow('mark_invalid')
    const placard = givenLive({ form: { kind: 'placard' } })
    placard.openExaminers()
    placard.cast(1, { kind: 'face', face: 'cry' })
    expect(() => placard.cast(1, 50)).toThrow('mark_invalid')
  })
})
