// Proves that a button's reasons stay true between two snapshots, and which window a pane shows by itself.

import { expect, test } from 'vitest'
import { LogId } from '../../shared/basics/ids.ts'
import { givenWindow } from './given.ts'
import { refusalsNow, sealsOverdue, windowInFocus, withdrawSecondsLeft } from './window-buttons.ts'

const codes = (...args: Parameters<typeof refusalsNow>) => refusalsNow(...args).map((refusal) => refusal.code)

test('[SHOW9] reveal counts its delay down and frees itself when the delay is over', () => {
  const window = givenWindow(1, {
    phase: 'verified',
    revealsAtMs: 10_000,
    grey: { Reveal: [{ code: 'reveal_too_early', detail: { seconds: 9 } }] },
  })
  expect(refusalsNow(window, 'Reveal', 7_500)).toEqual([{ code: 'reveal_too_early', detail: { seconds: 3 } }])
  expect(refusalsNow(window, 'Reveal', 10_000)).toEqual([])
})

test('[SHOW9] a reveal refused for another reason stays refused when the delay is over', () => {
  const window = givenWindow(1, {
    phase: 'frozen',
    revealsAtMs: 10_000,
    grey: { Reveal: [{ code: 'window_not_verified', detail: {} }] },
  })
  expect(codes(window, 'Reveal', 20_000)).toEqual(['window_not_verified'])
})

test('[SHOW9] withdrawing ends ten seconds after opening, whatever the last snapshot said', () => {
  const window = givenWindow(1, { openedAtMs: 1_000 })
  expect(codes(window, 'WithdrawWindow', 11_000)).toEqual([])
  expect(codes(window, 'WithdrawWindow', 11_001)).toEqual(['undo_too_late'])
  expect(withdrawSecondsLeft(window, 1_000)).toBe(10)
  expect(withdrawSecondsLeft(window, 11_000)).toBe(0)
})

test('[SHOW9] extending ends five seconds before the close', () => {
  const window = givenWindow(1, { closesAtMs: 60_000 })
  expect(codes(window, 'ExtendWindow', 55_000)).toEqual([])
  expect(codes(window, 'ExtendWindow', 55_001)).toEqual(['extend_too_late'])
})

test('[SHOW3] a pane shows the newest unfinished window of its kind first', () => {
  const windows = [
    givenWindow(1, { phase: 'verified' }),
    givenWindow(2, { phase: 'revealed' }),
    givenWindow(3, { kind: 'examiners' }),
  ]
  expect(windowInFocus(windows, 'citizens', 'a')?.openedAtMs).toBe(1_000)
  expect(windowInFocus(windows, 'examiners', null)?.openedAtMs).toBe(3_000)
})

test('a revealed window stays in focus while its segment is on air, a void one gives room for the next', () => {
  const revealed = [givenWindow(2, { phase: 'revealed' })]
  expect(windowInFocus(revealed, 'citizens', 'a')?.phase).toBe('revealed')
  expect(windowInFocus(revealed, 'citizens', 'b')).toBeNull()
  expect(windowInFocus([givenWindow(2, { phase: 'void' })], 'citizens', 'a')).toBeNull()
})

test('[LOG3] a seal is missed some seconds after it was due, and only where the window waits for it', () => {
  const lost = LogId.parse('00000000000000bb')
  const window = givenWindow(1, { phase: 'closing', freezesAtMs: 20_000, unsealedLogs: [lost] })
  expect(sealsOverdue(window, 22_999)).toEqual([])
  expect(sealsOverdue(window, 23_000)).toEqual([lost])
  expect(sealsOverdue({ ...window, phase: 'frozen' }, 23_000)).toEqual([])
  expect(sealsOverdue({ ...window, freezesAtMs: null }, 23_000)).toEqual([])
})
