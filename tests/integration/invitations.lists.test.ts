// Lists of served citizens on the real server: what of a clerk's file is read, and the draw from it.

import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { drawSample, listHashOf, type DrawRecord } from '../../shared/invitation/draw.ts'
import { gbkOf } from '../support/gbk.ts'
import {
  LIST_HEAD,
  listOf,
  phoneOf,
  POLL,
  refusalOf,
  startInvitedCity,
  type InvitedCity,
} from '../support/invited-city.ts'

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')

let city: InvitedCity

beforeEach(async () => {
  city = await startInvitedCity()
})
afterEach(() => city.close())

describe('a list', () => {
  test('with a mark, faults, formulas and repetitions: right rows are counted, each fault has its line and no phone', async () => {
    const csv =
      `\ufeff单位名称, 联系电话 ,办理事项,办结日期,备注\r\n虚构单位1,${phoneOf(1)},不动产登记,3月2日,=1\r\n` +
      `２,+86 139-1234-0002,社保,,\r\n1,86${phoneOf(1)},又一件,,\r\n9,${phoneOf(3)},,,\r\n虚构单位3,1391234,,,\r\n` +
      `3,=1+1,,,\r\n3,,,,\r\n3,1.39E+10,,,\r\n,${phoneOf(4)},,,\r\n3,${phoneOf(5)},${'长'.repeat(41)},,\r\n3,${phoneOf(6)},"不动\n产",,\r\n`
    const { phase, preview } = await city.upload(csv)
    expect(phase).toBe('ready')
    expect(preview).toMatchObject({ records: 2, people: 2, duplicates: 1, faultCount: 8, left: 0 })
    expect(preview.units).toEqual([
      { unitCode: 1, n: 1 },
      { unitCode: 2, n: 1 },
    ])
    expect(preview.faults.map(({ line, column }) => `${String(line)} ${column}`)).toEqual([
      ...['5 单位名称', '6 联系电话', '7 联系电话', '8 联系电话', '9 联系电话', '10 单位名称'],
      ...['11 办理事项', '12 办理事项'],
    ])
    expect(preview.sample[0]).toMatchObject({ line: 2, phone: '139****0001', service: '不动产登记' })
    expect(JSON.stringify(preview)).not.toContain('1234')
  })

  test.each([
    ['GBK', gbkOf(listOf(5)), 5],
    [
      'UTF-16 with tabs, as Excel saves it',
      Buffer.from(`\ufeff${listOf(4).replaceAll(',', '\t')}`, 'utf16le'),
      4,
    ],
    ['line ends of a Mac of old', Buffer.from(listOf(3).replaceAll('\n', '\r')), 3],
  ])('in %s is read', async (_, bytes, records) => {
    expect((await city.upload(bytes)).preview).toMatchObject({ records, faultCount: 0 })
  })

  test.each([
    ['单位,姓名\n1,张三\n', 'csv_columns'],
    ['', 'csv_nothing'],
    [LIST_HEAD, 'csv_nothing'],
    [`${LIST_HEAD}1,"${phoneOf(1)},x\n`, 'csv_unreadable'],
    ['单位,手机号,手机\n1,2,3\n', 'csv_unreadable'],
  ])('%j is refused, and leaves nothing', async (csv, code) => {
    await city.clock.calmlyForward(10_000)
    const path = `/api/invitations/upload?pollId=${POLL}&title=x`
    const answer = await city.post(path, Buffer.from(csv), 'text/csv')
    if (!answer.ok) {
      expect(await refusalOf(answer)).toBe(code)
      return
    }
    const { batchId } = (await answer.json()) as { batchId: string }
    expect(await city.uploaded(batchId)).toMatchObject({ phase: 'refused', refusal: { code } })
    expect(await refusalOf(await city.post('/api/invitations/fix', { batchId }))).toBe(code)
  })

  test('is for the office alone, of a poll that can be asked for, one at a time', async () => {
    const csv = Buffer.from(listOf(1))
    const of = (pollId: string) => `/api/invitations/upload?pollId=${pollId}&title=x`
    expect(await refusalOf(await city.post(of('00000000ffff'), csv, 'text/csv'))).toBe('invitation_poll')
    expect(await refusalOf(await city.post(of(POLL), csv, 'text/plain'))).toBe('malformed')
    expect(await refusalOf(await city.post(of(POLL), csv, 'text/csv', ''))).toBe('not_signed_in')
    for (const path of ['/api/invitations', '/api/callbacks', '/api/invitations/draw-sheet'])
      expect((await fetch(`${city.running.localUrl}${path}?pollId=${POLL}`)).status).toBe(401)
    await city.clock.calmlyForward(60_000)
    const long = Buffer.from(listOf(3_000))
    const both = await Promise.all([
      city.post(of(POLL), long, 'text/csv'),
      city.post(of(POLL), long, 'text/csv'),
    ])
    const refused = both.find(({ ok }) => !ok)
    expect(refused && (await refusalOf(refused))).toBe('upload_running')
  })
})

test('a draw is replayed from the sheet and the journal’s seed, and neither knows a phone', async () => {
  const batchId = await city.drawnBatch(listOf(90), 7)
  const sheet = await (
    await fetch(`${city.running.localUrl}/api/invitations/draw-sheet?batchId=${batchId}`, {
      headers: { cookie: city.cookie },
    })
  ).text()
  const rows = sheet
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(','))
  const records: DrawRecord[] = rows.map(([unit, tag, person]) => ({
    unitCode: Number(unit),
    tag: tag!,
    person: person!,
  }))
  const batch = city.running.app.runner.house().invitations.batches[batchId]!
  const { seed, perUnit, chosenHash, listHash, drawn } = batch.draw!
  expect(listHashOf(records, sha256)).toBe(listHash)
  expect(batch.listHash).toBe(listHash)
  const again = drawSample(records, { seed, perUnit, sha256 })
  expect(again.chosenHash).toBe(chosenHash)
  expect(drawn.map(({ n }) => n)).toEqual([7, 7, 7])
  const chosen = new Set(again.records.map(({ tag }) => tag))
  expect(rows.filter(([, , , flag]) => flag === '1').map(([, tag]) => tag!)).toEqual(
    records.filter(({ tag }) => chosen.has(tag)).map(({ tag }) => tag),
  )
  expect(await refusalOf(await city.post('/api/invitations/draw', { batchId, perUnit: 7 }))).toBe(
    'batch_phase',
  )
  for (let n = 1; n <= 90; n++) expect(sheet).not.toContain(phoneOf(n))
})
