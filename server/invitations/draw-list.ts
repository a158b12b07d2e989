// Draws from a list in the private store and moves who was drawn to the invitations; replayed from the journal's seed after a crash.

import { hash } from 'node:crypto'
import type { UnitCode } from '../../shared/basics/ids.ts'
import type { BatchId, UnitCount } from '../../shared/invitation/batch.ts'
import { drawInSteps, listHashInSteps, type Drawn, type DrawRecord } from '../../shared/invitation/draw.ts'
import type { PrivateEntry, PrivateRow, PrivateStore } from '../private/private-store.ts'
import {
  DRAW_RECORDS_A_ROW,
  DrawSheetRow,
  kinds,
  ListedRow,
  pagesOf,
  rowIn,
  type InviteRow,
} from './private-rows.ts'

export const sha256 = (text: string): string => hash('sha256', text, 'hex')

/** Others have their turn after each step. */
async function inTurns<T>(steps: Generator<void, T>): Promise<T> {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    await new Promise<void>((turn) => setImmediate(turn))
  }
}

export const hashList = (records: readonly DrawRecord[]): Promise<string> =>
  inTurns(listHashInSteps(records, sha256))

export const drawFrom = (records: readonly DrawRecord[], seed: string, perUnit: number): Promise<Drawn> =>
  inTurns(drawInSteps(records, { seed, perUnit, sha256 }))

/** What a draw is made from, read from the list's rows. */
export async function recordsOf(store: PrivateStore, batchId: BatchId): Promise<readonly DrawRecord[]> {
  const records: DrawRecord[] = []
  for await (const page of pagesOf(store, kinds.listed(batchId))) {
    for (const entry of page) {
      const { unitCode } = rowIn(ListedRow, entry)
      if (entry.identityTag !== null) records.push({ unitCode, tag: entry.id, person: entry.identityTag })
    }
  }
  return records
}

export function countsOf(records: readonly DrawRecord[]): UnitCount[] {
  const counts = new Map<number, number>()
  for (const { unitCode } of records) counts.set(unitCode, (counts.get(unitCode) ?? 0) + 1)
  return [...counts]
    .map(([unitCode, n]) => ({ unitCode: unitCode as UnitCode, n }))
    .sort((a, b) => a.unitCode - b.unitCode)
}

/**
 * Writes an invitation for each who was drawn and the sheet an auditor replays, then deletes the list: who was not drawn is
 * kept nowhere. Done again it does the same.
 */
export async function moveDrawn(
  store: PrivateStore,
  batchId: BatchId,
  records: readonly DrawRecord[],
  drawn: Drawn,
): Promise<void> {
  const chosen = new Set(drawn.records.map(({ tag }) => tag))
  let expiresAtMs = 0
  for await (const page of pagesOf(store, kinds.listed(batchId))) {
    expiresAtMs = page[0]?.expiresAtMs ?? expiresAtMs
    const rows = page.filter(({ id }) => chosen.has(id)).map((entry) => inviteOf(entry, batchId))
    if (rows.length > 0) await store.put(rows)
  }
  await writeSheet(store, batchId, records, chosen, expiresAtMs)
  await store.removeKind(kinds.listed(batchId))
}

function inviteOf(entry: PrivateEntry, batchId: BatchId): PrivateRow {
  const row: InviteRow = {
    ...rowIn(ListedRow, entry),
    ...{ state: 'waiting', tries: 0, sentAtMs: null, replied: false },
  }
  const { id, identityTag, expiresAtMs } = entry
  return { kind: kinds.invite(batchId), id, identityTag, expiresAtMs, json: JSON.stringify(row) }
}

async function writeSheet(
  store: PrivateStore,
  batchId: BatchId,
  records: readonly DrawRecord[],
  chosen: ReadonlySet<string>,
  expiresAtMs: number,
): Promise<void> {
  for (let at = 0; at < records.length; at += DRAW_RECORDS_A_ROW) {
    const part = records.slice(at, at + DRAW_RECORDS_A_ROW)
    const sheet = part.map(({ unitCode, tag, person }) => [unitCode, tag, person, chosen.has(tag)])
    const json = JSON.stringify({ records: sheet })
    await store.put([
      { kind: kinds.drawSheet(batchId), id: String(at), identityTag: null, expiresAtMs, json },
    ])
  }
}

export interface DrawSheetPage {
  readonly csv: string
  /** Pass as `after` for what follows; null: that was the last. */
  readonly next: number | null
}

const SHEET_ROWS_A_PAGE = 50

/** The sheet as CSV, a line a record, piece by piece: nobody's phone, only keyed hashes. */
export async function drawSheetPage(
  store: Pick<PrivateStore, 'list'>,
  batchId: BatchId,
  after: number,
): Promise<DrawSheetPage> {
  const page = await store.list({ kind: kinds.drawSheet(batchId), after, limit: SHEET_ROWS_A_PAGE })
  const lines = page
    .flatMap((entry) => rowIn(DrawSheetRow, entry).records)
    .map(([unitCode, tag, person, drawn]) => `${String(unitCode)},${tag},${person},${drawn ? '1' : '0'}\r\n`)
  const head = after === 0 ? '\ufeff单位代码,记录,人,抽中\r\n' : ''
  const next = page.length < SHEET_ROWS_A_PAGE ? null : (page.at(-1)?.rowNo ?? null)
  return { csv: head + lines.join(''), next }
}
