// Quarters gone by, played before the demo begins: the real server on a clock that was put back, through the real doors.
//
// The server runs in this process with a clock of its own; every command, text and signature goes over HTTP as it would
// have then. Nothing is written past a door. Afterwards the same data folder is served by a server on the true time.

import { createHash, randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { startOfDayMs } from '../../shared/basics/city-day.ts'
import type { Unit } from '../../shared/evaluation/unit.ts'
import type { Scheme } from '../../shared/evaluation/scheme.ts'
import { readConfig } from '../../server/config.ts'
import { createLog } from '../../server/log.ts'
import { startServer, type Running } from '../../server/start.ts'
import { freePort } from '../free-port.ts'
import { createShiftedClock, type ShiftedClock } from '../shifted-clock.ts'
import type { Quarter } from './quarters.ts'
import type { Random } from './random.ts'
import { setUp, signIn, type Staff } from './staff.ts'

export interface PastPerson {
  readonly personId: string
  readonly name: string
  readonly role: 'director' | 'office' | 'auditor'
  readonly password: string
}

export interface Past {
  readonly base: string
  readonly clock: ShiftedClock
  readonly aliyunToken: string
  readonly scheme: Scheme
  readonly say: (line: string) => void
  /** Signed in anew: sign-ins end overnight, and here months pass. */
  as(role: PastPerson['role']): Promise<Staff>
  /** So many things at once, with pauses of the clock, as staff would never knock faster than a door allows. */
  paced<T>(all: readonly T[], one: (item: T) => Promise<unknown>): Promise<void>
  /** Moves to a day's hour of the city, unless it is later already. */
  moveTo(day: string, hour: number): void
  /** Asks again until it is so. Throws with `what` after half a minute. */
  until<T>(what: string, ask: () => Promise<T | null>): Promise<T>
}

export interface ReviewerAccount {
  readonly personId: string
  readonly password: string
}

export interface PastQuarter {
  readonly past: Past
  readonly quarter: Quarter
  readonly units: readonly Unit[]
  readonly reviewers: readonly ReviewerAccount[]
  readonly random: Random
}

/** So many at a stroke, of two requests each: a door lets 60 through (server/http/commands.ts); behind them the clock is moved on. */
const AT_A_STROKE = 20
const PAUSE_MS = 3_000
const PATIENCE_MS = 60_000

/** Sets the city up at `startMs` and plays; resolves when the server has stopped. */
export async function playPast(
  given: {
    readonly dataDir: string
    readonly startMs: number
    readonly people: readonly PastPerson[]
    readonly scheme: Scheme
    readonly say: (line: string) => void
    /** Where pages are to be opened under another name. */
    readonly publicUrl?: string
  },
  play: (past: Past) => Promise<void>,
): Promise<void> {
  const { people, scheme, say } = given
  const clock = createShiftedClock(given.startMs)
  const aliyunToken = randomBytes(16).toString('hex')
  const running = await startThen(given, aliyunToken, clock)
  try {
    const base = running.localUrl
    await makePeople(base, running, people)
    const past: Past = {
      ...{ base, clock, aliyunToken, scheme, say },
      async as(role) {
        const person = people.find((each) => each.role === role)!
        return signIn(base, person.personId, person.password)
      },
      async paced(all, one) {
        for (let from = 0; from < all.length; from += AT_A_STROKE) {
          await Promise.all(all.slice(from, from + AT_A_STROKE).map(one))
          clock.shift(PAUSE_MS)
        }
      },
      moveTo(day, hour) {
        clock.shiftTo(startOfDayMs(day) + hour * 3_600_000)
      },
      async until(what, ask) {
        const giveUpAt = performance.now() + PATIENCE_MS
        for (;;) {
          const answer = await ask()
          if (answer !== null) return answer
          if (performance.now() > giveUpAt) throw new Error(`${what} takes too long`)
          await new Promise((wait) => setTimeout(wait, 60))
          clock.shift(1_000)
        }
      },
    }
    await play(past)
  } finally {
    await running.stop()
  }
}

async function startThen(
  { dataDir, publicUrl }: { readonly dataDir: string; readonly publicUrl?: string },
  aliyunToken: string,
  clock: ShiftedClock,
): Promise<Running> {
  const port = await freePort()
  const read = readConfig(
    { DATA_DIR: dataDir, PORT: String(port), ALIYUN_SMS_PATH_TOKEN: aliyunToken, PUBLIC_URL: publicUrl },
    [],
  )
  if (!read.ok) throw new Error(read.sentences.join(' '))
  const started = await startServer(read.config, {
    clock,
    log: createLog({ level: 'warn' }),
    dist: resolve(import.meta.dirname, '../../dist'),
  })
  if (!started.ok) throw new Error(started.sentences.join(' '))
  return started.running
}

async function makePeople(base: string, running: Running, people: readonly PastPerson[]): Promise<void> {
  const token = /#setup=([A-Za-z0-9_-]+)/.exec(running.setupUrl ?? '')?.[1]
  const [first, ...others] = people
  if (token === undefined || first === undefined) throw new Error('the folder has people already')
  const director = await setUp(base, token, first)
  for (const person of others) await director.addPerson(person)
}

/** The same for the same words, so that a demo from one seed is the same demo. */
export const hexOf = (words: string, length: number) =>
  createHash('sha256').update(words).digest('hex').slice(0, length)

export const hourOf = (day: string, hour: number) => startOfDayMs(day) + hour * 3_600_000
