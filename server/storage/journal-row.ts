// A row of the journal, as every adapter keeps it and chains it to the one before (LOG1).

import { createHash } from 'node:crypto'
import type { Recorded, Stream } from '../../shared/show/house.ts'
import type { NewEvents } from './journal.ts'

export const NO_HASH: Uint8Array = new Uint8Array(32)

export interface JournalRow {
  readonly position: number
  readonly stream: Stream
  readonly stream_version: number
  readonly at_ms: number
  readonly command_id: string
  /** JSON: who. */
  readonly actor: string
  /** JSON: the event. */
  readonly body: string
  readonly chain_hash: Uint8Array
}

export interface JournalHead {
  readonly position: number
  readonly chainHash: Uint8Array
}

/** The rows of new events behind `head`; `versionOf` gives the version a stream is at. */
export function rowsOf(
  given: NewEvents,
  head: JournalHead,
  versionOf: (stream: Stream) => number,
): readonly JournalRow[] {
  const versions = new Map<Stream, number>()
  const rows: JournalRow[] = []
  let { position, chainHash } = head
  for (const { stream, event } of given.events) {
    position += 1
    const stream_version = (versions.get(stream) ?? versionOf(stream)) + 1
    versions.set(stream, stream_version)
    const row = {
      ...{ position, stream, stream_version },
      at_ms: given.atMs,
      command_id: given.commandId,
      actor: canonicalJson(given.by),
      body: canonicalJson(event),
    }
    chainHash = chainHashOf(chainHash, row)
    rows.push({ ...row, chain_hash: chainHash })
  }
  return rows
}

/** SHA-256 over the hash before and the row (`chainedBytesOf`). */
export function chainHashOf(before: Uint8Array, row: Omit<JournalRow, 'chain_hash'>): Uint8Array {
  return createHash('sha256').update(before).update(chainedBytesOf(row)).digest()
}

/** What the chain and the tree (LOG2) cover of a row: its columns as a JSON array. */
export function chainedBytesOf(row: Omit<JournalRow, 'chain_hash'>): Uint8Array {
  const columns = [
    ...[row.position, row.stream, row.stream_version, row.at_ms],
    ...[row.command_id, row.actor, row.body],
  ]
  return Buffer.from(JSON.stringify(columns))
}

/** The first row that does not follow from `head` and the rows before it; null where all do. */
export function firstMisfit(head: JournalHead, rows: readonly JournalRow[]): JournalRow | null {
  let { position, chainHash } = head
  for (const row of rows) {
    position += 1
    chainHash = chainHashOf(chainHash, row)
    if (row.position !== position || !isSameHash(chainHash, row.chain_hash)) return row
  }
  return null
}

export function isSameHash(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.from(a).equals(b)
}

export function recordedOf(row: JournalRow): Recorded {
  return {
    position: row.position,
    stream: row.stream,
    streamVersion: row.stream_version,
    atMs: row.at_ms,
    by: JSON.parse(row.actor) as Recorded['by'],
    commandId: row.command_id,
    event: JSON.parse(row.body) as Recorded['event'],
  }
}

/** JSON with its keys in order, so that one value has one text. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
