// The packed record: whatever goes in comes out, and its numbers never move.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { UnitCode, WindowId } from '../../shared/basics/ids.ts'
import { INVALID_REASONS, type Ballot } from '../../shared/ballot/ballot.ts'
import { CHANNELS, CHOICES } from '../../shared/ballot/choices.ts'
import { ballot, packed } from '../../tests/support/ballots.ts'
import { RECORD_BYTES, unpack, viewOf } from './ballot-record.ts'

const ms = fc.integer({ min: 0, max: 2 ** 48 - 1 })
const u32 = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const anyBallot: fc.Arbitrary<Ballot> = fc.record({
  windowId: fc.option(
    fc.integer({ min: 1, max: 2 ** 48 - 1 }).map((n) => n.toString(16).padStart(12, '0') as WindowId),
  ),
  unitCode: fc.option(fc.integer({ min: 1, max: 9_999 }).map((n) => n as UnitCode)),
  voterKey: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  choice: fc.constantFrom(...CHOICES, ...INVALID_REASONS),
  channel: fc.constantFrom(...CHANNELS),
  receivedAtMs: ms,
  orderMs: ms,
  carrierTimeUsed: fc.boolean(),
  stale: fc.boolean(),
  messageHash: fc.tuple(u32, u32),
  segmentHash: u32,
})

test('[BAL1] ballots packed side by side are read back as they were', () => {
  fc.assert(
    fc.property(fc.array(anyBallot, { minLength: 1, maxLength: 5 }), (ballots) => {
      const view = viewOf(packed(ballots))
      for (const [i, given] of ballots.entries()) {
        expect(unpack(view, i * RECORD_BYTES)).toEqual({
          ...given,
          answeredRepeated: false,
          firstRefused: false,
        })
      }
    }),
  )
})

test('the layout is format 2, byte by byte', () => {
  const bytes = packed([
    ballot({
      windowId: '0123456789ab' as WindowId,
      unitCode: 0x0203 as UnitCode,
      voterKey: new Uint8Array(16).fill(0xee),
      choice: 'FREE_TEXT',
      channel: 'web',
      orderMs: 0x010203040506,
      receivedAtMs: 0x0708090a0b0c,
      stale: true,
      messageHash: [0xa1a2a3a4, 0xb1b2b3b4],
      segmentHash: 0xc1c2c3c4,
    }),
  ])
  expect(Buffer.from(bytes).toString('hex')).toBe(
    'ee'.repeat(16) +
      '010203040506' +
      '0708090a0b0c' +
      'a1a2a3a4b1b2b3b4' +
      '0123456789ab' +
      '0203' +
      '1d' +
      '42' +
      '0000' +
      'c1c2c3c4',
  )
  // The codes in the log are positions: a list that is reordered breaks every log there is.
  expect(INVALID_REASONS.indexOf('FREE_TEXT')).toBe(13)
  expect(CHANNELS.slice(0, 6)).toEqual(['twilio', 'wechat', 'web', 'aliyun', 'tencent', 'gateway'])
})

test('a damaged record and a torn one throw', () => {
  const bytes = packed([ballot()])
  bytes[44] = 9
  expect(() => unpack(viewOf(bytes), 0)).toThrow(/no choice/)
  bytes[44] = 0
  bytes[45] = 15
  expect(() => unpack(viewOf(bytes), 0)).toThrow(/no such channel/)
  expect(() => viewOf(bytes.subarray(1))).toThrow(/whole number/)
})
