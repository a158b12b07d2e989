// Reads a clerk's CSV of unit codes (单位代码) into units of the registry, with every fault by its line.

import type { UnitId } from '../../../shared/basics/ids.ts'
import type { UnitView } from '../../../shared/protocol/views.ts'
import { comparedWith } from '../../../shared/protocol/compared.ts'
import { readTable } from '../csv-records.ts'
import type { PreviewAnswer } from '../csv-import.tsx'

const HEADINGS: readonly string[] = ['单位代码', '代码', 'code']
const FAULTS_MOST = 500

/** `chosen`: units that are in the poll already. Other columns are left alone, so that an exported list will do. */
export function readCodes(
  text: string,
  units: readonly UnitView[],
  chosen: ReadonlySet<UnitId>,
): PreviewAnswer<UnitView> {
  const read = readTable(text)
  if (!read.ok) return read
  const { heading, rows } = read
  const place = heading.findIndex((cell) => HEADINGS.includes(cell.normalize('NFKC').trim()))
  if (place === -1) return { ok: false, sentence: '缺少列：单位代码。' }

  const byCode = new Map(units.map((unit) => [unit.code, unit]))
  const lineOf = new Map<number, number>()
  const found: UnitView[] = []
  const errors: { line: number; column: string; sentence: string }[] = []
  for (const { record, line } of rows) {
    const cell = (record[place] ?? '').normalize('NFKC').trim()
    const unit = /^\d{1,5}$/.test(cell) ? byCode.get(Number(cell)) : undefined
    const first = unit === undefined ? undefined : lineOf.get(unit.code)
    if (unit !== undefined && first === undefined) {
      lineOf.set(unit.code, line)
      found.push(unit)
      continue
    }
    if (errors.length >= FAULTS_MOST) continue
    const sentence =
      unit === undefined ? `没有代码为“${cell.slice(0, 20)}”的单位。` : `单位代码与第${first ?? 0}行重复。`
    errors.push({ line, column: '单位代码', sentence })
  }
  const compared = comparedWith(found, (unit) => (chosen.has(unit.id) ? unit : undefined), [])
  return { ok: true, value: { rows: found, errors, ...compared } }
}
