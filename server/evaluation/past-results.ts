// Places and totals of frozen periods in a few bytes a unit: what a card's history, a row's place before and the trends are read from.

import type { UnitId } from '../../shared/basics/ids.ts'
import type { Refusal } from '../../shared/basics/refusal.ts'
import type { Category } from '../../shared/evaluation/categories.ts'
import { schemeOf } from '../../shared/period/in-force.ts'
import type { PeriodUnit } from '../../shared/period/inputs.ts'
import type { FrozenInputs, Period } from '../../shared/period/period.ts'
import type { PeriodColumns } from './period-outcome.ts'
import type { Rankings } from './rankings.ts'

export interface PastResult {
  /** Null: it was not ranked. */
  readonly place: number | null
  /** In hundredths of a point. */
  readonly total: number | null
  readonly list: 'best' | 'worst' | null
}

export interface PeriodResults {
  readonly ranked: Readonly<Record<Category, number>>
  /** Undefined: the period did not know the unit. */
  of(unitId: UnitId): PastResult | undefined
}

const LISTS = [null, 'best', 'worst'] as const
const NONE = -1

export interface PastResults {
  /** Null where the period is not frozen. Rejects with RankingRefused. */
  of(period: Period): Promise<PeriodResults | null>
  /** Makes those that are not known yet, one after the other, before anybody asks. */
  warm(periods: readonly Period[]): void
}

/** A frozen period could not be ranked now: too many wait. */
export class RankingRefused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.code)
    this.name = 'RankingRefused'
    this.refusal = refusal
  }
}

/** Made once for each frozen value, and kept as long as the house keeps that. */
export function createPastResults(rankings: Pick<Rankings, 'columns'>): PastResults {
  const known = new WeakMap<FrozenInputs, Promise<PeriodResults>>()
  const indexOf = createIndex()
  let warming: Promise<unknown> = Promise.resolve()
  const results: PastResults = {
    async of(period) {
      const { inputs } = period
      if (inputs === null) return null
      const before = known.get(inputs)
      if (before !== undefined) return before
      const { units } = period
      const asked = rankings.columns({
        inputs: { units, frozen: inputs },
        scheme: schemeOf(period),
        basis: 'final',
      })
      const made = asked.then((columns) => {
        if (!columns.ok) throw new RankingRefused(columns.refusal)
        return resultsIn(indexOf(units), columns.value)
      })
      known.set(inputs, made)
      made.catch(() => known.delete(inputs))
      return made
    },
    warm(periods) {
      for (const period of periods)
        // Whoever asks for one that could not be made now is told why.
        warming = warming.then(() => results.of(period).catch(() => null))
    },
  }
  return results
}

function resultsIn(
  at: ReadonlyMap<UnitId, number>,
  { places, totals, lists, ranked }: PeriodColumns,
): PeriodResults {
  return {
    ranked,
    of(unitId) {
      const i = at.get(unitId)
      if (i === undefined) return undefined
      const isRanked = totals[i] !== NONE
      return {
        place: isRanked ? places[i]! : null,
        total: isRanked ? totals[i]! : null,
        list: LISTS[lists[i]!]!,
      }
    },
  }
}

/** Where each unit stands among a period's. Quarter after quarter has the same: theirs is kept once. */
function createIndex(): (units: readonly PeriodUnit[]) => ReadonlyMap<UnitId, number> {
  let last: readonly PeriodUnit[] = []
  let index: ReadonlyMap<UnitId, number> = new Map()
  return (units) => {
    const isSame = units.length === last.length && units.every(({ unitId }, i) => unitId === last[i]?.unitId)
    if (isSame) return index
    last = units
    index = new Map(units.map(({ unitId }, i) => [unitId, i]))
    return index
  }
}
