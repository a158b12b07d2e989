// POST /api/csv/reviewers previews a file of reviewers; POST /api/people/reviewers makes their accounts with first passwords (EVAL6).

import { Router } from 'express'
import { PersonId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import { REVIEWER_GROUP_NAMES, ReviewerGroup } from '../../shared/evaluation/department.ts'
import type { Organisation } from '../../shared/evaluation/organisation.ts'
import { comparedWith } from '../../shared/protocol/compared.ts'
import {
  AddReviewersRequest,
  REVIEWERS_AT_ONCE,
  type CsvPreview,
  type ReviewerPlan,
} from '../../shared/protocol/http-api.ts'
import type { House } from '../../shared/show/house.ts'
import type { Accounts } from '../access/accounts.ts'
import { listed, readTable, type Columns, type TableFault } from '../tables/table.ts'
import { csvDoor } from './csv-door.ts'
import { bodyOf, jsonUpTo, sendResult, type Doorway } from './doorway.ts'
import { sendRefusal } from './errors.ts'

const NAME_LONGEST = 20

const COLUMNS = {
  personId: { names: ['用户名', '账号', 'personId', 'id'], needed: true },
  name: { names: ['姓名', '名称', 'name'], needed: true },
  organisation: { names: ['所代表单位', '单位', '单位编号', 'organisation'], needed: true },
  group: { names: ['组别', '类别', 'group'], needed: true },
} as const satisfies Columns<string>
type Column = keyof typeof COLUMNS

export async function previewReviewers(
  bytes: Uint8Array,
  { registry, people }: Pick<House, 'registry' | 'people'>,
): Promise<Result<CsvPreview<ReviewerPlan>>> {
  const table = await readTable<Column>(bytes, COLUMNS, REVIEWERS_AT_ONCE)
  if (!table.ok) return table
  const { rows, nameOf } = table.value
  const faults: TableFault[] = [...table.value.faults]
  const plans: ReviewerPlan[] = []
  const lineOfId = new Map<string, number>()
  const organisations = Object.values<Organisation>(registry.organisations)

  for (const { line, cells } of rows) {
    const found = faults.length
    const fault = (column: Column, sentence: string) =>
      void faults.push({ line, column: nameOf(column), sentence })
    const personId = PersonId.safeParse(cells.personId.normalize('NFKC'))
    const group = groupOf(cells.group)
    const called = cells.organisation.normalize('NFKC')
    const organisation = organisations.find(
      ({ organisationId, name }) => organisationId === called || name.normalize('NFKC') === called,
    )
    if (!personId.success)
      fault('personId', `用户名“${cells.personId.slice(0, 20)}”只能用字母、数字、“-”和“_”。`)
    else {
      const same = lineOfId.get(personId.data)
      if (same !== undefined) fault('personId', `用户名与第${same}行重复。`)
      else lineOfId.set(personId.data, line)
      if (own(people.people, personId.data) !== undefined)
        fault('personId', `用户名“${personId.data}”已有账号。`)
    }
    if (cells.name === '' || cells.name.length > NAME_LONGEST)
      fault('name', cells.name === '' ? '姓名没有填写。' : `姓名超过${NAME_LONGEST}个字。`)
    if (organisation === undefined)
      fault('organisation', `“${cells.organisation.slice(0, 20)}”不在“主管单位与区”里，请先登记。`)
    if (group === null)
      fault(
        'group',
        `组别“${cells.group.slice(0, 20)}”不在三组之中：${Object.values(REVIEWER_GROUP_NAMES).join('、')}。`,
      )
    if (faults.length > found || !personId.success || organisation === undefined || group === null) continue
    const { organisationId } = organisation
    plans.push({ personId: personId.data, name: cells.name, standsFor: { organisationId, group } })
  }
  return ok({ rows: plans, errors: listed(faults), ...comparedWith(plans, () => undefined, []) })
}

export function reviewerAccountRoutes(doorway: Doorway, house: () => House, accounts: Accounts): Router {
  const router = Router()
  const { ours, limited, only, accountOf } = doorway
  router.post(
    '/api/csv/reviewers',
    ...csvDoor(doorway, 'people', (bytes) => previewReviewers(bytes, house())),
  )
  router.post(
    '/api/people/reviewers',
    ours('application/json'),
    limited(0.2, 5),
    only('people'),
    jsonUpTo('256kb'),
    async (request, response) => {
      const account = accountOf(request)
      if (account === null) return sendRefusal(response, { code: 'not_signed_in', detail: {} })
      const body = bodyOf(AddReviewersRequest, request)
      if (!body.ok) return sendRefusal(response, body.refusal)
      const known = body.value.reviewers.find(
        ({ personId }) => own(house().people.people, personId) !== undefined,
      )
      sendResult(
        response,
        known === undefined
          ? await accounts.addReviewers(account, body.value.reviewers)
          : refuse('person_exists', { name: known.personId }),
      )
    },
  )
  return router
}

/** By its name or key, or the name's first word: 区, 街道, 乡镇 are what clerks write. */
function groupOf(cell: string): ReviewerGroup | null {
  const plain = cell.normalize('NFKC').replace(/\s/g, '')
  const short: Readonly<Record<string, ReviewerGroup>> = {
    主管部门: 'line',
    区: 'district',
    开发区: 'district',
    乡镇: 'town',
    街道: 'town',
  }
  const named = ReviewerGroup.options.find(
    (one) => REVIEWER_GROUP_NAMES[one].normalize('NFKC') === plain || one === plain,
  )
  return named ?? own(short, plain) ?? null
}
