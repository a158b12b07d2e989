// Tables kept as evidence at their doors: citizens' counts and organisations' scores, CSV and XLSX, faults by line, whole or not at all, once.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { evidenceOf } from '../../shared/period/packed-evidence.ts'
import type { CountRow } from '../../shared/protocol/counts-api.ts'
import type { EvidenceStored } from '../../shared/protocol/evidence-api.ts'
import type { ScoreRow } from '../../shared/protocol/grades-api.ts'
import type { KeptPreview } from '../../shared/protocol/kept-table-api.ts'
import type { CsvPreview } from '../../shared/protocol/http-api.ts'
import type { UnitHead } from '../../shared/evaluation/unit.ts'
import { openDoors, type Doors } from '../support/doors.ts'
import { gbkOf } from '../support/gbk.ts'
import { OFFICE, unitOf } from '../support/given-parts.ts'
import { PERIOD, periodSettings } from '../support/given-periods.ts'
import { POLL, pollSettings } from '../support/given-polls.ts'
import { workbook, type Cell } from '../support/workbook.ts'

type Table = readonly (readonly Cell[])[] | string | Uint8Array
let doors: Doors
const cookies = { office: '', director: '', auditor: '' }

beforeAll(async () => {
  doors = await openDoors()
  cookies.office = (await doors.signedIn('ping2', 'office')).cookie
  cookies.director = (await doors.signedIn('dao2', 'director')).cookie
  cookies.auditor = (await doors.signedIn('shen2', 'auditor')).cookie
  await doors.run({ type: 'ImportUnits', units: [1, 2, 3, 4].map((n) => unitOf(n)) }, OFFICE)
  await doors.run(
    {
      type: 'ImportOrganisations',
      organisations: [
        { organisationId: 'water', name: '望澜市水务局', kind: 'department' },
        { organisationId: 'east', name: '城东区', kind: 'district' },
        { organisationId: 'west', name: '城西区', kind: 'district' },
      ],
    },
    OFFICE,
  )
  await doors.run({ type: 'DraftPeriod', periodId: PERIOD, settings: periodSettings() }, OFFICE)
  await doors.run({ type: 'OpenPeriod', periodId: PERIOD }, OFFICE)
})
afterAll(() => doors.close())
beforeEach(() => doors.clock.forward(20_000))

async function kept(table: Table): Promise<string> {
  const isText = typeof table === 'string' || table instanceof Uint8Array
  const body = isText ? table : workbook(table)
  const answer = await doors.post(`/api/evidence?name=table.${isText ? 'csv' : 'xlsx'}`, body, {
    cookie: cookies.office,
    'content-type': 'application/octet-stream',
  })
  expect(answer.status, await answer.clone().text()).toBe(200)
  return ((await answer.json()) as EvidenceStored).hash
}
async function previewed<Row>(path: string, table: Table): Promise<KeptPreview<Row>> {
  const body = { periodId: PERIOD, fileHash: await kept(table) }
  const answer = await doors.post(`${path}/preview`, body, { cookie: cookies.office })
  expect(answer.status, await answer.clone().text()).toBe(200)
  return (await answer.json()) as KeptPreview<Row>
}
async function imported(path: string, table: Table, importId: string, replaces = false): Promise<string> {
  const body = { periodId: PERIOD, fileHash: await kept(table), importId, words: '季度汇总', replaces }
  const answer = await doors.post(`${path}/import`, body, { cookie: cookies.office })
  const said = (await answer.json()) as { refusal?: { code: string }; repeated?: boolean }
  return said.refusal?.code ?? (said.repeated === true ? 'repeated' : 'ok')
}
const faultsOf = ({ errors }: KeptPreview<object>) =>
  errors.map(({ line, column, sentence }) => [line, column, sentence])

describe('[EVAL4] citizens’ counts', () => {
  const path = '/api/counts'
  const HEAD = ['单位代码', '满意', '基本满意', '不满意', '不了解']
  const counts = () => evidenceOf(doors.runner.house().periods[PERIOD]!).citizens

  test('every fault is named by line and column, a percentage says what it is, and nothing is taken', async () => {
    const table: Cell[][] = [
      HEAD,
      [1, '61.2%', 2, 3, 4],
      [999, 1, 2, 3, 4],
      [2, null, 2, -3, 4],
      [3, 1, 2, 3, null],
      [3, 1, 2, 3, 4],
    ]
    expect(faultsOf(await previewed<CountRow>(path, table))).toEqual([
      [2, '满意', '请填票数，不要填百分比。'],
      [3, '单位代码', '“999”不是本周期的单位代码或编号。'],
      [4, '满意', '没有填写票数。'],
      [4, '不满意', '“-3”不是票数：填整数。'],
      [6, '单位代码', '与第5行重复：一个单位只能有一行。'],
    ])
    expect(await imported(path, table, 'counts-bad')).toBe('csv_has_errors')
    expect(counts()).toEqual({})
  })

  test('[SAFE1] workbook, UTF-8 and GBK alike, with the file behind every number; once; replaced only where that is said', async () => {
    const gbk = gbkOf(`${HEAD.join()}\r\n1,120,45,18,7\r\n`)
    expect(await imported(path, gbk, 'counts-1')).toBe('ok')
    const bom = `\ufeff${HEAD.slice(0, 4).join()}\r\nu2,"1,200",4,1\r\n`
    expect(await imported(path, bom, 'counts-2')).toBe('ok')
    expect(counts()).toMatchObject({
      u1: { split: { satisfied: 120, fair: 45, dissatisfied: 18, unsure: 7 } },
      u2: { split: { satisfied: 1_200, fair: 4, dissatisfied: 1, unsure: 0 } },
    })
    const { imports } = doors.runner.house().periods[PERIOD]!
    expect(imports.map(({ fileHash, words, by }) => [fileHash?.length, words, by])).toEqual([
      [64, '季度汇总', 'ping2'],
      [64, '季度汇总', 'ping2'],
    ])
    expect(await imported(path, gbk, 'counts-1')).toBe('repeated')
    const more: Cell[][] = [HEAD, [1, 130, 45, 18, 7], [2, 1_200, 4, 1, 0], [3, 9, 0, 0, 0]]
    const preview = await previewed<CountRow>(path, more)
    expect([preview.added, preview.changed, preview.same, preview.total]).toEqual([1, 1, 1, 3])
    expect(preview.changes[0]?.fields).toEqual([{ name: '满意', from: '120', to: '130' }])
    expect(await imported(path, more, 'counts-3')).toBe('evidence_there')
    expect(counts()).not.toHaveProperty('u3')
    expect(await imported(path, more, 'counts-3', true)).toBe('ok')
    expect(counts()).toHaveProperty('u3')
  })

  test('a unit that a poll of ours covers cannot be brought, and says by which poll', async () => {
    const settings = pollSettings(doors.clock.nowMs(), { channels: ['web'] })
    await doors.run({ type: 'DraftPoll', pollId: POLL, settings }, OFFICE)
    await doors.run({ type: 'SetPollUnits', pollId: POLL, unitIds: [unitOf(4).unitId] }, OFFICE)
    await doors.run({ type: 'PlanPoll', pollId: POLL }, OFFICE)
    expect(faultsOf(await previewed<CountRow>(path, [HEAD, [4, 1, 2, 3, 4]]))).toEqual([
      [2, '单位代码', `“${unitOf(4).name}”的票数由评议期“${settings.title}”自动计入，不能再导入。`],
    ])
  })
})

describe('[GRADE1] organisations’ own scores', () => {
  const path = '/api/organisation-scores'
  const HEAD = ['名称', '得分', '周期']
  const scores = () => doors.runner.house().grades[PERIOD]?.scores ?? {}

  test('every fault is named by line and column, and nothing is taken', async () => {
    const table: Cell[][] = [
      HEAD,
      ['望澜市水务局', 101, null],
      ['没有的局', 80, null],
      ['城东区', '88.505', null],
      ['城西区', 70, '去年'],
      ['water', null, null],
      ['城东区', 80, null],
      ['east', 81, null],
    ]
    expect(faultsOf(await previewed<ScoreRow>(path, table))).toEqual([
      [2, '得分', '“101”不是得分：填0到100，最多两位小数。'],
      [3, '名称', '没有编号或名称为“没有的局”的区、部门或街镇。'],
      [4, '得分', '“88.505”不是得分：填0到100，最多两位小数。'],
      [5, '周期', '“去年”不是本季度“2027年第一季度”。'],
      [6, '得分', '没有填写得分。'],
      [8, '名称', '与第7行重复：一个单位只能有一行。'],
    ])
    expect(await imported(path, table, 'scores-bad')).toBe('csv_has_errors')
    expect(scores()).toEqual({})
  })

  test('is taken whole with its file, once; a correction is shown and replaces only where that is said', async () => {
    const table: Cell[][] = [HEAD.slice(0, 2), ['望澜市水务局', 88.5], ['east', '100分']]
    expect(await imported(path, table, 'scores-1')).toBe('ok')
    expect(scores()).toMatchObject({
      water: { hundredths: 8_850, source: { words: '季度汇总' } },
      east: { hundredths: 10_000 },
    })
    expect(await imported(path, table, 'scores-1')).toBe('repeated')
    const other: Cell[][] = [HEAD.slice(0, 2), ['水务局', 1], ['water', 0.07], ['城西区', 60]]
    expect((await previewed<ScoreRow>(path, other)).errors).toHaveLength(1)
    const mended = other.filter((_, i) => i !== 1)
    const preview = await previewed<ScoreRow>(path, mended)
    expect([preview.added, preview.changed]).toEqual([1, 1])
    expect(preview.changes[0]?.fields).toEqual([{ name: '得分', from: '88.50', to: '0.07' }])
    expect(await imported(path, mended, 'scores-2')).toBe('organisation_scored')
    expect(scores()).not.toHaveProperty('west')
    expect(await imported(path, mended, 'scores-2', true)).toBe('ok')
    expect(scores()).toMatchObject({ water: { hundredths: 7 }, west: { hundredths: 6_000 } })
  })
})

test('[SAFE4] previewed and imported by the office alone; a draft has nothing to read against', async () => {
  const body = { periodId: PERIOD, fileHash: 'a'.repeat(64) }
  for (const path of ['/api/counts', '/api/organisation-scores']) {
    for (const role of ['director', 'auditor'] as const)
      expect((await doors.post(`${path}/preview`, body, { cookie: cookies[role] })).status).toBe(403)
    expect((await doors.post(`${path}/preview`, body, { cookie: cookies.office })).status).toBe(404)
  }
})

describe('codes of a poll’s units', () => {
  const read = async (body: Table) => {
    const bytes = typeof body === 'string' || body instanceof Uint8Array ? body : workbook(body)
    return doors.post('/api/csv/codes', bytes, {
      cookie: cookies.office,
      'content-type': 'application/octet-stream',
    })
  }
  const preview = async (body: Table) => (await (await read(body)).json()) as CsvPreview<UnitHead>

  test('an exported list will do: other columns are left alone, codes with zeroes in front are read', async () => {
    const found = await preview('\ufeff编号,单位代码,名称\r\nu1,001,甲\r\nu3,３,丙\r\n')
    expect(found).toMatchObject({ rows: [{ code: 1 }, { code: 3 }], errors: [] })
    expect((await preview([['代码'], [2]])).rows).toMatchObject([{ unitId: 'u2' }])
  })

  test('[SAFE1] what is wrong is told by its line: unknown, repeated, no number, a formula; and what is no list at all', async () => {
    const { errors } = await preview('代码\n9\n2\n2\n=1+1\n')
    expect(errors.map(({ line, sentence }) => [line, sentence])).toEqual([
      [2, '没有代码为“9”的单位。'],
      [4, '单位代码与第3行重复。'],
      [5, '不接受公式，请填写数值或文字。'],
    ])
    for (const body of ['', '名称\n甲\n', '代码\n"1\n']) expect((await read(body)).status).toBe(400)
  })
})
