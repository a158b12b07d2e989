// The doors of evidence files: the office brings them, office and auditor fetch them, and a browser never shows them in our name.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EvidenceStored } from '../../shared/protocol/evidence-api.ts'
import { openDoors, type Doors } from '../support/doors.ts'
import { pdf, png } from '../support/evidence.ts'

let doors: Doors
const cookies = { office: '', auditor: '', director: '' }
beforeAll(async () => {
  doors = await openDoors()
  cookies.office = (await doors.signedIn('ping', 'office')).cookie
  cookies.auditor = (await doors.signedIn('shen', 'auditor')).cookie
  cookies.director = (await doors.signedIn('dao', 'director')).cookie
})
afterAll(() => doors.close())

const bring = (body: Uint8Array, name: string | null, cookie = cookies.office, type = 'application/pdf') => {
  doors.clock.forward(1_000)
  const query = name === null ? '' : `?name=${encodeURIComponent(name)}`
  return doors.post(`/api/evidence${query}`, body, { cookie, 'content-type': type })
}
const codeOf = async (response: Response) =>
  ((await response.json()) as { refusal: { code: string; sentence: string } }).refusal.code

describe('[SAFE4] evidence files', () => {
  test('are brought by the office alone, fetched by office and auditor, by nobody else', async () => {
    for (const [role, status] of [
      ['office', 200],
      ['auditor', 403],
      ['director', 403],
    ] as const)
      expect([role, (await bring(pdf(), '通报.pdf', cookies[role])).status]).toEqual([role, status])
    expect((await bring(pdf(), '通报.pdf', 'none=1')).status).toBe(401)

    const { hash } = (await (await bring(pdf(), '通报.pdf')).json()) as EvidenceStored
    for (const [role, status] of [
      ['office', 200],
      ['auditor', 200],
      ['director', 403],
    ] as const)
      expect((await doors.get(`/api/evidence/${hash}`, { cookie: cookies[role] })).status).toBe(status)
    expect((await doors.get(`/api/evidence/${hash}`)).status).toBe(401)
  })

  test('come back as a download, byte for byte, under the name they were brought with', async () => {
    const { hash, kind, bytes } = (await (await bring(png(), '现场 "1".png')).json()) as EvidenceStored
    expect([kind, bytes]).toEqual(['png', png().length])
    const answer = await doors.get(`/api/evidence/${hash}`, { cookie: cookies.auditor })
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(png())
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    const disposition = answer.headers.get('content-disposition') ?? ''
    expect(disposition).toMatch(/^attachment; /)
    expect(decodeURIComponent(disposition)).toContain('filename*=UTF-8\'\'现场 "1".png')
  })
})

describe('[SAFE1] an evidence file is refused with a code and a sentence', () => {
  test.each([
    ['with no name', () => bring(pdf(), null), 400, 'malformed'],
    ['with nothing in it', () => bring(new Uint8Array(), '空.pdf'), 400, 'malformed'],
    ['whose name lies', () => bring(png(), '图.pdf'), 415, 'evidence_disguised'],
    ['that is a page', () => bring(Buffer.from('<html>,'), '表.csv'), 415, 'evidence_kind'],
    ['over 20 MB', () => bring(Buffer.alloc(20 * 1024 * 1024 + 1, 'a,'), '大.csv'), 413, 'too_large'],
    ['sent as a form', () => bring(pdf(), '表.pdf', cookies.office, 'multipart/form-data'), 400, 'malformed'],
  ])('%s', async (_what, send, status, code) => {
    const answer = await send()
    expect([answer.status, await codeOf(answer)]).toEqual([status, code])
  })

  test.each(['..%2fvault.db', '%2e%2e%2fvault.db', '0'.repeat(64), 'vault.db'])(
    'fetched as %s',
    async (hash) => {
      const answer = await doors.get(`/api/evidence/${hash}`, { cookie: cookies.office })
      expect([answer.status, await codeOf(answer)]).toEqual([404, 'evidence_unknown'])
    },
  )
})
