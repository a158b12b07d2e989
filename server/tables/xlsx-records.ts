// Reads the first sheet of an XLSX workbook into rows of texts, in a thread with a limit on its memory and its time.

import { Worker } from 'node:worker_threads'
import { unzipSync } from 'fflate'
import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import { RECORD_MOST, RECORDS_A_TURN, type Records } from './records.ts'
import type { SheetAnswer, SheetRequest } from './xlsx-worker.ts'

/** All parts of a workbook together, unpacked: a list of 200,000 rows takes a third of it. */
const UNPACKED_MOST = 150 * 1024 * 1024
const PARTS_MOST = 2_000
const HEAP_MOST_MB = 512
const READ_WITHIN_MS = 30_000
/** Workbooks read or waiting to be: one is read at a time. */
const READING_MOST = 4

/** A workbook is a ZIP archive; what Excel saved before 2007, or with a password, is another container. */
export function looksLikeWorkbook(bytes: Uint8Array): boolean {
  return startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])
}

let reading = 0
let last: Promise<unknown> = Promise.resolve()

/**
 * Cells as a clerk sees them, but for formats: a formula's last result, a date as 2026-03-31, a number in full. Rows beyond
 * `rowsMost` and the heading are not handed out but for one, so that the caller sees there are more.
 * Refuses csv_unreadable, queue_full.
 */
export async function xlsxRecords(bytes: Uint8Array, rowsMost: number): Promise<Result<Records>> {
  if (startsWith(bytes, [0xd0, 0xcf]))
    return unreadable('是旧版xls或设了密码的文件，请在Excel里另存为不带密码的xlsx')
  const why = againstUnpacking(bytes)
  if (why !== null) return unreadable(why)
  if (reading >= READING_MOST) return refuse('queue_full', { count: reading })
  reading += 1
  const answer = last.then(() => sheetIn({ bytes, rowsMost: rowsMost + 2, recordMost: RECORD_MOST }))
  last = answer.catch(() => null)
  try {
    const { rows, why: problem } = await answer
    return problem === null ? ok(handedOut(rows)) : unreadable(problem)
  } finally {
    reading -= 1
  }
}

async function* handedOut(rows: readonly (readonly string[])[]): Records {
  for (const [at, record] of rows.entries()) {
    yield { record, line: at + 1 }
    if ((at + 1) % RECORDS_A_TURN === 0) await new Promise<void>((turn) => setImmediate(turn))
  }
  return ok(null)
}

/** By the archive's own list, before a byte is unpacked. One that understates itself is cut off at what it states. */
function againstUnpacking(bytes: Uint8Array): string | null {
  let unpacked = 0
  let parts = 0
  let sheets = 0
  try {
    unzipSync(bytes, {
      filter({ name, originalSize }) {
        unpacked += originalSize
        parts += 1
        if (parts > PARTS_MOST) throw new Error('too many parts')
        if (name === 'xl/workbook.xml') sheets += 1
        return false
      },
    })
  } catch {
    return '不是有效的xlsx表格，文件可能没有传完'
  }
  if (sheets === 0) return '是压缩包，但不是xlsx表格'
  if (unpacked > UNPACKED_MOST) return '展开后过大，请删去多余的工作表和图片'
  return null
}

/** Ends the thread whatever happens; a sheet that takes too much memory or time is a sentence. */
function sheetIn(request: SheetRequest): Promise<SheetAnswer> {
  const worker = new Worker(new URL('./xlsx-worker.ts', import.meta.url), {
    name: 'xlsx-worker',
    workerData: request,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MOST_MB },
  })
  return new Promise<SheetAnswer>((settle, fail) => {
    const timer = setTimeout(() => settle({ rows: [], why: '读取超时，表格过大或过于复杂' }), READ_WITHIN_MS)
    worker.once('exit', () => clearTimeout(timer))
    worker.once('message', settle)
    worker.once('error', (error: Error) => {
      if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
        settle({ rows: [], why: '占用内存过大，请删去多余的行列' })
      else fail(error)
    })
  }).finally(() => void worker.terminate())
}

function unreadable(why: string) {
  return refuse('csv_unreadable', { why })
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, i) => bytes[i] === byte)
}
