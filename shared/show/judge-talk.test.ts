// Proves that notes reach only the seats they are for, that a call for help is answered, and when the commentary clock runs.

import { describe, expect, test } from 'vitest'
import { OFFICE, SESSION, SYSTEM, seatActor, seatId } from '../../tests/support/given-parts.ts'
import { givenDraft, givenLive, givenReady } from '../../tests/support/given.ts'
import { NOTES_KEPT } from './seat-talk.ts'

const note = (n: number, ...seats: number[]) =>
  ({
    type: 'SendNote',
    sessionId: SESSION,
    noteId: `note-000${n}`,
    seats: seats.map(seatId),
    text: '请锁定打分。',
  }) as const
const of = (seat: number, generation = 1) =>
  ({ sessionId: SESSION, seatId: seatId(seat), generation }) as const
const read = (n: number, seat: number, generation = 1) =>
  ({ type: 'AcknowledgeNote', ...of(seat, generation), noteId: `note-000${n}` }) as const

describe('notes to seats', () => {
  test('are read by the seats they are for, once, and by no other', () => {
    const show = givenLive()
    show.when(note(1, 2, 3, 3))
    expect(show.session().notes).toMatchObject([{ seats: ['s2', 's3'], atMs: show.nowMs, read: {} }])
    expect(show.when(note(1, 2))).toEqual([])
    show.nowMs += 500
    show.when(read(1, 2), seatActor(2))
    expect(show.when(read(1, 2), seatActor(2))).toEqual([])
    expect(show.session().notes[0]?.read).toEqual({ s2: show.nowMs })
    expect(show.refusal(read(1, 4), seatActor(4))).toBe('not_allowed')
    expect(show.refusal(read(1, 3), seatActor(4))).toBe('not_allowed')
    expect(show.refusal(read(1, 3, 2), seatActor(3))).toBe('device_released')
    show.when({ type: 'WithdrawNote', sessionId: SESSION, noteId: 'note-0001' })
    expect(show.when(read(1, 3), seatActor(3))).toEqual([])
    expect(show.session().notes).toEqual([])
  })

  test('go to seats there are, of a session that is ready or live; the newest are kept', () => {
    expect(givenReady().reasons(note(1, 1))).toEqual([])
    expect(givenDraft().refusal(note(1, 1))).toBe('session_not_live')
    const show = givenLive()
    expect(show.reasons(note(1, 1, 98, 99))).toEqual(['seat_unknown', 'seat_unknown'])
    for (let n = 1; n <= NOTES_KEPT + 3; n++) show.when(note(n, 1))
    expect(show.session().notes).toHaveLength(NOTES_KEPT)
    expect(show.session().notes[0]?.noteId).toBe('note-0004')
  })
})

describe('calls for help', () => {
  const call = (seat: number) => ({ type: 'CallForHelp', ...of(seat), reason: 'tablet' }) as const
  const answer = { type: 'AnswerHelp', sessionId: SESSION, seatId: seatId(2) } as const

  test('from the seat’s own tablet, answered by director or office, and called again later', () => {
    const show = givenLive()
    expect(show.refusal(answer)).toBe('help_not_called')
    show.when(call(2), seatActor(2))
    expect(show.when(call(2), seatActor(2))).toEqual([])
    expect(show.refusal(call(2), seatActor(3))).toBe('not_allowed')
    expect(show.refusal({ ...call(2), generation: 7 }, seatActor(2))).toBe('device_released')
    show.nowMs += 1_000
    show.when(answer, OFFICE)
    expect(show.when(answer, OFFICE)).toEqual([])
    expect(show.session().helpCalls).toEqual({
      s2: { reason: 'tablet', atMs: show.nowMs - 1_000, answeredAtMs: show.nowMs },
    })
    show.when(call(2), seatActor(2))
    expect(show.session().helpCalls[seatId(2)]?.answeredAtMs).toBeNull()
    show.when({ type: 'WithdrawHelp', ...of(2) }, seatActor(2))
    expect(show.session().helpCalls).toEqual({})
    expect(show.when({ type: 'WithdrawHelp', ...of(2) }, seatActor(2))).toEqual([])
  })
})

describe('the commentary clock', () => {
  const start = { type: 'StartCommentary', sessionId: SESSION, label: '王老师', lastsMs: 90_000 } as const
  const stop = { type: 'StopCommentary', sessionId: SESSION } as const

  test('runs from the start to its end, stays where it is stopped, and begins anew for the next', () => {
    const show = givenLive()
    expect(show.when(stop)).toEqual([])
    show.when(start)
    const begun = show.nowMs
    show.nowMs += 30_000
    show.when(stop)
    expect(show.session().commentary).toEqual({
      label: '王老师',
      startedAtMs: begun,
      endsAtMs: begun + 90_000,
      stoppedAtMs: begun + 30_000,
    })
    expect(show.when(stop)).toEqual([])
    show.when({ ...start, label: '' })
    expect(show.session().commentary).toMatchObject({ startedAtMs: show.nowMs, stoppedAtMs: null })
    expect(givenReady().refusal(start)).toBe('session_not_live')
    expect(show.reasons(start, SYSTEM)).toEqual([])
  })
})
