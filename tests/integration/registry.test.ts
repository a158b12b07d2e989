// The registry's doors: previews of organisations and units against what is known, all units whole, and what became of one.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Organisation } from '../../shared/evaluation/organisation.ts'
import type { Unit } from '../../shared/evaluation/unit.ts'
import type { CsvPreview } from '../../shared/protocol/http-api.ts'
import { RegistryAnswer, UnitHistoryAnswer } from '../../shared/protocol/registry-api.ts'
import { openDoors, type Doors } from '../support/doors.ts'
import { OFFICE, unitId, unitOf } from '../support/given-parts.ts'
import { workbook, type Cell } from '../support/workbook.ts'

let doors: Doors
const cookies = { office: '', director: '', auditor: '' }
const ORGANISATIONS = [
  { organisationId: 'yunxi', name: '云溪区', kind: 'district' },
  { organisationId: 'shuiwu', name: '市水务局', kind: 'department' },
].map((one) => Organisation.parse(one))

beforeAll(async () => {
  doors = await openDoors()
  cookies.office = (await doors.signedIn('ping2', 'office')).cookie
  cookies.director = (await doors.signedIn('dao2', 'director')).cookie
  cookies.auditor = (await doors.signedIn('shen2', 'auditor')).cookie
  await doors.run({ type: 'ImportOrganisations', organisations: ORGANISATIONS }, OFFICE)
  await doors.run({ type: 'ImportUnits', units: [1, 2, 3].map((n) => unitOf(n)) }, OFFICE)
})
afterAll(() => doors.close())
beforeEach(() => doors.clock.forward(1_000))

async function preview<Row>(path: string, rows: readonly (readonly Cell[])[]): Promise<CsvPreview<Row>> {
  const answer = await doors.post(path, workbook(rows), {
    cookie: cookies.office,
    'content-type': 'application/octet-stream',
  })
  expect(answer.status, await answer.clone().text()).toBe(200)
  return (await answer.json()) as CsvPreview<Row>
}
const HEAD = ['编号', '代码', '单位名称', '类别', '所属', '业务主管部门']

describe('[GRADE1] a file of units', () => {
  test('names organisations by name or id; an empty cell says of none; each changed field is told', async () => {
    const belonging = { ...unitOf(1), organisationId: 'yunxi', authorityId: 'shuiwu' }
    await doors.run({ type: 'ImportUnits', units: [belonging] }, OFFICE)
    const found = await preview<Unit>('/api/csv/units', [
      HEAD,
      ['u1', 1, '虚构单位1', '机关科室', '云溪区', null],
      ['u2', 2, '虚构单位2改', '基层站所', ' yunxi ', '市水务局'],
      ['u9', 9, '新单位', '公共服务企业', null, null],
    ])
    expect(found.errors).toEqual([])
    expect([found.added, found.changed, found.same]).toEqual([1, 2, 0])
    expect(found.changes).toEqual([
      { at: 0, fields: [{ name: '业务主管部门', from: '市水务局', to: '' }] },
      {
        at: 1,
        fields: [
          { name: '单位名称', from: '虚构单位2', to: '虚构单位2改' },
          { name: '所属', from: '', to: '云溪区' },
          { name: '业务主管部门', from: '', to: '市水务局' },
        ],
      },
      { at: 2, fields: [] },
    ])
  })

  test('that leaves the columns out leaves them as they were', async () => {
    const found = await preview<Unit>('/api/csv/units', [
      HEAD.slice(0, 4),
      ['u1', 1, '虚构单位1', '机关科室'],
    ])
    expect(found.rows).toMatchObject([{ organisationId: 'yunxi', authorityId: 'shuiwu' }])
    expect(found.same).toBe(1)
  })

  test('is told of an unknown organisation and of a unit that ended, by row', async () => {
    await doors.run({ type: 'RetireUnit', unitId: unitId(3), on: '2026-07-01', reason: '撤销建制' }, OFFICE)
    const found = await preview<Unit>('/api/csv/units', [
      HEAD,
      ['u2', 2, '虚构单位2', '基层站所', '云西区', null],
      ['u3', 3, '虚构单位3', '科教文卫事业单位', null, null],
    ])
    expect(found.errors.map(({ line, column }) => [line, column])).toEqual([
      [2, '所属'],
      [3, '编号'],
    ])
  })
})

test('[GRADE1] a file of organisations: kinds as clerks call them, names once, each change told', async () => {
  const found = await preview<Organisation>('/api/csv/organisations', [
    ['编号', '名称', '类别'],
    ['yunxi', '云溪新区', '区'],
    ['jiedao', '滨河街道', '街道'],
    ['other', '市水务局', '市直部门'],
    ['bad id', '甲', '村'],
  ])
  expect(found.rows.map(({ kind }) => kind)).toEqual(['district', 'town'])
  expect(found.changes).toEqual([
    { at: 0, fields: [{ name: '名称', from: '云溪区', to: '云溪新区' }] },
    { at: 1, fields: [] },
  ])
  expect(found.errors.map(({ line, column }) => [line, column])).toEqual([
    [4, '名称'],
    [5, '编号'],
    [5, '类别'],
  ])
})

test('[SAFE4] the registry is read by staff alone, whole and once a change, with what became of a unit', async () => {
  const answer = await doors.get('/api/registry', { cookie: cookies.auditor })
  const registry = RegistryAnswer.parse(await answer.json())
  expect(registry.units.map(({ code }) => code)).toEqual([1, 2])
  expect(registry.pastUnits.map(({ unit, ending }) => [unit.unitId, ending.kind])).toEqual([
    ['u3', 'retired'],
  ])
  expect(registry.organisations).toHaveLength(2)
  const etag = answer.headers.get('etag') ?? ''
  expect((await doors.get('/api/registry', { cookie: cookies.director, 'if-none-match': etag })).status).toBe(
    304,
  )
  await doors.run({ type: 'ImportUnits', units: [unitOf(2, '改过的名字')] }, OFFICE)
  expect((await doors.get('/api/registry', { cookie: cookies.director, 'if-none-match': etag })).status).toBe(
    200,
  )
  expect((await doors.get('/api/registry')).status).toBe(401)

  const history = await doors.get('/api/registry/units/u2', { cookie: cookies.office })
  expect(UnitHistoryAnswer.parse(await history.json()).changes.map(({ sentences }) => sentences)).toEqual([
    ['登记为“虚构单位2”，代码2，基层站所。'],
    ['更名：“虚构单位2”→“改过的名字”。'],
  ])
  expect((await doors.get('/api/registry/units/nobody', { cookie: cookies.office })).status).toBe(400)
})
