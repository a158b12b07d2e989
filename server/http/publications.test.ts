// The public doors of a published ranking: what they say is the bundle's, for good, and a table runs nothing (PUB1–PUB4).

import { rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import readXlsxFile from 'read-excel-file/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { UnitId } from '../../shared/basics/ids.ts'
import { packIndicatorRows } from '../../shared/period/packed-evidence.ts'
import {
  ObjectionsAnswer,
  PublicationAnswer,
  PublicationsAnswer,
} from '../../shared/protocol/publications-api.ts'
import { RankingAnswer, UnitCardAnswer } from '../../shared/protocol/ranking-api.ts'
import { bytesHashOf } from '../evaluation/canonical.ts'
import { csvCell } from '../evaluation/results-csv.ts'
import {
  givenPublication,
  houseWith,
  inNotice,
  type GivenPublication,
} from '../../tests/support/given-publication.ts'

let given: GivenPublication
let server: Server
let base = ''

const EVIL = '=HYPERLINK("http://x","y")'

beforeAll(async () => {
  given = givenPublication((order) => ({
    ...order,
    inputs: {
      ...order.inputs,
      units: order.inputs.units.map((unit) => (unit.unitId === 'u9' ? { ...unit, name: EVIL } : unit)),
    },
  }))
  server = createServer(given.app)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
  rmSync(given.folder, { recursive: true, force: true })
})

const at = (path: string, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${base}/api/publications${path}`, { headers })
const json = async (path: string): Promise<unknown> => (await at(path)).json()

test('[PUB1] a publication in notice is told with its hashes, key and state, by the shapes of the contract', async () => {
  const { publications } = PublicationsAnswer.parse(await json(''))
  expect(
    publications.map(({ publication }) => [publication.publicationId, publication.objectionsOpen]),
  ).toEqual([['q2-1', 1]])
  const about = PublicationAnswer.parse(await json('/q2-1'))
  expect(about.correcting).toBe(false)
  expect(about.categories[0]).toMatchObject({ category: 'office', listN: 2 })
  const objections = ObjectionsAnswer.parse(await json('/q2-1/objections'))
  expect(objections.open).toBe(1)
  expect(objections.answered.map(({ unitName, outcome }) => [unitName, outcome])).toEqual([
    ['第3单位', 'partly'],
  ])
})

test('[PUB2] the ranking is read from the bundle though the period forgot its inputs, and may be kept for good', async () => {
  expect(Object.values(given.house.periods)[0]!.inputs).toBeNull()
  const answer = await at('/q2-1/ranking?category=office')
  expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  const ranking = RankingAnswer.parse(await answer.json())
  expect(ranking.rows[0]).toMatchObject({ place: 1 })
  expect(ranking.rows.find(({ unit }) => unit.unitId === 'u1')).toMatchObject({ vetoed: true, list: null })
  expect(ranking.unranked.map(({ unit, why }) => [unit.unitId, why])).toEqual([
    ['u6', 'notDelivered'],
    ['u7', 'sample'],
    ['u11', 'sample'],
    ['u12', 'sample'],
  ])
  const again = await at('/q2-1/ranking?category=office', { 'if-none-match': answer.headers.get('etag')! })
  expect(again.status).toBe(304)
  const found = RankingAnswer.parse(
    await json('/q2-1/ranking?category=office&q=%E7%AC%AC8%E5%8D%95%E4%BD%8D'),
  )
  expect(found.rows.map(({ unit }) => unit.unitId)).toEqual(['u8'])
})

test('[PUB4] [RANK6] a card explains a place; one of too few ballots tells their number and no split', async () => {
  const card = UnitCardAnswer.parse(await json('/q2-1/units/u2'))
  expect(card.parts.map(({ method }) => method)).toEqual([
    'citizens',
    'bigData',
    'department',
    'rectification',
    'tv',
  ])
  expect(card.parts.flatMap(({ evidence }) => evidence.map(({ fileHash }) => fileHash))).not.toContain('x')
  const small = UnitCardAnswer.parse(await json('/q2-1/units/u11'))
  expect(small.apart).toBe('sample')
  expect(small.parts[0]?.steps).toEqual([expect.stringContaining('有效评议18票，不足30票')])
  // 14 满意 and 4 不满意 of 18: neither is anywhere in what the door says.
  expect(JSON.stringify(small.parts[0])).not.toMatch(/14|不满意4/)
  expect((await at('/q2-1/units/u99')).status).toBe(400)
})

test('[PUB4] [RANK6] how many ballots are missing to a sample is told from those there are', async () => {
  const small = UnitCardAnswer.parse(await json('/q2-1/units/u11'))
  expect(small.whatIf).toEqual([expect.stringContaining('若再有12张有效票')])
})

test('[PUB2] a card says of vetoes and files what was so when its publication was certified', async () => {
  const before = given.house
  const [id, period] = Object.entries(before.periods)[0]!
  const certifiedAtMs = given.publication.certifiedAtMs
  const veto = (vetoId: string, unitId: string, atMs: number, liftedAtMs: number | null) => ({
    ...{ vetoId, unitId, kind: '弄虚作假', reason: vetoId, files: [], by: 'office', atMs },
    relief: liftedAtMs === null ? null : { reason: '查明无误', by: ['office', 'auditor'], atMs: liftedAtMs },
  })
  const importOf = (importId: string, atMs: number) => ({
    ...{ importId, words: importId, fileHash: null, method: 'bigData', rows: 1, replaced: 0 },
    ...{ by: 'office', atMs },
  })
  const tableOf = (importId: string) => ({
    ...{ importId, method: 'bigData' },
    packed: packIndicatorRows([
      { unitId: 'u2' as UnitId, indicatorId: 'on-time', count: { numerator: 1, denominator: 2 } },
    ]),
  })
  const since = {
    ...period,
    vetoes: [
      veto('lifted since', 'u1', certifiedAtMs - 1, certifiedAtMs + 1),
      veto('set since', 'u2', certifiedAtMs + 1, certifiedAtMs + 2),
    ],
    imports: [importOf('first', certifiedAtMs - 1), importOf('second', certifiedAtMs + 1)],
    evidence: [tableOf('first'), tableOf('second')],
  } as unknown as typeof period
  given.house = { ...before, periods: { [id]: since } }
  const first = UnitCardAnswer.parse(await json('/q2-1/units/u1'))
  expect(first.vetoes).toEqual([{ kind: '弄虚作假', reason: 'lifted since', lifted: false }])
  const second = UnitCardAnswer.parse(await json('/q2-1/units/u2'))
  expect(second.vetoes).toEqual([])
  expect(second.parts.find(({ method }) => method === 'bigData')?.evidence).toEqual([
    { words: 'first', fileHash: null },
  ])
  given.house = before
})

test('[PUB3] the bundle comes as it lies on disk, under its hash', async () => {
  const answer = await at('/q2-1/bundle.zip')
  expect(answer.headers.get('content-type')).toBe('application/zip')
  expect(bytesHashOf(new Uint8Array(await answer.arrayBuffer()))).toBe(given.publication.bundleHash)
})

test('[SAFE1] no name is a formula in the CSV, and text is text in the workbook', async () => {
  const csv = await (await at('/q2-1/results.csv')).text()
  expect(csv).toContain(`"'=HYPERLINK(""http://x"",""y"")"`)
  expect(csv.split('\r\n')[0]).toMatch(/类别,名次,代码,单位/)
  for (const start of ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
    expect(csvCell(`${start}1+1`).replace(/^"/, '')).toMatch(/^'/)
  const xlsx = Buffer.from(await (await at('/q2-1/results.xlsx')).arrayBuffer())
  const [sheet] = await readXlsxFile(xlsx)
  const rows = sheet!.data
  expect(rows.flat()).toContain(EVIL)
  expect(rows).toHaveLength(1 + 13)
})

test('[PUB1] the bulletin is a PDF with its fonts in it', async () => {
  const answer = await at('/q2-1/bulletin.pdf')
  const pdf = Buffer.from(await answer.arrayBuffer()).toString('latin1')
  expect(pdf.slice(0, 5)).toBe('%PDF-')
  expect(pdf).toMatch(/\/FontFile3/)
  expect(pdf).toMatch(/\/BaseFont \/[A-Z]{6}\+NotoSansHans/)
})

test('[PUB1] nothing is published of a period that has no publication, in any phase', async () => {
  const before = given.house
  for (const phase of ['draft', 'collecting', 'frozen'] as const) {
    const stage = { phase, sinceMs: 1, correcting: null, differences: null, agreement: null }
    given.house = houseWith(given.order, [], stage)
    expect(PublicationsAnswer.parse(await json('')).publications).toEqual([])
    for (const path of [
      '',
      '/ranking?category=office',
      '/units/u2',
      '/objections',
      '/bundle.zip',
      '/results.csv',
      '/results.xlsx',
      '/bulletin.pdf',
    ])
      expect([phase, path, (await at(`/q2-1${path}`)).status]).toEqual([phase, path, 404])
  }
  given.house = before
})

test('[PUB2] a correction is told on both: what it replaces stays as it was', async () => {
  const before = given.house
  const later = { ...given.publication, publicationId: 'q2-2', replaces: 'q2-1', reason: '记错一项' }
  const both = [given.publication, later] as (typeof given.publication)[]
  given.house = houseWith(given.order, both, inNotice(given.publication))
  const heads = PublicationsAnswer.parse(await json('')).publications.map(({ publication }) => publication)
  expect(
    heads.map(({ publicationId, replaces, replacedBy }) => [publicationId, replaces, replacedBy]),
  ).toEqual([
    ['q2-2', 'q2-1', null],
    ['q2-1', null, 'q2-2'],
  ])
  expect((await at('/q2-1/ranking?category=office')).status).toBe(200)
  given.house = before
})
