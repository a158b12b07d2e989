// Names what a frozen period's ranking is made of: inputs, units, scheme, and the code that ranks.

import { createHash } from 'node:crypto'
import type { RankingBasis } from '../../shared/evaluation/ranking-input.ts'
import type { Scheme } from '../../shared/evaluation/scheme.ts'
import type { PeriodUnit } from '../../shared/period/inputs.ts'
import type { FrozenInputs } from '../../shared/period/period.ts'
import { canonicalJson } from './canonical.ts'
import { rankingCodeOf } from './ranking-code.ts'

export interface FrozenKeys {
  /** SHA-256 in hex. Reads two megabytes for a city, once for the same objects. */
  of(units: readonly PeriodUnit[], frozen: FrozenInputs, scheme: Scheme, basis: RankingBasis): Promise<string>
}

export function createFrozenKeys(code: () => Promise<string> = () => rankingCodeOf()): FrozenKeys {
  let ranking: Promise<string> | null = null
  const known = new WeakMap<FrozenInputs, { readonly of: readonly unknown[]; readonly key: string }>()
  let lastUnits: { readonly units: readonly PeriodUnit[]; readonly hash: string } | null = null

  /** Quarter after quarter has the same units, and the house keeps them once: mostly no more than a look at each. */
  const unitsHash = (units: readonly PeriodUnit[]): string => {
    const last = lastUnits
    const isSame = last?.units.length === units.length && units.every((unit, i) => unit === last.units[i])
    if (last !== null && isSame) return last.hash
    const hash = createHash('sha256').update(canonicalJson(units)).digest('hex')
    lastUnits = { units, hash }
    return hash
  }

  return {
    async of(units, frozen, scheme, basis) {
      const of = [units, scheme, basis]
      const before = known.get(frozen)
      if (before !== undefined && before.of.every((each, i) => each === of[i])) return before.key
      ranking ??= code()
      const hash = createHash('sha256')
      hash.update(canonicalJson({ code: await ranking, basis, scheme, units: unitsHash(units) }))
      const key = hash.update('\n').update(frozen.packed).digest('hex')
      known.set(frozen, { of, key })
      return key
    },
  }
}
