// Reads a CSV in any encoding clerks save it in into rows of cells: commas, tabs or semicolons.

import { Readable } from 'node:stream'
import { CsvError, parse, type Info } from 'csv-parse'
import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import { textPiecesOf } from './csv-text.ts'
import { RECORD_MOST, RECORDS_A_TURN, type Records } from './records.ts'

/** Refuses csv_unreadable: at once where the encoding is none of ours, else where reading stopped. */
export async function csvRecords(bytes: Uint8Array): Promise<Result<Records>> {
  const pieces = await textPiecesOf(bytes)
  return pieces === null
    ? refuse('csv_unreadable', { why: '编码既不是UTF-8也不是GBK' })
    : ok(recordsIn(pieces()))
}

class NoText extends Error {}

/** Fed in pieces, so that a large file holds the screens up for no more than one piece. */
async function* recordsIn(pieces: AsyncGenerator<string>): Records {
  try {
    yield* parsed(pieces)
    return ok(null)
  } catch (error) {
    if (error instanceof NoText)
      return refuse('csv_unreadable', { why: '不是CSV文本，也不是xlsx表格，请另存为CSV或xlsx' })
    if (error instanceof CsvError) return refuse('csv_unreadable', { why: whyOf(error) })
    throw error
  }
}

async function* parsed(pieces: AsyncGenerator<string>) {
  const first = await pieces.next()
  const start = first.done === true ? '' : first.value
  const firstLine = start.split('\n', 1)[0] ?? ''
  const parser = parse({
    info: true,
    delimiter: firstLine.includes(',') ? ',' : firstLine.includes('\t') ? '\t' : ';',
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: RECORD_MOST,
  })
  const text = async function* () {
    if (start.includes('\0')) throw new NoText()
    yield start
    for await (const piece of pieces) {
      if (piece.includes('\0')) throw new NoText()
      yield piece
    }
  }
  const source = Readable.from(text(), { objectMode: false })
  source.on('error', (error) => parser.destroy(error))
  let count = 0
  for await (const one of source.pipe(parser)) {
    const { record, info } = one as { readonly record: readonly string[]; readonly info: Info }
    const within = record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
    yield { record, line: info.lines - within }
    // Records that wait in the parser would be handed out without anybody else's turn.
    if (++count % RECORDS_A_TURN === 0) await new Promise<void>((turn) => setImmediate(turn))
  }
}

function whyOf(error: CsvError): string {
  const line = typeof error['lines'] === 'number' ? `第${error['lines']}行附近` : ''
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return `${line}有引号没有成对`
    case 'CSV_MAX_RECORD_SIZE':
      return `${line}有一行过长`
    default:
      return `${line}引号的位置不对`
  }
}
