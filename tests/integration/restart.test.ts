// A show over a crash and a restart, on real files: no answered ballot lost, deadlines held, the same state again.

import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { WindowId } from '../../shared/basics/ids.ts'
import type { Choice } from '../../shared/ballot/poll.ts'
import type { Command } from '../../shared/show/house.ts'
import { DEFAULT_RULES } from '../../shared/show/session-rules.ts'
import type { Config } from '../../server/config.ts'
import { openSqliteJournal } from '../../server/storage/sqlite-journal.ts'
import type { Running } from '../../server/start.ts'
import { DIRECTOR, SESSION, T0, grade, seatActor, seatId, windowId } from '../support/given-parts.ts'
import { givenLive } from '../support/given.ts'
import { givenJournal } from '../support/given-journal.ts'
import { createHandClock } from '../support/hand-clock.ts'
import { cleanUp, startTestServer, tempFolder, testConfig, until } from '../support/test-server.ts'

afterEach(cleanUp)

const POLL = windowId(1)
const PANEL = windowId(2)
const START = T0 + 10_000
const CLOSES = START + 60_000
const FREEZES = CLOSES + DEFAULT_RULES.drainMs.web + 500

/** A live show on disk: one citizens' window by web page and one examiners' window, both open until CLOSES. */
async function givenShow() {
  const config = testConfig()
  const journal = await openSqliteJournal({ file: join(config.dataDir, 'journal.db') })
  // The show's own log stands for no file here; the server announces its own.
  const show = givenLive()
  const recorded = show.recorded.filter(({ event }) => event.type !== 'LogAnnounced')
  await givenJournal(journal, { ...show, recorded })
  await journal.close()
  const clock = createHandClock(START)
  const server = await startTestServer(config, { clock })
  const segmentId = show.session().onAir!
  const of = { sessionId: SESSION, segmentId, closesAtMs: CLOSES, replaces: null }
  await run(server, {
    type: 'OpenCitizensWindow',
    ...of,
    windowId: POLL,
    channels: ['web'],
    visibility: 'live',
    offersUnsure: false,
  })
  await run(server, { type: 'OpenExaminersWindow', ...of, windowId: PANEL, form: null })
  return { config, clock, server }
}

async function run(server: Running, command: Command, by = DIRECTOR): Promise<void> {
  const answer = await server.app.runner.run(command, {
    commandId: `command-${Math.random().toString(36)}`,
    by,
  })
  if (!answer.ok) throw new Error(`${command.type}: ${answer.refusals.map(({ code }) => code).join(' ')}`)
}

async function cast(server: Running, seat: number): Promise<void> {
  const score = { sessionId: SESSION, windowId: PANEL, seatId: seatId(seat), generation: 1, revision: 1 }
  await run(server, { type: 'CastScore', ...score, mark: grade(seat % 2 === 0 ? 60 : 100) }, seatActor(seat))
}

async function deviceOf(server: Running): Promise<string> {
  const response = await fetch(`${server.localUrl}/api/device`)
  return ((await response.json()) as { deviceToken: string }).deviceToken
}

async function vote(server: Running, deviceToken: string, ballotId: string, choice: Choice): Promise<string> {
  const body = JSON.stringify({ deviceToken, ballotId, windowId: POLL, unitCode: 1, choice })
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${server.localUrl}/api/ballots`, { method: 'POST', headers, body })
  return ((await response.json()) as { outcome: string }).outcome
}

const phaseOf = (server: Running, id: WindowId) =>
  server.app.runner.house().sessions[SESSION]!.windows.find((window) => window.id === id)!
const verified = (server: Running) =>
  until(server.app.runner, (house) =>
    house.sessions[SESSION]!.windows.every(({ stage }) => stage.phase === 'verified'),
  )

/** What a process that is killed leaves: the files as they are at this moment, nothing closed in order. */
function filesAsAfterAKill({ dataDir }: Config): Config {
  const copy = join(tempFolder(), 'data')
  cpSync(dataDir, copy, { recursive: true })
  return testConfig({ DATA_DIR: copy })
}

test('[SHOW4] [LOG3] killed in mid-window and back after the close: answered ballots and scores count, windows are verified', async () => {
  const { config, clock, server } = await givenShow()
  const devices = await Promise.all([1, 2, 3, 4].map(() => deviceOf(server)))
  const choices: readonly Choice[] = ['satisfied', 'satisfied', 'dissatisfied', 'fair']
  for (const [i, device] of devices.entries()) {
    expect(await vote(server, device, `ballot-000${String(i)}`, choices[i]!)).toBe('received')
  }
  for (let seat = 1; seat <= 6; seat += 1) await cast(server, seat)
  const killed = filesAsAfterAKill(config)

  clock.moveTo(FREEZES + 60_000)
  const back = await startTestServer(killed, { clock })
  await verified(back)
  expect(phaseOf(back, POLL)).toMatchObject({
    result: {
      channels: [{ channel: 'web', split: { satisfied: 2, fair: 1, dissatisfied: 1, unsure: 0 }, late: 0 }],
    },
  })
  expect(phaseOf(back, PANEL)).toMatchObject({
    result: { counted: 6, invalid: null, mean: { num: '80', den: '1' } },
  })
  // What arrives after the close is late; a redelivery is answered as it was, also by the process that came after.
  expect(await vote(back, await deviceOf(back), 'ballot-late', 'satisfied')).toBe('late')
  expect(await vote(back, devices[0]!, 'ballot-0000', 'satisfied')).toBe('received')
})

test('[SHOW7] the state after a restart is the state before, byte for byte, and so is its chain', async () => {
  const { config, clock, server } = await givenShow()
  for (let seat = 1; seat <= 6; seat += 1) await cast(server, seat)
  clock.moveTo(CLOSES)
  await until(server.app.runner, (house) =>
    house.sessions[SESSION]!.windows.every(({ stage }) => stage.phase === 'closing'),
  )
  const before = JSON.stringify(server.app.runner.house())
  const chain = server.app.runner.chainHash()
  const crashed = await startTestServer(filesAsAfterAKill(config), { clock })
  await server.stop()
  const stopped = await startTestServer(config, { clock })
  for (const again of [crashed, stopped]) {
    expect(JSON.stringify(again.app.runner.house())).toBe(before)
    expect(again.app.runner.chainHash()).toBe(chain)
  }
})

test('[SHOW4] the close falls while the process is down: ballots of the drain count, later ones are late', async () => {
  const { config, clock, server } = await givenShow()
  const device = await deviceOf(server)
  const other = await deviceOf(server)
  clock.moveTo(CLOSES - 1_000)
  expect(await vote(server, device, 'ballot-in-time', 'fair')).toBe('received')
  await server.stop()
  // Back between the close and the end of the drain: the window is closing, and a web ballot has no earlier time of its own.
  clock.moveTo(CLOSES + 1_000)
  const back = await startTestServer(config, { clock })
  await until(back.app.runner, (house) => house.sessions[SESSION]!.windows[0]!.stage.phase === 'closing')
  expect(await vote(back, other, 'ballot-too-late', 'satisfied')).toBe('late')
  clock.moveTo(FREEZES)
  await verified(back)
  expect(phaseOf(back, POLL)).toMatchObject({
    result: { channels: [{ split: { satisfied: 0, fair: 1, dissatisfied: 0 }, late: 1 }] },
  })
})

test('[SHOW9] a ballot sent as soon as the opening is acknowledged is taken', async () => {
  const { clock, server } = await givenShow()
  clock.moveTo(FREEZES)
  await verified(server)
  const next = windowId(3)
  const device = await deviceOf(server)
  clock.forward(1_000)
  await run(server, {
    type: 'OpenCitizensWindow',
    sessionId: SESSION,
    segmentId: server.app.runner.house().sessions[SESSION]!.onAir!,
    windowId: next,
    closesAtMs: clock.nowMs() + 60_000,
    channels: ['web'],
    visibility: 'live',
    offersUnsure: false,
    replaces: null,
  })
  const body = JSON.stringify({
    deviceToken: device,
    ballotId: 'ballot-first',
    windowId: next,
    unitCode: 1,
    choice: 'fair',
  })
  const response = await fetch(`${server.localUrl}/api/ballots`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  expect(await response.json()).toMatchObject({ outcome: 'received' })
})
