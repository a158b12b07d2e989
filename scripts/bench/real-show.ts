// The real server for a bench: server/main.ts on a fresh data folder, a live session with an open citizens' window, all
// through its own doors.

import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { OutputName, SegmentId, SessionId, WindowId } from '../../shared/basics/ids.ts'
import type { PollChannel } from '../../shared/ballot/choices.ts'
import { DEFAULT_RULES } from '../../shared/show/session-rules.ts'
import { setUp } from '../demo/staff.ts'
import { panel, units } from '../demo/city.ts'
import { createRandom } from '../demo/random.ts'
import { startServer, type Server } from './processes.ts'
import { SMS_NUMBER } from './requests.ts'

export const BENCH_ACCOUNT = {
  accountSid: `AC${'b'.repeat(32)}`,
  authToken: 'bench-token-0123456789abcdef',
  publicUrl: 'https://bench.example',
}
const PERSON = { personId: 'bench', name: '基准', role: 'director', password: 'bench-password-1' }
const MAIN = resolve(import.meta.dirname, '../../server/main.ts')

/** Starts the real server on `dataDir`, with more of the environment if need be; resolves when it listens and is ready. */
export function startReal(dataDir: string, more: Readonly<Record<string, string>> = {}): Promise<Server> {
  return startServer(
    MAIN,
    {
      PORT: '0',
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      PUBLIC_URL: BENCH_ACCOUNT.publicUrl,
      TWILIO_ACCOUNT_SID: BENCH_ACCOUNT.accountSid,
      TWILIO_AUTH_TOKEN: BENCH_ACCOUNT.authToken,
      ...more,
    },
    (said) => {
      const port = /127\.0\.0\.1:(\d+)\/director/.exec(said)?.[1]
      return port === undefined ? null : Number(port)
    },
  )
}

/** Sets up a city on a server that was just made, and opens a citizens' window by SMS for an hour, its tally on air. */
export async function openWindow(
  server: Server,
  channels: readonly PollChannel[] = ['twilio'],
): Promise<WindowId> {
  const base = `http://127.0.0.1:${server.port}`
  const token = /#setup=([A-Za-z0-9_-]+)/.exec(server.said())?.[1]
  if (token === undefined) throw new Error(`the server gave no set-up link:\n${server.said()}`)
  const director = await setUp(base, token, PERSON)
  const sessionId = SessionId.parse('bench')
  const segmentId = SegmentId.parse('bench-1')
  const windowId = WindowId.parse(randomBytes(6).toString('hex'))
  const unit = units[0]!
  await director.run({ type: 'ImportUnits', units: [unit] })
  await director.run({ type: 'SetAccessNumbers', numbers: [SMS_NUMBER] })
  await director.run({
    type: 'DraftSession',
    ...{ sessionId, title: '基准', theme: '问作风', rehearsal: true, form: { kind: 'grades' } },
    ...{ groupWeights: null, rules: DEFAULT_RULES },
  })
  await director.run({ type: 'SetPanel', sessionId, seats: [...panel(createRandom(1))] })
  await director.run({
    type: 'EditRundown',
    sessionId,
    segments: [
      { segmentId, kind: 'scoring', title: '打分', question: '', unitId: unit.unitId, plannedMs: 60_000 },
    ],
  })
  await director.run({ type: 'MarkReady', sessionId })
  await director.run({ type: 'GoLive', sessionId })
  await director.run({ type: 'TakeSegment', sessionId, segmentId })
  await director.run({
    type: 'OpenCitizensWindow',
    ...{ sessionId, windowId, segmentId, closesAtMs: Date.now() + 3_600_000, channels: [...channels] },
    ...{ visibility: 'live', offersUnsure: false, replaces: null },
  })
  await director.run({
    type: 'TakeScene',
    output: OutputName.parse('programme'),
    scene: { kind: 'live_tally', sessionId, windowId },
  })
  return windowId
}

/** A number that the server's metrics tell: the sum of all lines of that name whose labels hold all of `labels`. */
export async function metric(server: Server, name: string, labels: readonly string[] = []): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${server.port}/metrics`)).text()
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .filter((line) => labels.every((label) => line.includes(label)))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0)
}
