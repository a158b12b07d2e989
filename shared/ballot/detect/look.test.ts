// What counts with and without a quarantine, against the plain recount; and that who voted, how often he sent and in which order changes no finding.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRandom } from '../../../scripts/demo/random.ts'
import { createRecount } from '../../../server/storage/recount-tally.ts'
import { T0, ballot, votingWindow } from '../../../tests/support/ballots.ts'
import { columnsOf, stuffed, type Sent } from '../../../tests/support/sent-ballots.ts'
import type { UnitCode } from '../../basics/ids.ts'
import { sidesOf } from '../../evaluation/poll-points.ts'
import { CHANNELS, CHOICES } from '../choices.ts'
import type { QuarantineRule } from '../quarantine.ts'
import { DEFAULT_DETECTION } from './detection-rules.ts'
import { lookAt, weigh } from './look.ts'

const window = votingWindow()
const sentBy = fc.record({
  voter: fc.nat(40),
  atMs: fc.integer({ min: -2_000, max: 62_000 }),
  choice: fc.nat(3),
  channel: fc.nat(5),
  segment: fc.nat(4),
})
const rule: fc.Arbitrary<QuarantineRule> = fc.record({
  channel: fc.constantFrom(...CHANNELS),
  unitCode: fc.constantFrom(null, 3 as UnitCode, 4 as UnitCode),
  fromMs: fc.option(fc.integer({ min: T0, max: T0 + 60_000 })),
  toMs: fc.constant(null),
  segmentHash: fc.option(fc.integer({ min: 1, max: 4 })),
})

test('[BAL9] both tallies of a look are those of the plain recount, whatever is set aside', () => {
  fc.assert(
    fc.property(fc.array(sentBy, { maxLength: 120 }), fc.array(rule, { maxLength: 3 }), (sent, rules) => {
      const recounted = (quarantines: readonly QuarantineRule[]) => {
        const recount = createRecount({ ...window, quarantines })
        for (const { voter, atMs, choice, channel, segment } of sent) {
          recount.add(
            ballot({
              voterKey: new Uint8Array(new Uint32Array([voter, voter + 1, 7, 9]).buffer),
              orderMs: T0 + atMs,
              receivedAtMs: T0 + atMs,
              choice: CHOICES[choice]!,
              channel: CHANNELS[channel]!,
              segmentHash: segment,
              messageHash: [(voter * 31 + atMs) >>> 0, 1],
            }),
          )
        }
        return sidesOf(recount.result().result)
      }
      const consequence = weigh(columnsOf(sent), window, rules, null)
      expect(consequence.before).toEqual(recounted([]))
      expect(consequence.after).toEqual(recounted(rules))
    }),
    { numRuns: 300 },
  )
})

const found = (sent: readonly Sent[]) =>
  lookAt(columnsOf(sent), window, DEFAULT_DETECTION, 'closed', T0 + 90_000)

test('[BAL9] the order of messages and the names of voters change nothing a look says', () => {
  const sent = stuffed()
  const plain = found(sent)
  expect(plain.findings.length).toBeGreaterThan(0)
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 1_000_000 }), (seed, shift) => {
      const renamed = sent.map((each) => ({ ...each, voter: each.voter + shift }))
      expect(found(createRandom(seed).shuffled(renamed)).findings).toEqual(plain.findings)
    }),
    { numRuns: 5 },
  )
})

test('[BAL9, BAL2] whoever sends again a thousand times makes no finding: a voter is one ballot', () => {
  const clean = stuffed().slice(0, 3_000)
  expect(found(clean).findings).toEqual([])
  // Each sends after his first, in one burst, in a beat, all for one choice.
  const again = Array.from({ length: 3_000 }, (_, i) => ({
    ...clean[i % 10]!,
    atMs: 59_000 + (i % 900),
    choice: 2,
  }))
  expect(found([...clean, ...again])).toEqual({ ...found(clean) })
})

test('[BAL9] what is set aside says how many, and whose later ballot counts instead', () => {
  const sent: Sent[] = [
    { voter: 1, atMs: 1_000, choice: 0, channel: 2, segment: 0 },
    { voter: 1, atMs: 2_000, choice: 2, channel: 1, segment: 0 },
    { voter: 2, atMs: 1_500, choice: 0, channel: 2, segment: 0 },
  ]
  const byWeb = { channel: 'web', unitCode: null, fromMs: null, toMs: null, segmentHash: null } as const
  expect(weigh(columnsOf(sent), window, [byWeb], null)).toEqual({
    setAside: 2,
    movedUp: 1,
    before: {
      headline: { satisfied: 0, fair: 0, dissatisfied: 0, unsure: 0 },
      web: { satisfied: 2, fair: 0, dissatisfied: 0, unsure: 0 },
    },
    after: {
      headline: { satisfied: 0, fair: 0, dissatisfied: 1, unsure: 0 },
      web: { satisfied: 0, fair: 0, dissatisfied: 0, unsure: 0 },
    },
  })
})
