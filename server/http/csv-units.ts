// POST /api/csv/units: what a file of units would bring, row by row, before anything is imported.

import { Router } from 'express'
import { UnitCode, UnitId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import { ok, type Result } from '../../shared/basics/result.ts'
import { CATEGORIES, CATEGORY_NAMES, type Category, type Unit } from '../../shared/evaluation/unit.ts'
import type { CsvPreview } from '../../shared/protocol/http-api.ts'
import type { House } from '../../shared/show/house.ts'
import { csvDoor } from './csv-door.ts'
import { listed, readTable, type Columns, type TableFault } from '../tables/table.ts'
import type { Doorway } from './doorway.ts'

const ROWS_MOST = 20_000
const NAME_LONGEST = 40

const COLUMNS = {
  unitId: { names: ['编号', '单位编号', 'unitId', 'id'], needed: true },
  code: { names: ['代码', '单位代码', 'code'], needed: true },
  name: { names: ['单位名称', '名称', '单位', 'name'], needed: true },
  category: { names: ['类别', '分类', 'category'], needed: true },
} as const satisfies Columns<string>
type Column = keyof typeof COLUMNS

/** `known`: the registry's units, against which rows are new, changed or the same. */
export async function previewUnits(
  bytes: Uint8Array,
  known: House['registry']['units'],
): Promise<Result<CsvPreview<Unit>>> {
  const table = await readTable<Column>(bytes, COLUMNS, ROWS_MOST)
  if (!table.ok) return table
  const { rows, nameOf } = table.value
  const faults: TableFault[] = [...table.value.faults]
  const right: { readonly unit: Unit; readonly line: number }[] = []
  const lineOfId = new Map<string, number>()
  const lineOfCode = new Map<number, number>()

  for (const { line, cells } of rows) {
    const found = faults.length
    const fault = (column: Column, sentence: string) => {
      faults.push({ line, column: nameOf(column), sentence })
    }
    const unitId = UnitId.safeParse(cells.unitId.normalize('NFKC'))
    const code = UnitCode.safeParse(numberIn(cells.code))
    const category = categoryOf(cells.category)
    const name = cells.name
    if (!unitId.success)
      fault(
        'unitId',
        `编号“${brief(cells.unitId)}”只能用字母、数字、“-”和“_”，以字母或数字开头，最多64个字符。`,
      )
    if (!code.success) fault('code', `代码“${brief(cells.code)}”须是1到9999的整数。`)
    if (name === '' || name.length > NAME_LONGEST)
      fault('name', name === '' ? '单位名称没有填写。' : `单位名称超过${NAME_LONGEST}个字。`)
    if (category === null)
      fault(
        'category',
        `类别“${brief(cells.category)}”不在四类之中：${Object.values(CATEGORY_NAMES).join('、')}。`,
      )
    const sameId = unitId.success ? lineOfId.get(unitId.data) : undefined
    const sameCode = code.success ? lineOfCode.get(code.data) : undefined
    if (sameId !== undefined) fault('unitId', `编号与第${sameId}行重复。`)
    if (sameCode !== undefined) fault('code', `代码与第${sameCode}行重复。`)
    if (unitId.success && sameId === undefined) lineOfId.set(unitId.data, line)
    if (code.success && sameCode === undefined) lineOfCode.set(code.data, line)
    if (faults.length > found || !unitId.success || !code.success || category === null) continue
    const { organisationId = null, authorityId = null } = own(known, unitId.data) ?? {}
    right.push({
      unit: { unitId: unitId.data, code: code.data, name, category, organisationId, authorityId },
      line,
    })
  }

  // A code may stay with a unit that the file does not touch.
  const owners = new Map(
    Object.values(known)
      .filter(({ unitId }) => !lineOfId.has(unitId))
      .map((unit) => [unit.code, unit] as const),
  )
  const kept = right.filter(({ unit, line }) => {
    const owner = owners.get(unit.code)
    if (owner === undefined) return true
    faults.push({ line, column: nameOf('code'), sentence: `代码${unit.code}已属于“${owner.name}”。` })
    return false
  })

  const units = kept.map(({ unit }) => unit)
  const before = units.map((unit) => own(known, unit.unitId))
  const same = units.filter((unit, i) => isSame(unit, before[i])).length
  const added = before.filter((unit) => unit === undefined).length
  return ok({ rows: units, errors: listed(faults), added, changed: units.length - added - same, same })
}

export function csvUnitRoutes(doorway: Doorway, house: () => House): Router {
  const router = Router()
  router.post(
    '/api/csv/units',
    ...csvDoor(doorway, 'csvUnits', (bytes) => previewUnits(bytes, house().registry.units)),
  )
  return router
}

function isSame(a: Unit, b: Unit | undefined): boolean {
  return b !== undefined && a.code === b.code && a.name === b.name && a.category === b.category
}

function categoryOf(cell: string): Category | null {
  const plain = cell.normalize('NFKC').replace(/\s/g, '')
  return CATEGORIES.find((one) => CATEGORY_NAMES[one] === plain || one === plain.toLowerCase()) ?? null
}

/** `7`, `007` and full-width digits; anything else is no number. */
function numberIn(cell: string): number {
  const digits = cell.normalize('NFKC')
  return /^\d{1,6}$/.test(digits) ? Number(digits) : NaN
}

function brief(cell: string): string {
  return cell.length > 20 ? `${cell.slice(0, 20)}…` : cell
}
