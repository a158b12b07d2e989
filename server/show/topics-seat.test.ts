// Proves that a tablet is shown its own seat: its window, its marks, nobody else’s.

import { describe, expect, test } from 'vitest'
import type { House } from '../../shared/show/house.ts'
import type { Session } from '../../shared/show/session.ts'
import {
  examinersWindowOf,
  factsOf,
  houseOf,
  scoreOf,
  seatIdOf,
  sessionOf,
  START_MS,
  unitOf,
  windowIdOf,
} from '../../tests/support/plain-house.ts'
import { snapshotOf } from './topics-of.ts'

const examiners = (
  n: number,
  phase: Parameters<typeof examinersWindowOf>[0]['phase'] = 'open',
  segment = 1,
) => examinersWindowOf({ n, unit: segment, segment, phase, marks: [] })
const withWindows = (...windows: Session['windows']) => houseOf({ sessions: [sessionOf({ windows })] })

describe('seat', () => {
  const seat = (house: House, name: `seat/${string}/${string}` = 'seat/show1/s2') =>
    snapshotOf(name, house, factsOf())

  test('an unknown session or seat is no topic', () => {
    expect(seat(withWindows(), 'seat/show2/s1')).toBeNull()
    expect(seat(withWindows(), 'seat/show1/s99')).toBeNull()
    expect(seat(withWindows(), 'seat/constructor/s1')).toBeNull()
  })

  test('its own score as the server has it, and what was set aside; nobody else’s', () => {
    const aside = { generation: 1, receivedAtMs: START_MS, why: 'late' as const }
    const window = {
      ...examiners(1),
      scores: {
        [seatIdOf(1)]: scoreOf(1, { kind: 'points', points: 12 }),
        [seatIdOf(2)]: { ...scoreOf(2, { kind: 'points', points: 66 }), revision: 3 },
      },
      setAside: [
        { ...aside, seatId: seatIdOf(2), revision: 5, mark: { kind: 'points' as const, points: 67 } },
        { ...aside, seatId: seatIdOf(3), revision: 9, mark: { kind: 'points' as const, points: 13 } },
      ],
    }
    expect(seat(withWindows(window))?.window).toMatchObject({
      own: { mark: { kind: 'points', points: 66 }, revision: 3, lockedAtMs: null, releaseRequested: false },
      setAside: [{ mark: { kind: 'points', points: 67 }, revision: 5, why: 'late' }],
      lastRevision: 5,
      recused: false,
      result: null,
    })
  })

  test('[SCORE5] a recused seat is told', () => {
    const session = {
      ...sessionOf({ windows: [examiners(1)] }),
      recusals: [{ seatId: seatIdOf(2), unitId: unitOf(1).unitId }],
    }
    expect(seat(houseOf({ sessions: [session] }))?.window?.recused).toBe(true)
    expect(seat(houseOf({ sessions: [session] }), 'seat/show1/s1')?.window?.recused).toBe(false)
  })

  test('the window at work, though another segment went on air; else the last one of the segment on air', () => {
    const two = (...windows: Session['windows']) =>
      houseOf({ sessions: [sessionOf({ units: [unitOf(1), unitOf(2)], windows })] })
    expect(seat(two(examiners(1)))?.window?.windowId).toBe(windowIdOf(1))
    expect(seat(two(examiners(1, 'revealed')))?.window).toBeNull()
    expect(seat(two(examiners(1, 'revealed'), examiners(2, 'frozen', 2)))?.window?.phase).toBe('frozen')
  })

  test('a window that was voided says so, one opened by mistake is gone', () => {
    expect(seat(withWindows(examiners(1, 'void')))?.window?.phase).toBe('void')
    const window = examiners(1, 'void')
    if (window.stage.phase !== 'void') throw new Error('not void')
    expect(seat(withWindows({ ...window, stage: { ...window.stage, withdrawn: true } }))?.window).toBeNull()
  })

  test('[SHOW5] a note and a call for help are for that seat only, and gone once read', () => {
    const session = sessionOf({})
    const notes = [
      { noteId: 'note-0001', text: '请锁定打分。', atMs: 5, seats: [seatIdOf(2)], read: {} },
      { noteId: 'note-0002', text: '已读过的。', atMs: 6, seats: [seatIdOf(2)], read: { [seatIdOf(2)]: 7 } },
    ]
    const helpCalls = { [seatIdOf(2)]: { reason: 'tablet' as const, atMs: 8, answeredAtMs: null } }
    const house = houseOf({ sessions: [{ ...session, notes, helpCalls }] })
    expect(seat(house)).toMatchObject({
      notes: [{ noteId: 'note-0001', text: '请锁定打分。', atMs: 5 }],
      help: { reason: 'tablet' },
    })
    expect(seat(house, 'seat/show1/s1')).toMatchObject({ notes: [], help: null })
  })
})
