// The way into a table's preview: staff only, CSV or XLSX from our own pages, bounded; the answer is a preview or a refusal.

import express, { type ErrorRequestHandler, type RequestHandler } from 'express'
import { refuse, type Result } from '../../shared/basics/result.ts'
import { EVIDENCE_MEDIA_TYPES } from '../../shared/protocol/evidence-api.ts'
import type { MAY_ENTER } from '../access/roles.ts'
import { TABLE_BYTES_MOST } from '../tables/table.ts'
import { sendResult, type Doorway } from './doorway.ts'

export const CSV_TYPES = [
  ...[EVIDENCE_MEDIA_TYPES.csv, EVIDENCE_MEDIA_TYPES.xlsx],
  ...['application/octet-stream', 'application/vnd.ms-excel'],
]

export function csvDoor<T>(
  { ours, limited, only }: Doorway,
  door: keyof typeof MAY_ENTER,
  preview: (bytes: Uint8Array, query: unknown) => Promise<Result<T>>,
): readonly (RequestHandler | ErrorRequestHandler)[] {
  const answer: RequestHandler = async (request, response) => {
    const body: unknown = request.body
    sendResult(
      response,
      body instanceof Uint8Array ? await preview(body, request.query) : refuse('csv_nothing'),
    )
  }
  return [
    ours(...CSV_TYPES),
    limited(1, 20),
    only(door),
    express.raw({ type: CSV_TYPES, limit: TABLE_BYTES_MOST }),
    answer,
  ]
}
