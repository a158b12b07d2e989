// The thread that ranks: it is handed a period in pieces, and tells what its ranking came to, so that no screen waits (P8).

import { createHash } from 'node:crypto'
import { certaintySeedOf } from './published-inputs.ts'
import type { UnitId } from '../../shared/basics/ids.ts'
import type { Category } from '../../shared/evaluation/categories.ts'
import { explain } from '../../shared/evaluation/explain.ts'
import { type PeriodRanking, rankPeriod } from '../../shared/evaluation/period-ranking.ts'
import type { RankingBasis } from '../../shared/evaluation/ranking-input.ts'
import type { Scheme } from '../../shared/evaluation/scheme.ts'
import { standingsIf } from '../../shared/evaluation/standing-if.ts'
import { standingWords } from '../../shared/evaluation/standing-words.ts'
import { categoryCertaintyOf, closenessOf } from '../../shared/evaluation/uncertain-units.ts'
import { whatIfWords } from '../../shared/evaluation/what-if.ts'
import type { PeriodInputs, PeriodUnit, RolledUnit, UnitInputs } from '../../shared/period/inputs.ts'
import { packInputs, unpackInputs } from '../../shared/period/packed-inputs.ts'
import type { CardPart } from '../../shared/protocol/ranking-api.ts'
import { serveCalls } from '../storage/worker-shell.ts'
import { type Drawn, drawnOf, DRAWS } from './drawn.ts'
import { type PackedPeriod, packRanking } from './period-outcome.ts'

/** Periods kept: those somebody looks at; the longest unused goes first. */
const KEPT_MOST = 6

interface Known {
  readonly inputs: PeriodInputs
  readonly scheme: Scheme
  readonly basis: RankingBasis
  readonly ranking: PeriodRanking
}

export interface UnitCard {
  readonly parts: readonly CardPart[]
  readonly standing: readonly string[]
  readonly whatIf: readonly string[]
}

export type UnitStandings = ReturnType<typeof standingsIf>

interface Piece {
  readonly units: readonly PeriodUnit[]
  readonly evidence: readonly UnitInputs[]
  readonly rolled: readonly RolledUnit[]
}

/** Of what was frozen: its inputs as they are kept, and the key its owner knows it by. Its units came in pieces. */
interface FrozenPiece {
  readonly packed: string
  readonly key: string
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
  /** All pieces are there. Answers the key, by which the others ask: one for equal inputs, scheme and basis. */
  rank(job: number, frozen: FrozenPiece | null, scheme: Scheme, basis: RankingBasis): string {
    const arrived = arriving.get(job) ?? { units: [], evidence: [], rolled: [] }
    arriving.delete(job)
    const key = frozen?.key ?? keyOf(arrived, scheme, basis)
    const one = known.get(key) ?? rankedNow(arrived, frozen, scheme, basis)
    known.delete(key)
    known.set(key, one)
    const oldest = known.keys().next().value
    if (known.size > KEPT_MOST && oldest !== undefined) known.delete(oldest)
    return key
  },
  /** Null here and below: not kept any more; it is to be handed in again. */
  outcome(key: string): PackedPeriod | null {
    const one = known.get(key)
    return one === undefined ? null : packRanking(one.inputs, one.ranking)
  },
  certainty(key: string, category: Category): Drawn | null {
    const one = known.get(key)
    if (one === undefined) return null
    const { ranking, inputs, scheme } = one
    const inCategory = ranking.categories[category]
    // The seed of the published draws: an office sees what a bundle will say.
    const seedHex = seedOf(one)
    const drawn = categoryCertaintyOf(inCategory, inputs, scheme, { draws: DRAWS, seedHex })
    return drawnOf(drawn, closenessOf(inCategory, drawn))
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

function rankedNow(
  arrived: PeriodInputs,
  frozen: FrozenPiece | null,
  scheme: Scheme,
  basis: RankingBasis,
): Known {
  const inputs = frozen === null ? arrived : unpackInputs(frozen.packed, arrived.units)
  return { inputs, scheme, basis, ranking: rankPeriod(inputs, scheme, basis) }
}

const seeds = new WeakMap<Known, string>()

/** SHA-256 of scheme and inputs (RANK7). */
function seedOf(one: Known): string {
  const seed = seeds.get(one) ?? certaintySeedOf(one.inputs, one.scheme)
  seeds.set(one, seed)
  return seed
}

function keyOf(inputs: PeriodInputs, scheme: Scheme, basis: RankingBasis): string {
  return createHash('sha256')
    .update(JSON.stringify([basis, scheme, inputs.units]))
    .update(packInputs(inputs))
    .digest('hex')
}

serveCalls(api)
