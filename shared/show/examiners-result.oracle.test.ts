// Proves the examiners' result of any panel against a naive count, and that neither order nor extremes mislead it.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seatId, seatPlans } from '../../tests/support/given-parts.ts'
import { givenLive } from '../../tests/support/given.ts'
import { bestAndWorstHold, examinersResultOf } from './examiners-result.ts'
import { SeatGroup, type GroupWeights } from './panel.ts'
import type { Mark } from './score.ts'

const template = givenLive({ form: { kind: 'marks', trim: 0 } })
template.openExaminers()
const even = { party: 2_000, congress: 2_000, cppcc: 2_000, citizen: 2_000, netizen: 2_000 }

/** The same by another road: repeated removal for trim, one big common denominator for weights. */
function naive(marksByGroup: ReadonlyMap<SeatGroup, number[]>, trim: number, weights: GroupWeights | null) {
  const trimmed = (all: number[]) => {
    const left = [...all]
    if (all.length >= 10)
      for (let i = 0; i < trim; i++) {
        left.splice(left.indexOf(Math.max(...left)), 1)
        left.splice(left.indexOf(Math.min(...left)), 1)
      }
    return left
  }
  const total = (of: number[]) => BigInt(of.reduce((a, b) => a + b, 0))
  if (weights === null) {
    const left = trimmed([...marksByGroup.values()].flat())
    return { num: total(left), den: BigInt(left.length) }
  }
  const weighed = SeatGroup.options.filter((group) => weights.weightsBp[group] > 0)
  const large = weighed.filter((group) => (marksByGroup.get(group)?.length ?? 0) >= 3)
  if (large.length === 0 || (large.length < weighed.length && !weights.redistribute)) return null
  const lefts = large.map((group) => ({
    left: trimmed(marksByGroup.get(group)!),
    weight: BigInt(weights.weightsBp[group]),
  }))
  const product = lefts.reduce((all, { left }) => all * BigInt(left.length), 1n)
  const base = lefts.reduce((all, { weight }) => all + weight, 0n)
  const num = lefts.reduce(
    (all, { left, weight }) => all + weight * total(left) * (product / BigInt(left.length)),
    0n,
  )
  return { num, den: product * base }
}

const weightsArbitrary: fc.Arbitrary<GroupWeights> = fc
  .record({ cuts: fc.array(fc.nat(100), { minLength: 4, maxLength: 4 }), redistribute: fc.boolean() })
  .map(({ cuts, redistribute }) => {
    const at = [0, ...cuts.map((cut) => cut * 100).sort((a, b) => a - b), 10_000]
    const weightsBp = Object.fromEntries(SeatGroup.options.map((group, i) => [group, at[i + 1]! - at[i]!]))
    return { weightsBp: weightsBp as GroupWeights['weightsBp'], redistribute }
  })

const panelArbitrary = fc.record({
  marks: fc.array(fc.record({ group: fc.constantFrom(...SeatGroup.options), mark: fc.nat(100) }), {
    minLength: 1,
    maxLength: 40,
  }),
  trim: fc.nat(4),
  weights: fc.option(weightsArbitrary),
})

/** A window with these scores, without the way there: what is tested is the arithmetic. */
function windowWith(
  marks: readonly { group: SeatGroup; mark: Mark }[],
  trim: number,
  weights: GroupWeights | null,
) {
  const show = template
  const seats = marks.map(({ group }, i) => ({ ...show.session().seats[0]!, seatId: seatId(i + 1), group }))
  const scores = Object.fromEntries(
    marks.map(({ mark }, i) => [
      seatId(i + 1),
      {
        seatId: seatId(i + 1),
        mark,
        generation: 1,
        revision: 1,
        onPaper: false,
        receivedAtMs: 0,
        lockedAtMs: null,
        releaseRequested: false,
        earlier: [],
      },
    ]),
  )
  const window = {
    ...show.examiners(),
    form: { kind: 'marks' as const, trim },
    groupWeights: weights,
    presentSeats: seats.map((seat) => seat.seatId),
    scores,
  }
  return { window, session: { ...show.session(), seats } }
}
describe('examiners’ results of any panel', () => {
  test('[SCORE6] [SCORE7] agree with the naive count, exactly', () => {
    fc.assert(
      fc.property(panelArbitrary, ({ marks, trim, weights }) => {
        const points = marks.map(({ group, mark }) => ({
          group,
          mark: { kind: 'points', points: mark } as const,
        }))
        const { window, session } = windowWith(points, trim, weights)
        const result = examinersResultOf(window, session)
        const byGroup = new Map(
          SeatGroup.options.map((group) => [
            group,
            marks.filter((m) => m.group === group).map(({ mark }) => mark),
          ]),
        )
        const expected = naive(byGroup, trim, weights)
        if (result.mean === null) return expected === null || result.counted < 5
        return (
          expected !== null &&
          BigInt(result.mean.num) * expected.den === expected.num * BigInt(result.mean.den)
        )
      }),
      { seed: 61, numRuns: 2_000 },
    )
  })

  test('[SCORE6] the order of seats and of arrival changes not a byte', () => {
    const shuffled = panelArbitrary.chain((panel) =>
      fc.record({
        panel: fc.constant(panel),
        order: fc.shuffledSubarray([...panel.marks.keys()], { minLength: panel.marks.length }),
      }),
    )
    fc.assert(
      fc.property(shuffled, ({ panel, order }) => {
        const points = panel.marks.map(({ group, mark }) => ({
          group,
          mark: { kind: 'points', points: mark } as const,
        }))
        const { window, session } = windowWith(points, panel.trim, panel.weights)
        const moved = {
          window: {
            ...window,
            presentSeats: order.map((i) => window.presentSeats[i]!),
            scores: Object.fromEntries(order.map((i) => [seatId(i + 1), window.scores[seatId(i + 1)]!])),
          },
          session: { ...session, seats: order.map((i) => session.seats[i]!) },
        }
        expect(JSON.stringify(examinersResultOf(moved.window, moved.session))).toBe(
          JSON.stringify(examinersResultOf(window, session)),
        )
      }),
      { seed: 62, numRuns: 500 },
    )
  })

  test('[SCORE8] all-best gives exactly 100 and all-worst exactly 0, wherever there is a result', () => {
    fc.assert(
      fc.property(panelArbitrary, fc.boolean(), ({ marks, trim, weights }, best) => {
        const points = marks.map(({ group }) => ({
          group,
          mark: { kind: 'points', points: best ? 100 : 0 } as const,
        }))
        const { window, session } = windowWith(points, trim, weights)
        const { mean } = examinersResultOf(window, session)
        if (mean !== null) expect(mean).toEqual({ num: best ? '100' : '0', den: '1' })
        expect(bestAndWorstHold({ kind: 'marks', trim }, weights)).toBe(true)
      }),
      { seed: 63, numRuns: 500 },
    )
  })

  test('[SCORE8] a form for which that is false is found out', () => {
    expect(bestAndWorstHold({ kind: 'grades' }, null)).toBe(true)
    expect(bestAndWorstHold({ kind: 'placard' }, { weightsBp: even, redistribute: false })).toBe(true)
    expect(
      bestAndWorstHold({ kind: 'grades' }, { weightsBp: { ...even, party: 2_001 }, redistribute: false }),
    ).toBe(false)
    expect(
      bestAndWorstHold({ kind: 'grades' }, { weightsBp: { ...even, party: 0 }, redistribute: false }),
    ).toBe(false)
    const nothing = { party: 0, congress: 0, cppcc: 0, citizen: 0, netizen: 0 }
    expect(bestAndWorstHold({ kind: 'grades' }, { weightsBp: nothing, redistribute: true })).toBe(false)
  })

  test('[SCORE6] shown weights of a panel sum to 10,000', () => {
    fc.assert(
      fc.property(panelArbitrary, weightsArbitrary, ({ marks }, weights) => {
        const points = marks.map(({ group, mark }) => ({
          group,
          mark: { kind: 'points', points: mark } as const,
        }))
        const { window, session } = windowWith(points, 0, weights)
        const result = examinersResultOf(window, session)
        if (result.mean === null) return
        expect(result.groups.reduce((total, { weightBp }) => total + weightBp!, 0)).toBe(10_000)
      }),
      { seed: 64, numRuns: 500 },
    )
  })

  test('seats are in five groups by turns, as these tests assume', () => {
    expect(seatPlans(6).map(({ group }) => group)).toEqual([...SeatGroup.options, 'party'])
  })
})
