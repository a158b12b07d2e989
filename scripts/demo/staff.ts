// A person with an account, driving the server through its HTTP doors as a browser would.

import { randomBytes } from 'node:crypto'
import type { Paired, SeatCode } from '../../shared/protocol/http-api.ts'
import type { CommandAck } from '../../shared/protocol/socket-events.ts'
import type { NowAnswer } from '../../shared/protocol/http-api.ts'
import type { Command } from '../../shared/show/house.ts'

export interface Staff {
  readonly personId: string
  readonly cookie: string
  /** Throws with the server's sentences where it is refused. */
  run(command: Command): Promise<void>
  /** The answer as it is. */
  tryRun(command: Command): Promise<CommandAck>
  addPerson(person: { personId: string; name: string; role: string; password: string }): Promise<void>
  seatCodes(sessionId: string): Promise<readonly SeatCode[]>
  get<T>(path: string): Promise<T>
}

export class DoorRefused extends Error {}

async function json<T>(response: Response): Promise<T> {
  const text = await response.text()
  if (!response.ok) throw new DoorRefused(`${response.url} ${response.status}: ${text.slice(0, 400)}`)
  return (text === '' ? null : JSON.parse(text)) as T
}

function post(base: string, path: string, body: unknown, cookie?: string): Promise<Response> {
  return fetch(base + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      origin: base,
      ...(cookie === undefined ? {} : { cookie }),
    },
    body: JSON.stringify(body),
  })
}

function cookieOf(response: Response): string {
  const set = response.headers.getSetCookie()
  return set.map((one) => one.split(';')[0]).join('; ')
}

/** First run: the one-time link's token makes the first account and signs it in. */
export async function setUp(
  base: string,
  token: string,
  person: { personId: string; name: string; role: string; password: string },
): Promise<Staff> {
  await json(await post(base, '/api/setup', { token, ...person }))
  return signIn(base, person.personId, person.password)
}

export async function signIn(base: string, personId: string, password: string): Promise<Staff> {
  const answer = await post(base, '/api/sign-in', { personId, password })
  await json(answer)
  const cookie = cookieOf(answer)
  const tryRun = async (command: Command): Promise<CommandAck> => {
    const envelope = { id: randomBytes(16).toString('base64url'), command }
    const response = await post(base, '/api/commands', envelope, cookie)
    return (await response.json()) as CommandAck
  }
  return {
    personId,
    cookie,
    tryRun,
    async run(command) {
      const ack = await tryRun(command)
      if ('ok' in ack && ack.ok) return
      const refusals = 'refusals' in ack ? ack.refusals : []
      throw new DoorRefused(
        `${command.type}: ${refusals.map((one) => `${one.code} ${one.sentence}`).join(' ') || JSON.stringify(ack).slice(0, 400)}`,
      )
    },
    async addPerson(person) {
      await json(await post(base, '/api/people', person, cookie))
    },
    async seatCodes(sessionId) {
      return json<SeatCode[]>(await post(base, '/api/seats/codes', { sessionId }, cookie))
    },
    async get<T>(path: string) {
      return json<T>(await fetch(base + path, { headers: { cookie } }))
    },
  }
}

export async function pair(base: string, code: string): Promise<Paired> {
  return json<Paired>(await post(base, '/api/seats/pair', { code }))
}

export async function nowOn(base: string): Promise<NowAnswer> {
  return json<NowAnswer>(await fetch(`${base}/api/now`))
}
