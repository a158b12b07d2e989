// A period's frozen inputs as one line of text, and back: of five years of quarters with 10,000 units only the text stays in memory.

import type { UnitId, WindowId } from '../basics/ids.ts'
import { ReviewerGroup } from '../evaluation/department.ts'
import type { CreditKind } from '../evaluation/rectification.ts'
import { METHODS, type Method } from '../evaluation/scheme.ts'
import type { PeriodInputs, PeriodUnit, RolledUnit, TvSegment, UnitInputs } from './inputs.ts'

const GROUPS = ReviewerGroup.options
const KINDS = ['on_time', 'late', 'overdue', 'reopened_false'] as const satisfies readonly CreditKind[]
const LIFTED = 1

/** Words that stand often, by their place. */
interface Words {
  readonly indicators: readonly string[]
  readonly vetoes: readonly string[]
  readonly polls: readonly WindowId[]
}

type Citizens = readonly [number, number, number, number, ...number[]]
/** In the order of UnitInputs; lists of equal things laid end to end. */
type Row = readonly [
  unitId: UnitId,
  citizens: Citizens | 0,
  bigData: readonly number[],
  department: readonly number[],
  rectification: readonly (string | number)[],
  tv: readonly TvSegment[],
  notApplicable: readonly number[],
  notDelivered: readonly number[],
  vetoes: readonly number[],
]

interface Packed {
  readonly words: Words
  readonly rows: readonly Row[]
  readonly rolled: readonly RolledUnit[]
}

/** ASCII only, so that a character takes one byte. Units are left out: the period has them. */
export function packInputs({ evidence, rolled }: PeriodInputs): string {
  const [indicators, vetoes, polls] = [createPlaces(), createPlaces(), createPlaces()]
  const rows = evidence.map((each): Row => {
    const { citizens, bigData, department, rectification } = each
    return [
      each.unitId,
      citizens === null
        ? 0
        : [
            ...([citizens.split.satisfied, citizens.split.fair] as const),
            ...([citizens.split.dissatisfied, citizens.split.unsure] as const),
            ...citizens.pollIds.map(polls.of),
          ],
      bigData.flatMap(({ indicatorId, numerator, denominator, lifted }) => [
        ...[indicators.of(indicatorId), numerator, denominator, lifted === true ? LIFTED : 0],
      ]),
      department.flatMap(({ group, reviewer, mark }) => [GROUPS.indexOf(group), reviewer, mark]),
      rectification.flatMap(({ itemId, weight, kind, lifted }) => [
        ...[itemId, weight, KINDS.indexOf(kind), lifted === true ? LIFTED : 0],
      ]),
      each.tv,
      each.notApplicable.map((method) => METHODS.indexOf(method)),
      each.notDelivered.map((method) => METHODS.indexOf(method)),
      each.vetoes.map(vetoes.of),
    ]
  })
  const words = { indicators: indicators.all, vetoes: vetoes.all, polls: polls.all }
  return JSON.stringify({ words, rows, rolled }).replace(
    /[^\0-\x7f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

export function unpackInputs(packed: string, units: readonly PeriodUnit[]): PeriodInputs {
  const { words, rows, rolled } = JSON.parse(packed) as Packed
  return { units, evidence: rows.map((row) => unitInputsOf(row, words)), rolled }
}

function unitInputsOf(row: Row, { indicators, vetoes, polls }: Words): UnitInputs {
  const [unitId, citizens, bigData, department, rectification, tv, notApplicable, notDelivered, barred] = row
  return {
    unitId,
    citizens: citizens === 0 ? null : citizensOf(citizens, polls),
    bigData: inPieces(bigData, 4).map(([indicator = 0, numerator = 0, denominator = 0, lifted]) => ({
      ...{ indicatorId: indicators[indicator]!, numerator, denominator },
      ...(lifted === LIFTED ? { lifted: true as const } : {}),
    })),
    department: inPieces(department, 3).map(([group = 0, reviewer = 0, mark = 0]) => ({
      ...{ group: GROUPS[group]!, reviewer, mark },
    })),
    rectification: inPieces(rectification, 4).map(([itemId, weight, kind, lifted]) => ({
      ...{ itemId: String(itemId), weight: Number(weight), kind: KINDS[Number(kind)]! },
      ...(lifted === LIFTED ? { lifted: true as const } : {}),
    })),
    tv,
    notApplicable: notApplicable.map(methodOf),
    notDelivered: notDelivered.map(methodOf),
    vetoes: barred.map((each) => vetoes[each]!),
  }
}

function citizensOf(
  [satisfied, fair, dissatisfied, unsure, ...pollIds]: Citizens,
  polls: readonly WindowId[],
): UnitInputs['citizens'] {
  return { split: { satisfied, fair, dissatisfied, unsure }, pollIds: pollIds.map((each) => polls[each]!) }
}

function methodOf(index: number): Method {
  return METHODS[index]!
}

function inPieces<T>(list: readonly T[], length: number): readonly (readonly T[])[] {
  return Array.from({ length: list.length / length }, (_, i) => list.slice(i * length, (i + 1) * length))
}

/** Gives every word its place, in the order they come. */
function createPlaces(): { readonly of: (word: string) => number; readonly all: string[] } {
  const places = new Map<string, number>()
  const all: string[] = []
  return {
    all,
    of(word) {
      const known = places.get(word)
      if (known !== undefined) return known
      places.set(word, all.length)
      return all.push(word) - 1
    },
  }
}
