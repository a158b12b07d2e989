// Reads a clerk's table into cells, CSV or XLSX alike: Chinese or English column names, every fault with its line.

import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import { csvRecords } from './csv-records.ts'
import { looksLikeWorkbook, xlsxRecords } from './xlsx-records.ts'

export interface TableFault {
  /** Line of the file, the heading being 1. */
  readonly line: number
  /** The column's name as in the file, or empty where the whole row is meant. */
  readonly column: string
  readonly sentence: string
}

export interface TableRow<Column extends string> {
  readonly line: number
  readonly cells: Readonly<Record<Column, string>>
}

export interface Table<Column extends string> {
  readonly rows: readonly TableRow<Column>[]
  readonly faults: readonly TableFault[]
  /** How the file names a column; our own name where it has none. */
  readonly nameOf: (column: Column) => string
  /** Whether the file has the column at all. */
  readonly has: (column: Column) => boolean
}

/** A column's accepted names, ours first; the file may leave out one that is not `needed`. */
export type Columns<Column extends string> = Readonly<
  Record<Column, { readonly names: readonly [string, ...string[]]; readonly needed: boolean }>
>

export const TABLE_BYTES_MOST = 4 * 1024 * 1024
const FAULTS_MOST = 500

export interface TableBounds {
  readonly rowsMost: number
  readonly bytesMost?: number
}

/** What is read, in the order of the file: a row, or what is wrong with one. */
export type TableFinding<Column extends string> =
  | ({ readonly kind: 'row' } & TableRow<Column> & Pick<Table<Column>, 'nameOf' | 'has'>)
  | ({ readonly kind: 'fault' } & TableFault)

/** Refuses csv_unreadable, csv_too_large, csv_columns, csv_nothing. Faulty rows are left out of `rows` and named in `faults`. */
export async function readTable<Column extends string>(
  bytes: Uint8Array,
  columns: Columns<Column>,
  rowsMost: number,
  bytesMost: number = TABLE_BYTES_MOST,
): Promise<Result<Table<Column>>> {
  const rows: TableRow<Column>[] = []
  const faults: TableFault[] = []
  const findings = tableFindings(bytes, columns, { rowsMost, bytesMost })
  for (;;) {
    const next = await findings.next()
    if (next.done === true) return next.value.ok ? ok({ rows, faults, ...next.value.value }) : next.value
    const found = next.value
    if (found.kind === 'row') rows.push({ line: found.line, cells: found.cells })
    else faults.push({ line: found.line, column: found.column, sentence: found.sentence })
  }
}

/** The same finding by finding, for files too large to hold as rows. What it refuses comes last. */
export async function* tableFindings<Column extends string>(
  bytes: Uint8Array,
  columns: Columns<Column>,
  { rowsMost, bytesMost = TABLE_BYTES_MOST }: TableBounds,
): AsyncGenerator<TableFinding<Column>, Result<Pick<Table<Column>, 'nameOf' | 'has'>>> {
  const tooLarge = refuse('csv_too_large', { rows: rowsMost, megabytes: bytesMost / 1024 / 1024 })
  if (bytes.length > bytesMost) return tooLarge
  const records = looksLikeWorkbook(bytes) ? await xlsxRecords(bytes, rowsMost) : await csvRecords(bytes)
  if (!records.ok) return records

  const names = Object.keys(columns) as Column[]
  const places = new Map<Column, number>()
  let heading: readonly string[] | null = null
  let seen = 0
  const has = (column: Column) => places.has(column)
  const nameOf = (column: Column) => heading?.[places.get(column) ?? -1] ?? columns[column].names[0]
  try {
    for (;;) {
      const next = await records.value.next()
      if (next.done === true) {
        if (!next.value.ok) return next.value
        break
      }
      const { record, line } = next.value
      if (heading === null) {
        heading = record.map((cell) => cell.normalize('NFKC').trim())
        const found = placesOf(heading, columns)
        if (!found.ok) return found
        for (const [name, place] of found.value) places.set(name, place)
        continue
      }
      if (record.every((cell) => cell.trim() === '')) continue
      seen += 1
      if (seen > rowsMost) return tooLarge
      const here = faultsOf(record, heading, [...places.values()])
      if (here.length > 0) for (const fault of here) yield { kind: 'fault', line, ...fault }
      else {
        const cells = Object.fromEntries(
          names.map((name) => [name, (record[places.get(name) ?? -1] ?? '').trim()]),
        ) as Record<Column, string>
        yield { kind: 'row', line, cells, nameOf, has }
      }
    }
  } finally {
    // Whoever stops early lets the reader go too.
    await records.value.return(ok(null))
  }
  if (heading === null || seen === 0) return refuse('csv_nothing')
  return ok({ nameOf, has })
}

/** At most FAULTS_MOST, by line; the last says how many more there are. */
export function listed(faults: readonly TableFault[]): readonly TableFault[] {
  const sorted = [...faults].sort((a, b) => a.line - b.line)
  if (sorted.length <= FAULTS_MOST) return sorted
  const more = sorted.length - FAULTS_MOST + 1
  const line = sorted[FAULTS_MOST - 1]?.line ?? 0
  return [
    ...sorted.slice(0, FAULTS_MOST - 1),
    { line, column: '', sentence: `从本行起还有${more}处错误，未一一列出。` },
  ]
}

function placesOf<Column extends string>(
  heading: readonly string[],
  columns: Columns<Column>,
): Result<ReadonlyMap<Column, number>> {
  const places = new Map<Column, number>()
  const missing: string[] = []
  for (const column of Object.keys(columns) as Column[]) {
    const { names, needed } = columns[column]
    const found = heading.flatMap((cell, i) =>
      names.some((name) => name.toLowerCase() === cell.toLowerCase()) ? [i] : [],
    )
    const [first, again] = found
    if (again !== undefined) return refuse('csv_unreadable', { why: `有两列都是“${names[0]}”` })
    if (first !== undefined) places.set(column, first)
    else if (needed) missing.push(names[0])
  }
  return missing.length === 0 ? ok(places) : refuse('csv_columns', { columns: missing.join('、') })
}

/** What is wrong with a row whatever its columns mean. A formula would run when somebody opens an export of it. */
function faultsOf(
  record: readonly string[],
  heading: readonly string[],
  places: readonly number[],
): readonly Omit<TableFault, 'line'>[] {
  if (record.length > heading.length && record.slice(heading.length).some((cell) => cell.trim() !== '')) {
    return [{ column: '', sentence: `本行有${record.length}格，多于标题的${heading.length}列。` }]
  }
  return places.flatMap((place) => {
    const cell = (record[place] ?? '').trim()
    const column = heading[place] ?? ''
    // A plus before digits only is a phone's.
    if (/^(?:[=＝@＠]|[+＋](?![\d\s()-]*$))/.test(cell))
      return [{ column, sentence: '不接受公式，请填写数值或文字。' }]
    if (/[\u0000-\u001f\u007f]/.test(cell)) return [{ column, sentence: '格内有换行或控制字符。' }]
    return []
  })
}
