// Random evenings for a TallyIndex: ballots of three polls, repeated, in two logs, with quarantines and restarts in between.

import fc from 'fast-check'
import type { LogId, UnitCode, UnitId, WindowId } from '../../shared/basics/ids.ts'
import type { Ballot } from '../../shared/ballot/ballot.ts'
import { CHANNELS, CHOICES } from '../../shared/ballot/choices.ts'
import { QuarantineRule } from '../../shared/ballot/quarantine.ts'
import { T0, voterKey, votingWindow } from './ballots.ts'

export const LOG_A = 'aaaaaaaaaaaaaaaa' as LogId
export const LOG_B = 'bbbbbbbbbbbbbbbb' as LogId
export const window = votingWindow()
export const unit = (code: number) => ({
  id: `u${code}` as UnitId,
  code: code as UnitCode,
  name: `${code}号`,
})
/** A period poll, listed as a person would, not by code. */
export const period = votingWindow({
  windowId: 'b00000000002' as WindowId,
  kind: 'period',
  units: [unit(4), unit(9_999), unit(3)],
  channels: ['twilio', 'web', 'gateway'],
  closesAtMs: T0 + 50_000,
})
export const unheard = votingWindow({ windowId: 'c00000000003' as WindowId })

const aBallot: fc.Arbitrary<Ballot> = fc.record({
  windowId: fc.constantFrom(window.windowId, period.windowId, period.windowId, unheard.windowId, null),
  unitCode: fc.constantFrom(3 as UnitCode, 4 as UnitCode, 9_999 as UnitCode, null),
  voterKey: fc.integer({ min: 0, max: 6 }).map(voterKey),
  choice: fc.constantFrom(...CHOICES, ...CHOICES, 'FREE_TEXT' as const, 'CHANNEL_NOT_OFFERED' as const),
  channel: fc.constantFrom(...CHANNELS),
  orderMs: fc.oneof(
    fc.constantFrom(T0 - 1, T0, T0 + 5, T0 + 60_000, T0 + 60_001),
    fc.nat({ max: 49 }).map((second) => T0 + second * 1_000),
    fc.integer({ min: T0 - 2_000, max: T0 + 62_000 }),
  ),
  receivedAtMs: fc.integer({ min: T0, max: T0 + 160_000 }),
  carrierTimeUsed: fc.boolean(),
  stale: fc.constantFrom(false, false, false, false, true),
  messageHash: fc.tuple(fc.integer({ min: 0, max: 3 }), fc.nat()),
  segmentHash: fc.constantFrom(0, 0, 1, 2),
})

/** The same message once more; a channel without carrier times stamps it with its later receipt. */
function deliveredAgain(first: Ballot, laterMs: number): Ballot {
  if (first.carrierTimeUsed || first.orderMs < T0) return { ...first }
  return { ...first, orderMs: first.orderMs + laterMs, receivedAtMs: first.receivedAtMs + laterMs }
}

/** Most rules leave most open, so that they hold of many ballots. */
const orAny = <T>(of: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: of })
const aRule: fc.Arbitrary<QuarantineRule> = fc
  .record({
    channel: orAny(fc.constantFrom(...CHANNELS)),
    unitCode: orAny(fc.constantFrom(3 as UnitCode, 4 as UnitCode)),
    fromMs: orAny(fc.integer({ min: T0, max: T0 + 30_000 })),
    toMs: orAny(fc.integer({ min: T0 + 30_001, max: T0 + 60_000 })),
    segmentHash: orAny(fc.constantFrom(1, 2)),
  })
  .filter((rule) => QuarantineRule.safeParse(rule).success)

/** What happens while the logs are merged: a batch of either, quarantines, something merged again, a restart. */
const aStep = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom({ kind: 'A' as const }, { kind: 'B' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('quarantine' as const),
      of: fc.constantFrom(window, period),
      rules: fc.array(aRule, { maxLength: 2 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('again' as const),
      log: fc.constantFrom(LOG_A, LOG_B),
      count: fc.integer({ min: 1, max: 9 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
)

/** Ballots, the same in another order with some repeated, where each of two logs is cut into batches, and what happens meanwhile. */
export const anEvening = fc.array(aBallot, { maxLength: 40, size: 'max' }).chain((ballots) => {
  const last = Math.max(0, ballots.length - 1)
  const repeat = fc.tuple(fc.nat({ max: last }), fc.constantFrom(0, 0, 7, 30_000))
  return fc.array(repeat, { maxLength: ballots.length === 0 ? 0 : 10 }).chain((repeats) => {
    const all = [...ballots, ...repeats.map(([i, laterMs]) => deliveredAgain(ballots[i]!, laterMs))]
    return fc.record({
      ballots: fc.constant(ballots),
      deliveries: fc.shuffledSubarray(all, { minLength: all.length }),
      cuts: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 20 }),
      toB: fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }),
      steps: fc.array(aStep, { maxLength: 30, size: 'max' }),
    })
  })
})
