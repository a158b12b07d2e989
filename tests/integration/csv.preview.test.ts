// A clerk's CSV files at the door: every encoding and heading they come with, every fault named by line and column.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CsvPreview } from '../../shared/protocol/http-api.ts'
import type { Unit } from '../../shared/evaluation/unit.ts'
import type { SeatPlan } from '../../shared/show/panel.ts'
import { openDoors, type Doors } from '../support/doors.ts'
import { gbkOf } from '../support/gbk.ts'
import { DIRECTOR, DRAFT, SESSION } from '../support/given-parts.ts'

let doors: Doors
let cookie: string
beforeAll(async () => {
  doors = await openDoors()
  ;({ cookie } = await doors.signedIn('ping', 'office'))
})
afterAll(() => doors.close())

const HEAD = '编号,代码,单位名称,类别\r\n'
const GOOD = `${HEAD}u01,1,云溪区住建局,机关科室\r\nu02,002,青塘税务所,基层站所\r\n`

async function post(path: string, body: string | Uint8Array): Promise<Response> {
  doors.clock.forward(1_000)
  return doors.post(path, body, { cookie, 'content-type': 'text/csv' })
}

async function units(body: string | Uint8Array): Promise<CsvPreview<Unit>> {
  const response = await post('/api/csv/units', body)
  expect(response.status, await response.clone().text()).toBe(200)
  return (await response.json()) as CsvPreview<Unit>
}

async function seats(body: string, query = ''): Promise<CsvPreview<SeatPlan>> {
  const response = await post(`/api/csv/seats${query}`, body)
  expect(response.status, await response.clone().text()).toBe(200)
  return (await response.json()) as CsvPreview<SeatPlan>
}

async function refusal(body: string | Uint8Array, path = '/api/csv/units') {
  const response = await post(path, body)
  const { refusal: refused } = (await response.json()) as { refusal: { code: string; sentence: string } }
  return { status: response.status, ...refused }
}

describe('units', () => {
  const rows = [
    {
      unitId: 'u01',
      code: 1,
      name: '云溪区住建局',
      category: 'office',
      organisationId: null,
      authorityId: null,
    },
    {
      unitId: 'u02',
      code: 2,
      name: '青塘税务所',
      category: 'station',
      organisationId: null,
      authorityId: null,
    },
  ]
  test.each([
    ['UTF-8', Buffer.from(GOOD)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${GOOD}`)],
    ['UTF-16 as Excel saves it', Buffer.from(`\ufeff${GOOD.replaceAll(',', '\t')}`, 'utf16le')],
    ['GBK', gbkOf(GOOD)],
    ['tabs', Buffer.from(GOOD.replaceAll(',', '\t'))],
    ['semicolons', Buffer.from(GOOD.replaceAll(',', ';'))],
    ['line ends of a Mac of old', Buffer.from(GOOD.replaceAll('\r\n', '\r'))],
    [
      'English names, other order',
      Buffer.from('category,name,code,unitId\n机关科室,云溪区住建局,1,u01\nstation,青塘税务所,2,u02\n'),
    ],
    [
      'spaces, full width, quotes, a further column',
      Buffer.from(
        '编号, 代码 ,单位名称,类别,备注\n"u01",１,"云溪区住建局",机关 科室,=1\n\n ,,,,\nu02,2, 青塘税务所 ,基层站所,x\n',
      ),
    ],
  ])('%s is read', async (_, bytes) => {
    expect(await units(bytes)).toEqual({
      ...{ rows, errors: [], added: 2, changed: 0, same: 0 },
      changes: [0, 1].map((at) => ({ at, fields: [] })),
    })
  })

  test('nothing is imported by looking, and what an import would change is counted', async () => {
    const before = doors.runner.house().position
    await units(GOOD)
    expect(doors.runner.house().position).toBe(before)
    await doors.run({ type: 'ImportUnits', units: (await units(GOOD)).rows as Unit[] })
    const next = `${HEAD}u01,1,云溪区住建局,机关科室\nu02,2,青塘税务分所,基层站所\nu03,3,第三中学,科教文卫事业单位\n`
    expect(await units(next)).toMatchObject({ errors: [], added: 1, changed: 1, same: 1 })
    // Codes may be swapped within a file, not taken from a unit the file does not name.
    const swapped = `${HEAD}u01,2,云溪区住建局,机关科室\nu02,1,青塘税务所,基层站所\n`
    expect(await units(swapped)).toMatchObject({ errors: [], changed: 2 })
    expect((await units(`${HEAD}u09,1,抢号的,机关科室\n`)).errors).toEqual([
      { line: 2, column: '代码', sentence: '代码1已属于“云溪区住建局”。' },
    ])
  })

  test('every fault has its line, its column and a sentence; right rows stay', async () => {
    const preview = await units(
      [
        HEAD.trim(),
        '中文,1,甲,机关科室',
        'u11,0,乙,机关科室',
        'u12,12,,机关科室',
        'u13,13,丁,公司',
        '',
        'u14,14,=SUM(A1:A9),机关科室',
        '"u1',
        '5",15,己,机关科室',
        'u16,16,庚,机关科室',
        'u16,17,辛,机关科室',
        'u18,16,壬,机关科室',
        'u19,1e1,癸,机关科室',
        'u20,20,子,机关科室,多出来的',
        `u21,21,${'长'.repeat(41)},机关科室`,
        'constructor,22,丑,机关科室',
      ].join('\n'),
    )
    expect(preview.rows.map(({ unitId }) => unitId as string)).toEqual(['u16', 'constructor'])
    expect(preview.errors.map(({ line, column }) => [line, column])).toEqual([
      [2, '编号'],
      [3, '代码'],
      [4, '单位名称'],
      [5, '类别'],
      [7, '单位名称'],
      [8, '编号'],
      [11, '编号'],
      [12, '代码'],
      [13, '代码'],
      [14, ''],
      [15, '单位名称'],
    ])
    for (const { sentence } of preview.errors) expect(sentence).toMatch(/[\u4e00-\u9fff].*。$/)
    expect(preview.errors[4]!.sentence).toBe('不接受公式，请填写数值或文字。')
  })

  test('[SAFE1] what is no table is refused whole, with a reason', async () => {
    expect(await refusal('')).toMatchObject({ code: 'csv_nothing', status: 400 })
    expect(await refusal(HEAD)).toMatchObject({ code: 'csv_nothing' })
    expect(await refusal('编号,名字\nu1,x\n')).toMatchObject({
      code: 'csv_columns',
      sentence: '缺少列：代码、单位名称、类别。',
    })
    expect(await refusal(`${HEAD}u1,1,"没有收尾,机关科室\n`)).toMatchObject({ code: 'csv_unreadable' })
    expect(await refusal('编号,编号,代码,单位名称,类别\n1,2,3,4,5\n')).toMatchObject({
      code: 'csv_unreadable',
    })
    expect(await refusal(new Uint8Array([0x81, 0x20, 0xff, 0xff, 0x0a]))).toMatchObject({
      code: 'csv_unreadable',
    })
    expect(await refusal(Buffer.from('PK\u0003\u0004\u0000\u0000'))).toMatchObject({ code: 'csv_unreadable' })
  })

  test('[SAFE1] twenty thousand rows and 4 MB are the most', async () => {
    const row = (i: number) => `u${i},${(i % 9_999) + 1},单位${i},机关科室\n`
    const most = Array.from({ length: 20_000 }, (_, i) => row(i)).join('')
    const preview = await units(HEAD + most)
    expect(preview.rows.length).toBe(9_997)
    // Then codes come again: all further rows are faulty, and the list of faults ends too.
    expect(preview.errors).toHaveLength(500)
    expect(preview.errors.at(-1)!.sentence).toMatch(/还有\d+处/)
    expect(await refusal(HEAD + most + row(20_000))).toMatchObject({ code: 'csv_too_large', status: 413 })
    expect(await refusal(HEAD + 'x'.repeat(4 * 1024 * 1024))).toMatchObject({ status: 413 })
  })

  test('[SAFE4] only office and director look', async () => {
    const { cookie: auditor } = await doors.signedIn('shen', 'auditor')
    const send = (headers: Record<string, string>) =>
      doors.post('/api/csv/units', GOOD, { 'content-type': 'text/csv', ...headers })
    expect((await send({ cookie: auditor })).status).toBe(403)
    expect((await send({})).status).toBe(401)
  })
})

describe('seats', () => {
  const file = '席位,组别,姓名\n1,党代表,赵一\n第2席,人大代表,钱二\nA3,政协委员,\n'

  test('ids come from the labels, or from their own column', async () => {
    expect((await seats(file)).rows).toEqual([
      { seatId: 's01', label: '1', group: 'party', name: '赵一' },
      { seatId: 's02', label: '第2席', group: 'congress', name: '钱二' },
      { seatId: 'A3', label: 'A3', group: 'cppcc', name: '' },
    ])
    expect((await seats('编号,席位,组别\nx1,甲,网民\n')).rows).toEqual([
      { seatId: 'x1', label: '甲', group: 'netizen', name: '' },
    ])
  })

  test('it is compared with the session’s panel', async () => {
    await doors.run(DRAFT, DIRECTOR)
    const preview = await seats(file)
    expect(preview).toMatchObject({ added: 3, changed: 0, same: 0 })
    await doors.run({ type: 'SetPanel', sessionId: SESSION, seats: preview.rows as SeatPlan[] }, DIRECTOR)
    const next = await seats(file.replace('赵一', '孙三').replace('A3,', 'A4,'), `?sessionId=${SESSION}`)
    expect(next).toMatchObject({ added: 1, changed: 1, same: 1 })
  })

  test('faults have their line and column', async () => {
    const preview = await seats(
      '席位,组别,姓名\n1,党代表,a\n01,党代表,b\n甲,市民代表,c\n,网民,d\n5,评委,e\n6,网民,+cmd\n',
    )
    expect(preview.errors.map(({ line, column }) => [line, column])).toEqual([
      [3, '席位'],
      [4, '席位'],
      [5, '席位'],
      [6, '组别'],
      [7, '姓名'],
    ])
    expect(preview.rows).toHaveLength(1)
  })

  test('[SAFE1] a panel has 500 seats at most', async () => {
    const many = Array.from({ length: 501 }, (_, i) => `${i + 1},网民\n`).join('')
    expect(await refusal(`席位,组别\n${many}`, '/api/csv/seats')).toMatchObject({ code: 'csv_too_large' })
  })
})
