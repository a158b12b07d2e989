// Proves what the console says of a window, and what each key means.

import { expect, test } from 'vitest'
import { givenWindow } from './given.ts'
import { meaningOf } from './use-keys.ts'
import { windowLine } from './window-line.ts'

const plain = { ctrlKey: false, metaKey: false, altKey: false }

test('[SHOW4] an open window counts down on the server’s clock; its last second counts as one', () => {
  const window = givenWindow(1, { closesAtMs: 60_000 })
  expect(windowLine(window, 0)).toMatchObject({ big: '1:00', tone: 'calm' })
  expect(windowLine(window, 50_000)).toMatchObject({ big: '0:10', tone: 'urgent' })
  expect(windowLine(window, 59_999).big).toBe('0:01')
  expect(windowLine(window, 60_000).big).toBe('0:00')
})

test('[SHOW9] on cue it waits for the cue', () => {
  expect(windowLine(givenWindow(1), 31_000)).toEqual({
    big: '待口令',
    small: '已开放 0:30',
    tone: 'calm',
  })
})

test('[BAL6] while closing it says what it waits for, and which logs are sealed', () => {
  const window = givenWindow(1, { phase: 'closing', freezesAtMs: 20_000, sealedLogs: 1, announcedLogs: 2 })
  expect(windowLine(window, 5_000).small).toBe('等待在途选票，还有 15 秒，日志封存 1/2')
  expect(windowLine(window, 20_000).small).toBe('等待冻结，日志封存 1/2')
})

test('[LOG3] a mismatch is said instead of frozen', () => {
  const mismatch = { live: '3', recount: '4' }
  expect(windowLine(givenWindow(1, { phase: 'frozen', mismatch }), 0).tone).toBe('wrong')
  expect(windowLine(givenWindow(1, { phase: 'frozen' }), 0).tone).toBe('calm')
})

test('[SHOW9] verified says how long the reveal still waits', () => {
  const window = givenWindow(1, { phase: 'verified', revealsAtMs: 10_000 })
  expect(windowLine(window, 4_001).small).toBe('6 秒后可以揭晓')
  expect(windowLine(window, 10_000).small).toBe('可以揭晓')
})

test('digits choose, Space takes, Esc blanks, R brings back; with Ctrl, Alt or Meta a key is the browser’s', () => {
  expect(meaningOf({ key: '3', ...plain })).toEqual({ act: 'digit', key: '3' })
  expect(meaningOf({ key: ' ', ...plain })).toEqual({ act: 'take' })
  expect(meaningOf({ key: 'Escape', ...plain })).toEqual({ act: 'blank' })
  expect(meaningOf({ key: 'r', ...plain })).toEqual({ act: 'bringBack' })
  expect(meaningOf({ key: '0', ...plain })).toEqual({ act: 'flip' })
  expect(meaningOf({ key: 'N', ...plain })).toEqual({ act: 'takeNext' })
  expect(meaningOf({ key: 'ArrowRight', ...plain })).toEqual({ act: 'stepOn' })
  for (const key of ['Tab', 'Enter', 'F5', 'j']) expect(meaningOf({ key, ...plain })).toBeNull()
  for (const modifier of ['ctrlKey', 'metaKey', 'altKey'])
    expect(meaningOf({ key: 'r', ...plain, [modifier]: true })).toBeNull()
})
