// POST /api/commands and GET /api/now: the socket's command and topic for those without a socket.

import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDoors, nextCommandId, type Doors } from '../support/doors.ts'
import { unitOf } from '../support/given-parts.ts'

let doors: Doors
beforeEach(async () => {
  doors = await openDoors()
})
afterEach(() => doors.close())

test('a command too large for a socket runs by HTTP, once for each id', async () => {
  const { cookie } = await doors.signedIn('ping', 'office')
  const units = Array.from({ length: 2_000 }, (_, i) => unitOf(i + 1, `第${i + 1}个很长很长的虚构单位名称`))
  const envelope = { id: nextCommandId(), command: { type: 'ImportUnits', units } }
  expect(JSON.stringify(envelope).length).toBeGreaterThan(100_000)
  const first = await doors.post('/api/commands', envelope, { cookie })
  expect([first.status, await first.json()]).toEqual([200, { ok: true, repeated: false }])
  expect(await (await doors.post('/api/commands', envelope, { cookie })).json()).toEqual({
    ok: true,
    repeated: true,
  })
  expect(Object.keys(doors.runner.house().registry.units)).toHaveLength(2_000)
})

test('[SAFE4] by role, with every refusal in sentences; people only through their own door', async () => {
  const { cookie } = await doors.signedIn('shen', 'auditor')
  const send = async (command: object, headers: Record<string, string> = { cookie }) => {
    const response = await doors.post('/api/commands', { id: nextCommandId(), command }, headers)
    return [response.status, await response.json()]
  }
  const blank = { type: 'TakeScene', output: 'programme', scene: { kind: 'blank' } }
  expect(await send(blank)).toMatchObject([200, { ok: false, refusals: [{ code: 'not_allowed' }] }])
  expect(await send(blank, {})).toMatchObject([401, { refusal: { code: 'not_signed_in' } }])
  const dao = await doors.signedIn('dao', 'director')
  expect(await send({ type: 'GoLive', sessionId: 'none' }, { cookie: dao.cookie })).toMatchObject([
    200,
    { ok: false, refusals: [{ code: 'session_unknown', sentence: '没有这个场次。' }] },
  ])
  const person = { type: 'AddPerson', personId: 'neu', name: '新人', role: 'office' }
  expect(await send(person, { cookie: dao.cookie })).toMatchObject([
    200,
    { refusals: [{ code: 'not_allowed' }] },
  ])
  expect(doors.runner.house().people.people).not.toHaveProperty('neu')
  const system = { type: 'CloseWindow', sessionId: 's', windowId: '000000000001' }
  expect(await send(system, { cookie: dao.cookie })).toMatchObject([
    200,
    { refusals: [{ code: 'not_allowed' }] },
  ])
})

test('[SAFE1] over 4 MB, or without an account, the body is not even read', async () => {
  const { cookie } = await doors.signedIn('ping', 'office')
  const large = { id: nextCommandId(), command: { type: 'x'.repeat(4 * 1024 * 1024) } }
  expect((await doors.post('/api/commands', large, { cookie })).status).toBe(413)
  expect((await doors.post('/api/commands', '{ no json', {})).status).toBe(401)
})

test('/api/now may be kept for a second, carries the server’s clock, and says when nothing changed', async () => {
  const first = await doors.get('/api/now')
  expect(first.headers.get('cache-control')).toBe('public, max-age=1')
  expect(first.headers.get('content-type')).toContain('application/json')
  const etag = first.headers.get('etag')!
  expect(await first.json()).toEqual({
    version: [0, 0],
    serverNowMs: doors.clock.nowMs(),
    now: { session: null, onAir: null, poll: null, rankingVisible: expect.any(Boolean) },
  })
  doors.clock.forward(400)
  expect((await doors.get('/api/now', { 'if-none-match': etag })).status).toBe(304)
  // The clock moved on: an old answer must not be reused with its old clock.
  doors.clock.forward(600)
  expect((await doors.get('/api/now', { 'if-none-match': etag })).status).toBe(200)
})
