import { expect, test } from 'vitest'
import { CommandId, SeatId, SessionId, UnitId, WindowId } from '../../shared/basics/ids.ts'
import type { SeatWindow } from '../../shared/protocol/topics.ts'
import type { Mark } from '../../shared/show/score.ts'
import type { ScoreCommand, Waiting } from './outbox.ts'
import { draftOf, nextRevision, sameMark } from './score-draft.ts'

const windowId = WindowId.parse('00000000000a')
const fair: Mark = { kind: 'grade', grade: 'fair' }
const best: Mark = { kind: 'grade', grade: 'satisfied' }

const open: SeatWindow = {
  windowId,
  unit: { id: UnitId.parse('u1'), code: 1, name: '城东供水营业所', category: 'utility' },
  form: { kind: 'grades' },
  phase: 'open',
  openedAtMs: 1_000,
  closesAtMs: 61_000,
  recused: false,
  own: null,
  setAside: [],
  lastRevision: 0,
  paperOrdered: false,
  result: null,
}
const own = {
  mark: fair,
  revision: 3,
  lockedAtMs: null,
  releaseRequested: false,
  onPaper: false,
  receivedAtMs: 2_000,
}

function waiting(type: ScoreCommand['type'], revision: number, mark: Mark = best): Waiting {
  const of = {
    sessionId: SessionId.parse('evening'),
    windowId,
    seatId: SeatId.parse('s01'),
    generation: 1,
    revision,
  }
  return {
    id: CommandId.parse(`command-${revision}`),
    command: type === 'CastScore' ? { type, ...of, mark } : { type, ...of },
  }
}

test('[SCORE2] nothing is preselected', () => {
  expect(draftOf(open, [], true, 2_000)).toMatchObject({ state: 'empty', mark: null, open: true })
})

test('已送达 is shown only after the server’s echo; without a line it is 未送达', () => {
  expect(draftOf(open, [waiting('CastScore', 1)], true, 2_000).state).toBe('chosen')
  expect(draftOf(open, [waiting('CastScore', 1)], false, 2_000).state).toBe('undelivered')
  expect(draftOf({ ...open, own }, [], true, 2_000).state).toBe('delivered')
})

test('what was touched last is what is shown, though the echo of the one before comes in between', () => {
  expect(draftOf({ ...open, own }, [waiting('CastScore', 4)], true, 2_000)).toMatchObject({
    state: 'chosen',
    mark: best,
  })
})

test('[SCORE3] controls stop at closesAt by the server’s clock, though the phase still says open', () => {
  expect(draftOf(open, [], true, 60_999).open).toBe(true)
  expect(draftOf(open, [], true, 61_000).open).toBe(false)
  expect(draftOf({ ...open, closesAtMs: null }, [], true, 9_999_999).open).toBe(true)
})

test('[SCORE2] a locked score is closed to touch and may be undone for 5 s', () => {
  const locked = { ...open, own: { ...own, lockedAtMs: 10_000 } }
  expect(draftOf(locked, [], true, 11_000)).toMatchObject({
    state: 'locked',
    open: false,
    unlockUntilMs: 15_000,
  })
  expect(draftOf(locked, [waiting('UnlockScore', 4)], true, 11_000)).toMatchObject({
    unlockUntilMs: null,
    open: true,
  })
})

test('[SCORE5] a recused seat has no controls', () => {
  expect(draftOf({ ...open, recused: true }, [], true, 2_000).open).toBe(false)
})

test('[SCORE3] a late score is told as late, until a newer one counts', () => {
  const late = { ...open, setAside: [{ mark: best, revision: 5, why: 'late' as const }], own }
  expect(draftOf(late, [], true, 64_000).setAside).toBe('late')
  expect(draftOf({ ...late, own: { ...own, revision: 6 } }, [], true, 64_000).setAside).toBeNull()
})

test('[SCORE3] a revision is above everything the server and this tablet know', () => {
  expect(nextRevision({ ...open, lastRevision: 7 }, [waiting('CastScore', 9)])).toBe(10)
  expect(nextRevision({ ...open, lastRevision: 7 }, [])).toBe(8)
})

test('a mark is known again whatever the order in which the server writes its parts', () => {
  expect(sameMark(fair, JSON.parse('{"grade":"fair","kind":"grade"}') as Mark)).toBe(true)
  expect(sameMark(fair, best)).toBe(false)
  expect(sameMark({ kind: 'points', points: 0 }, null)).toBe(false)
  expect(sameMark({ kind: 'points', points: 60 }, fair)).toBe(false)
  expect(sameMark({ kind: 'face', face: 'cry' }, { kind: 'face', face: 'smile' })).toBe(false)
})
