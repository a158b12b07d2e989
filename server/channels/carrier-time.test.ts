// Carriers' times to the second, wherever this machine stands.

import { expect, test } from 'vitest'
import { cityTimeMs, unixTimeMs } from './carrier-time.ts'

test.each([
  ['1970-01-01 08:00:00', 0],
  ['2026-11-23 20:00:00', Date.UTC(2026, 10, 23, 12, 0, 0)],
  ['2024-02-29 00:00:00', Date.UTC(2024, 1, 28, 16, 0, 0)],
  ['2026-01-01 07:59:59', Date.UTC(2025, 11, 31, 23, 59, 59)],
  ['2026-02-29 00:00:00', null],
  ['2026-13-01 00:00:00', null],
  ['2026-01-01 24:00:00', null],
  ['2026-01-01 00:60:00', null],
  ['0000-00-00 00:00:00', null],
  ['2026-01-01T00:00:00', null],
  ['2026-1-1 0:00:00', null],
  ['', null],
])('[BAL4] Aliyun’s %s is UTC+8', (text, ms) => {
  expect(cityTimeMs(text)).toBe(ms)
})

test.each([
  ['1457336869', 1_457_336_869_000],
  ['1457336869123', 1_457_336_869_123],
  ['145733686', null],
  ['14573368691', null],
  ['-457336869', null],
  ['1457336869.5', null],
  ['1.45733687e9', null],
  ['', null],
])('[BAL4] %s since 1970', (text, ms) => {
  expect(unixTimeMs(text)).toBe(ms)
})
