// Which ballots count, to the millisecond.

import { expect, test } from 'vitest'
import { DEFAULT_RULES } from '../show/session-rules.ts'
import { admissionOf, type Admissible } from './admission.ts'

const OPENS = 1_000_000
const CLOSES = 1_060_000
const window = { opensAtMs: OPENS, closesAtMs: CLOSES, drainMs: DEFAULT_RULES.drainMs, quarantines: [] }
const given = (changes: Partial<Admissible>): Admissible => ({
  orderMs: OPENS + 1,
  receivedAtMs: OPENS + 1,
  channel: 'twilio',
  unitCode: 3,
  segmentHash: 0,
  stale: false,
  isChoice: true,
  ...changes,
})

test.each([
  ['at the opening', { orderMs: OPENS, receivedAtMs: OPENS }, 'counted'],
  ['1 ms before it', { orderMs: OPENS - 1, receivedAtMs: OPENS }, 'early'],
  ['at the close', { orderMs: CLOSES, receivedAtMs: CLOSES }, 'counted'],
  ['1 ms after it', { orderMs: CLOSES + 1, receivedAtMs: CLOSES + 1 }, 'late'],
  ['at the end of the drain', { orderMs: CLOSES, receivedAtMs: CLOSES + 2_000 }, 'counted'],
  ['1 ms after it', { orderMs: CLOSES, receivedAtMs: CLOSES + 2_001 }, 'late'],
  ['WeChat drains 20 s', { channel: 'wechat', orderMs: CLOSES, receivedAtMs: CLOSES + 20_000 }, 'counted'],
  ['and no longer', { channel: 'wechat', orderMs: CLOSES, receivedAtMs: CLOSES + 20_001 }, 'late'],
  ['a gateway 90 s', { channel: 'gateway', orderMs: CLOSES, receivedAtMs: CLOSES + 90_000 }, 'counted'],
  ['and no longer', { channel: 'gateway', orderMs: CLOSES, receivedAtMs: CLOSES + 90_001 }, 'late'],
  ['stale, whenever it came', { stale: true, orderMs: OPENS + 5 }, 'stale'],
  ['no choice, before anything else', { stale: true, isChoice: false, orderMs: OPENS - 1 }, 'invalid'],
] as const)('[BAL5] %s', (_, changes, admission) => {
  expect(admissionOf(given(changes), window)).toBe(admission)
})

test('[BAL5] [SHOW9] a window whose close was not cued has nothing late', () => {
  const onCue = { ...window, closesAtMs: null }
  expect(admissionOf(given({ orderMs: CLOSES * 9, receivedAtMs: CLOSES * 9 }), onCue)).toBe('counted')
  expect(admissionOf(given({ orderMs: OPENS - 1 }), onCue)).toBe('early')
})
