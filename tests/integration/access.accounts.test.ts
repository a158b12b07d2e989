// Persons at the HTTP doors: the set-up link, cookies, lock-out, passwords, and pages of other sites.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PersonId } from '../../shared/basics/ids.ts'
import { openDoors, type Doors } from '../support/doors.ts'

let doors: Doors
beforeEach(async () => {
  doors = await openDoors()
})
afterEach(() => doors.close())

const HOUR = 3_600_000
const person = { personId: 'dao', name: '陈导', role: 'director', password: 'a long password' } as const

async function refusalOf(response: Response): Promise<{ code: string; status: number; sentence: string }> {
  const { refusal } = (await response.json()) as { refusal: { code: string; sentence: string } }
  return { ...refusal, status: response.status }
}

function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

async function setUp(): Promise<string> {
  const token = (await doors.accounts.newSetupToken())!
  const response = await doors.post('/api/setup', { token, ...person })
  expect(response.status).toBe(200)
  return cookieOf(response)
}

describe('first run', () => {
  test('the link makes the first account, signs it in, and works once', async () => {
    const token = (await doors.accounts.newSetupToken())!
    expect(await (await doors.get(`/api/setup?token=${token}`)).json()).toEqual({ open: true })
    expect(await (await doors.get('/api/setup?token=guess')).json()).toEqual({ open: false })
    const cookie = await setUp()
    expect(await (await doors.get('/api/me', { cookie })).json()).toEqual({
      personId: 'dao',
      name: '陈导',
      role: 'director',
    })
    const again = await doors.post('/api/setup', { token, ...person, personId: 'zwei' })
    expect(await refusalOf(again)).toMatchObject({ code: 'setup_done', status: 410 })
    expect(await doors.accounts.newSetupToken()).toBeNull()
    expect(Object.keys(doors.runner.house().people.people)).toEqual(['dao'])
  })

  test('a restart voids the earlier link, and a day voids any', async () => {
    const first = (await doors.accounts.newSetupToken())!
    const second = (await doors.accounts.newSetupToken())!
    expect(await refusalOf(await doors.post('/api/setup', { token: first, ...person }))).toMatchObject({
      code: 'setup_link_invalid',
    })
    doors.clock.forward(24 * HOUR)
    expect(await refusalOf(await doors.post('/api/setup', { token: second, ...person }))).toMatchObject({
      code: 'setup_link_invalid',
    })
  })

  test('two who use the link at once make one account', async () => {
    const token = (await doors.accounts.newSetupToken())!
    const answers = await Promise.all(
      ['p1', 'p2', 'p3'].map((personId) => doors.post('/api/setup', { token, ...person, personId })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410])
    expect(Object.keys(doors.runner.house().people.people)).toHaveLength(1)
  })
})

describe('signing in', () => {
  test('the cookie is HttpOnly, SameSite=Strict, and new at every sign-in; the old one ends', async () => {
    const old = await setUp()
    const response = await doors.post(
      '/api/sign-in',
      { personId: 'dao', password: person.password },
      { cookie: old },
    )
    expect(response.status).toBe(200)
    const [line] = response.headers.getSetCookie()
    expect(line).toMatch(/^wenzheng=[A-Za-z0-9_-]{43}; Max-Age=57600; Path=\/; HttpOnly; SameSite=Strict$/)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect((await doors.get('/api/me', { cookie: old })).status).toBe(401)
    expect((await doors.get('/api/me', { cookie: cookieOf(response) })).status).toBe(200)
  })

  test('over TLS the cookie is Secure and bound to the host', async () => {
    const secure = await openDoors({ tls: true })
    const token = (await secure.accounts.newSetupToken())!
    const origin = secure.base.replace('http:', 'https:')
    const response = await secure.post('/api/setup', { token, ...person }, { origin })
    expect(response.headers.getSetCookie()[0]).toMatch(/^__Host-wenzheng=.*; Secure$/)
    await secure.close()
  })

  test('a wrong password and an unknown account are the same to the outside', async () => {
    await setUp()
    const wrong = await refusalOf(
      await doors.post('/api/sign-in', { personId: 'dao', password: 'not the password' }),
    )
    const unknown = await refusalOf(
      await doors.post('/api/sign-in', { personId: 'nobody', password: 'whatever' }),
    )
    const odd = await refusalOf(
      await doors.post('/api/sign-in', { personId: '__proto__', password: 'whatever' }),
    )
    expect(wrong).toMatchObject({ code: 'wrong_password', status: 401 })
    expect(unknown).toEqual(wrong)
    expect(odd).toEqual(wrong)
  })

  test('[SAFE1] the sixth attempt after five failures is refused, even with the right password, until time passes', async () => {
    await setUp()
    for (let i = 0; i < 5; i += 1)
      await doors.post('/api/sign-in', { personId: 'dao', password: `wrong ${i}` })
    const attempt = () => doors.post('/api/sign-in', { personId: 'dao', password: person.password })
    const locked = await refusalOf(await attempt())
    expect(locked).toMatchObject({ code: 'locked_out', status: 429 })
    expect(locked.sentence).toContain('15')
    doors.clock.forward(15 * 60_000)
    expect((await attempt()).status).toBe(200)
  })

  test('a login ends after 16 hours, by signing out, and when the person is disabled', async () => {
    const cookie = await setUp()
    const me = () => doors.get('/api/me', { cookie }).then(({ status }) => status)
    doors.clock.forward(16 * HOUR - 1)
    expect(await me()).toBe(200)
    doors.clock.forward(1)
    expect(await me()).toBe(401)

    const signIn = async () =>
      cookieOf(await doors.post('/api/sign-in', { personId: 'dao', password: person.password }))
    const second = await signIn()
    expect((await doors.post('/api/sign-out', {}, { cookie: second })).status).toBe(204)
    expect((await doors.get('/api/me', { cookie: second })).status).toBe(401)

    const third = await signIn()
    await doors.run({ type: 'DisablePerson', personId: PersonId.parse('dao'), disabled: true })
    expect((await doors.get('/api/me', { cookie: third })).status).toBe(401)
    const disabled = await doors.post('/api/sign-in', { personId: 'dao', password: person.password })
    expect(await refusalOf(disabled)).toMatchObject({ code: 'wrong_password' })
    await doors.run({ type: 'DisablePerson', personId: PersonId.parse('dao'), disabled: false })
    expect((await doors.get('/api/me', { cookie: third })).status).toBe(401)
  })
})

describe('more people', () => {
  const auditor = { personId: 'shen', name: '审计', role: 'auditor', password: 'another long one' } as const

  test('[SAFE4] office and director add them, an auditor does not; the journal never hears the password', async () => {
    const cookie = await setUp()
    expect((await doors.post('/api/people', auditor, { cookie })).status).toBe(200)
    const signedIn = await doors.post('/api/sign-in', { personId: 'shen', password: auditor.password })
    expect(await signedIn.json()).toEqual({ personId: 'shen', name: '审计', role: 'auditor' })
    const byAuditor = await doors.post(
      '/api/people',
      { ...auditor, personId: 'x' },
      { cookie: cookieOf(signedIn) },
    )
    expect(await refusalOf(byAuditor)).toMatchObject({ code: 'not_allowed', status: 403 })
    expect((await doors.post('/api/people', { ...auditor, personId: 'x' })).status).toBe(401)
    const journal = JSON.stringify(doors.runner.tail())
    expect(journal).toContain('PersonAdded')
    expect(journal).not.toContain('another long one')
    expect(journal).not.toContain('argon2')
  })

  test('a name that is taken keeps its password', async () => {
    const cookie = await setUp()
    await doors.post('/api/people', auditor, { cookie })
    const again = await doors.post('/api/people', { ...auditor, password: 'taken over now' }, { cookie })
    expect(await refusalOf(again)).toMatchObject({ code: 'person_exists', status: 409 })
    const both = await Promise.all(
      ['first of two', 'second of two'].map((password) =>
        doors.post('/api/people', { ...auditor, personId: 'neu', password }, { cookie }),
      ),
    )
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    const winner = both[0]!.status === 200 ? 'first of two' : 'second of two'
    expect((await doors.post('/api/sign-in', { personId: 'neu', password: winner })).status).toBe(200)
    expect((await doors.post('/api/sign-in', { personId: 'shen', password: auditor.password })).status).toBe(
      200,
    )
  })

  test('a short password is refused with its own sentence', async () => {
    const cookie = await setUp()
    const short = await doors.post('/api/people', { ...auditor, password: 'short' }, { cookie })
    expect(await refusalOf(short)).toMatchObject({ code: 'password_weak', status: 400 })
  })

  test('a new password ends all other logins and renews this one', async () => {
    const here = await setUp()
    const elsewhere = cookieOf(
      await doors.post('/api/sign-in', { personId: 'dao', password: person.password }),
    )
    const wrong = { oldPassword: 'not this one', newPassword: 'a newer password' }
    expect((await doors.post('/api/people/password', wrong, { cookie: here })).status).toBe(401)
    const right = { ...wrong, oldPassword: person.password }
    const changed = await doors.post('/api/people/password', right, { cookie: here })
    expect(changed.status).toBe(200)
    expect((await doors.get('/api/me', { cookie: elsewhere })).status).toBe(401)
    expect((await doors.get('/api/me', { cookie: here })).status).toBe(401)
    expect((await doors.get('/api/me', { cookie: cookieOf(changed) })).status).toBe(200)
    expect((await doors.post('/api/sign-in', { personId: 'dao', password: person.password })).status).toBe(
      401,
    )
    expect((await doors.post('/api/sign-in', { personId: 'dao', password: 'a newer password' })).status).toBe(
      200,
    )
  })
})

describe('[SAFE1] every state-changing door', () => {
  const paths = [
    '/api/setup',
    '/api/sign-in',
    '/api/sign-out',
    '/api/people',
    '/api/people/password',
    '/api/seats/code',
    '/api/seats/codes',
    '/api/seats/pair',
    '/api/commands',
    '/api/csv/units',
    '/api/csv/seats',
  ]

  test.each(paths)('%s is closed to other sites and to forms', async (path) => {
    const { cookie } = await doors.signedIn('dao', 'director')
    const foreign = await doors.post(path, {}, { cookie, origin: 'https://evil.example' })
    expect(foreign.status).toBe(403)
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      const form = await doors.post(path, '{}', { cookie, 'content-type': type })
      expect(await refusalOf(form), type).toMatchObject({ code: 'malformed', status: 400 })
    }
    // No Origin at all, but a cookie: not one of our pages.
    const bare = await fetch(doors.base + path, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: '{}',
    })
    expect(bare.status).toBe(403)
  })

  test('broken, oversized and unknown input is refused with a sentence, and nothing happens', async () => {
    const { cookie } = await doors.signedIn('dao', 'director')
    const before = doors.runner.house().position
    const broken = await doors.post('/api/people', '{"personId":', { cookie })
    expect(await refusalOf(broken)).toMatchObject({ code: 'malformed', status: 400 })
    const large = await doors.post('/api/people', { name: 'x'.repeat(40_000) }, { cookie })
    expect(await refusalOf(large)).toMatchObject({ code: 'too_large', status: 413 })
    const extra = await doors.post('/api/people', { ...person, isAdmin: true }, { cookie })
    expect(await refusalOf(extra)).toMatchObject({
      code: 'malformed',
      sentence: '请求的内容不合格式：isAdmin。',
    })
    expect(doors.runner.house().position).toBe(before)
    expect(doors.errors).toEqual([])
  })
})
