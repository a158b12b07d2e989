// Reads a clerk's CSV file into cells: UTF-8, UTF-16 or GBK, Chinese or English column names, every fault with its line.

import { Readable } from 'node:stream'
import { CsvError, parse, type Info } from 'csv-parse'
import { ok, refuse, type Result } from '../../shared/basics/result.ts'

export interface CsvFault {
  /** Line of the file, the heading being 1. */
  readonly line: number
  /** The column's name as in the file, or empty where the whole row is meant. */
  readonly column: string
  readonly sentence: string
}

export interface CsvRow<Column extends string> {
  readonly line: number
  readonly cells: Readonly<Record<Column, string>>
}

export interface CsvTable<Column extends string> {
  readonly rows: readonly CsvRow<Column>[]
  readonly faults: readonly CsvFault[]
  /** How the file names a column; our own name where it has none. */
  readonly nameOf: (column: Column) => string
}

/** A column's accepted names, ours first; the file may leave out one that is not `needed`. */
export type Columns<Column extends string> = Readonly<
  Record<Column, { readonly names: readonly [string, ...string[]]; readonly needed: boolean }>
>

export const CSV_BYTES_MOST = 4 * 1024 * 1024
const RECORD_MOST = 10_000
const CHUNK = 64 * 1024
const FAULTS_MOST = 500

/** Refuses csv_unreadable, csv_too_large, csv_columns, csv_nothing. Faulty rows are left out of `rows` and named in `faults`. */
export async function readCsv<Column extends string>(
  bytes: Uint8Array,
  columns: Columns<Column>,
  rowsMost: number,
): Promise<Result<CsvTable<Column>>> {
  const tooLarge = refuse('csv_too_large', { rows: rowsMost, megabytes: CSV_BYTES_MOST / 1024 / 1024 })
  if (bytes.length > CSV_BYTES_MOST) return tooLarge
  const text = textOf(bytes)
  if (text === null) return refuse('csv_unreadable', { why: '编码既不是UTF-8也不是GBK' })
  if (text.includes('\0')) return refuse('csv_unreadable', { why: '不是文本文件，请另存为CSV' })

  const names = Object.keys(columns) as Column[]
  const places = new Map<Column, number>()
  let heading: readonly string[] | null = null
  let seen = 0
  const rows: CsvRow<Column>[] = []
  const faults: CsvFault[] = []
  try {
    for await (const { record, line } of recordsOf(text)) {
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
      if (here.length > 0) faults.push(...here.map((fault) => ({ line, ...fault })))
      else {
        const cells = Object.fromEntries(
          names.map((name) => [name, (record[places.get(name) ?? -1] ?? '').trim()]),
        ) as Record<Column, string>
        rows.push({ line, cells })
      }
    }
  } catch (error) {
    if (error instanceof CsvError) return refuse('csv_unreadable', { why: whyOf(error) })
    throw error
  }
  if (heading === null || seen === 0) return refuse('csv_nothing')
  const nameOf = (column: Column) => heading?.[places.get(column) ?? -1] ?? columns[column].names[0]
  return ok({ rows, faults, nameOf })
}

/** At most FAULTS_MOST, by line; the last says how many more there are. */
export function listed(faults: readonly CsvFault[]): readonly CsvFault[] {
  const sorted = [...faults].sort((a, b) => a.line - b.line)
  if (sorted.length <= FAULTS_MOST) return sorted
  const more = sorted.length - FAULTS_MOST + 1
  const line = sorted[FAULTS_MOST - 1]?.line ?? 0
  return [
    ...sorted.slice(0, FAULTS_MOST - 1),
    { line, column: '', sentence: `从本行起还有${more}处错误，未一一列出。` },
  ]
}

/** Fed in pieces, so that a large file holds the screens up for no more than one piece. */
async function* recordsOf(
  text: string,
): AsyncGenerator<{ readonly record: readonly string[]; readonly line: number }> {
  const firstLine = text.split('\n', 1)[0] ?? ''
  const parser = parse({
    info: true,
    delimiter: firstLine.includes(',') ? ',' : firstLine.includes('\t') ? '\t' : ';',
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: RECORD_MOST,
  })
  const pieces = function* () {
    for (let at = 0; at < text.length; at += CHUNK) yield text.slice(at, at + CHUNK)
  }
  const source = Readable.from(pieces(), { objectMode: false })
  source.on('error', (error) => parser.destroy(error))
  for await (const one of source.pipe(parser)) {
    const { record, info } = one as { readonly record: readonly string[]; readonly info: Info }
    const within = record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
    yield { record, line: info.lines - within }
  }
}

function textOf(bytes: Uint8Array): string | null {
  const [first, second] = bytes
  const utf16 =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null
  for (const encoding of utf16 === null ? ['utf-8', 'gb18030'] : [utf16]) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n')
    } catch {
      // Not this encoding: the next one is tried.
    }
  }
  return null
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
): readonly Omit<CsvFault, 'line'>[] {
  if (record.length > heading.length && record.slice(heading.length).some((cell) => cell.trim() !== '')) {
    return [{ column: '', sentence: `本行有${record.length}格，多于标题的${heading.length}列。` }]
  }
  return places.flatMap((place) => {
    const cell = (record[place] ?? '').trim()
    const column = heading[place] ?? ''
    if (/^[=＝+＋@＠]/.test(cell)) return [{ column, sentence: '不接受公式，请填写数值或文字。' }]
    if (/[\u0000-\u001f\u007f]/.test(cell)) return [{ column, sentence: '格内有换行或控制字符。' }]
    return []
  })
}

function whyOf(error: CsvError): string {
  const line = typeof error['lines'] === 'number' ? `第${error['lines']}行附近` : ''
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return `${line}有引号没有成对`
    case 'CSV_MAX_RECORD_SIZE':
      return `${line}有一行过长`
    default:
      return `${line}引号的位置不对`
  }
}
