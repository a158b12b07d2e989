// Proves the paper fallback (SCORE9): two persons type each slip apart, a difference blocks, nothing counts twice.

import { describe, expect, test } from 'vitest'
import { DIRECTOR, OFFICE, SESSION, grade, seatActor, seatId } from '../../tests/support/given-parts.ts'
import { givenLive, type TestShow } from '../../tests/support/given.ts'
import type { Mark } from './score.ts'

const order = (show: TestShow) =>
  ({ type: 'OrderPaper', sessionId: SESSION, windowId: show.examiners().id, reason: '平板断网' }) as const
const end = (show: TestShow) =>
  ({ type: 'EndPaper', sessionId: SESSION, windowId: show.examiners().id }) as const
const slip = (show: TestShow, seat: number, mark: Mark = grade(60)) =>
  ({
    type: 'TypeSlip',
    sessionId: SESSION,
    windowId: show.examiners().id,
    seatId: seatId(seat),
    mark,
  }) as const
const drop = (show: TestShow, seat: number) =>
  ({ type: 'DropSlip', sessionId: SESSION, windowId: show.examiners().id, seatId: seatId(seat) }) as const
/** Both persons type what they read. */
const twice = (show: TestShow, seat: number, mark: Mark = grade(60)) => {
  show.when(slip(show, seat, mark), DIRECTOR)
  return show.when(slip(show, seat, mark), OFFICE)
}
const phase = (show: TestShow) => show.examiners().stage.phase

describe('[SCORE9] slips', () => {
  test('two persons typing the same make the score, marked as paper in journal and result', () => {
    const show = givenLive({ seats: 6 })
    show.openExaminers()
    expect(show.refusal(slip(show, 1))).toBe('paper_not_ordered')
    show.when(order(show))
    expect(show.when(order(show))).toEqual([])
    expect(twice(show, 1, grade(100)).map(({ type }) => type)).toEqual(['SlipTyped', 'PaperScoreEntered'])
    expect(show.examiners().scores[seatId(1)]).toMatchObject({ onPaper: true, mark: grade(100) })
    expect(show.recorded.at(-1)?.event).toMatchObject({ type: 'PaperScoreEntered', by: ['dao', 'ping'] })
    for (let n = 2; n <= 4; n++) twice(show, n)
    show.cast(5, grade(0))
    expect(show.refusal(slip(show, 1), OFFICE)).toBe('slip_entered')
    show.when(end(show))
    show.keepDeadlines()
    expect(show.examiners().result).toMatchObject({ counted: 5, onPaper: 4, mean: { num: '56', den: '1' } })
  })

  test('one person alone makes nothing, may correct the own typing, and never confirms it', () => {
    const show = givenLive()
    show.openExaminers()
    show.when(order(show))
    show.when(slip(show, 1, grade(100)))
    show.when(slip(show, 1, grade(60)))
    show.when(slip(show, 1, grade(60)))
    expect(show.examiners().scores).toEqual({})
    show.when(slip(show, 1, grade(60)), OFFICE)
    expect(show.examiners().scores[seatId(1)]?.mark).toEqual(grade(60))
    expect(show.refusal(slip(show, 2), seatActor(2))).toBe('not_allowed')
  })

  test('a difference blocks until both have typed it anew', () => {
    const show = givenLive()
    show.openExaminers()
    show.when(order(show))
    show.when(slip(show, 1, grade(100)))
    show.when(slip(show, 1, grade(60)), OFFICE)
    expect(show.examiners().scores).toEqual({})
    expect(show.refusal(end(show))).toBe('slips_differ')
    show.when(slip(show, 1, grade(60)), OFFICE)
    expect(show.refusal(end(show))).toBe('slips_typed_once')
    show.when(slip(show, 1, grade(60)))
    show.when(end(show))
  })

  test('a slip typed by mistake is dropped, and the rest may go on', () => {
    const show = givenLive()
    show.openExaminers()
    show.when(order(show))
    show.when(slip(show, 2))
    show.when(drop(show, 2))
    expect(show.when(drop(show, 2))).toEqual([])
    show.when(end(show))
    expect(show.refusal(slip(show, 2))).toBe('paper_not_ordered')
    show.when(order(show))
    expect(show.reasons(slip(show, 2))).toEqual([])
  })

  test('[SCORE3] [SCORE5] a tablet’s score stands and takes no slip; a seat on paper takes no tablet score; who is recused neither', () => {
    const show = givenLive()
    show.openExaminers()
    show.when(order(show))
    show.cast(1, grade(0))
    expect(show.refusal(slip(show, 1))).toBe('slip_not_needed')
    twice(show, 2)
    const tablet = { sessionId: SESSION, windowId: show.examiners().id, seatId: seatId(2), generation: 1 }
    for (const type of ['LockScore', 'UnlockScore'] as const)
      expect(show.refusal({ type, ...tablet, revision: 9 }, seatActor(2))).toBe('score_on_paper')
    expect(show.refusal({ type: 'CastScore', ...tablet, revision: 9, mark: grade(100) }, seatActor(2))).toBe(
      'score_on_paper',
    )
    show.when({
      type: 'Recuse',
      sessionId: SESSION,
      seatId: seatId(3),
      unitId: show.examiners().unitId,
      recused: true,
    })
    expect(show.refusal(slip(show, 3))).toBe('recused')
    expect(show.refusal(slip(show, 4, { kind: 'points', points: 3 }))).toBe('mark_invalid')
    expect(show.refusal(slip(show, 99))).toBe('seat_unknown')
  })

  test('a slip half typed, then the tablet comes back: the tablet counts, the slip goes no further', () => {
    const show = givenLive()
    show.openExaminers()
    show.when(order(show))
    show.when(slip(show, 1, grade(100)))
    show.cast(1, grade(0))
    expect(show.refusal(slip(show, 1, grade(100)), OFFICE)).toBe('slip_not_needed')
    show.when(drop(show, 1))
    show.when(end(show))
    expect(show.examiners().scores[seatId(1)]).toMatchObject({ onPaper: false, mark: grade(0) })
  })
})

describe('[SCORE9] the window', () => {
  test('[SHOW4] closes at its time but is not frozen before the entry is ended, over a restart too', () => {
    const show = givenLive()
    show.openExaminers({ closesAtMs: show.nowMs + 60_000 })
    show.when(order(show))
    show.keepDeadlines(show.nowMs + 3_600_000)
    expect(phase(show)).toBe('closing')
    expect(show.refusal({ type: 'FreezeWindow', sessionId: SESSION, windowId: show.examiners().id })).toBe(
      'drain_not_over',
    )
    for (let n = 1; n <= 5; n++) twice(show, n)
    show.when(end(show))
    show.keepDeadlines()
    expect(phase(show)).toBe('verified')
    expect(show.refusal(order(show))).toBe('window_frozen')
    expect(show.refusal(slip(show, 1))).toBe('window_frozen')
  })

  test('[SCORE7] a seat that never signed in is present by its slip', () => {
    const show = givenLive({ seats: 8, signedIn: 0 })
    show.openExaminers()
    show.when(order(show))
    for (let n = 1; n <= 5; n++) twice(show, n)
    show.when(end(show))
    show.keepDeadlines()
    expect(show.examiners().result).toMatchObject({ invalid: null, present: 5, counted: 5, onPaper: 5 })
  })

  test('[SHOW9] a window with a slip is not taken back by one person', () => {
    const show = givenLive()
    show.openExaminers()
    show.when(order(show))
    show.when(slip(show, 1))
    expect(show.refusal({ type: 'WithdrawWindow', sessionId: SESSION, windowId: show.examiners().id })).toBe(
      'undo_received',
    )
  })
})
