// POST /api/csv/units: what a file of units would bring, row by row and field by field, before anything is imported.

import { Router } from 'express'
import { UNIT_CODE_MOST, UnitCode, UnitId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import { ok, type Result } from '../../shared/basics/result.ts'
import type { OrganisationId } from '../../shared/evaluation/department.ts'
import type { Organisation } from '../../shared/evaluation/organisation.ts'
import { UNITS_MOST, type Registry } from '../../shared/evaluation/registry.ts'
import {
  CATEGORIES,
  CATEGORY_NAMES,
  UNIT_NAME_LONGEST,
  type Category,
  type Unit,
} from '../../shared/evaluation/unit.ts'
import type { CsvPreview } from '../../shared/protocol/http-api.ts'
import type { House } from '../../shared/show/house.ts'
import { brief, plain, wholeNumberIn } from '../tables/cells.ts'
import { comparedWith, type ShownField } from '../../shared/protocol/compared.ts'
import { listed, readTable, type Columns, type TableFault } from '../tables/table.ts'
import { csvDoor } from './csv-door.ts'
import type { Doorway } from './doorway.ts'

const COLUMNS = {
  unitId: { names: ['编号', '单位编号', 'unitId', 'id'], needed: true },
  code: { names: ['代码', '单位代码', 'code'], needed: true },
  name: { names: ['单位名称', '名称', '单位', 'name'], needed: true },
  category: { names: ['类别', '分类', 'category'], needed: true },
  organisation: { names: ['所属', '所属区或部门', '所属单位', 'organisation'], needed: false },
  authority: { names: ['业务主管部门', '主管部门', 'authority'], needed: false },
} as const satisfies Columns<string>
type Column = keyof typeof COLUMNS

/** A column the file leaves out stays as it was; an empty cell of one it has says: of none. */
export async function previewUnits(
  bytes: Uint8Array,
  registry: Pick<Registry, 'units' | 'pastUnits' | 'organisations'>,
): Promise<Result<CsvPreview<Unit>>> {
  const table = await readTable<Column>(bytes, COLUMNS, UNITS_MOST)
  if (!table.ok) return table
  const { rows, nameOf, has } = table.value
  const known = registry.units
  const organisationIn = organisationsByName(registry.organisations)
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
    const code = UnitCode.safeParse(wholeNumberIn(cells.code))
    const category = categoryOf(cells.category)
    const name = cells.name
    if (!unitId.success)
      fault(
        'unitId',
        `编号“${brief(cells.unitId)}”只能用字母、数字、“-”和“_”，以字母或数字开头，最多64个字符。`,
      )
    else if (own(registry.pastUnits, unitId.data) !== undefined)
      fault('unitId', `编号“${unitId.data}”的单位已撤销或并入其他单位，编号不能再用。`)
    if (!code.success) fault('code', `代码“${brief(cells.code)}”须是1到${UNIT_CODE_MOST}的整数。`)
    if (name === '' || name.length > UNIT_NAME_LONGEST)
      fault('name', name === '' ? '单位名称没有填写。' : `单位名称超过${UNIT_NAME_LONGEST}个字。`)
    if (category === null)
      fault(
        'category',
        `类别“${brief(cells.category)}”不在四类之中：${Object.values(CATEGORY_NAMES).join('、')}。`,
      )
    const before = unitId.success ? own(known, unitId.data) : undefined
    const standsFor = (column: 'organisation' | 'authority', kept: OrganisationId | null) => {
      const cell = cells[column]
      if (!has(column)) return kept
      if (cell === '') return null
      const id = organisationIn(cell)
      if (id === null) fault(column, `“${brief(cell)}”不在主管单位与区的名单里，请先导入那张名单。`)
      return id
    }
    const organisationId = standsFor('organisation', before?.organisationId ?? null)
    const authorityId = standsFor('authority', before?.authorityId ?? null)
    const sameId = unitId.success ? lineOfId.get(unitId.data) : undefined
    const sameCode = code.success ? lineOfCode.get(code.data) : undefined
    if (sameId !== undefined) fault('unitId', `编号与第${sameId}行重复。`)
    if (sameCode !== undefined) fault('code', `代码与第${sameCode}行重复。`)
    if (unitId.success && sameId === undefined) lineOfId.set(unitId.data, line)
    if (code.success && sameCode === undefined) lineOfCode.set(code.data, line)
    if (faults.length > found || !unitId.success || !code.success || category === null) continue
    right.push({
      unit: { unitId: unitId.data, code: code.data, name, category, organisationId, authorityId },
      line,
    })
  }

  // A code may stay with a unit that the file does not touch.
  const owners = new Map(
    Object.values<Unit>(known)
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
  const compared = comparedWith(
    units,
    ({ unitId }) => own(known, unitId),
    shownFieldsOf(registry.organisations),
  )
  return ok({ rows: units, errors: listed(faults), ...compared })
}

export function csvUnitRoutes(doorway: Doorway, house: () => House): Router {
  const router = Router()
  router.post(
    '/api/csv/units',
    ...csvDoor(doorway, 'csvUnits', (bytes) => previewUnits(bytes, house().registry)),
  )
  return router
}

function shownFieldsOf(organisations: Registry['organisations']): readonly ShownField<Unit>[] {
  const nameOf = (id: OrganisationId | null) => (id === null ? '' : (own(organisations, id)?.name ?? id))
  return [
    { name: '代码', text: ({ code }) => String(code) },
    { name: '单位名称', text: ({ name }) => name },
    { name: '类别', text: ({ category }) => CATEGORY_NAMES[category] },
    { name: '所属', text: ({ organisationId }) => nameOf(organisationId) },
    { name: '业务主管部门', text: ({ authorityId }) => nameOf(authorityId) },
  ]
}

/** By name as clerks write it, or by id. */
function organisationsByName(
  organisations: Registry['organisations'],
): (cell: string) => OrganisationId | null {
  const ids = new Map(
    Object.values<Organisation>(organisations).flatMap(({ organisationId, name }) => [
      [organisationId, organisationId] as const,
      [plain(name), organisationId] as const,
    ]),
  )
  return (cell) => ids.get(plain(cell)) ?? null
}

function categoryOf(cell: string): Category | null {
  const text = plain(cell)
  return CATEGORIES.find((one) => CATEGORY_NAMES[one] === text || one === text.toLowerCase()) ?? null
}
