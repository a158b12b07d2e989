// The doors of organisations' own scores of a quarter: a kept file of organisations and points, previewed and imported whole (GRADE1).

import { Router } from 'express'
import { showHundredths } from '../../shared/basics/exact.ts'
import { own } from '../../shared/basics/own.ts'
import { ok, type Result } from '../../shared/basics/result.ts'
import type { Organisation } from '../../shared/evaluation/organisation.ts'
import { ORGANISATIONS_MOST } from '../../shared/evaluation/registry.ts'
import type { Period } from '../../shared/period/period.ts'
import type { ScoreRow } from '../../shared/protocol/grades-api.ts'
import type { House } from '../../shared/show/house.ts'
import { brief, plain } from '../tables/cells.ts'
import { listed, readTable, type Columns, type TableFault } from '../tables/table.ts'
import type { Doorway } from './doorway.ts'
import { keptTableDoors, type KeptTable, type KeptTableDeps, type ReadRows } from './kept-table.ts'

const COLUMNS = {
  organisation: {
    names: ['编号', '名称', '单位', '主管部门或区', '区或部门', 'organisationId', 'name'],
    needed: true,
  },
  points: { names: ['得分', '自身得分', '考核得分', '分数', 'points'], needed: true },
  period: { names: ['周期', '季度', '期次', 'period'], needed: false },
} as const satisfies Columns<string>
type Column = keyof typeof COLUMNS

/** By id or name; points of 0–100 with at most two decimals. */
export async function scoreTableOf(
  bytes: Uint8Array,
  period: Pick<Period, 'id' | 'title'>,
  { registry }: Pick<House, 'registry'>,
): Promise<Result<ReadRows<ScoreRow>>> {
  const table = await readTable<Column>(bytes, COLUMNS, ORGANISATIONS_MOST)
  if (!table.ok) return table
  const { nameOf } = table.value
  const organisationIn = organisationFinder(registry.organisations)
  const faults: TableFault[] = [...table.value.faults]
  const lineOf = new Map<string, number>()
  const rows: ScoreRow[] = []
  for (const { line, cells } of table.value.rows) {
    const found = faults.length
    const fault = (column: Column, sentence: string) => {
      faults.push({ line, column: nameOf(column), sentence })
    }
    const organisation = organisationIn(cells.organisation)
    const hundredths = hundredthsIn(cells.points)
    if (organisation === null)
      fault('organisation', `没有编号或名称为“${brief(cells.organisation)}”的区、部门或街镇。`)
    if (hundredths === null)
      fault(
        'points',
        cells.points === '' ? '没有填写得分。' : `“${brief(cells.points)}”不是得分：填0到100，最多两位小数。`,
      )
    if (cells.period !== '' && ![plain(period.title), period.id].includes(plain(cells.period)))
      fault('period', `“${brief(cells.period)}”不是本季度“${period.title}”。`)
    if (faults.length > found || organisation === null || hundredths === null) continue
    const first = lineOf.get(organisation.organisationId)
    if (first !== undefined) {
      fault('organisation', `与第${first}行重复：一个单位只能有一行。`)
      continue
    }
    lineOf.set(organisation.organisationId, line)
    rows.push({ ...organisation, hundredths })
  }
  return ok({ rows, errors: listed(faults) })
}

function organisationFinder(
  organisations: House['registry']['organisations'],
): (cell: string) => Organisation | null {
  const byName = new Map(
    Object.values<Organisation>(organisations).map((each) => [plain(each.name), each] as const),
  )
  return (cell) => own(organisations, cell.normalize('NFKC')) ?? byName.get(plain(cell)) ?? null
}

/** `88`, `88.5`, `88.50`, with or without 分; null for anything else. */
function hundredthsIn(cell: string): number | null {
  const found = /^(\d{1,3})(?:\.(\d{1,2}))?分?$/.exec(plain(cell))
  if (found === null) return null
  const hundredths = Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
  return hundredths <= 10_000 ? hundredths : null
}

const SCORES: KeptTable<ScoreRow> = {
  door: 'scoresImport',
  read: scoreTableOf,
  knownOf(row, period, { grades }) {
    const known = own(own(grades, period.id)?.scores ?? {}, row.organisationId)
    return known === undefined ? undefined : { ...row, hundredths: known.hundredths }
  },
  fields: [{ name: '得分', text: ({ hundredths }) => showHundredths(BigInt(hundredths)) }],
  commandOf: (taken, rows) => ({
    ...{ type: 'AcceptOrganisationScores', ...taken },
    rows: rows.map(({ organisationId, hundredths }) => ({ organisationId, hundredths })),
  }),
}

export function organisationScoreRoutes(doorway: Doorway, deps: KeptTableDeps): Router {
  const router = Router()
  const table = keptTableDoors(doorway, deps, SCORES)
  router.post('/api/organisation-scores/preview', ...table.preview)
  router.post('/api/organisation-scores/import', ...table.take)
  return router
}
