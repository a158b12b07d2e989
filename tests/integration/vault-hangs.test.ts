// A vault whose disk hangs: signing in and pairing wait and are refused in time; every other door, screen and command goes on.

import { afterEach, beforeEach, expect, test } from 'vitest'
import type { VaultFile } from '../../server/access/vault.ts'
import { WRITE_WITHIN_MS } from '../../server/access/vault-copy.ts'
import type { SeatCode } from '../../shared/protocol/http-api.ts'
import { DEFAULT_RULES } from '../../shared/show/session-rules.ts'
import { openDoors, type Doors } from '../support/doors.ts'
import { DIRECTOR, SESSION, seatId, seatPlans } from '../support/given-parts.ts'

let doors: Doors
let hangs = false
/** Calls that hang, in order; each goes on to the file when it is let go. */
let hanging: (() => void)[] = []
let arrived: () => void = () => undefined

/** Every call waits while the disk hangs. */
const behind = (file: VaultFile): VaultFile =>
  new Proxy(file, {
    get(target, name: keyof VaultFile) {
      const call = target[name] as (...args: unknown[]) => Promise<unknown>
      return async (...args: unknown[]) => {
        if (hangs) {
          await new Promise<void>((go) => {
            hanging.push(go)
            arrived()
          })
        }
        return call(...args)
      }
    },
  })

/** Resolves when so many calls hang. */
async function hung(calls: number): Promise<void> {
  while (hanging.length < calls) await new Promise<void>((come) => (arrived = come))
}

function letGo(): void {
  hangs = false
  for (const go of hanging.splice(0)) go()
}

const person = { personId: 'ping', name: '平', role: 'office', password: 'a long password' } as const
const signIn = () => doors.post('/api/sign-in', { personId: 'ping', password: person.password })
const pair = (code: string) => doors.post('/api/seats/pair', { code })
const codeIn = async (response: Response) =>
  ((await response.json()) as { refusal: { code: string } }).refusal.code

let cookie: string
let code: string
let seatToken: string

beforeEach(async () => {
  hangs = false
  hanging = []
  doors = await openDoors({ behind })
  const token = (await doors.accounts.newSetupToken())!
  expect((await doors.post('/api/setup', { token, ...person })).status).toBe(200)
  ;({ cookie } = await doors.signedIn('dao', 'director'))
  const draft = { sessionId: SESSION, title: '问作风', theme: '问作风', rehearsal: false } as const
  await doors.run(
    { type: 'DraftSession', ...draft, form: { kind: 'grades' }, groupWeights: null, rules: DEFAULT_RULES },
    DIRECTOR,
  )
  await doors.run({ type: 'SetPanel', sessionId: SESSION, seats: seatPlans(6) }, DIRECTOR)
  // This makes codes for all seats; the one below replaces that of its seat.
  ;({ seatToken } = await doors.pairedTablet(SESSION, 's2'))
  const answer = await doors.post('/api/seats/code', { sessionId: SESSION, seatId: 's1' }, { cookie })
  ;({ code } = (await answer.json()) as SeatCode)
})
afterEach(async () => {
  letGo()
  await doors.close()
})

test('[SAFE3] while it hangs, pages, screens and commands are answered; when it goes on, so do those who waited', async () => {
  const screen = doors.connect({ kind: 'account' }, { cookie, origin: doors.base })
  expect(await screen.connected).toBe('connect')
  const tablet = doors.connect({ kind: 'seat', seatToken })
  hangs = true
  const done: string[] = []
  const waiting = [signIn(), pair(code)].map(async (request, i) => {
    const { status } = await request
    done.push(`${i} ${status}`)
  })
  await hung(2)
  expect((await doors.get('/api/me', { cookie })).status).toBe(200)
  expect((await doors.get('/api/setup?token=guess')).status).toBe(200)
  expect(await tablet.connected).toBe('connect')
  expect(await doors.connect({ kind: 'account' }, { cookie, origin: doors.base }).connected).toBe('connect')
  const rename = { type: 'SetPanel', sessionId: SESSION, seats: seatPlans(7) } as const
  expect(await screen.command(rename)).toMatchObject({ ok: true })
  expect(done).toEqual([])
  letGo()
  await Promise.all(waiting)
  expect(done.sort()).toEqual(['0 200', '1 200'])
  expect(doors.runner.house().sessions[SESSION]!.seats[0]).toMatchObject({ held: true, generation: 1 })
})

test('[SAFE3] whoever waits longer than five seconds is told so, and nothing he asked for is half done', async () => {
  hangs = true
  const waiting = [signIn(), pair(code)]
  await hung(2)
  doors.clock.forward(WRITE_WITHIN_MS)
  for (const response of await Promise.all(waiting)) {
    expect(response.status).toBe(503)
    expect(response.headers.getSetCookie()).toEqual([])
    expect(await codeIn(response)).toBe('storage_failed')
  }
  expect(doors.runner.house().sessions[SESSION]!.seats[0]).toMatchObject({ held: false })
  letGo()
  expect((await signIn()).status).toBe(200)
})

test('[SCORE4] two tablets whose one code waits for the disk: one gets the seat when it goes on', async () => {
  hangs = true
  const waiting = [pair(code), pair(code), pair(code)]
  await hung(3)
  letGo()
  const statuses = (await Promise.all(waiting)).map(({ status }) => status).sort()
  expect(statuses).toEqual([200, 400, 400])
  expect(doors.runner.house().sessions[SESSION]!.seats.filter(({ held }) => held)).toHaveLength(2)
  expect(doors.pairing.holds({ kind: 'seat', sessionId: SESSION, seatId: seatId(1), generation: 1 })).toBe(
    true,
  )
})

test('[SAFE3] a login ends for pages and screens at once, though the disk hangs', async () => {
  const screen = doors.connect({ kind: 'account' }, { cookie, origin: doors.base })
  expect(await screen.connected).toBe('connect')
  hangs = true
  const gone = new Promise((settle) => screen.socket.once('disconnect', settle))
  const out = doors.post('/api/sign-out', {}, { cookie })
  await gone
  expect((await doors.get('/api/me', { cookie })).status).toBe(401)
  letGo()
  expect((await out).status).toBe(204)
})

test('[SAFE3] a person who is disabled is out at once, though the disk hangs', async () => {
  const { cookie: hers, by } = await doors.signedIn('shen', 'auditor')
  const screen = doors.connect({ kind: 'account' }, { cookie: hers, origin: doors.base })
  expect(await screen.connected).toBe('connect')
  hangs = true
  const gone = new Promise((settle) => screen.socket.once('disconnect', settle))
  const disabled = doors.run({ type: 'DisablePerson', personId: by.id, disabled: true })
  await gone
  expect((await doors.get('/api/me', { cookie: hers })).status).toBe(401)
  letGo()
  await disabled
})
