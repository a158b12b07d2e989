// Reads a clerk's CSV into its heading and rows, or says in a sentence why it cannot be read.

import { CsvError, parse } from 'csv-parse/browser/esm/sync'

const ROWS_MOST = 20_000

export interface TableRow {
  readonly record: readonly string[]
  readonly line: number
}

export type TableRead =
  | { readonly ok: true; readonly heading: readonly string[]; readonly rows: readonly TableRow[] }
  | { readonly ok: false; readonly sentence: string }

/** UTF-8 (with or without BOM) or GBK. */
export function decodeCsv(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

/** At least one row under the heading, and at most 20,000. */
export function readTable(text: string): TableRead {
  let records: readonly TableRow[]
  try {
    records = recordsOf(text)
  } catch (error) {
    const where =
      error instanceof CsvError && typeof error['lines'] === 'number' ? `第${error['lines']}行` : ''
    return { ok: false, sentence: `文件无法读取：${where}的引号或列数不对。` }
  }
  const [heading, ...rows] = records
  if (heading === undefined || rows.length === 0) return { ok: false, sentence: '文件里没有任何数据行。' }
  if (rows.length > ROWS_MOST) return { ok: false, sentence: `文件过大：最多${ROWS_MOST}行。` }
  return { ok: true, heading: heading.record, rows }
}

/** The rows with the line each ends on. Throws CsvError where quotes or columns do not add up. */
function recordsOf(text: string) {
  const read = parse(text, {
    bom: true,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
    max_record_size: 10_000,
    info: true,
  }) as unknown as { record: string[]; info: { lines: number } }[]
  return read.map(({ record, info }) => ({ record, line: info.lines }))
}
