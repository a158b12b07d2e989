// What of a category's ranking is drawn again for its certainty: ballots and scores, by each unit's own weights (RANK7).

import { type Fraction, fromJson } from '../basics/exact.ts'
import type { PeriodInputs, TvSegment, UnitInputs } from '../period/inputs.ts'
import {
  certaintyOf,
  type CertaintyRules,
  isBoundaryClose,
  type UncertainSegment,
  type UncertainUnit,
  type UnitCertainty,
} from './certainty.ts'
import { standingOf } from './period-points.ts'
import type { CategoryRanking, RankedUnit } from './ranking.ts'
import type { Method, Scheme } from './scheme.ts'
import { joiningPointsOf } from './tv-points.ts'

/** In the order of the ranking's rows. Empty for a roll-up, of which nothing is drawn. */
export function categoryCertaintyOf(
  ranking: CategoryRanking,
  inputs: PeriodInputs,
  scheme: Scheme,
  { draws, seedHex }: Pick<CertaintyRules, 'draws' | 'seedHex'>,
): readonly UnitCertainty[] {
  if (inputs.rolled.length > 0 || ranking.rows.length === 0) return []
  const byUnit = new Map(inputs.evidence.map((each) => [each.unitId, each]))
  const units = ranking.rows.map((row) => uncertainOf(row, byUnit.get(row.unit.unitId)!, scheme))
  const questionedApart = ranking.unranked.flatMap(({ unit }) => {
    const evidence = byUnit.get(unit.unitId)
    const tv = evidence === undefined ? null : standingOf('tv', unit, evidence, scheme)
    return tv?.state === 'present' ? [numberOf(tv.given.points)] : []
  })
  return certaintyOf(units, { draws, seedHex, listN: ranking.listN, questionedApart })
}

function uncertainOf(row: RankedUnit, evidence: UnitInputs, scheme: Scheme): UncertainUnit {
  const weightOf = (method: Method) => {
    const at = row.parts.findIndex((part) => part.method === method)
    return at === -1 ? null : numberOf(row.weights[at]!)
  }
  const fixed = row.parts.reduce(
    (sum, { method, points }, i) =>
      method === 'citizens' || method === 'tv' ? sum : sum + numberOf(points) * numberOf(row.weights[i]!),
    0,
  )
  const [citizens, tv] = [weightOf('citizens'), weightOf('tv')]
  return {
    fixed,
    citizens:
      citizens === null || evidence.citizens === null
        ? null
        : { weight: citizens, split: evidence.citizens.split },
    tv:
      tv === null
        ? null
        : {
            weight: tv,
            segments:
              evidence.tv.length === 0 ? null : evidence.tv.map((segment) => segmentOf(segment, scheme)),
          },
    vetoed: row.vetoed,
  }
}

function segmentOf({ examiners, poll }: TvSegment, { tv }: Scheme): UncertainSegment {
  const joins = poll !== null && joiningPointsOf(poll, tv.pollFromN) !== null
  const mean = numberOf(fromJson(examiners))
  return {
    // A result whose marks nobody handed in is taken as it is.
    marks: examiners.marks.length === 0 ? [mean] : examiners.marks,
    mean,
    examinersShare: joins ? tv.examinersBp / 10_000 : 1,
    poll: joins ? { split: poll, share: tv.pollBp / 10_000 } : null,
  }
}

/** 接近: where who stands on either side of a list's end might as well stand on the other. */
export interface Closeness {
  readonly best: boolean
  readonly worst: boolean
}

/** `certainty`: in the order of the rows; empty where nothing was drawn. */
export function closenessOf(
  {
    rows,
    listN,
  }: { readonly rows: readonly { readonly list: RankedUnit['list'] }[]; readonly listN: number },
  certainty: readonly UnitCertainty[],
): Closeness {
  const ends = (list: 'best' | 'worst') => {
    const chances = (inside: boolean) =>
      certainty.flatMap((chance, i) => ((rows[i]?.list === list) === inside ? chance[list] : []))
    return listN > 0 && isBoundaryClose(chances(true), chances(false))
  }
  return { best: ends('best'), worst: ends('worst') }
}

/** For the draws alone, which decide nothing. */
function numberOf({ num, den }: Fraction): number {
  return Number(num) / Number(den)
}
