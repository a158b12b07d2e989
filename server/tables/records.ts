// What a table is read as, whatever file it came in: its rows as texts, each with its line; at the end, whether all was read.

import type { Result } from '../../shared/basics/result.ts'

export interface TableRecord {
  readonly record: readonly string[]
  /** From 1; of a CSV the line of the file, of a workbook the row of its sheet. */
  readonly line: number
}

export type Records = AsyncGenerator<TableRecord, Result<null>>

/** Characters of a row together. */
export const RECORD_MOST = 10_000
/** After so many rows others have their turn. */
export const RECORDS_A_TURN = 500
