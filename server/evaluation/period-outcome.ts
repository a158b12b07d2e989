// What a period's ranking came to, packed: as the thread hands it back, as it is kept in a file, and read from there by category.

import type { UnitId } from '../../shared/basics/ids.ts'
import { CATEGORIES, type Category } from '../../shared/evaluation/categories.ts'
import { outcomeOf, type CategoryOutcome } from '../../shared/evaluation/outcome.ts'
import { packOutcome, unpackOutcome } from '../../shared/evaluation/packed-outcome.ts'
import type { PeriodRanking } from '../../shared/evaluation/period-ranking.ts'
import type { PeriodInputs, PeriodUnit } from '../../shared/period/inputs.ts'
import { vetoesIn } from '../../shared/period/rolled.ts'

/** By unit, in the order of the period's units, in seven bytes each: histories and trends need no more. */
export interface PeriodColumns {
  /** 0: not ranked. */
  readonly places: Uint16Array
  /** In hundredths of a point; -1: not ranked. */
  readonly totals: Int32Array
  /** 0, or 1: 十优, 2: 十差. */
  readonly lists: Uint8Array
  readonly ranked: Readonly<Record<Category, number>>
}

export interface PackedPeriod {
  readonly columns: PeriodColumns
  /** By category (packed-outcome.ts). */
  readonly categories: Readonly<Record<Category, string>>
  readonly vetoes: readonly (readonly [UnitId, readonly string[]])[]
  /** A half-year or a year: nothing is drawn for its certainty. */
  readonly isRolled: boolean
}

export interface PeriodOutcome extends Pick<PackedPeriod, 'columns' | 'isRolled'> {
  /** Kinds in force, by unit. */
  readonly vetoes: ReadonlyMap<UnitId, readonly string[]>
  /** Read when it is asked for, a few milliseconds for a city. */
  of(category: Category): CategoryOutcome
}

export function packRanking(inputs: PeriodInputs, { categories }: PeriodRanking): PackedPeriod {
  const { units, evidence, rolled } = inputs
  return packPeriod(units, (category) => outcomeOf(categories[category]), {
    vetoes: [...vetoesIn(evidence)],
    isRolled: rolled.length > 0,
  })
}

export function packPeriod(
  units: readonly PeriodUnit[],
  outcomeIn: (category: Category) => CategoryOutcome,
  more: Pick<PackedPeriod, 'vetoes' | 'isRolled'>,
): PackedPeriod {
  const at = new Map(units.map(({ unitId }, i) => [unitId, i]))
  const places = new Uint16Array(units.length)
  const totals = new Int32Array(units.length).fill(-1)
  const lists = new Uint8Array(units.length)
  const ranked = { office: 0, station: 0, institution: 0, utility: 0 }
  const packed = { office: '', station: '', institution: '', utility: '' }
  for (const category of CATEGORIES) {
    const outcome = outcomeIn(category)
    ranked[category] = outcome.rows.length
    packed[category] = packOutcome(outcome, units)
    for (const { unit, place, total, list } of outcome.rows) {
      const i = at.get(unit.unitId)!
      places[i] = place
      totals[i] = Number(total.replace('.', ''))
      lists[i] = list === null ? 0 : list === 'best' ? 1 : 2
    }
  }
  return {
    columns: { places, totals, lists, ranked },
    categories: packed,
    ...more,
  }
}

export function outcomeIn(
  { columns, categories, vetoes, isRolled }: PackedPeriod,
  units: readonly PeriodUnit[],
): PeriodOutcome {
  const known = new Map<Category, CategoryOutcome>()
  return {
    ...{ columns, isRolled, vetoes: new Map(vetoes) },
    of(category) {
      const outcome = known.get(category) ?? unpackOutcome(categories[category], units)
      known.set(category, outcome)
      return outcome
    },
  }
}

type Head = Pick<PackedPeriod, 'vetoes' | 'isRolled'> & Pick<PeriodColumns, 'ranked'>

export function partsOfPeriod({
  columns,
  categories,
  vetoes,
  isRolled,
}: PackedPeriod): readonly Uint8Array[] {
  const { places, totals, lists, ranked } = columns
  const head: Head = { vetoes, isRolled, ranked }
  return [
    Buffer.from(JSON.stringify(head)),
    ...[places, totals, lists].map((of) => new Uint8Array(of.buffer, of.byteOffset, of.byteLength)),
    ...CATEGORIES.map((category) => Buffer.from(categories[category], 'latin1')),
  ]
}

/** Of parts that were kept by partsOfPeriod. */
export function periodFromParts(parts: readonly Uint8Array[]): PackedPeriod {
  const [head, places, totals, lists, ...texts] = parts as [Uint8Array, Uint8Array, Uint8Array, Uint8Array]
  const textOf = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('latin1')
  const { ranked, vetoes, isRolled } = JSON.parse(Buffer.from(head).toString()) as Head
  const [office, station, institution, utility] = texts as readonly Uint8Array[]
  return {
    columns: {
      ...{ places: new Uint16Array(places.buffer), totals: new Int32Array(totals.buffer), lists, ranked },
    },
    categories: {
      ...{ office: textOf(office), station: textOf(station) },
      ...{ institution: textOf(institution), utility: textOf(utility) },
    },
    ...{ vetoes, isRolled },
  }
}
