// The thread that ranks: it is handed a period in pieces, and hands back its ranking in pieces, so that no screen waits (P8).

import { canonicalHashOf } from './canonical.ts'
import { certaintySeedOf } from './published-inputs.ts'
import type { UnitId } from '../../shared/basics/ids.ts'
import { toHundredths } from '../../shared/basics/exact.ts'
import { CATEGORIES, type Category } from '../../shared/evaluation/categories.ts'
import type { UnitCertainty } from '../../shared/evaluation/certainty.ts'
import { explain } from '../../shared/evaluation/explain.ts'
import type { UnrankedUnit } from '../../shared/evaluation/measure.ts'
import { type PeriodRanking, rankPeriod } from '../../shared/evaluation/period-ranking.ts'
import type { CategoryRanking, RankedUnit } from '../../shared/evaluation/ranking.ts'
import type { RankingBasis } from '../../shared/evaluation/ranking-input.ts'
import type { Scheme } from '../../shared/evaluation/scheme.ts'
import { standingWords } from '../../shared/evaluation/standing-words.ts'
import { categoryCertaintyOf } from '../../shared/evaluation/uncertain-units.ts'
import { standingsIf } from '../../shared/evaluation/standing-if.ts'
import { whatIfWords } from '../../shared/evaluation/what-if.ts'
import type { PeriodInputs, PeriodUnit, RolledUnit, UnitInputs } from '../../shared/period/inputs.ts'
import { unpackInputs } from '../../shared/period/packed-inputs.ts'
import type { CardPart } from '../../shared/protocol/period-api.ts'
import { serveCalls } from '../storage/worker-shell.ts'

/** RANK7. */
const DRAWS = 2_000
/** Periods kept: those somebody looks at; the longest unused goes first. */
const KEPT_MOST = 6

interface Known {
  readonly inputs: PeriodInputs
  readonly scheme: Scheme
  readonly basis: RankingBasis
  readonly ranking: PeriodRanking
  /** SHA-256 of scheme and inputs (RANK7). */
  readonly seedHex: string
}

export interface CategoryHead extends Omit<CategoryRanking, 'rows' | 'unranked'> {
  readonly rows: number
  readonly unranked: number
}

export interface Ranked {
  /** Names scheme, inputs and basis. */
  readonly key: string
  readonly heads: Readonly<Record<Category, CategoryHead>>
}

export interface UnitCard {
  readonly parts: readonly CardPart[]
  readonly standing: readonly string[]
  readonly whatIf: readonly string[]
}

export type UnitStandings = ReturnType<typeof standingsIf>

/** A frozen period's outcome by unit, in the order of its units, in a few bytes each. */
export interface PeriodColumns {
  /** 0: not ranked. */
  readonly places: Uint16Array
  /** In hundredths of a point; -1: not ranked. */
  readonly totals: Int32Array
  /** 0, or 1: 十优, 2: 十差. */
  readonly lists: Uint8Array
  readonly ranked: Readonly<Record<Category, number>>
}

interface Piece {
  readonly units: readonly PeriodUnit[]
  readonly evidence: readonly UnitInputs[]
  readonly rolled: readonly RolledUnit[]
}

const arriving = new Map<number, { units: PeriodUnit[]; evidence: UnitInputs[]; rolled: RolledUnit[] }>()
const known = new Map<string, Known>()

const api = {
  /** A piece of job's inputs. */
  take(job: number, { units, evidence, rolled }: Piece): void {
    const inputs = arriving.get(job) ?? { units: [], evidence: [], rolled: [] }
    inputs.units.push(...units)
    inputs.evidence.push(...evidence)
    inputs.rolled.push(...rolled)
    arriving.set(job, inputs)
  },
  /** All pieces are there. */
  rank(job: number, scheme: Scheme, basis: RankingBasis): Ranked {
    const inputs = arriving.get(job) ?? { units: [], evidence: [], rolled: [] }
    arriving.delete(job)
    const key = `${basis} ${canonicalHashOf({ scheme, inputs })}`
    // The seed of the published draws: an office sees what a bundle will say.
    const seedHex = certaintySeedOf(inputs, scheme)
    const before = known.get(key)
    known.delete(key)
    const one = before ?? { inputs, scheme, basis, seedHex, ranking: rankPeriod(inputs, scheme, basis) }
    known.set(key, one)
    const oldest = known.keys().next().value
    if (known.size > KEPT_MOST && oldest !== undefined) known.delete(oldest)
    const head = (ranking: CategoryRanking): CategoryHead => ({
      ...ranking,
      rows: ranking.rows.length,
      unranked: ranking.unranked.length,
    })
    const { office, station, institution, utility } = one.ranking.categories
    return {
      key,
      heads: {
        office: head(office),
        station: head(station),
        institution: head(institution),
        utility: head(utility),
      },
    }
  },
  /** What became of a frozen period, from its inputs as they are kept; its units came in pieces, nothing else of it. */
  columns(job: number, packed: string, scheme: Scheme): PeriodColumns {
    const units = arriving.get(job)?.units ?? []
    arriving.delete(job)
    return columnsOf(units, rankPeriod(unpackInputs(packed, units), scheme, 'final'))
  },
  /** Null: not kept any more; it is to be handed in again. */
  rows(key: string, category: Category, from: number, to: number): readonly RankedUnit[] | null {
    return known.get(key)?.ranking.categories[category].rows.slice(from, to) ?? null
  },
  unranked(key: string, category: Category, from: number, to: number): readonly UnrankedUnit[] | null {
    return known.get(key)?.ranking.categories[category].unranked.slice(from, to) ?? null
  },
  /** In the order of the rows. */
  certainty(key: string, category: Category): readonly UnitCertainty[] | null {
    const one = known.get(key)
    if (one === undefined) return null
    const { ranking, inputs, scheme, seedHex } = one
    return categoryCertaintyOf(ranking.categories[category], inputs, scheme, { draws: DRAWS, seedHex })
  },
  card(key: string, unitId: UnitId): UnitCard | null {
    const one = known.get(key)
    if (one === undefined) return null
    const { inputs, scheme, basis, ranking } = one
    return {
      parts: explain(unitId, inputs, scheme, ranking),
      standing: standingWords(unitId, inputs, scheme, ranking),
      whatIf: whatIfWords(unitId, inputs, scheme, basis),
    }
  },
  /** Where a unit stands, and where with each of these in place of its evidence. */
  standings(key: string, unitId: UnitId, alternatives: readonly UnitInputs[]): UnitStandings | null {
    const one = known.get(key)
    return one === undefined ? null : standingsIf(unitId, alternatives, one.inputs, one.scheme, one.basis)
  },
}
export type RankingApi = typeof api

function columnsOf(units: readonly PeriodUnit[], { categories }: PeriodRanking): PeriodColumns {
  const at = new Map(units.map(({ unitId }, i) => [unitId, i]))
  const places = new Uint16Array(units.length)
  const totals = new Int32Array(units.length).fill(-1)
  const lists = new Uint8Array(units.length)
  const ranked = { office: 0, station: 0, institution: 0, utility: 0 }
  for (const category of CATEGORIES) {
    const { rows } = categories[category]
    ranked[category] = rows.length
    for (const { unit, place, total, list } of rows) {
      const i = at.get(unit.unitId)!
      places[i] = place
      totals[i] = Number(toHundredths(total))
      lists[i] = list === null ? 0 : list === 'best' ? 1 : 2
    }
  }
  return { places, totals, lists, ranked }
}

serveCalls(api)
