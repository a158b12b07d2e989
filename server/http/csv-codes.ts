// POST /api/csv/codes: which units a file of codes names, before they are chosen for a poll; its other columns are left alone.

import { Router } from 'express'
import { ok, type Result } from '../../shared/basics/result.ts'
import { UNITS_MOST, type Registry } from '../../shared/evaluation/registry.ts'
import { unitHeadOf, type Unit, type UnitHead } from '../../shared/evaluation/unit.ts'
import { comparedWith } from '../../shared/protocol/compared.ts'
import type { CsvPreview } from '../../shared/protocol/http-api.ts'
import type { House } from '../../shared/show/house.ts'
import { brief, wholeNumberIn } from '../tables/cells.ts'
import { listed, readTable, type Columns, type TableFault } from '../tables/table.ts'
import { csvDoor } from './csv-door.ts'
import type { Doorway } from './doorway.ts'

const COLUMNS = {
  code: { names: ['单位代码', '代码', 'code'], needed: true },
} as const satisfies Columns<string>
type Column = keyof typeof COLUMNS

export async function previewCodes(
  bytes: Uint8Array,
  units: Registry['units'],
): Promise<Result<CsvPreview<UnitHead>>> {
  const table = await readTable<Column>(bytes, COLUMNS, UNITS_MOST)
  if (!table.ok) return table
  const column = table.value.nameOf('code')
  const byCode = new Map<number, Unit>(Object.values<Unit>(units).map((unit) => [unit.code, unit]))
  const faults: TableFault[] = [...table.value.faults]
  const lineOf = new Map<number, number>()
  const rows: UnitHead[] = []
  for (const { line, cells } of table.value.rows) {
    const unit = byCode.get(wholeNumberIn(cells.code))
    const first = unit === undefined ? undefined : lineOf.get(unit.code)
    if (unit === undefined)
      faults.push({ line, column, sentence: `没有代码为“${brief(cells.code)}”的单位。` })
    else if (first !== undefined) faults.push({ line, column, sentence: `单位代码与第${first}行重复。` })
    else {
      lineOf.set(unit.code, line)
      rows.push(unitHeadOf(unit))
    }
  }
  return ok({ rows, errors: listed(faults), ...comparedWith(rows, () => undefined, []) })
}

export function csvCodeRoutes(doorway: Doorway, house: () => House): Router {
  const router = Router()
  router.post(
    '/api/csv/codes',
    ...csvDoor(doorway, 'csvCodes', (bytes) => previewCodes(bytes, house().registry.units)),
  )
  return router
}
