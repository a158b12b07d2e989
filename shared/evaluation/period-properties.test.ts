// Proves what must hold of every ranking, over periods drawn at random and against an oracle that is written by definition (RANK2–RANK9).
//
// WENZHENG_ROUNDS=10000 makes it the full run (`npm run properties`); a failure prints its seed and path.

import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { generatedPeriod, type GivenPeriod } from '../../tests/support/generated-period.ts'
import { verdictsOf } from '../../tests/support/ranking-oracle.ts'
import { fraction, show } from '../basics/exact.ts'
import { UnitCode } from '../basics/ids.ts'
import { unreachable } from '../basics/result.ts'
import type { PeriodInputs, UnitInputs } from '../period/inputs.ts'
import { compareTotals } from './exact-total.ts'
import { explain } from './explain.ts'
import { type PeriodRanking, rankPeriod } from './period-ranking.ts'
import { ballotsIn, ratingsIn } from './poll-points.ts'
import { type RankedUnit, shownOf } from './ranking.ts'
import { standingWords } from './standing-words.ts'
import { changesOf, type Goal } from './what-if.ts'
import { leversDown, leversUp } from './what-if-levers.ts'
import { CATEGORIES } from './unit.ts'

const ROUNDS = Number(process.env['WENZHENG_ROUNDS'] ?? 200)
const SEED = Number(process.env['WENZHENG_SEED'] ?? 20_261_125)
const runs = (share = 1) => ({ numRuns: Math.ceil(ROUNDS * share), seed: SEED })
const SEEN = [
  ...['lists', 'best', 'worst', 'none', 'all_listed', 'vetoed', 'redistributed'],
  ...['sample', 'notDelivered', 'noMethod', 'citizens_higher', 'dissatisfied_share_lower'],
]
vi.setConfig({ testTimeout: 15_000 + ROUNDS * 100 })

const rowsOf = ({ categories }: PeriodRanking) => CATEGORIES.flatMap((category) => categories[category].rows)
const unrankedOf = ({ categories }: PeriodRanking) =>
  CATEGORIES.flatMap((category) => categories[category].unranked)

/** What a ranking says of each unit, without its code and name. */
const outcomes = (ranking: PeriodRanking): ReadonlyMap<string, string> =>
  new Map([
    ...rowsOf(ranking).map((row) => [row.unit.unitId, outcomeOf(row)] as const),
    ...unrankedOf(ranking).map(
      ({ unit, why, methods }) => [unit.unitId, `${why} ${methods.join()}`] as const,
    ),
  ])
const outcomeOf = (row: RankedUnit) => {
  const { num, den } = fraction(row.total.num, row.total.den)
  return [row.place, `${num}/${den}`, row.list, row.decidedBy, row.vetoed, shownOf(row).parts].join(' ')
}
const holds = (
  property: (given: GivenPeriod, pick: (below: number) => number) => void,
  share = 1,
  most?: number,
) =>
  fc.assert(
    fc.property(generatedPeriod(most), fc.infiniteStream(fc.nat()), (given, random) =>
      property(given, (below) => (random.next().value as number) % below),
    ),
    runs(share),
  )
const withUnit = (inputs: PeriodInputs, at: number, own: UnitInputs): PeriodInputs => ({
  ...inputs,
  evidence: inputs.evidence.map((each, i) => (i === at ? own : each)),
})

describe('over generated periods', () => {
  test('[RANK2] [RANK3] [RANK4] [RANK5] [EVAL3] property: place, exact total, list and reason are those of the oracle', () => {
    const seen = new Map<string, number>()
    const see = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1)
    holds(({ inputs, scheme }) => {
      const ranking = rankPeriod(inputs, scheme)
      for (const { listN, boundary } of Object.values(ranking.categories)) {
        if (listN > 0) see('lists')
        see(boundary.best)
      }
      const verdicts = verdictsOf(inputs, scheme)
      expect(verdicts.size).toBe(inputs.units.length)
      for (const { unit, place, total, list, decidedBy, redistributed, vetoed } of rowsOf(ranking)) {
        const wanted = verdicts.get(unit.unitId)!
        expect({ place, list, why: null }).toEqual({
          place: wanted.place,
          list: wanted.list,
          why: wanted.why,
        })
        expect(total.num * wanted.total![1]).toBe(wanted.total![0] * total.den)
        for (const what of [list, decidedBy, redistributed.length > 0 && 'redistributed', vetoed && 'vetoed'])
          if (typeof what === 'string') see(what)
      }
      for (const { unit, why } of unrankedOf(ranking))
        expect(verdicts.get(unit.unitId)).toEqual({ place: null, total: null, list: null, why })
      for (const { why } of unrankedOf(ranking)) see(why)
    })
    // Nothing of this was proved of an empty set.
    expect([...seen.keys()]).toEqual(expect.arrayContaining(SEEN))
  })

  test('[RANK2] property: shown parts sum to the shown total, which is the exact one rounded once', () => {
    const inHundredths = (text: string) => BigInt(text.replace('.', ''))
    holds(({ inputs, scheme }) => {
      for (const row of rowsOf(rankPeriod(inputs, scheme))) {
        const { total, parts } = shownOf(row)
        expect(total).toBe(show(fraction(row.total.num, row.total.den)))
        expect(parts.map(inHundredths).reduce((a, b) => a + b, 0n)).toBe(inHundredths(total))
        expect(row.weights.reduce((sum, one) => sum + Number(one.num) / Number(one.den), 0)).toBeCloseTo(
          1,
          12,
        )
      }
    }, 0.5)
  })

  test('[RANK4] property: nobody on 十优 is behind anybody on 十差, and no unit is on both or on one unranked', () => {
    holds(({ inputs, scheme }) => {
      for (const { rows, listN } of Object.values(rankPeriod(inputs, scheme).categories)) {
        const [best, worst] = (['best', 'worst'] as const).map((list) =>
          rows.filter((row) => row.list === list),
        )
        for (const high of best!)
          for (const low of worst!) {
            expect(high.place).toBeLessThan(low.place)
            expect(compareTotals(high.total, low.total)).toBeGreaterThanOrEqual(0)
          }
        if (listN === 0) expect([...best!, ...worst!]).toEqual([])
        expect(best!.some(({ vetoed }) => vetoed)).toBe(false)
      }
    }, 0.5)
  })

  test('[RANK8] property: renaming, reordering and regrouping of the input change nothing for any unit', () => {
    holds(({ inputs, scheme }, pick) => {
      const shuffled = <T>(of: readonly T[]) =>
        of
          .map((one) => ({ one, at: pick(1_000_000) }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one)
      const before = outcomes(rankPeriod(inputs, scheme))
      const turned = inputs.units.map((unit, i) => ({
        ...unit,
        code: UnitCode.parse(inputs.units.length - i),
        name: `${unit.name}（更名）`,
      }))
      const after = rankPeriod(
        {
          units: shuffled(turned),
          evidence: shuffled(inputs.evidence).map((own) => ({
            ...own,
            bigData: shuffled(own.bigData),
            department: shuffled(own.department),
            rectification: shuffled(own.rectification),
            tv: shuffled(own.tv),
          })),
          rolled: [],
        },
        scheme,
      )
      expect([...outcomes(after)].sort()).toEqual([...before].sort())
    })
  })

  test('[RANK8] property: a unit of one category never moves another category', () => {
    holds(({ inputs, scheme }, pick) => {
      const category = CATEGORIES[pick(4)]!
      const other = new Set(
        inputs.units.filter((unit) => unit.category !== category).map((unit) => unit.unitId),
      )
      const without = rankPeriod(
        {
          units: inputs.units.filter(({ unitId }) => !other.has(unitId)),
          evidence: inputs.evidence.filter(({ unitId }) => !other.has(unitId)),
          rolled: [],
        },
        scheme,
      )
      expect(without.categories[category]).toEqual(rankPeriod(inputs, scheme).categories[category])
    }, 0.5)
  })

  test('[RANK8] property: a better input never lowers the unit’s total, nor costs it a place (but tv, which lifts the mean)', () => {
    let improved = 0
    holds(({ inputs, scheme }, pick) => {
      fc.pre(inputs.units.length > 0)
      const at = pick(inputs.units.length)
      const { unitId, category } = inputs.units[at]!
      const rowIn = (of: PeriodInputs) =>
        rankPeriod(of, scheme).categories[category].rows.find((row) => row.unit.unitId === unitId)
      const before = rowIn(inputs)
      if (before === undefined) return
      for (const lever of leversUp(category, inputs.evidence[at]!, scheme)) {
        const after = rowIn(withUnit(inputs, at, lever.after(1 + pick(lever.most))))!
        expect(compareTotals(after.total, before.total)).toBeGreaterThanOrEqual(0)
        if (lever.method !== 'tv') expect(after.place).toBeLessThanOrEqual(before.place)
        improved += 1
      }
    })
    expect(improved).toBeGreaterThan(ROUNDS / 2)
  })

  test('[RANK9] property: above the minimum, doubling every ballot of a unit changes nothing for anybody', () => {
    holds(({ inputs, scheme }, pick) => {
      fc.pre(inputs.units.length > 0)
      const at = pick(inputs.units.length)
      const own = inputs.evidence[at]!
      const double = (split: NonNullable<UnitInputs['citizens']>['split']) => ({
        satisfied: split.satisfied * 2,
        fair: split.fair * 2,
        dissatisfied: split.dissatisfied * 2,
        unsure: split.unsure * 2,
      })
      const { citizens, tv } = own
      const enough = citizens !== null && ratingsIn(citizens.split) >= scheme.citizensFromN
      const doubled: UnitInputs = {
        ...own,
        citizens: enough ? { ...citizens, split: double(citizens.split) } : citizens,
        tv: tv.map((segment) => ({
          ...segment,
          poll:
            segment.poll !== null && ballotsIn(segment.poll) >= scheme.tv.pollFromN
              ? double(segment.poll)
              : segment.poll,
        })),
      }
      expect(outcomes(rankPeriod(withUnit(inputs, at, doubled), scheme))).toEqual(
        outcomes(rankPeriod(inputs, scheme)),
      )
    })
  })

  test('[EVAL3] property: no reason for an absence ever moves a unit that has everything', () => {
    holds(({ inputs, scheme }, pick) => {
      fc.pre(inputs.units.length > 0)
      const at = pick(inputs.units.length)
      const own = inputs.evidence[at]!
      const excused = withUnit(inputs, at, {
        ...own,
        notApplicable: ['citizens', 'bigData', 'department', 'rectification', 'tv'],
      })
      const before = outcomes(rankPeriod(inputs, scheme))
      const after = outcomes(rankPeriod(excused, scheme))
      const complete =
        own.citizens !== null &&
        own.bigData.length === scheme.indicators.length &&
        own.department.length > 0 &&
        own.rectification.length > 0 &&
        own.tv.length > 0
      if (complete) expect(after).toEqual(before)
      // A small sample and what was not delivered win over it.
      const apart = before.get(own.unitId)!
      if (/^(sample|notDelivered)/.test(apart)) expect(after.get(own.unitId)).toBe(apart)
    })
  })

  test('[RANK6] property: a card tells every part; what it says would change the place does, and one step less does not', () => {
    let changes = 0
    holds(
      ({ inputs, scheme }, pick) => {
        fc.pre(inputs.units.length > 0)
        const at = pick(inputs.units.length)
        const { unitId, category } = inputs.units[at]!
        const ranking = rankPeriod(inputs, scheme)
        const row = ranking.categories[category].rows.find((each) => each.unit.unitId === unitId)
        const parts = explain(unitId, inputs, scheme, ranking)
        expect(parts.map(({ method }) => method)).toEqual(
          (['citizens', 'bigData', 'department', 'rectification', 'tv'] as const).filter(
            (method) => scheme.weightsBp[method] > 0,
          ),
        )
        for (const part of parts) expect(part.steps.length).toBeGreaterThan(0)
        expect(parts.flatMap(({ weighted }) => weighted ?? [])).toEqual(
          row === undefined ? [] : shownOf(row).parts,
        )
        expect(standingWords(unitId, inputs, scheme, ranking).length).toBeGreaterThan(0)
        const found = changesOf(unitId, inputs, scheme)
        if (row === undefined) expect(found).toEqual([])
        else
          for (const { goal, method, steps, after, place, words } of found) {
            changes += 1
            const anew = rankPeriod(withUnit(inputs, at, after), scheme).categories[category].rows
            const then = anew.find((each) => each.unit.unitId === unitId)!
            expect(then.place).toBe(place)
            expect(reached(goal, row, then)).toBe(true)
            expect(words).toMatch(/^若.*。$/)
            if (steps === 1) continue
            const lever = leversBoth(category, inputs.evidence[at]!, scheme).find(
              (each) => each.method === method && JSON.stringify(each.after(steps)) === JSON.stringify(after),
            )!
            const less = rankPeriod(withUnit(inputs, at, lever.after(steps - 1)), scheme).categories[category]
              .rows
            expect(
              reached(
                goal,
                row,
                less.find((each) => each.unit.unitId === unitId)!,
              ),
            ).toBe(false)
          }
      },
      0.5,
      20,
    )
    expect(changes).toBeGreaterThan(ROUNDS / 5)
  })
})

const leversBoth = (...of: Parameters<typeof leversUp>) => [...leversUp(...of), ...leversDown(...of)]
const reached = (goal: Goal, before: RankedUnit, then: RankedUnit) => {
  switch (goal) {
    case 'place_up':
      return then.place < before.place
    case 'best_on':
      return then.list === 'best'
    case 'worst_off':
      return then.list !== 'worst'
    case 'best_off':
      return then.list !== 'best'
    default:
      return unreachable(goal)
  }
}
