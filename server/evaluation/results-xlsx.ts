// A publication as a workbook: text cells are text, so that no name can be a formula.

import writeXlsxFile, { type SheetData } from 'write-excel-file/node'
import type { PublishedRanking } from './published-bundle.ts'
import { resultsTableOf } from './results-table.ts'

const WIDTHS: Readonly<Record<string, number>> = { 单位: 32, 所属组织: 24, 不参加排名的原因: 36 }

export async function resultsXlsxOf(content: PublishedRanking): Promise<Buffer> {
  const { head, rows } = resultsTableOf(content)
  const data: SheetData = [
    head.map((value) => ({ value, type: String, fontWeight: 'bold' as const, wrap: true })),
    ...rows.map((row) =>
      row.map((cell) => {
        if (cell === null) return null
        if (typeof cell === 'string') return { value: cell, type: String }
        return {
          value: Number(cell.number),
          type: Number,
          ...(cell.number.includes('.') ? { format: '0.00' } : {}),
        }
      }),
    ),
  ]
  return writeXlsxFile(data, {
    sheet: '排名',
    stickyRowsCount: 1,
    columns: head.map((name) => ({ width: WIDTHS[name] ?? 12 })),
  }).toBuffer()
}
