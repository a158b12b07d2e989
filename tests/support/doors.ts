// The doors of persons and screens over the real runner, a journal in memory and a clock moved by hand, on a loopback port.

import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import { io, type Socket } from 'socket.io-client'
import { createAccounts } from '../../server/access/accounts.ts'
import { createControlTokens } from '../../server/access/control-tokens.ts'
import { createIdentities } from '../../server/access/identity.ts'
import { createLockout } from '../../server/access/lockout.ts'
import { createLogins } from '../../server/access/logins.ts'
import { createOriginRule } from '../../server/access/origin.ts'
import { createPairing } from '../../server/access/pairing.ts'
import { createPasswords } from '../../server/access/passwords.ts'
import type { VaultFile } from '../../server/access/vault.ts'
import { openVaultCopy } from '../../server/access/vault-copy.ts'
import { accountRoutes } from '../../server/http/accounts.ts'
import { commandRoutes } from '../../server/http/commands.ts'
import { controlRoutes } from '../../server/http/control.ts'
import { countRoutes } from '../../server/http/counts.ts'
import { csvCodeRoutes } from '../../server/http/csv-codes.ts'
import { csvOrganisationRoutes } from '../../server/http/csv-organisations.ts'
import { csvSeatRoutes } from '../../server/http/csv-seats.ts'
import { csvUnitRoutes } from '../../server/http/csv-units.ts'
import { openEvidenceFiles } from '../../server/evaluation/evidence-files.ts'
import { createDoorway } from '../../server/http/doorway.ts'
import { answerErrors } from '../../server/http/errors.ts'
import { evidenceDoorRoutes } from '../../server/http/evidence-door.ts'
import { evidenceRoutes } from '../../server/http/evidence.ts'
import { indicatorRoutes } from '../../server/http/indicators.ts'
import { organisationScoreRoutes } from '../../server/http/organisation-scores.ts'
import { nowRoutes } from '../../server/http/now.ts'
import { registryRoutes } from '../../server/http/registry.ts'
import { seatRoutes } from '../../server/http/seats.ts'
import { NO_LOG } from '../../server/log.ts'
import { createCommandDoor } from '../../server/realtime/commands.ts'
import { createPresence } from '../../server/realtime/presence.ts'
import type { TopicRules } from '../../server/realtime/screen.ts'
import { attachSockets } from '../../server/realtime/sockets.ts'
import type { LiveFacts } from '../../server/show/live-facts.ts'
import { consoleSnapshotOf } from '../../server/show/topics-console.ts'
import { createRunner } from '../../server/show/runner.ts'
import { mayWatch, parseTopic, snapshotOf } from '../../server/show/topics-of.ts'
import { openSqliteVault } from '../../server/storage/sqlite-vault.ts'
import { PersonId } from '../../shared/basics/ids.ts'
import type { Paired } from '../../shared/protocol/http-api.ts'
import type { CommandAck, TopicMessage } from '../../shared/protocol/socket-events.ts'
import type { Actor } from '../../shared/show/event.ts'
import type { Command } from '../../shared/show/house.ts'
import { createHandClock } from './hand-clock.ts'
import { createMemoryJournal } from './memory-journal.ts'
import { rankedQuarter } from '../../shared/period/rolled.ts'

export type Doors = Awaited<ReturnType<typeof openDoors>>

export const realTopics: TopicRules = {
  parse: parseTopic,
  refusalOf: (identity, topic) => (mayWatch(identity, topic) ? null : { code: 'not_allowed', detail: {} }),
  snapshotOf,
}

/** Tells a command apart from every other of a test run. */
let commands = 0
export const nextCommandId = () => `command-${++commands}`

export async function openDoors({
  topics = realTopics,
  tls = false,
  socketsMost = 1_000,
  behind = (file) => file,
}: {
  topics?: TopicRules
  tls?: boolean
  socketsMost?: number
  /** What stands between the vault and its file, such as a disk that hangs. */
  behind?: (file: VaultFile) => VaultFile
} = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'wenzheng-doors-'))
  const clock = createHandClock()
  const runner = await createRunner({
    journal: createMemoryJournal(),
    clock,
    facts: { channelsOn: ['twilio', 'wechat', 'web'], received: () => 0, quarterResult: rankedQuarter },
  })
  const file = await openSqliteVault(join(folder, 'vault.db'))
  const { vault } = await openVaultCopy(behind(file), clock)
  const errors: unknown[] = []
  const onError = (error: unknown) => errors.push(error)
  const logins = createLogins({ vault, show: runner, clock, tls })
  const accounts = createAccounts({
    vault,
    show: runner,
    clock,
    logins,
    passwords: createPasswords(),
    lockout: createLockout(),
  })
  const pairing = createPairing({ vault, show: runner, clock, address: () => 'http://tablets.example' })
  const origins = createOriginRule({ publicUrl: null, names: () => [], tls })
  const presence = createPresence()
  let merged = 0
  const facts = (): LiveFacts => ({
    nowMs: clock.nowMs(),
    tallies: new Map(),
    tablets: presence.tablets(),
    screens: presence.screens(),
    tabletStates: presence.tabletStates(),
    diskFreeBytes: null,
    clockFault: null,
    displays: presence.displays(),
    sockets: presence.sockets(),
    channelsOn: ['twilio', 'wechat', 'web'],
    accepting: true,
    acceptingWhy: null,
    queueDepth: 0,
    transits: {},
    tail: runner.tail(),
    evaluated: 0,
    chainHash: runner.chainHash(),
  })

  const evidenceFiles = await openEvidenceFiles({
    ...{ folder: join(folder, 'evidence'), clock, diskFreeBytes: () => null },
  })

  const app = express()
  const server = createServer(app)
  const sockets = attachSockets(server, {
    runner,
    facts,
    merged: () => merged,
    topics,
    identities: createIdentities(logins, pairing),
    logins,
    origins,
    presence,
    clock,
    onError,
    socketsMost,
  })
  const doorway = createDoorway({ origins, logins, clock })
  app.use(accountRoutes(doorway, accounts, logins))
  app.use(seatRoutes(doorway, pairing))
  app.use(commandRoutes(doorway, createCommandDoor({ runner, onError })))
  app.use(evidenceRoutes(doorway, evidenceFiles))
  app.use(csvUnitRoutes(doorway, runner.house))
  app.use(csvSeatRoutes(doorway, runner.house))
  app.use(csvOrganisationRoutes(doorway, runner.house))
  app.use(registryRoutes(doorway, runner.house))
  const kept = { house: runner.house, run: runner.run, files: evidenceFiles }
  app.use(indicatorRoutes(doorway, kept))
  app.use(countRoutes(doorway, kept))
  app.use(organisationScoreRoutes(doorway, kept))
  app.use(csvCodeRoutes(doorway, runner.house))
  app.use(
    evidenceDoorRoutes(doorway, {
      tokens: createControlTokens({ vault, house: runner.house, clock, role: 'office' }),
      ...{ house: runner.house, run: runner.run, clock },
    }),
  )
  app.use(
    controlRoutes(doorway, {
      tokens: createControlTokens({ vault, house: runner.house, clock }),
      run: runner.run,
      console: () => consoleSnapshotOf(runner.house(), facts()),
      clock,
    }),
  )
  app.use(nowRoutes(sockets.board, clock))
  app.use(answerErrors(NO_LOG))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const base = `http://127.0.0.1:${port}`
  const clients: Socket[] = []

  const doors = {
    base,
    clock,
    runner,
    vault,
    evidenceFiles,
    accounts,
    logins,
    pairing,
    presence,
    sockets,
    errors,
    merge(ballots: number) {
      merged += ballots
      sockets.changed()
    },
    /** Runs a command past the doors; throws where it is refused. */
    async run(command: Command, by: Actor = { role: 'system' }) {
      const answer = await runner.run(command, { commandId: nextCommandId(), by })
      if (!answer.ok) throw new Error(`${command.type}: ${JSON.stringify(answer.refusals)}`)
    },
    post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) {
      return fetch(base + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: base, ...headers },
        body:
          typeof body === 'string' || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body),
      })
    },
    get: (path: string, headers: Readonly<Record<string, string>> = {}) => fetch(base + path, { headers }),
    /** A person who is signed in, past the password: the cookie to send. */
    async signedIn(personId: string, role: 'director' | 'office' | 'auditor') {
      const id = PersonId.parse(personId)
      await doors.run({ type: 'AddPerson', personId: id, name: personId, role })
      const { setCookie, loginId } = await logins.start(id)
      return { cookie: setCookie.split(';')[0]!, loginId, by: { role, id } as const }
    },
    connect(auth: unknown, headers: Readonly<Record<string, string>> = {}): Screen {
      const socket = io(base, {
        transports: ['websocket'],
        forceNew: true,
        reconnection: false,
        auth: auth as Record<string, unknown>,
        extraHeaders: headers,
      })
      clients.push(socket)
      return screenOf(socket)
    },
    async pairedTablet(sessionId: string, seatId: string): Promise<Paired> {
      const codes = await pairing.codesOf(sessionId as never)
      if (!codes.ok) throw new Error(codes.refusal.code)
      const code = codes.value.find((one) => one.seatId === seatId)
      const paired = await pairing.pair(code!.code, '10.0.0.1')
      if (!paired.ok) throw new Error(paired.refusal.code)
      return paired.value
    },
    async close() {
      for (const client of clients) client.disconnect()
      sockets.goodbye(0)
      await new Promise((closed) => {
        server.close(closed)
        server.closeAllConnections()
      })
      await file.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return doors
}

export interface Screen {
  readonly socket: Socket
  /** Every topic message so far. */
  readonly messages: TopicMessage[]
  /** Resolves with 'connect', or the refusal's code (or the error's words) of a refused connection. */
  readonly connected: Promise<string>
  /** The nth message of a topic (from 1), as soon as it is there. */
  message(topic: string, nth?: number): Promise<TopicMessage>
  /** The next event of a name. */
  next<T>(event: string): Promise<T>
  ask<T>(event: string, ...args: unknown[]): Promise<T>
  command(command: Command | Record<string, unknown>, id?: string): Promise<CommandAck>
}

const ANSWER_WITHIN_MS = 5_000

function screenOf(socket: Socket): Screen {
  const messages: TopicMessage[] = []
  let waiting: (() => void)[] = []
  socket.on('topic', (message: TopicMessage) => {
    messages.push(message)
    const woken = waiting
    waiting = []
    for (const wake of woken) wake()
  })
  const screen: Screen = {
    socket,
    messages,
    connected: new Promise((settle) => {
      socket.once('connect', () => settle('connect'))
      socket.once('connect_error', (error: Error & { data?: { refusal?: { code: string } } }) =>
        settle(error.data?.refusal?.code ?? error.message),
      )
    }),
    async message(topic, nth = 1) {
      for (;;) {
        const found = messages.filter((message) => message.topic === topic)[nth - 1]
        if (found !== undefined) return found
        await new Promise<void>((wake) => waiting.push(wake))
      }
    },
    next: (event) => new Promise((settle) => socket.once(event, settle)),
    ask: (event, ...args) => socket.timeout(ANSWER_WITHIN_MS).emitWithAck(event, ...args),
    command: (command, id = nextCommandId()) => screen.ask('command', { id, command }),
  }
  return screen
}
