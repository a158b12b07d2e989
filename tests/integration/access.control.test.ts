// Control surfaces by token: air control and nothing else, once for each id, in the director's name, until the token is ended.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  CONTROL_ACTIONS,
  type ControlTokenMade,
  type ControlValues,
} from '../../shared/protocol/control-api.ts'
import type { SessionId } from '../../shared/basics/ids.ts'
import { PersonId } from '../../shared/basics/ids.ts'
import { PREVIEW, PROGRAMME, type AirCommand } from '../../shared/show/air.ts'
import { openDoors, type Doors } from '../support/doors.ts'
import { DRAFT, seatPlans, segmentId, segmentPlan, unitOf } from '../support/given-parts.ts'

let doors: Doors
let cookie: string
let token: string
beforeEach(async () => {
  doors = await openDoors()
  cookie = (await doors.signedIn('dao', 'director')).cookie
  token = (await made('导播台')).token
})
afterEach(() => doors.close())

async function made(name: string): Promise<ControlTokenMade> {
  const response = await doors.post('/api/control/tokens', { name }, { cookie })
  expect(response.status).toBe(200)
  return (await response.json()) as ControlTokenMade
}
const bearer = (of = token) => ({ authorization: `Bearer ${of}` })
async function press(
  action: string,
  body: object = {},
  headers: Readonly<Record<string, string>> = bearer(),
) {
  const response = await doors.post(`/api/control/${action}`, body, headers)
  return [response.status, (await response.json()) as unknown]
}
const values = async () => (await (await doors.get('/api/control/values', bearer())).json()) as ControlValues
const on = (output = PROGRAMME) => doors.runner.house().air.outputs[output]
const toPreview = (scene: Extract<AirCommand, { type: 'TakeScene' }>['scene']) =>
  doors.run({ type: 'TakeScene', output: PREVIEW, scene })

/** A live session with a segment on air. */
async function live(): Promise<SessionId> {
  const { sessionId } = DRAFT
  await doors.run({ type: 'ImportUnits', units: [unitOf(1)] })
  await doors.run(DRAFT)
  await doors.run({ type: 'EditRundown', sessionId, segments: [segmentPlan(1)] })
  await doors.run({ type: 'SetPanel', sessionId, seats: seatPlans(5) })
  await doors.run({ type: 'MarkReady', sessionId })
  await doors.run({ type: 'GoLive', sessionId })
  await doors.run({ type: 'TakeSegment', sessionId, segmentId: segmentId(1) })
  return sessionId
}

describe('triggers', () => {
  test('take, cut, blank, queue, steps, the safe still: what the keys do', async () => {
    await live()
    expect(await press('preview', { key: '8' })).toMatchObject([200, { ok: true }])
    expect(on(PREVIEW)?.scene).toEqual({ kind: 'ranking', category: 'office' })
    await press('take')
    expect(on()).toMatchObject({ scene: { kind: 'ranking' }, cut: false })
    await press('preview', { page: 'evening', key: '2' })
    await press('queue')
    expect((await values()).next).toBe('名单揭晓 · 机关科室 后列')
    await press('take-next')
    expect(on()).toMatchObject({ scene: { kind: 'list_reveal', list: 'worst' }, step: 0 })
    await press('step')
    await press('step')
    await press('step-back')
    expect(on()?.step).toBe(1)
    await press('panic')
    expect(await press('cut')).toMatchObject([409, { refusal: { code: 'panic_on' } }])
    await press('panic-end')
    await press('cut')
    expect(on()).toMatchObject({ scene: { kind: 'list_reveal' }, step: 0, cut: true })
    await press('blank')
    expect(on()?.scene).toEqual({ kind: 'blank' })
    await press('commentary-start', { seconds: 30 })
    expect((await values()).commentarySecondsLeft).toBe(30)
    await press('commentary-stop')
    expect((await values()).commentarySecondsLeft).toBeNull()
  })

  test('[LOG1] every trigger is journalled in the name of the director, and a repeated id runs once', async () => {
    await toPreview({ kind: 'ranking', category: 'office' })
    expect(await press('take', { id: 'button-7' })).toEqual([200, { ok: true, repeated: false }])
    const first = doors.runner.house().position
    expect(await press('take', { id: 'button-7' })).toEqual([200, { ok: true, repeated: true }])
    expect(doors.runner.house().position).toBe(first)
    expect(doors.runner.tail().at(-1)).toMatchObject({ by: { role: 'director', id: 'dao' } })
    expect(doors.runner.tail().at(-1)?.commandId).toMatch(/^control_[A-Za-z0-9_-]+_button-7$/)
  })

  test('[SAFE4] no window, no reveal, no void, no release: what is not air control has no trigger', async () => {
    for (const action of ['reveal', 'cue-close', 'go-live', 'void', 'confirm', 'release-seat', 'tokens-of'])
      expect(await press(action)).toMatchObject([404, { refusal: { code: 'unknown_page' } }])
    expect(CONTROL_ACTIONS.join()).not.toMatch(/reveal|window|void|live|seat|confirm/)
    for (const path of ['/api/commands', '/api/people', '/api/control/tokens'])
      expect((await doors.post(path, {}, bearer())).status).toBe(401)
  })

  test('what has nothing to act on says why; what is no request is refused', async () => {
    expect(await press('take-next')).toMatchObject([409, { refusal: { code: 'queued_unknown' } }])
    expect(await press('step-back')).toMatchObject([409, { refusal: { code: 'step_far' } }])
    expect(await press('commentary-start')).toMatchObject([404, { refusal: { code: 'session_unknown' } }])
    expect(await press('preview')).toMatchObject([400, { refusal: { code: 'malformed' } }])
    expect(await press('preview', { key: '6' })).toMatchObject([
      409,
      { refusal: { code: 'scene_unavailable' } },
    ])
    expect(await press('take', { scene: { kind: 'blank' } })).toMatchObject([
      400,
      { refusal: { code: 'malformed' } },
    ])
  })

  test('[SAFE1] a finger that hammers is told to wait, and may go on afterwards', async () => {
    const answers = await Promise.all(Array.from({ length: 45 }, () => press('blank')))
    expect(answers.filter(([status]) => status === 429).length).toBeGreaterThan(5)
    doors.clock.forward(2_000)
    expect((await press('blank'))[0]).toBe(200)
  })
})

describe('tokens', () => {
  test('shown once and kept as a hash; listed without it; ended for good', async () => {
    const list = await (await doors.get('/api/control/tokens', { cookie })).json()
    expect(list).toEqual([
      { tokenId: expect.any(String), name: '导播台', personName: 'dao', createdAtMs: doors.clock.nowMs() },
    ])
    expect(JSON.stringify(doors.vault.controlTokens())).not.toContain(token)
    expect((await press('blank'))[0]).toBe(200)
    const { tokenId } = doors.vault.controlTokens()[0]!
    const end = () => doors.post('/api/control/tokens/revoke', { tokenId }, { cookie })
    expect((await end()).status).toBe(200)
    expect((await end()).status).toBe(200)
    expect(await press('blank')).toMatchObject([401, { refusal: { code: 'control_token_invalid' } }])
  })

  test('[SAFE4] only directors make them, and with the account goes the token', async () => {
    for (const [name, role] of [
      ['ping', 'office'],
      ['shen', 'auditor'],
    ] as const) {
      const other = await doors.signedIn(name, role)
      const answer = await doors.post('/api/control/tokens', { name: '面板' }, { cookie: other.cookie })
      expect(answer.status).toBe(403)
    }
    expect((await doors.post('/api/control/tokens', { name: '面板' })).status).toBe(401)
    await doors.run({ type: 'DisablePerson', personId: PersonId.parse('dao'), disabled: true })
    expect((await press('blank'))[0]).toBe(401)
  })

  test('[SAFE1] guessing is slow, and bounded in number are the tokens', async () => {
    const guess = () => press('blank', {}, bearer('A'.repeat(43)))
    const answers = await Promise.all(Array.from({ length: 40 }, guess))
    expect(new Set(answers.map(([status]) => status))).toEqual(new Set([401, 429]))
    for (let n = 2; n <= 30; n += 1) {
      doors.clock.forward(1_000)
      await made(`面板${n}`)
    }
    doors.clock.forward(1_000)
    const full = await doors.post('/api/control/tokens', { name: '多一个' }, { cookie })
    expect(await full.json()).toMatchObject({ refusal: { code: 'control_tokens_full' } })
  })

  test('the values need a token too, and say what a button shows', async () => {
    expect((await doors.get('/api/control/values')).status).toBe(401)
    await live()
    expect(await values()).toMatchObject({
      live: true,
      unit: '虚构单位1',
      programme: { kind: 'standby', title: '待播', step: 0 },
      panic: false,
      queued: 0,
      examinersSecondsLeft: null,
      n: null,
      seats: 5,
      tablets: 0,
      alerts: ['节目输出没有页面连接'],
    })
  })
})
