// A publication as CSV for a clerk's table program: UTF-8 with a mark, and no cell that such a program would run.

import type { PublishedRanking } from './published-bundle.ts'
import { type Cell, resultsTableOf } from './results-table.ts'

const MARK = '\ufeff'

export function resultsCsvOf(content: PublishedRanking): string {
  const { head, rows } = resultsTableOf(content)
  return MARK + [head, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')
}

/**
 * What begins like a formula is written as text, with an apostrophe before it. Source: OWASP, CSV Injection.
 * Numbers are ours, two decimals, and may begin with a minus.
 */
export function csvCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell !== 'string') return cell.number
  const safe = /^[=+\-@\t\r＝＋－＠]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
