// POST /api/csv/ledger: what a file of rectification items would bring, row by row, before anything is put on the ledger (EVAL7).

import { Router } from 'express'
import { dayOf } from '../../shared/basics/city-day.ts'
import { own } from '../../shared/basics/own.ts'
import { ok, type Result } from '../../shared/basics/result.ts'
import { Day, ITEM_SOURCE_NAMES, ItemId, ItemSource } from '../../shared/evaluation/rectification.ts'
import type { Unit } from '../../shared/evaluation/unit.ts'
import { ITEMS_MOST } from '../../shared/ledger/command.ts'
import type { LedgerPlan } from '../../shared/ledger/item.ts'
import { comparedWith } from '../../shared/protocol/compared.ts'
import type { CsvPreview } from '../../shared/protocol/http-api.ts'
import type { House } from '../../shared/show/house.ts'
import type { Clock } from '../clock.ts'
import { listed, readTable, type Columns, type TableFault } from '../tables/table.ts'
import { csvDoor } from './csv-door.ts'
import type { Doorway } from './doorway.ts'

const TEXT_LONGEST = 400
const OWNER_LONGEST = 60

const COLUMNS = {
  itemId: { names: ['编号', '台账编号', '工单号', 'itemId', 'id'], needed: true },
  unit: { names: ['单位', '单位代码', '单位编号', '单位名称', '责任单位', 'unit'], needed: true },
  source: { names: ['来源', '事项来源', 'source'], needed: true },
  text: { names: ['事项', '内容', '整改事项', '问题', 'text'], needed: true },
  owner: { names: ['责任人', '负责人', 'owner'], needed: true },
  openedOn: { names: ['交办日期', '交办时间', 'openedOn'], needed: false },
  dueOn: { names: ['完成期限', '期限', '办结期限', '整改期限', 'dueOn'], needed: true },
  weight: { names: ['权重', '分量', 'weight'], needed: false },
} as const satisfies Columns<string>
type Column = keyof typeof COLUMNS

/** Items are added, never changed by a file: what is known already is a fault. */
export async function previewLedger(
  bytes: Uint8Array,
  { registry, ledger }: Pick<House, 'registry' | 'ledger'>,
  nowMs: number,
): Promise<Result<CsvPreview<LedgerPlan>>> {
  const table = await readTable<Column>(bytes, COLUMNS, ITEMS_MOST)
  if (!table.ok) return table
  const { rows, nameOf } = table.value
  const faults: TableFault[] = [...table.value.faults]
  const plans: LedgerPlan[] = []
  const lineOfId = new Map<string, number>()
  const unitOf = unitFinder(Object.values<Unit>(registry.units))
  const today = dayOf(nowMs)

  for (const { line, cells } of rows) {
    const found = faults.length
    const fault = (column: Column, sentence: string) =>
      void faults.push({ line, column: nameOf(column), sentence })
    const itemId = ItemId.safeParse(cells.itemId.normalize('NFKC'))
    const unit = unitOf(cells.unit)
    const source = sourceOf(cells.source)
    const openedOn = cells.openedOn === '' ? today : dayIn(cells.openedOn)
    const dueOn = dayIn(cells.dueOn)
    const weight =
      cells.weight === '' ? 1 : Number(/^\d{1,3}$/.exec(cells.weight.normalize('NFKC'))?.[0] ?? 0)
    if (!itemId.success)
      fault('itemId', `编号“${brief(cells.itemId)}”只能用字母、数字、“-”和“_”，以字母或数字开头。`)
    else {
      const same = lineOfId.get(itemId.data)
      if (same !== undefined) fault('itemId', `编号与第${same}行重复。`)
      else lineOfId.set(itemId.data, line)
      if (own(ledger.items, itemId.data) !== undefined)
        fault('itemId', `编号“${brief(itemId.data)}”已在台账里；导入只新增，不改已有事项。`)
    }
    if (unit === null) fault('unit', `没有代码、编号或名称为“${brief(cells.unit)}”的单位。`)
    if (unit === 'several') fault('unit', `名称“${brief(cells.unit)}”有几个单位，请改填单位代码。`)
    if (source === null)
      fault(
        'source',
        `来源“${brief(cells.source)}”不在这几种之中：${Object.values(ITEM_SOURCE_NAMES).join('、')}。`,
      )
    const text = lengthFault(cells.text, 2, TEXT_LONGEST, '事项')
    if (text !== null) fault('text', text)
    const owner = lengthFault(cells.owner, 1, OWNER_LONGEST, '责任人')
    if (owner !== null) fault('owner', owner)
    if (openedOn === null) fault('openedOn', `交办日期“${brief(cells.openedOn)}”不是日期，请写成2026-03-31。`)
    else if (openedOn > today) fault('openedOn', '交办日期在今天以后。')
    if (dueOn === null) fault('dueOn', `完成期限“${brief(cells.dueOn)}”不是日期，请写成2026-03-31。`)
    else if (openedOn !== null && dueOn < openedOn) fault('dueOn', '完成期限早于交办日期。')
    if (weight < 1 || weight > 100) fault('weight', '权重须是1到100的整数，不填为1。')
    if (faults.length > found || !itemId.success || typeof unit === 'string' || unit === null) continue
    if (source === null || openedOn === null || dueOn === null) continue
    plans.push({
      ...{ itemId: itemId.data, unitId: unit.unitId, source, openedOn, dueOn, weight },
      ...{ text: cells.text, owner: cells.owner },
    })
  }
  return ok({ rows: plans, errors: listed(faults), ...comparedWith(plans, () => undefined, []) })
}

export function csvLedgerRoutes(doorway: Doorway, house: () => House, clock: Pick<Clock, 'nowMs'>): Router {
  const router = Router()
  router.post(
    '/api/csv/ledger',
    ...csvDoor(doorway, 'csvLedger', (bytes) => previewLedger(bytes, house(), clock.nowMs())),
  )
  return router
}

/** By code, id or name; null: none, `several`: a name that is not one unit's. */
function unitFinder(units: readonly Unit[]): (cell: string) => Unit | 'several' | null {
  const byKey = new Map<string, Unit | 'several'>()
  for (const unit of units) {
    const name = unit.name.normalize('NFKC')
    byKey.set(name, byKey.has(name) ? 'several' : unit)
  }
  for (const unit of units) byKey.set(unit.unitId, unit)
  for (const unit of units) byKey.set(String(unit.code), unit)
  return (cell) => {
    const plain = cell.normalize('NFKC').trim()
    return byKey.get(/^\d{1,5}$/.test(plain) ? String(Number(plain)) : plain) ?? null
  }
}

function sourceOf(cell: string): ItemSource | null {
  const plain = cell.normalize('NFKC').replace(/\s/g, '')
  return ItemSource.options.find((one) => ITEM_SOURCE_NAMES[one] === plain || one === plain) ?? null
}

/** 2026-03-31, 2026/3/31, 2026.3.31, 2026年3月31日. */
function dayIn(cell: string): Day | null {
  const parts = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(cell.normalize('NFKC').trim())
  if (parts === null) return null
  const [, year = '', month = '', day = ''] = parts
  const parsed = Day.safeParse(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
  return parsed.success ? parsed.data : null
}

function lengthFault(cell: string, least: number, most: number, name: string): string | null {
  if (cell.length < least) return cell === '' ? `${name}没有填写。` : `${name}至少${least}个字。`
  return cell.length > most ? `${name}超过${most}个字。` : null
}

function brief(cell: string): string {
  return cell.length > 20 ? `${cell.slice(0, 20)}…` : cell
}
