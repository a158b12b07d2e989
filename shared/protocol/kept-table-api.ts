// A clerk's table that is kept as evidence: what it would bring to a period, then taken whole by the server, which reads the kept file again.

import { z } from 'zod'
import { ContentHash, ImportId, PeriodId } from '../period/ids.ts'
import type { CsvPreview } from './http-api.ts'

/** Rows shown of a preview; its counts are of all. */
export const PREVIEW_ROWS_MOST = 2_000

/** POST …/preview — the office: what a file kept by POST /api/evidence would bring. */
export const KeptTableRequest = z.strictObject({ periodId: PeriodId, fileHash: ContentHash })

/** POST …/import — the office: its rows are accepted, whole or not at all. */
export const KeptImportRequest = z.strictObject({
  periodId: PeriodId,
  fileHash: ContentHash,
  importId: ImportId,
  /** Where the numbers are from. */
  words: z.string().trim().min(2).max(100),
  /** Whether numbers that are there already may be replaced. */
  replaces: z.boolean(),
})
export const KeptImported = z.strictObject({
  ok: z.literal(true),
  rows: z.number().int().min(0),
  /** This importId ran before and was not run again. */
  repeated: z.boolean(),
})
export type KeptImported = z.infer<typeof KeptImported>

/** Its `rows` are PREVIEW_ROWS_MOST at most, those that change something first; `total` is of the whole file. */
export interface KeptPreview<Row> extends CsvPreview<Row> {
  readonly total: number
}
