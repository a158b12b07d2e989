// Searches one ballot log's SQLite file for receipt codes, on a read-only connection of its own (BAL10).

import { DatabaseSync } from 'node:sqlite'
import type { LogId } from '../../shared/basics/ids.ts'
import { admissionOf, type AdmissionRules } from '../../shared/ballot/admission.ts'
import { compareBallots, type Ballot } from '../../shared/ballot/ballot.ts'
import { CHOICES, type Choice } from '../../shared/ballot/choices.ts'
import type { ReceiptBits } from '../../shared/ballot/receipt-code.ts'
import { AT, RECORD_BYTES, unitCodeAt, unpack, viewOf, windowNumberAt } from './ballot-record.ts'
import { logIdOf } from './ballot-log-reader.ts'
import { createReceiptKey, tagOf } from './receipt-bits.ts'
import type { Found } from './receipt-search.ts'
import { createReceiptTable } from './receipt-table.ts'

/** Ballots read in one slice: some 50 ms, so that a look-up waits no longer behind it. */
const SLICE = 20_000

interface Row {
  readonly first_sequence: number
  readonly count: number
  readonly records: Uint8Array
}

export type ReceiptSearchFile = ReturnType<typeof openReceiptSearchFile>

/** Synchronous: for a worker thread. The log is open elsewhere and appended to meanwhile. Throws the driver's errors. */
export function openReceiptSearchFile(file: string, secret: Uint8Array) {
  const db = new DatabaseSync(file, { readOnly: true, timeout: 2_000 })
  const logId: LogId = logIdOf(db, file)
  const key = createReceiptKey(secret)
  const table = createReceiptTable()
  const behind = db.prepare(
    'SELECT first_sequence, count, records FROM batch WHERE first_sequence > ? ORDER BY first_sequence',
  )
  const holding = db.prepare(
    'SELECT first_sequence, count, records FROM batch WHERE first_sequence <= ? ORDER BY first_sequence DESC LIMIT 1',
  )

  /** Reads at least `SLICE` ballots, or all there are; whether there may be more. */
  const follow = (): boolean => {
    let read = 0
    for (const { count, records } of behind.iterate(table.length()) as unknown as Iterable<Row>) {
      const view = viewOf(records)
      for (let at = 0; at < view.byteLength; at += RECORD_BYTES) {
        table.add(tagOf(key.bitsOf(hashTextAt(view, at))), voterTagAt(view, at))
      }
      read += count
      if (read >= SLICE) return true
    }
    return false
  }

  /** One at a time; those of one batch one after another cost one read. */
  const createReader = () => {
    let row: Row | undefined
    return (sequence: number): DataView => {
      if (row === undefined || sequence < row.first_sequence || sequence >= row.first_sequence + row.count) {
        row = holding.get(sequence) as unknown as Row | undefined
      }
      if (row === undefined) throw new RangeError(`the log holds no ballot ${sequence}`)
      const at = row.records.byteOffset + (sequence - row.first_sequence) * RECORD_BYTES
      return new DataView(row.records.buffer, at, RECORD_BYTES)
    }
  }

  return {
    logId,
    follow,

    find(code: ReceiptBits): Found {
      follow()
      const recordOf = createReader()
      const ballots = table.byCode(tagOf(code)).flatMap((sequence) => {
        const record = recordOf(sequence)
        const { high, low } = key.bitsOf(hashTextAt(record, 0))
        if (high !== code.high || low !== code.low) return []
        return [{ logId, sequence, ballot: unpack(record, 0) }]
      })
      return { ballots, upTo: table.length() }
    },

    first(ballot: Ballot, rules: AdmissionRules): Ballot | null {
      const recordOf = createReader()
      let first: Ballot | null = null
      for (const sequence of table.byVoter(voterTagOf(ballot))) {
        const other = unpack(recordOf(sequence), 0)
        if (!isSameVoice(ballot, other)) continue
        const isChoice = CHOICES.includes(other.choice as Choice)
        if (admissionOf({ ...other, unitCode: other.unitCode ?? 0, isChoice }, rules) !== 'counted') continue
        if (first === null || compareBallots(other, first) < 0) first = other
      }
      return first
    },

    close(): void {
      if (db.isOpen) db.close()
    },
  }
}

function isSameVoice(a: Ballot, b: Ballot): boolean {
  return (
    a.windowId === b.windowId && a.unitCode === b.unitCode && Buffer.compare(a.voterKey, b.voterKey) === 0
  )
}

function hashTextAt(view: DataView, at: number): string {
  return hexOf(view.getUint32(at + AT.hash)) + hexOf(view.getUint32(at + AT.hash + 4))
}

function hexOf(word: number): string {
  return word.toString(16).padStart(8, '0')
}

/** A voter key is an HMAC: its first word spreads by itself, unit and window only tell his voices apart. */
function voterTagAt(view: DataView, at: number): number {
  return voterTag(view.getUint32(at + AT.voterKey), unitCodeAt(view, at), windowNumberAt(view, at))
}

function voterTagOf({ voterKey, unitCode, windowId }: Ballot): number {
  const word = new DataView(voterKey.buffer, voterKey.byteOffset).getUint32(0)
  return voterTag(word, unitCode ?? 0, windowId === null ? 0 : Number.parseInt(windowId, 16))
}

function voterTag(word: number, unitCode: number, windowNumber: number): number {
  return (word ^ Math.imul(unitCode, 0x9e3779b1) ^ Math.imul(windowNumber >>> 0, 0x85ebca6b)) >>> 0
}
