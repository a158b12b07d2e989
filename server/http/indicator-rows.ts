// Reads a table of indicators' counts (单位代码, 指标, 分子, 分母, 周期) for one period: every fault by its line, duplicates refused.

import { ok, type Result } from '../../shared/basics/result.ts'
import type { IndicatorDefinition } from '../../shared/evaluation/indicator.ts'
import { CATEGORY_NAMES, unitHeadOf } from '../../shared/evaluation/unit.ts'
import { schemeOf } from '../../shared/period/in-force.ts'
import type { PeriodUnit } from '../../shared/period/inputs.ts'
import type { Period } from '../../shared/period/period.ts'
import { INDICATOR_ROWS_MOST, type IndicatorCountRow } from '../../shared/protocol/indicators-api.ts'
import { brief, plain, wholeNumberIn } from '../tables/cells.ts'
import type { ReadRows } from './kept-table.ts'
import { listed, readTable, type Columns, type TableFault } from '../tables/table.ts'

const BYTES_MOST = 16 * 1024 * 1024
const COUNT_MOST = 1_000_000_000

const COLUMNS = {
  unit: { names: ['单位代码', '单位编号', '代码', '单位', '编号', 'unit'], needed: true },
  indicator: { names: ['指标', '指标名称', '指标编号', 'indicator'], needed: true },
  numerator: { names: ['分子', 'numerator'], needed: true },
  denominator: { names: ['分母', 'denominator'], needed: true },
  period: { names: ['周期', '评议周期', '期次', 'period'], needed: false },
} as const satisfies Columns<string>
type Column = keyof typeof COLUMNS

/** `period` has its scheme. */
export async function indicatorTableOf(
  bytes: Uint8Array,
  period: Period,
): Promise<Result<ReadRows<IndicatorCountRow>>> {
  const table = await readTable<Column>(bytes, COLUMNS, INDICATOR_ROWS_MOST, BYTES_MOST)
  if (!table.ok) return table
  const { nameOf } = table.value
  const unitIn = unitFinder(period)
  const definitionIn = definitionFinder(period)
  const faults: TableFault[] = [...table.value.faults]
  const lineOf = new Map<string, number>()
  const rows: IndicatorCountRow[] = []
  for (const { line, cells } of table.value.rows) {
    const found = faults.length
    const fault = (column: Column, sentence: string) => {
      faults.push({ line, column: nameOf(column), sentence })
    }
    const unit = unitIn(cells.unit)
    const definition = definitionIn(cells.indicator)
    const countIn = (column: 'numerator' | 'denominator') => {
      const count = wholeNumberIn(cells[column])
      if (count <= COUNT_MOST) return count
      fault(
        column,
        cells[column] === ''
          ? '没有填写件数。'
          : `“${brief(cells[column])}”不是件数：填整数，不填百分比和小数。`,
      )
      return null
    }
    if (unit === null) fault('unit', `“${brief(cells.unit)}”不是本周期的单位代码或编号。`)
    if (definition === null) fault('indicator', `指标“${brief(cells.indicator)}”不在本周期的评分方案里。`)
    if (unit !== null && definition !== null && !definition.categories.includes(unit.category))
      fault(
        'indicator',
        `指标“${definition.name}”不适用于${CATEGORY_NAMES[unit.category]}，“${unit.name}”没有这项。`,
      )
    if (cells.period !== '' && ![plain(period.title), period.id].includes(plain(cells.period)))
      fault('period', `“${brief(cells.period)}”不是本周期“${period.title}”。`)
    const numerator = countIn('numerator')
    const denominator = countIn('denominator')
    if (numerator !== null && denominator !== null && numerator > denominator)
      fault('numerator', `分子${numerator}大于分母${denominator}，不可能。`)
    if (faults.length > found || unit === null || definition === null) continue
    if (numerator === null || denominator === null) continue
    const key = `${unit.unitId} ${definition.indicatorId}`
    const first = lineOf.get(key)
    if (first !== undefined) {
      fault('indicator', `与第${first}行重复：同一单位的同一指标只能有一行。`)
      continue
    }
    lineOf.set(key, line)
    const { indicatorId, name } = definition
    rows.push({ unit: unitHeadOf(unit), indicatorId, indicatorName: name, numerator, denominator })
  }
  return ok({ rows, errors: listed(faults) })
}

/** By code, id or name. */
export function unitFinder({ units }: Pick<Period, 'units'>): (cell: string) => PeriodUnit | null {
  const byName = new Map<string, PeriodUnit>()
  for (const unit of units) byName.set(plain(unit.name), unit)
  for (const unit of units) byName.set(unit.unitId, unit)
  const byCode = new Map<number, PeriodUnit>(units.map((unit) => [unit.code, unit]))
  return (cell) => {
    const text = plain(cell)
    return (/^\d{1,5}$/.test(text) ? byCode.get(Number(text)) : undefined) ?? byName.get(text) ?? null
  }
}

function definitionFinder(period: Period): (cell: string) => IndicatorDefinition | null {
  const { indicators } = schemeOf(period)
  return (cell) => {
    const text = plain(cell)
    return indicators.find(({ indicatorId, name }) => indicatorId === text || plain(name) === text) ?? null
  }
}
