// Reads a clerk's CSV of unit codes (单位代码) into units of the registry, with every fault by its line.

import { CsvError } from 'csv-parse/browser/esm/sync'
import type { UnitId } from '../../../shared/basics/ids.ts'
import type { UnitView } from '../../../shared/protocol/views.ts'
import { recordsOf } from '../counts-csv.ts'
import type { PreviewAnswer } from '../csv-import.tsx'

const HEADINGS: readonly string[] = ['单位代码', '代码', 'code']
const ROWS_MOST = 20_000
const FAULTS_MOST = 500

/** `chosen`: units that are in the poll already. Other columns are left alone, so that an exported list will do. */
export function readCodes(
  text: string,
  units: readonly UnitView[],
  chosen: ReadonlySet<UnitId>,
): PreviewAnswer<UnitView> {
  let records: ReturnType<typeof recordsOf>
  try {
    records = recordsOf(text)
  } catch (error) {
    const where =
      error instanceof CsvError && typeof error['lines'] === 'number' ? `第${error['lines']}行` : ''
    return { ok: false, sentence: `文件无法读取：${where}的引号或列数不对。` }
  }
  const [heading, ...rows] = records
  if (heading === undefined || rows.length === 0) return { ok: false, sentence: '文件里没有任何数据行。' }
  if (rows.length > ROWS_MOST) return { ok: false, sentence: `文件过大：最多${ROWS_MOST}行。` }
  const place = heading.record.findIndex((cell) => HEADINGS.includes(cell.normalize('NFKC').trim()))
  if (place === -1) return { ok: false, sentence: '缺少列：单位代码。' }

  const byCode = new Map(units.map((unit) => [unit.code, unit]))
  const lineOf = new Map<number, number>()
  const found: UnitView[] = []
  const errors: { line: number; column: string; sentence: string }[] = []
  for (const { record, line } of rows) {
    const cell = (record[place] ?? '').normalize('NFKC').trim()
    const unit = /^\d{1,4}$/.test(cell) ? byCode.get(Number(cell)) : undefined
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
  const added = found.filter(({ id }) => !chosen.has(id)).length
  return { ok: true, value: { rows: found, errors, added, changed: 0, same: found.length - added } }
}
