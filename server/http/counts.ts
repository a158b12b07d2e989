// The doors of citizens' counts of polls held elsewhere: a kept file of units and their split, previewed and imported whole (EVAL4).

import { Router } from 'express'
import { own } from '../../shared/basics/own.ts'
import { ok, type Result } from '../../shared/basics/result.ts'
import { unitHeadOf } from '../../shared/evaluation/unit.ts'
import { PERIOD_ROWS_MOST } from '../../shared/period/command.ts'
import { coveredInDays } from '../../shared/period/days.ts'
import { evidenceOf } from '../../shared/period/packed-evidence.ts'
import type { Period } from '../../shared/period/period.ts'
import type { CountRow } from '../../shared/protocol/counts-api.ts'
import type { House } from '../../shared/show/house.ts'
import { brief, plain, wholeNumberIn } from '../tables/cells.ts'
import { listed, readTable, type Columns, type TableFault } from '../tables/table.ts'
import type { Doorway } from './doorway.ts'
import { unitFinder } from './indicator-rows.ts'
import { keptTableDoors, type KeptTable, type KeptTableDeps, type ReadRows } from './kept-table.ts'

const ROWS_MOST = Math.min(20_000, PERIOD_ROWS_MOST)
const COUNT_MOST = 100_000_000

const COLUMNS = {
  unit: { names: ['单位代码', '单位编号', '代码', '单位', '编号', 'unit', 'code'], needed: true },
  satisfied: { names: ['满意', 'satisfied'], needed: true },
  fair: { names: ['基本满意', 'fair'], needed: true },
  dissatisfied: { names: ['不满意', 'dissatisfied'], needed: true },
  unsure: { names: ['不了解', 'unsure'], needed: false },
  period: { names: ['周期', '评议周期', '期次', 'period'], needed: false },
} as const satisfies Columns<string>
type Column = keyof typeof COLUMNS
type Choice = Exclude<Column, 'unit' | 'period'>

/** `不了解` may be left out (0). Counts, never percentages (EVAL4); none of a unit that a poll of ours covers. */
export async function countTableOf(
  bytes: Uint8Array,
  period: Period,
  { polls }: Pick<House, 'polls'>,
): Promise<Result<ReadRows<CountRow>>> {
  const table = await readTable<Column>(bytes, COLUMNS, ROWS_MOST)
  if (!table.ok) return table
  const { nameOf } = table.value
  const unitIn = unitFinder(period)
  const covered = coveredInDays(polls, period)
  const faults: TableFault[] = [...table.value.faults]
  const lineOf = new Map<string, number>()
  const rows: CountRow[] = []
  for (const { line, cells } of table.value.rows) {
    const found = faults.length
    const fault = (column: Column, sentence: string) => {
      faults.push({ line, column: nameOf(column), sentence })
    }
    const countIn = (column: Choice): number => {
      const cell = cells[column]
      if (column === 'unsure' && cell === '') return 0
      const count = wholeNumberIn(cell)
      if (count <= COUNT_MOST) return count
      fault(column, countFault(cell))
      return 0
    }
    const unit = unitIn(cells.unit)
    if (unit === null) fault('unit', `“${brief(cells.unit)}”不是本周期的单位代码或编号。`)
    const poll = unit === null ? undefined : covered.get(unit.unitId)
    if (poll !== undefined)
      fault('unit', `“${unit?.name ?? ''}”的票数由评议期“${poll.title}”自动计入，不能再导入。`)
    if (cells.period !== '' && ![plain(period.title), period.id].includes(plain(cells.period)))
      fault('period', `“${brief(cells.period)}”不是本周期“${period.title}”。`)
    const split = {
      satisfied: countIn('satisfied'),
      fair: countIn('fair'),
      dissatisfied: countIn('dissatisfied'),
      unsure: countIn('unsure'),
    }
    if (faults.length > found || unit === null) continue
    const first = lineOf.get(unit.unitId)
    if (first !== undefined) {
      fault('unit', `与第${first}行重复：一个单位只能有一行。`)
      continue
    }
    lineOf.set(unit.unitId, line)
    rows.push({ unit: unitHeadOf(unit), split })
  }
  return ok({ rows, errors: listed(faults) })
}

function countFault(cell: string): string {
  if (cell === '') return '没有填写票数。'
  return /[%％]/.test(cell) ? '请填票数，不要填百分比。' : `“${brief(cell)}”不是票数：填整数。`
}

const COUNTS: KeptTable<CountRow> = {
  door: 'countsImport',
  read: countTableOf,
  knownOf({ unit }, period) {
    const known = own(evidenceOf(period).citizens, unit.unitId)
    return known === undefined ? undefined : { unit, split: known.split }
  },
  fields: [
    { name: '满意', text: ({ split }) => String(split.satisfied) },
    { name: '基本满意', text: ({ split }) => String(split.fair) },
    { name: '不满意', text: ({ split }) => String(split.dissatisfied) },
    { name: '不了解', text: ({ split }) => String(split.unsure) },
  ],
  commandOf: (taken, rows) => ({
    ...{ type: 'AcceptCitizensCounts', ...taken },
    rows: rows.map(({ unit, split }) => ({ unitId: unit.unitId, split })),
  }),
}

export function countRoutes(doorway: Doorway, deps: KeptTableDeps): Router {
  const router = Router()
  const table = keptTableDoors(doorway, deps, COUNTS)
  router.post('/api/counts/preview', ...table.preview)
  router.post('/api/counts/import', ...table.take)
  return router
}
