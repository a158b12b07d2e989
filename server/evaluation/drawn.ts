// How certain a ranking's lists are (RANK7), in eight bytes a unit: as the thread draws it, as it is kept, and as it is read.

import type { UnitId } from '../../shared/basics/ids.ts'
import { CATEGORIES, type Category } from '../../shared/evaluation/categories.ts'
import type { UnitCertainty } from '../../shared/evaluation/certainty.ts'
import type { CategoryOutcome } from '../../shared/evaluation/outcome.ts'
import type { Closeness } from '../../shared/evaluation/uncertain-units.ts'

/** RANK7. */
export const DRAWS = 2_000

/** Of one category, in the order of its ranking's rows. */
export interface Drawn {
  /** Four a unit: draws in which it was on 十优, on 十差, and the places it took. */
  readonly numbers: Uint16Array
  readonly close: Closeness
}

export type PeriodDrawn = Readonly<Record<Category, Drawn>>

export interface PeriodCertainty {
  readonly close: Readonly<Record<Category, Closeness>>
  of(category: Category): ReadonlyMap<UnitId, UnitCertainty>
}

export function drawnOf(certainty: readonly UnitCertainty[], close: Closeness): Drawn {
  const numbers = new Uint16Array(certainty.length * 4)
  certainty.forEach(({ best, worst, placeFrom, placeTo }, i) => {
    numbers.set([Math.round(best * DRAWS), Math.round(worst * DRAWS), placeFrom, placeTo], i * 4)
  })
  return { numbers, close }
}

/** `rowsOf`: the rows that were drawn for. */
export function certaintyOf(
  drawn: PeriodDrawn,
  rowsOf: (category: Category) => CategoryOutcome['rows'],
): PeriodCertainty {
  const known = new Map<Category, ReadonlyMap<UnitId, UnitCertainty>>()
  const { office, station, institution, utility } = drawn
  return {
    close: {
      ...{ office: office.close, station: station.close },
      ...{ institution: institution.close, utility: utility.close },
    },
    of(category) {
      const before = known.get(category)
      if (before !== undefined) return before
      const { numbers } = drawn[category]
      const certainty = new Map(
        rowsOf(category).map(({ unit }, i) => {
          const [best = 0, worst = 0, placeFrom = 0, placeTo = 0] = numbers.subarray(i * 4, i * 4 + 4)
          return [unit.unitId, { best: best / DRAWS, worst: worst / DRAWS, placeFrom, placeTo }] as const
        }),
      )
      known.set(category, certainty)
      return certainty
    },
  }
}

export function partsOfDrawn(drawn: PeriodDrawn): readonly Uint8Array[] {
  const close = CATEGORIES.map((category) => drawn[category].close)
  return [
    Buffer.from(JSON.stringify(close)),
    ...CATEGORIES.map((category) => {
      const { numbers } = drawn[category]
      return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)
    }),
  ]
}

/** Of parts that were kept by partsOfDrawn. */
export function drawnFromParts([head, ...numbers]: readonly Uint8Array[]): PeriodDrawn {
  const close = JSON.parse(Buffer.from(head!).toString()) as readonly Closeness[]
  const [office, station, institution, utility] = CATEGORIES.map((_, i): Drawn => ({
    close: close[i]!,
    numbers: new Uint16Array(numbers[i]!.buffer),
  })) as [Drawn, Drawn, Drawn, Drawn]
  return { office, station, institution, utility }
}
