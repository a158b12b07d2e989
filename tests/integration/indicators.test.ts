// 大数据佐证 at the doors: a kept file previewed and imported whole, another system by its token, deductions in words, every refusal.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { evidenceOf } from '../../shared/period/packed-evidence.ts'
import { DEFAULT_SCHEME } from '../../shared/evaluation/scheme.ts'
import type { EvidenceStored } from '../../shared/protocol/evidence-api.ts'
import { IndicatorsAnswer, type IndicatorCountRow } from '../../shared/protocol/indicators-api.ts'
import type { KeptPreview } from '../../shared/protocol/kept-table-api.ts'
import { openDoors, type Doors } from '../support/doors.ts'
import { OFFICE, unitOf } from '../support/given-parts.ts'
import { PERIOD, periodSettings } from '../support/given-periods.ts'
import { workbook, type Cell } from '../support/workbook.ts'

let doors: Doors
const cookies = { office: '', director: '', auditor: '' }
const HEAD = ['单位代码', '指标', '分子', '分母', '周期']
const TITLE = '2027年第一季度'

beforeAll(async () => {
  doors = await openDoors()
  cookies.office = (await doors.signedIn('ping2', 'office')).cookie
  cookies.director = (await doors.signedIn('dao2', 'director')).cookie
  cookies.auditor = (await doors.signedIn('shen2', 'auditor')).cookie
  const indicators = DEFAULT_SCHEME.indicators.map((each) =>
    each.indicatorId === 'accepted' ? { ...each, categories: each.categories.slice(0, 1) } : each,
  )
  await doors.run({ type: 'SetScheme', scheme: { ...DEFAULT_SCHEME, indicators } }, OFFICE)
  await doors.run({ type: 'ImportUnits', units: [1, 2, 3, 4, 10_271].map((n) => unitOf(n)) }, OFFICE)
  await doors.run({ type: 'DraftPeriod', periodId: PERIOD, settings: periodSettings() }, OFFICE)
  await doors.run({ type: 'OpenPeriod', periodId: PERIOD }, OFFICE)
})
afterAll(() => doors.close())
beforeEach(() => doors.clock.forward(20_000))

async function kept(rows: readonly (readonly Cell[])[]): Promise<string> {
  const answer = await doors.post('/api/evidence?name=counts.xlsx', workbook(rows), {
    cookie: cookies.office,
    'content-type': 'application/octet-stream',
  })
  expect(answer.status, await answer.clone().text()).toBe(200)
  return ((await answer.json()) as EvidenceStored).hash
}
async function previewed(rows: readonly (readonly Cell[])[]): Promise<KeptPreview<IndicatorCountRow>> {
  const answer = await doors.post(
    '/api/indicators/preview',
    { periodId: PERIOD, fileHash: await kept(rows) },
    { cookie: cookies.office },
  )
  expect(answer.status, await answer.clone().text()).toBe(200)
  return (await answer.json()) as KeptPreview<IndicatorCountRow>
}
const imported = async (rows: readonly (readonly Cell[])[], importId: string, replaces = false) =>
  doors.post(
    '/api/indicators/import',
    { periodId: PERIOD, fileHash: await kept(rows), importId, words: '12345热线一季度', replaces },
    { cookie: cookies.office },
  )
const codeOf = async (answer: Response) =>
  answer.ok ? 'ok' : ((await answer.json()) as { refusal: { code: string } }).refusal.code
const counts = () => {
  const period = doors.runner.house().periods[PERIOD]
  return period === undefined ? {} : evidenceOf(period).indicators
}

describe('[EVAL5] a table of counts', () => {
  test('every impossible row is named by line and column, and nothing of the file is accepted', async () => {
    const rows: Cell[][] = [
      HEAD,
      [1, '按时办结率', 196, 200, TITLE],
      [1, 'on-time', 1, 2, null],
      [77, '按时办结率', 1, 2, TITLE],
      [2, '没有的指标', 1, 2, TITLE],
      [2, '及时接收率', 1, 2, TITLE],
      [2, '按时办结率', 3, 2, TITLE],
      [3, '按时办结率', '98%', 100, TITLE],
      [3, '按时办结率', 98, 100, '2026年第四季度'],
      [4, '按时办结率', 0.98, null, TITLE],
    ]
    const found = await previewed(rows)
    expect(found.errors.map(({ line, column }) => [line, column])).toEqual([
      [3, '指标'],
      [4, '单位代码'],
      [5, '指标'],
      [6, '指标'],
      [7, '分子'],
      [8, '分子'],
      [9, '周期'],
      [10, '分子'],
      [10, '分母'],
    ])
    expect(await codeOf(await imported(rows, 'import-bad'))).toBe('csv_has_errors')
    expect(counts()).toEqual({})
  })

  test('is accepted whole with the file it came in; once an import; replaced only where that is said', async () => {
    const rows: Cell[][] = [
      HEAD.slice(0, 4),
      [1, '按时办结率', 196, 200],
      ['u2', 'on-time', '1,900', '2,000'],
    ]
    expect(await codeOf(await imported(rows, 'import-1'))).toBe('ok')
    expect(counts()).toMatchObject({
      u1: { 'on-time': { numerator: 196, denominator: 200 } },
      u2: { 'on-time': { numerator: 1_900, denominator: 2_000 } },
    })
    const { imports } = doors.runner.house().periods[PERIOD]!
    expect(imports).toMatchObject([{ importId: 'import-1', words: '12345热线一季度', rows: 2, by: 'ping2' }])
    expect(imports[0]?.fileHash).toMatch(/^[0-9a-f]{64}$/)
    expect(await (await imported(rows, 'import-1')).json()).toMatchObject({ repeated: true })

    const other: Cell[][] = [rows[0] ?? [], [1, '按时办结率', 190, 200], [3, '按时办结率', 1, 5]]
    const preview = await previewed(other)
    expect([preview.added, preview.changed, preview.same, preview.total]).toEqual([1, 1, 0, 2])
    expect(preview.changes[0]?.fields).toEqual([{ name: '分子', from: '196', to: '190' }])
    expect(await codeOf(await imported(other, 'import-2'))).toBe('evidence_there')
    expect(counts()).not.toHaveProperty('u3')
    expect(await codeOf(await imported(other, 'import-2', true))).toBe('ok')
    expect(doors.runner.house().periods[PERIOD]?.imports.at(-1)).toMatchObject({ rows: 2, replaced: 1 })
  })

  test('knows a unit by a code of five digits', async () => {
    const preview = await previewed([HEAD.slice(0, 4), [10_271, '按时办结率', 1, 2]])
    expect(preview.rows.map(({ unit }) => unit.code)).toEqual([10_271])
  })

  test('[SAFE4] is previewed and imported by the office alone, and read by the auditor too', async () => {
    const body = { periodId: PERIOD, fileHash: 'a'.repeat(64) }
    for (const role of ['director', 'auditor'] as const)
      expect((await doors.post('/api/indicators/preview', body, { cookie: cookies[role] })).status).toBe(403)
    const nothing = await doors.post('/api/indicators/preview', body, { cookie: cookies.office })
    expect([nothing.status, await codeOf(nothing)]).toEqual([404, 'evidence_unknown'])
    const path = `/api/indicators/${PERIOD}`
    expect((await doors.get(path, { cookie: cookies.auditor })).status).toBe(200)
    expect((await doors.get(path, { cookie: cookies.director })).status).toBe(403)
    expect((await doors.get(path)).status).toBe(401)
  })
})

test('[EVAL5][RANK6] evidence is shown by unit and indicator with its rate, its score and the deduction in words', async () => {
  const read = async (query: string) =>
    IndicatorsAnswer.parse(
      await (await doors.get(`/api/indicators/${PERIOD}?${query}`, { cookie: cookies.office })).json(),
    )
  const present = await read('state=present&indicator=on-time')
  expect(present.rows.map(({ unit, rate }) => [unit.code, rate])).toEqual([
    [1, '95.00'],
    [2, '95.00'],
    [3, '20.00'],
  ])
  expect(present.rows[0]?.sentence).toMatch(/190.*200.*95\.00%.*目标不低于98%.*扣0\.5分/)
  const dropped = await read('state=dropped')
  expect(dropped.rows.map(({ unit, score }) => [unit.code, score])).toEqual([[3, null]])
  const missing = await read('state=missing&q=虚构单位4&indicator=on-time')
  expect(missing.rows.map(({ count }) => count)).toEqual([null])
  expect(missing.present).toBe(3)
})

describe('[SAFE1][SAFE4] another system’s counts', () => {
  const send = (token: string, body: unknown) =>
    doors.post('/api/evidence-door/indicators', body, { authorization: `Bearer ${token}` })
  const row = (unit: number | string, numerator: number, denominator: number) => ({
    ...{ unit, indicatorId: 'content', numerator, denominator },
  })
  const batch = (importId: string, ...rows: ReturnType<typeof row>[]) => ({
    ...{ periodId: PERIOD, importId, words: '一季度回访', replaces: false, rows },
  })

  test('come by the token of a source, once an import; wrong ones are refused whole; an ended token is none', async () => {
    const made = await doors.post(
      '/api/evidence-door/tokens',
      { name: '12345热线平台' },
      { cookie: cookies.office },
    )
    const { token, tokenId } = (await made.json()) as { token: string; tokenId: string }
    expect(JSON.stringify(doors.vault.controlTokens())).not.toContain(token)

    expect(await codeOf(await send('A'.repeat(43), batch('door-0', row(1, 1, 2))))).toBe(
      'source_token_invalid',
    )
    const impossible = await send(token, batch('door-0', row(1, 9, 10), row(2, 11, 10)))
    expect(await codeOf(impossible)).toBe('count_impossible')
    expect(await codeOf(await send(token, batch('door-0', row(1, 9, 10), row(77, 1, 10))))).toBe(
      'unit_unknown',
    )
    const percent = { ...batch('door-0'), rows: [{ ...row(1, 9, 10), numerator: 0.9 }] }
    expect(await codeOf(await send(token, percent))).toBe('malformed')
    expect(counts()['u1' as never]).not.toHaveProperty('content')

    const good = batch('door-1', row(1, 90, 100), row('u2', 80, 100))
    expect(await (await send(token, good)).json()).toEqual({ ok: true, rows: 2, repeated: false })
    expect(await (await send(token, good)).json()).toEqual({ ok: true, rows: 2, repeated: true })
    expect(counts()).toMatchObject({ u1: { content: { numerator: 90 } }, u2: { content: { numerator: 80 } } })
    expect(doors.runner.house().periods[PERIOD]?.imports.at(-1)?.words).toBe('12345热线平台：一季度回访')

    await doors.post('/api/evidence-door/tokens/revoke', { tokenId }, { cookie: cookies.office })
    expect((await send(token, batch('door-2', row(4, 1, 2)))).status).toBe(401)
  })

  test('a director’s token opens no door of evidence, nor the office’s one of the air; each lists its own', async () => {
    const director = await doors.post('/api/control/tokens', { name: '面板' }, { cookie: cookies.director })
    const office = await doors.post('/api/evidence-door/tokens', { name: '平台' }, { cookie: cookies.office })
    const tokens = [director, office].map(
      async (answer) => ((await answer.json()) as { token: string }).token,
    )
    const [ofDirector = '', ofOffice = ''] = await Promise.all(tokens)
    expect((await send(ofDirector, batch('door-3', row(4, 1, 2)))).status).toBe(401)
    const air = await doors.get('/api/control/values', { authorization: `Bearer ${ofOffice}` })
    expect(air.status).toBe(401)
    const list = await doors.get('/api/evidence-door/tokens', { cookie: cookies.office })
    expect(((await list.json()) as { name: string }[]).map(({ name }) => name)).toEqual(['平台'])
    expect((await doors.get('/api/evidence-door/tokens', { cookie: cookies.director })).status).toBe(403)
  })
})
