// POST /api/csv/organisations: what a file of districts, departments and towns would bring, before anything is imported.

import { Router } from 'express'
import { own } from '../../shared/basics/own.ts'
import { ok, type Result } from '../../shared/basics/result.ts'
import { OrganisationId } from '../../shared/evaluation/department.ts'
import {
  ORGANISATION_KIND_NAMES,
  Organisation,
  OrganisationKind,
} from '../../shared/evaluation/organisation.ts'
import { ORGANISATIONS_MOST, type Registry } from '../../shared/evaluation/registry.ts'
import type { CsvPreview } from '../../shared/protocol/http-api.ts'
import type { House } from '../../shared/show/house.ts'
import { brief, plain } from '../tables/cells.ts'
import { comparedWith, type ShownField } from '../../shared/protocol/compared.ts'
import { listed, readTable, type Columns, type TableFault } from '../tables/table.ts'
import { csvDoor } from './csv-door.ts'
import type { Doorway } from './doorway.ts'

const COLUMNS = {
  organisationId: { names: ['编号', 'organisationId', 'id'], needed: true },
  name: { names: ['名称', '主管部门或区', 'name'], needed: true },
  kind: { names: ['类别', 'kind'], needed: true },
} as const satisfies Columns<string>
type Column = keyof typeof COLUMNS

const FIELDS: readonly ShownField<Organisation>[] = [
  { name: '名称', text: ({ name }) => name },
  { name: '类别', text: ({ kind }) => ORGANISATION_KIND_NAMES[kind] },
]

/** As clerks call them, beside our own names. */
const KIND_WORDS: Readonly<Record<OrganisationKind, readonly string[]>> = {
  district: ['区', '开发区', '县', '区县'],
  department: ['部门', '市直部门', '市直单位'],
  town: ['乡镇', '街道', '镇', '乡', '街镇', '乡镇街道'],
}

export async function previewOrganisations(
  bytes: Uint8Array,
  known: Registry['organisations'],
): Promise<Result<CsvPreview<Organisation>>> {
  const table = await readTable<Column>(bytes, COLUMNS, ORGANISATIONS_MOST)
  if (!table.ok) return table
  const { rows, nameOf } = table.value
  const faults: TableFault[] = [...table.value.faults]
  const right: { readonly organisation: Organisation; readonly line: number }[] = []
  const lineOfId = new Map<string, number>()
  const lineOfName = new Map<string, number>()

  for (const { line, cells } of rows) {
    const found = faults.length
    const fault = (column: Column, sentence: string) => {
      faults.push({ line, column: nameOf(column), sentence })
    }
    const id = OrganisationId.safeParse(cells.organisationId.normalize('NFKC'))
    const name = Organisation.shape.name.safeParse(cells.name)
    const kind = kindOf(cells.kind)
    if (!id.success)
      fault(
        'organisationId',
        `编号“${brief(cells.organisationId)}”只能用字母、数字、“-”和“_”，最多64个字符。`,
      )
    if (!name.success) fault('name', cells.name === '' ? '名称没有填写。' : '名称超过40个字。')
    if (kind === null)
      fault(
        'kind',
        `类别“${brief(cells.kind)}”不在三类之中：${Object.values(ORGANISATION_KIND_NAMES).join('、')}。`,
      )
    const sameId = id.success ? lineOfId.get(id.data) : undefined
    const sameName = name.success ? lineOfName.get(name.data) : undefined
    if (sameId !== undefined) fault('organisationId', `编号与第${sameId}行重复。`)
    if (sameName !== undefined) fault('name', `名称与第${sameName}行重复。`)
    if (id.success && sameId === undefined) lineOfId.set(id.data, line)
    if (name.success && sameName === undefined) lineOfName.set(name.data, line)
    if (faults.length > found || !id.success || !name.success || kind === null) continue
    right.push({ organisation: { organisationId: id.data, name: name.data, kind }, line })
  }

  const owners = new Map(
    Object.values<Organisation>(known)
      .filter(({ organisationId }) => !lineOfId.has(organisationId))
      .map(({ name, organisationId }) => [name, organisationId] as const),
  )
  const kept = right.filter(({ organisation: { name }, line }) => {
    const owner = owners.get(name)
    if (owner === undefined) return true
    faults.push({ line, column: nameOf('name'), sentence: `名称“${brief(name)}”已属于编号“${owner}”。` })
    return false
  })

  const organisations = kept.map(({ organisation }) => organisation)
  const compared = comparedWith(organisations, ({ organisationId }) => own(known, organisationId), FIELDS)
  return ok({ rows: organisations, errors: listed(faults), ...compared })
}

export function csvOrganisationRoutes(doorway: Doorway, house: () => House): Router {
  const router = Router()
  router.post(
    '/api/csv/organisations',
    ...csvDoor(doorway, 'csvOrganisations', (bytes) =>
      previewOrganisations(bytes, house().registry.organisations),
    ),
  )
  return router
}

function kindOf(cell: string): OrganisationKind | null {
  const text = plain(cell).replace(/[（()）]/g, '')
  return (
    OrganisationKind.options.find(
      (kind) =>
        kind === text.toLowerCase() ||
        ORGANISATION_KIND_NAMES[kind].replace(/[（）]/g, '') === text ||
        KIND_WORDS[kind].includes(text),
    ) ?? null
  )
}
