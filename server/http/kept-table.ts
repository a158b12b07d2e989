// The way of a clerk's table that is kept as evidence: the server says what it would change, and reads the same file again when it takes it.

import { createHash } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import type { z } from 'zod'
import { CommandId, PersonId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import type { ContentHash, PeriodId } from '../../shared/period/ids.ts'
import type { EvidenceSource, Period } from '../../shared/period/period.ts'
import { comparedWith, type ShownField } from '../../shared/protocol/compared.ts'
import type { CsvPreview } from '../../shared/protocol/http-api.ts'
import {
  KeptImportRequest,
  KeptTableRequest,
  PREVIEW_ROWS_MOST,
  type KeptImported,
  type KeptPreview,
} from '../../shared/protocol/kept-table-api.ts'
import type { Command, House } from '../../shared/show/house.ts'
import type { MAY_ENTER } from '../access/roles.ts'
import { firstRefusal, type Show } from '../access/show.ts'
import type { EvidenceFiles } from '../evaluation/evidence-files.ts'
import { bodyOf, JSON_MOST, jsonUpTo, sendResult, type Doorway } from './doorway.ts'

export interface ReadRows<Row> {
  /** Rows that are right, in file order. */
  readonly rows: readonly Row[]
  readonly errors: CsvPreview<Row>['errors']
}

/** What one kind of table says. */
export interface KeptTable<Row> {
  readonly door: keyof typeof MAY_ENTER
  readonly read: (bytes: Uint8Array, period: Period, house: House) => Promise<Result<ReadRows<Row>>>
  /** The row as it is known already. */
  readonly knownOf: (row: Row, period: Period, house: House) => Row | undefined
  readonly fields: readonly ShownField<Row>[]
  readonly commandOf: (
    taken: { readonly periodId: PeriodId; readonly source: EvidenceSource; readonly replaces: boolean },
    rows: readonly Row[],
  ) => Command
}

export interface KeptTableDeps {
  readonly house: () => House
  readonly run: Show['run']
  readonly files: EvidenceFiles
}

/** The two doors of a kind, each as its handlers. */
export function keptTableDoors<Row>(
  { ours, limited, only, accountOf }: Doorway,
  { house, run, files }: KeptTableDeps,
  { door, read, knownOf, fields, commandOf }: KeptTable<Row>,
): { readonly preview: readonly RequestHandler[]; readonly take: readonly RequestHandler[] } {
  const gates = [ours('application/json'), limited(1, 20), only(door), jsonUpTo(JSON_MOST)] as const

  const tableIn = async (period: Period, fileHash: ContentHash): Promise<Result<ReadRows<Row>>> => {
    const file = await files.get(fileHash)
    return file.ok ? read(file.value.bytes, period, house()) : file
  }
  const previewed = async (request: Request): Promise<Result<KeptPreview<Row>>> => {
    const body = bodyOf(KeptTableRequest, request)
    if (!body.ok) return body
    const period = openedPeriodOf(house(), body.value.periodId)
    if (!period.ok) return period
    const table = await tableIn(period.value, body.value.fileHash)
    if (!table.ok) return table
    const known = (row: Row) => knownOf(row, period.value, house())
    return ok(keptPreviewOf(table.value, known, fields))
  }
  const taken = async (
    { periodId, fileHash, importId, words, replaces }: z.infer<typeof KeptImportRequest>,
    request: Request,
  ): Promise<Result<KeptImported>> => {
    const period = openedPeriodOf(house(), periodId)
    if (!period.ok) return period
    const table = await tableIn(period.value, fileHash)
    if (!table.ok) return table
    const { rows, errors } = table.value
    if (errors.length > 0) return refuse('csv_has_errors', { count: errors.length })
    const account = accountOf(request)
    if (account === null) return refuse('not_signed_in')
    const repeated = period.value.imports.some((each) => each.importId === importId)
    const answer = await run(commandOf({ periodId, replaces, source: { importId, words, fileHash } }, rows), {
      commandId: importCommandId(periodId, importId),
      by: { role: 'office', id: PersonId.parse(account.personId) },
    })
    if (!answer.ok) return { ok: false, refusal: firstRefusal(answer.refusals) }
    return ok({ ok: true, rows: rows.length, repeated: repeated || answer.repeated })
  }

  return {
    preview: [
      ...gates,
      async (request, response) => {
        sendResult(response, await previewed(request))
      },
    ],
    take: [
      ...gates,
      async (request, response) => {
        const body = bodyOf(KeptImportRequest, request)
        sendResult(response, body.ok ? await taken(body.value, request) : body)
      },
    ],
  }
}

/** Of the rows, those that change something come first, and a bounded number is shown. */
export function keptPreviewOf<Row>(
  { rows, errors }: ReadRows<Row>,
  knownOf: (row: Row) => Row | undefined,
  fields: readonly ShownField<Row>[],
): KeptPreview<Row> {
  const compared = comparedWith(rows, knownOf, fields)
  const changed = [...compared.changes].sort(
    (a, b) => Number(b.fields.length > 0) - Number(a.fields.length > 0),
  )
  const shown = changed.slice(0, PREVIEW_ROWS_MOST)
  const differs = new Set(changed.map(({ at }) => at))
  const same = rows.filter((_, at) => !differs.has(at)).slice(0, PREVIEW_ROWS_MOST - shown.length)
  return {
    ...compared,
    errors,
    total: rows.length,
    rows: [...shown.flatMap(({ at }) => rows[at] ?? []), ...same],
    changes: shown.map(({ fields: different }, at) => ({ at, fields: different })),
  }
}

/** An import of a period runs once, whoever sends it and however often (LOG1). */
export function importCommandId(periodId: PeriodId, importId: string): CommandId {
  const hash = createHash('sha256').update(`${periodId} ${importId}`).digest('base64url')
  return CommandId.parse(`import_${hash}`)
}

/** A period that has its scheme, so that rows can be read against it; whether it still takes them the core says. */
export function openedPeriodOf({ periods }: House, periodId: PeriodId): Result<Period> {
  const period = own(periods, periodId)
  if (period === undefined) return refuse('period_unknown')
  return period.schemes.length === 0
    ? refuse('period_phase', { wanted: '收集佐证', phase: '草稿' })
    : ok(period)
}
