// The thread that reads a workbook: unpacks it, takes its first sheet, hands back its rows as texts or why it cannot.

import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { strFromU8, unzipSync } from 'fflate'
import { InvalidInputError, InvalidSpreadsheetError, readSheet } from 'read-excel-file/universal'

export interface SheetRequest {
  readonly bytes: Uint8Array
  /** More are not handed back. */
  readonly rowsMost: number
  /** Characters of a row. */
  readonly recordMost: number
}

export interface SheetAnswer {
  /** From the sheet's first row, empty ones included. */
  readonly rows: readonly (readonly string[])[]
  /** Null, or why it cannot be read. */
  readonly why: string | null
}

async function answerTo({ bytes, rowsMost, recordMost }: SheetRequest): Promise<SheetAnswer> {
  try {
    const { noResult, reach } = cellsIn(bytes)
    if (reach > CELLS_MOST) return { rows: [], why: '行列过多，请删去表格外多余的行和列' }
    const { buffer, byteOffset, byteLength } = bytes
    const cells = await readSheet(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer)
    const rows = cells.slice(0, rowsMost).map((row) => row.map(textOf))
    for (const { row, column } of noResult) if (rows[row]?.[column] === '') rows[row][column] = NO_RESULT
    const long = rows.findIndex((row) => row.reduce((sum, text) => sum + text.length, 0) > recordMost)
    return long === -1 ? { rows, why: null } : { rows: [], why: `第${String(long + 1)}行过长` }
  } catch (error) {
    if (error instanceof InvalidSpreadsheetError) return { rows: [], why: whyOf(error.message) }
    if (error instanceof InvalidInputError) return { rows: [], why: '不是有效的xlsx表格' }
    // The XML parser throws plain errors; whatever it was, it is this file that cannot be read.
    return { rows: [], why: '表格内容损坏，请在Excel里打开后另存一次' }
  }
}

function whyOf(message: string): string {
  const [, row, column] = /at row (\d+), col (\d+)/.exec(message) ?? []
  const where = row === undefined ? '表格' : `第${row}行第${column ?? ''}列`
  return `${where}的内容读不出来，请在Excel里打开后另存一次`
}

/** What stands in a cell whose formula has no result: refused where its column is read, as every formula is. */
const NO_RESULT = '=?'
/** Rows × columns up to the last cell; the reader fills what lies between with nothing, which takes memory all the same. */
const CELLS_MOST = 5_000_000

interface Cells {
  /** Whose formula failed (`#DIV/0!`), or was never calculated: the reader shows both as empty. Counted from 0. */
  readonly noResult: readonly { readonly row: number; readonly column: number }[]
  readonly reach: number
}

/** Of all sheets together, from their XML as it is. */
function cellsIn(bytes: Uint8Array): Cells {
  const noResult: { row: number; column: number }[] = []
  let lastRow = 0
  let lastColumn = 0
  const sheets = unzipSync(bytes, { filter: ({ name }) => /^xl\/worksheets\/[^/]*\.xml$/.test(name) })
  for (const sheet of Object.values(sheets)) {
    for (const [, attributes = '', selfClosing, ends] of strFromU8(sheet).matchAll(CELL)) {
      const [, letters, digits] = /\br="([A-Z]{1,3})(\d{1,7})"/.exec(attributes) ?? []
      if (letters === undefined) continue
      const [row, column] = [Number(digits) - 1, columnOf(letters)]
      lastRow = Math.max(lastRow, row)
      lastColumn = Math.max(lastColumn, column)
      if (selfClosing === '' && (ends !== undefined || /\bt="e"/.test(attributes)))
        noResult.push({ row, column })
    }
  }
  return { noResult, reach: (lastRow + 1) * (lastColumn + 1) }
}

/** A cell's attributes, whether it closes at once, and its end where that follows straight on a formula. */
const CELL =
  /<(?:\w+:)?c\s([^>]*?)(\/?)>(?:\s*<(?:\w+:)?f\b[^>]*(?:\/>|>[^<]*<\/(?:\w+:)?f>)\s*(<\/(?:\w+:)?c>)?)?/g

/** A is 0, AA is 26. */
function columnOf(letters: string): number {
  return Array.from(letters).reduce((place, letter) => place * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

/** A number in full, a day as 2026-03-31, a time of day behind it only where there is one. */
function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'boolean') return cell ? '是' : '否'
  if (cell instanceof Date) {
    if (Number.isNaN(cell.getTime())) return ''
    const text = cell.toISOString()
    return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ')
  }
  return typeof cell === 'string' || typeof cell === 'number' ? String(cell) : ''
}

if (!isMainThread) parentPort?.postMessage(await answerTo(workerData as SheetRequest))
