// Reads a clerk's CSV of citizens' counts (单位代码, 满意, 基本满意, 不满意, 不了解) into counts, with every fault by its line.

import type { Split } from '../../shared/ballot/tally.ts'
import type { UnitId } from '../../shared/basics/ids.ts'
import type { CsvPreview } from '../../shared/protocol/http-api.ts'
import type { OpenPeriod } from '../../shared/protocol/setup-topic.ts'
import type { UnitView } from '../../shared/protocol/views.ts'
import { comparedWith, type ShownField } from '../../shared/protocol/compared.ts'
import { readTable } from './csv-records.ts'

export interface CountRow {
  readonly unit: UnitView
  readonly split: Split
}

export const COUNTS_BYTES_MOST = 4 * 1024 * 1024
const FAULTS_MOST = 500
const COUNT_MOST = 100_000_000

const COLUMNS = {
  code: ['单位代码', '代码', 'code'],
  satisfied: ['满意', 'satisfied'],
  fair: ['基本满意', 'fair'],
  dissatisfied: ['不满意', 'dissatisfied'],
  unsure: ['不了解', 'unsure'],
} as const
type Column = keyof typeof COLUMNS

const FIELDS: readonly ShownField<CountRow>[] = [
  { name: '满意', text: ({ split }) => String(split.satisfied) },
  { name: '基本满意', text: ({ split }) => String(split.fair) },
  { name: '不满意', text: ({ split }) => String(split.dissatisfied) },
  { name: '不了解', text: ({ split }) => String(split.unsure) },
]
const NAMES = Object.keys(COLUMNS) as Column[]

export type CountsRead =
  | { readonly ok: true; readonly preview: CsvPreview<CountRow> }
  | { readonly ok: false; readonly sentence: string }

/** `不了解` may be left out (0). Counts, never percentages (EVAL4). */
export function readCounts(
  text: string,
  units: readonly UnitView[],
  known: OpenPeriod['counts'],
): CountsRead {
  const read = readTable(text)
  if (!read.ok) return read
  const { heading, rows } = read
  const places = placesOf(heading)
  const missing = NAMES.filter((name) => name !== 'unsure' && places[name] === -1)
  if (missing.length > 0)
    return { ok: false, sentence: `缺少列：${missing.map((name) => COLUMNS[name][0]).join('、')}。` }

  const byCode = new Map<number, UnitView>(units.map((unit) => [unit.code, unit]))
  const before = new Map<UnitId, Split>(known.map(({ unitId, split }) => [unitId, split]))
  const lineOf = new Map<number, number>()
  const right: CountRow[] = []
  const errors: { line: number; column: string; sentence: string }[] = []
  for (const { record, line } of rows) {
    const read = rowOf(record, places, byCode, (column, sentence) => {
      if (errors.length < FAULTS_MOST) errors.push({ line, column: COLUMNS[column][0], sentence })
    })
    if (read === null) continue
    const first = lineOf.get(read.unit.code)
    if (first !== undefined) {
      errors.push({ line, column: COLUMNS.code[0], sentence: `单位代码与第${first}行重复。` })
      continue
    }
    lineOf.set(read.unit.code, line)
    right.push(read)
  }
  const knownOf = ({ unit }: CountRow) => {
    const split = before.get(unit.id)
    return split === undefined ? undefined : { unit, split }
  }
  return { ok: true, preview: { rows: right, errors, ...comparedWith(right, knownOf, FIELDS) } }
}

function placesOf(heading: readonly string[]): Readonly<Record<Column, number>> {
  const plain = heading.map((cell) => cell.normalize('NFKC').trim())
  const place = (names: readonly string[]) => plain.findIndex((cell) => names.includes(cell))
  return Object.fromEntries(NAMES.map((name) => [name, place(COLUMNS[name])])) as Record<Column, number>
}

function rowOf(
  record: readonly string[],
  places: Readonly<Record<Column, number>>,
  byCode: ReadonlyMap<number, UnitView>,
  fault: (column: Column, sentence: string) => void,
): CountRow | null {
  const cell = (column: Column) => (record[places[column]] ?? '').normalize('NFKC').trim()
  const counted = (column: Exclude<Column, 'code'>): number | null => {
    const text = cell(column)
    if (column === 'unsure' && text === '') return 0
    if (!/^\d{1,9}$/.test(text) || Number(text) > COUNT_MOST) {
      fault(column, text.includes('%') ? '请填票数，不要填百分比。' : `“${text.slice(0, 20)}”不是票数。`)
      return null
    }
    return Number(text)
  }
  const code = cell('code')
  const unit = /^\d{1,5}$/.test(code) ? byCode.get(Number(code)) : undefined
  if (unit === undefined) fault('code', `没有代码为“${code.slice(0, 20)}”的单位。`)
  const [satisfied, fair, dissatisfied, unsure] = [
    counted('satisfied'),
    counted('fair'),
    counted('dissatisfied'),
    counted('unsure'),
  ]
  if (unit === undefined || satisfied === null || fair === null || dissatisfied === null || unsure === null)
    return null
  return { unit, split: { satisfied, fair, dissatisfied, unsure } }
}
