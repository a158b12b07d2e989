// Tablets and seats: codes are single-use, short-lived and not to be guessed; a seat changes hands only by release.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Paired, SeatCode } from '../../shared/protocol/http-api.ts'
import { openDoors, type Doors } from '../support/doors.ts'
import { DIRECTOR, DRAFT, SESSION, seatId, seatPlans } from '../support/given-parts.ts'

let doors: Doors
let cookie: string
beforeEach(async () => {
  doors = await openDoors()
  ;({ cookie } = await doors.signedIn('dao', 'director'))
  await doors.run(DRAFT, DIRECTOR)
  await doors.run({ type: 'SetPanel', sessionId: SESSION, seats: seatPlans(6) }, DIRECTOR)
})
afterEach(() => doors.close())

const release = (n: number) =>
  doors.run({ type: 'ReleaseSeat', sessionId: SESSION, seatId: seatId(n) }, DIRECTOR)
const pair = (code: string) => doors.post('/api/seats/pair', { code })

async function codeOf(n: number): Promise<SeatCode> {
  const response = await doors.post('/api/seats/code', { sessionId: SESSION, seatId: seatId(n) }, { cookie })
  expect(response.status).toBe(200)
  return (await response.json()) as SeatCode
}

async function codeRefused(response: Response): Promise<string> {
  return ((await response.json()) as { refusal: { code: string } }).refusal.code
}

describe('[SCORE4] one live device per seat', () => {
  test('a code binds a tablet once, at the next generation', async () => {
    const { code, expiresAtMs } = await codeOf(1)
    expect(code).toMatch(/^\d{8}$/)
    expect(expiresAtMs).toBe(doors.clock.nowMs() + 600_000)
    const paired = (await (await pair(`${code.slice(0, 4)} ${code.slice(4)}`)).json()) as Paired
    expect(paired).toMatchObject({ sessionId: SESSION, seatId: 's1', generation: 1 })
    expect(doors.pairing.identityOf(paired.seatToken)).toEqual({
      kind: 'seat',
      sessionId: SESSION,
      seatId: 's1',
      generation: 1,
    })
    expect(await codeRefused(await pair(code))).toBe('pairing_code_invalid')
  })

  test('the QR code carries an address with a 128-bit token in its fragment, good for the same one pairing', async () => {
    const { code, url } = await codeOf(2)
    const [, token] = /^http:\/\/tablets\.example\/examiner#pair=([A-Za-z0-9_-]{22})$/.exec(url)!
    expect((await pair(token!)).status).toBe(200)
    expect(await codeRefused(await pair(code))).toBe('pairing_code_invalid')
    expect(await codeRefused(await pair(token!))).toBe('pairing_code_invalid')
  })

  test('full-width digits and dashes are read, other text is not', async () => {
    const { code } = await codeOf(1)
    const wide = Array.from(code, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('')
    expect(await codeRefused(await pair(`x${code}`))).toBe('pairing_code_invalid')
    expect((await pair(`${wide.slice(0, 4)}-${wide.slice(4)}`)).status).toBe(200)
  })

  test('a code lives ten minutes, and a newer one voids it', async () => {
    const first = await codeOf(1)
    const second = await codeOf(1)
    expect(await codeRefused(await pair(first.code))).toBe('pairing_code_invalid')
    doors.clock.forward(600_000)
    expect(await codeRefused(await pair(second.code))).toBe('pairing_code_invalid')
  })

  test('two tablets with the same code at once: one gets the seat', async () => {
    const { code, url } = await codeOf(3)
    const token = url.split('#pair=')[1]!
    const answers = await Promise.all([pair(code), pair(token), pair(code), pair(token)])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(doors.runner.house().sessions[SESSION]!.seats[2]).toMatchObject({ generation: 1, held: true })
  })

  test('a held seat gives no code; after the director’s release the next device takes over', async () => {
    const early = await codeOf(1)
    const first = (await (await pair(early.code)).json()) as Paired
    const held = await doors.post('/api/seats/code', { sessionId: SESSION, seatId: 's1' }, { cookie })
    expect(await codeRefused(held)).toBe('seat_taken')
    expect(doors.pairing.holds({ kind: 'seat', sessionId: SESSION, seatId: seatId(1), generation: 1 })).toBe(
      true,
    )
    await release(1)
    const second = (await (await pair((await codeOf(1)).code)).json()) as Paired
    expect(second.generation).toBe(2)
    expect(second.seatToken).not.toBe(first.seatToken)
    // The replaced device is still known, as what it was.
    const old = doors.pairing.identityOf(first.seatToken)!
    expect(old.generation).toBe(1)
    expect(doors.pairing.holds(old)).toBe(false)
  })

  test('a code that meets a seat taken meanwhile is not used up', async () => {
    const { code } = await codeOf(1)
    await doors.run({ type: 'SignInSeat', sessionId: SESSION, seatId: seatId(1) })
    expect(await codeRefused(await pair(code))).toBe('seat_taken')
    await release(1)
    expect(await (await pair(code)).json()).toMatchObject({ generation: 2 })
  })

  test('codes for all seats that no device holds, in the panel’s order', async () => {
    await doors.pairedTablet(SESSION, 's2')
    const response = await doors.post('/api/seats/codes', { sessionId: SESSION }, { cookie })
    const codes = (await response.json()) as SeatCode[]
    expect(codes.map(({ seatId: id }) => id)).toEqual(['s1', 's3', 's4', 's5', 's6'])
    expect(new Set(codes.map(({ code }) => code)).size).toBe(5)
    for (const { code } of codes) expect((await pair(code)).status).toBe(200)
  })

  test('[SAFE4] an auditor and a stranger get no codes; what does not exist is named', async () => {
    const { cookie: auditor } = await doors.signedIn('shen', 'auditor')
    const asked = { sessionId: SESSION, seatId: 's1' }
    expect((await doors.post('/api/seats/code', asked, { cookie: auditor })).status).toBe(403)
    expect((await doors.post('/api/seats/code', asked)).status).toBe(401)
    const unknown = await doors.post('/api/seats/code', { ...asked, seatId: 's99' }, { cookie })
    expect(await codeRefused(unknown)).toBe('seat_unknown')
    const inherited = await doors.post('/api/seats/codes', { sessionId: 'constructor' }, { cookie })
    expect(await codeRefused(inherited)).toBe('session_unknown')
  })
})

describe('[SAFE1] guessing', () => {
  test('ten wrong codes from one address, then it waits; a right one then waits too', async () => {
    const { code } = await codeOf(1)
    const answers: string[] = []
    for (let i = 0; i < 12; i += 1) answers.push(await codeRefused(await pair('00000000')))
    expect(answers.filter((one) => one === 'pairing_code_invalid')).toHaveLength(10)
    expect(answers.slice(10)).toEqual(['too_many_requests', 'too_many_requests'])
    expect((await pair(code)).status).toBe(429)
    doors.clock.forward(10_000)
    expect((await pair(code)).status).toBe(200)
  })

  test('sixty wrong codes a minute from everywhere; a QR token still works', async () => {
    const { url } = await codeOf(1)
    let tried = 0
    for (let i = 0; i < 300; i += 1) {
      const answer = await doors.pairing.pair('00000000', `10.0.${i >> 3}.1`)
      if (!answer.ok && answer.refusal.code === 'pairing_code_invalid') tried += 1
    }
    expect(tried).toBe(60)
    expect((await doors.pairing.pair(url.split('#pair=')[1]!, '10.9.9.9')).ok).toBe(true)
  })

  test('right codes use up no attempts', async () => {
    for (let round = 0; round < 15; round += 1) {
      expect((await pair((await codeOf(1)).code)).status).toBe(200)
      await release(1)
    }
  })
})
