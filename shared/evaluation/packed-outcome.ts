// A category's outcome as one line of text, and back: what is kept of a ranking, and handed from the thread that ranked.

import type { PeriodUnit } from '../period/inputs.ts'
import type { CategoryOutcome, OutcomePart, OutcomeRow } from './outcome.ts'
import { METHODS, TieStage } from './scheme.ts'

const NOTES = [
  'none',
  'categoryMean',
  'examinersOnly',
  'redistributed',
] as const satisfies readonly OutcomePart['note'][]
const LISTS = [null, 'best', 'worst'] as const
const STAGES = [null, ...TieStage.options] as const

/** Points as text are kept as text: `83.27` is what was shown. A unit by its index; words by theirs. */
type Row = readonly [
  unit: number,
  place: number,
  total: string,
  num: string,
  den: string,
  list: number,
  vetoed: 0 | 1,
  decidedBy: number,
  /** Of each: method, points, weighted, note. */
  parts: readonly (number | string)[],
]

interface Packed extends Pick<CategoryOutcome, 'listN' | 'boundary' | 'warnings' | 'coverage'> {
  readonly rows: readonly Row[]
  readonly unranked: readonly (readonly [
    unit: number,
    why: CategoryOutcome['unranked'][number]['why'],
    methods: readonly number[],
  ])[]
}

/** `units`: of the whole period; the same are needed to read it. */
export function packOutcome(
  { listN, boundary, warnings, coverage, rows, unranked }: CategoryOutcome,
  units: readonly PeriodUnit[],
): string {
  const indexOf = new Map(units.map(({ unitId }, i) => [unitId, i]))
  const packed: Packed = {
    ...{ listN, boundary, warnings, coverage },
    rows: rows.map(({ unit, place, total, exact, parts, list, vetoed, decidedBy }) => [
      indexOf.get(unit.unitId)!,
      ...([place, total, exact.num, exact.den, LISTS.indexOf(list), vetoed ? 1 : 0] as const),
      STAGES.indexOf(decidedBy),
      parts.flatMap(({ method, points, weighted, note }) => [
        ...[METHODS.indexOf(method), points, weighted, NOTES.indexOf(note)],
      ]),
    ]),
    unranked: unranked.map(({ unit, why, methods }) => [
      indexOf.get(unit.unitId)!,
      why,
      methods.map((method) => METHODS.indexOf(method)),
    ]),
  }
  return JSON.stringify(packed)
}

export function unpackOutcome(packed: string, units: readonly PeriodUnit[]): CategoryOutcome {
  const { rows, unranked, ...rest } = JSON.parse(packed) as Packed
  return {
    ...rest,
    rows: rows.map((row) => rowOf(row, units)),
    unranked: unranked.map(([unit, why, methods]) => ({
      unit: units[unit]!,
      why,
      methods: methods.map((method) => METHODS[method]!),
    })),
  }
}

function rowOf(
  [unit, place, total, num, den, list, vetoed, decidedBy, parts]: Row,
  units: readonly PeriodUnit[],
): OutcomeRow {
  return {
    ...{ unit: units[unit]!, place, total, exact: { num, den } },
    parts: partsOf(parts),
    ...{ list: LISTS[list]!, vetoed: vetoed === 1, decidedBy: STAGES[decidedBy]! },
  }
}

function partsOf(flat: Row[8]): readonly OutcomePart[] {
  const parts: OutcomePart[] = []
  for (let at = 0; at < flat.length; at += 4)
    parts.push({
      method: METHODS[Number(flat[at])]!,
      points: String(flat[at + 1]),
      weighted: String(flat[at + 2]),
      note: NOTES[Number(flat[at + 3])]!,
    })
  return parts
}
