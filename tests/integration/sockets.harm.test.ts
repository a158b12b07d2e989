// Sockets cannot hurt the show: other sites, oversize, malformed, floods, crowds, and handlers that throw.

import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CommandAck, WatchAck } from '../../shared/protocol/socket-events.ts'
import { DEFAULT_RULES } from '../../shared/show/session-rules.ts'
import { openDoors, realTopics, type Doors, type Screen } from '../support/doors.ts'
import { SESSION, seatPlans } from '../support/given-parts.ts'

let doors: Doors
beforeEach(async () => {
  doors = await openDoors()
})
afterEach(() => doors.close())

async function publicScreen(): Promise<Screen> {
  const screen = doors.connect({ kind: 'public' })
  expect(await screen.connected).toBe('connect')
  return screen
}

const url = () => `${doors.base.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`

/** A socket without socket.io's manners; resolves when it is open. */
async function bare(): Promise<WebSocket> {
  const socket = new WebSocket(url())
  await new Promise((opened, failed) => {
    socket.addEventListener('open', opened, { once: true })
    socket.addEventListener('error', failed, { once: true })
  })
  return socket
}

const closed = (socket: WebSocket) =>
  new Promise((done) => socket.addEventListener('close', done, { once: true }))

describe('[SAFE1] the handshake', () => {
  test.each(['https://evil.example', 'http://127.0.0.1.evil.example', 'null', 'http://localhost:1'])(
    'a page of %s is refused before any socket exists',
    async (origin) => {
      const { cookie } = await doors.signedIn('dao', 'director')
      const screen = doors.connect({ kind: 'account' }, { origin, cookie })
      expect(await screen.connected).not.toBe('connect')
      expect(await doors.connect({ kind: 'public' }, { origin }).connected).not.toBe('connect')
      expect(doors.presence.sockets()).toBe(0)
    },
  )

  test('a cookie without an Origin is no page of ours', async () => {
    const { cookie } = await doors.signedIn('dao', 'director')
    expect(await doors.connect({ kind: 'account' }, { cookie }).connected).not.toBe('connect')
    expect(await doors.connect({ kind: 'account' }, { cookie, origin: doors.base }).connected).toBe('connect')
  })

  test('long polling and other transports are not offered', async () => {
    const polling = await doors.get('/socket.io/?EIO=4&transport=polling')
    expect(polling.status).toBe(400)
  })

  test('the places are bounded, and some are kept for the show’s own people', async () => {
    await doors.close()
    doors = await openDoors({ socketsMost: 20 })
    const crowd = Array.from({ length: 30 }, () => doors.connect({ kind: 'public' }))
    const answers = await Promise.all(crowd.map(({ connected }) => connected))
    const inside = answers.filter((answer) => answer === 'connect').length
    expect(inside).toBeGreaterThan(0)
    expect(inside).toBeLessThanOrEqual(10)
    const { cookie } = await doors.signedIn('dao', 'director')
    const gone = crowd.filter(({ socket }) => !socket.connected)
    for (const { socket } of gone) socket.disconnect()
    expect(
      await connectedSoon(() => doors.connect({ kind: 'account' }, { cookie, origin: doors.base })),
    ).toBe(true)
  })

  test('a crowd of invented outputs leaves room for the programme', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `out-${i}`)
    const answers = await Promise.all(
      names.map((output) => doors.connect({ kind: 'display', output }).connected),
    )
    expect(answers.filter((answer) => answer === 'connect')).toHaveLength(24)
    expect(new Set(answers)).toEqual(new Set(['connect', 'output_unknown']))
    expect(await doors.connect({ kind: 'display', output: 'programme' }).connected).toBe('connect')
    const viewer = await publicScreen()
    const topics = (from: number) => Array.from({ length: 18 }, (_, i) => `stage/x-${from + i}`)
    const first = await viewer.ask<WatchAck[]>('watch', topics(0))
    const second = await (await publicScreen()).ask<WatchAck[]>('watch', topics(100))
    expect([...first, ...second].filter(({ ok }) => ok)).toHaveLength(24)
    const [programme] = await (await publicScreen()).ask<WatchAck[]>('watch', ['stage/programme'])
    expect(programme).toEqual({ ok: true })
  })
})

describe('[SAFE1] what arrives', () => {
  test('a message over 16 KiB ends the socket and reaches nobody', async () => {
    const screen = await publicScreen()
    const gone = screen.next('disconnect')
    screen.socket.emit('command', { id: 'command-x', command: { type: 'x'.repeat(20_000) } })
    await gone
    expect(doors.errors).toEqual([])
  })

  test('malformed events are refused or ignored; the next right one is answered', async () => {
    const screen = await publicScreen()
    for (const junk of [
      undefined,
      null,
      7,
      'now',
      {},
      [7],
      [['now']],
      ['x'.repeat(300)],
      Array(50).fill('now'),
    ]) {
      const answers = await screen.ask<WatchAck[]>('watch', junk)
      expect(
        answers.every((one) => !one.ok),
        JSON.stringify(junk),
      ).toBe(true)
    }
    for (const name of [
      '',
      '/',
      'now/x',
      'seat/a',
      'ranking/none',
      'stage/UPPER',
      '__proto__',
      'constructor',
    ]) {
      expect(await screen.ask<WatchAck[]>('watch', [name])).toMatchObject([{ ok: false }])
    }
    for (const junk of [
      undefined,
      null,
      7,
      [],
      { id: 'x' },
      { id: 'command-1' },
      { id: 'command-1', command: { type: 'GoLive' } },
    ]) {
      const ack = await screen.ask<CommandAck>('command', junk)
      expect(ack).toMatchObject({ ok: false, refusals: [{ code: 'malformed' }] })
    }
    for (const junk of [null, 7, { versions: 7 }, { versions: { now: [1] } }, { versions: { now: [-1, 0] } }])
      screen.socket.emit('beat', junk)
    screen.socket.emit('unwatch', null)
    // Without an acknowledgement to call, with one too many, under a name nobody knows.
    screen.socket.emit('watch', ['now'])
    screen.socket.emit('command', {})
    screen.socket.emit('watch', ['now'], 'not a function', 3)
    screen.socket.emit('shutdown', { now: true })
    expect(await screen.ask<WatchAck[]>('watch', ['now'])).toEqual([{ ok: true }])
    expect(doors.errors).toEqual([])
  })

  test('[SAFE4] a stranger’s and a display’s commands are refused', async () => {
    const stranger = await publicScreen()
    const display = doors.connect({ kind: 'display', output: 'programme' })
    await display.connected
    const command = { type: 'TakeScene', output: 'programme', scene: { kind: 'blank' } }
    expect(await stranger.command(command)).toMatchObject({
      ok: false,
      refusals: [{ code: 'not_signed_in' }],
    })
    expect(await display.command(command)).toMatchObject({
      ok: false,
      refusals: [{ code: 'not_allowed', sentence: '当前身份没有这项权限。' }],
    })
    expect(doors.runner.house().position).toBe(0)
  })

  test('a flood of commands is answered with a refusal, a flood of packets ends the socket', async () => {
    const { cookie } = await doors.signedIn('dao', 'director')
    const screen = doors.connect({ kind: 'account' }, { cookie, origin: doors.base })
    await screen.connected
    const command = { type: 'TakeScene', output: 'programme', scene: { kind: 'blank' } }
    const acks = await Promise.all(Array.from({ length: 100 }, () => screen.command(command)))
    expect(acks.filter(({ ok }) => ok)).toHaveLength(60)
    const refused = acks.filter((ack) => !ack.ok)
    expect(refused.every((ack) => !ack.ok && ack.refusals[0]?.code === 'too_many_requests')).toBe(true)

    const gone = screen.next('disconnect')
    for (let i = 0; i < 1_000; i += 1) screen.socket.emit('nothing')
    await gone
    expect(await (await publicScreen()).ask<WatchAck[]>('watch', ['now'])).toEqual([{ ok: true }])
  })

  test('a flood before the handshake, and garbage frames, end that connection only', async () => {
    const good = await publicScreen()
    const flood = await bare()
    const floodGone = closed(flood)
    for (let i = 0; i < 1_000; i += 1) flood.send('3')
    await floodGone
    for (const garbage of [
      '9',
      '4{"',
      '42["watch"',
      '42[]',
      '42{"a":1}',
      '4999',
      '40/other,',
      '451-["x",{"_placeholder":true,"num":0}]',
      '\u0000',
    ]) {
      const socket = await bare()
      socket.send('40{"kind":"public"}')
      socket.send(garbage)
      socket.close()
      await closed(socket)
    }
    expect(await good.ask<WatchAck[]>('watch', ['now'])).toEqual([{ ok: true }])
  })

  test('one tablet’s token opens four sockets; a fifth ends the first', async () => {
    const { seatToken } = await tabletOf(doors)
    const screens = []
    for (let i = 0; i < 4; i += 1) {
      const screen = doors.connect({ kind: 'seat', seatToken })
      await screen.connected
      screens.push(screen)
    }
    const gone = screens[0]!.next('disconnect')
    await doors.connect({ kind: 'seat', seatToken }).connected
    await gone
    expect(screens.slice(1).every(({ socket }) => socket.connected)).toBe(true)
  })
})

describe('a receiver that does not read', () => {
  test('is cut off before its messages pile up, and nobody waits for it', async () => {
    await doors.close()
    let round = 0
    doors = await openDoors({
      topics: { ...realTopics, snapshotOf: () => ({ round, filling: 'x'.repeat(256 * 1_024) }) },
    })
    const reader = await publicScreen()
    await reader.ask('watch', ['now'])
    const { hostname, port } = new URL(doors.base)
    const stuck = connect({ host: hostname, port: Number(port) })
    stuck.on('error', () => undefined)
    stuck.write(
      `GET ${new URL(url()).pathname}?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${hostname}:${port}\r\n` +
        'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n' +
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    )
    await new Promise((opened) => stuck.once('data', opened))
    for (const text of ['40{"kind":"public"}', '42["watch",["now"]]']) stuck.write(frameOf(text))
    while (doors.presence.sockets() < 2) await new Promise((turn) => setImmediate(turn))
    stuck.pause()
    while (round < 600 && doors.presence.sockets() === 2) {
      round += 1
      doors.merge(1)
      doors.clock.forward(100)
      await reader.message('now', round + 1)
    }
    expect(round).toBeGreaterThan(100)
    expect(doors.presence.sockets()).toBe(1)
    stuck.destroy()
    expect(await reader.ask('beat', { versions: {} })).toMatchObject({ serverNowMs: doors.clock.nowMs() })
  })
})

describe('a throw inside', () => {
  test('becomes a refusal, is told, and ends neither the process nor the socket', async () => {
    await doors.close()
    let throwing = true
    doors = await openDoors({
      topics: {
        ...realTopics,
        snapshotOf(topic, house, facts) {
          if (throwing) throw new Error('no snapshot today')
          return realTopics.snapshotOf(topic, house, facts)
        },
      },
    })
    const screen = await publicScreen()
    expect(await screen.ask<WatchAck[]>('watch', ['now'])).toMatchObject([
      { ok: false, refusal: { code: 'internal_error' } },
    ])
    expect((await doors.get('/api/now')).status).toBe(500)
    throwing = false
    expect(await screen.ask<WatchAck[]>('watch', ['now'])).toEqual([{ ok: true }])
    throwing = true
    doors.merge(1)
    doors.clock.forward(1_000)
    throwing = false
    doors.clock.forward(1_000)
    expect(doors.errors.length).toBeGreaterThan(1)
    expect(await screen.ask('beat', { versions: {} })).toMatchObject({ serverNowMs: doors.clock.nowMs() })
  })
})

/** A short text frame as a client sends it, under an all-zero mask. */
function frameOf(text: string): Buffer {
  const payload = Buffer.from(text)
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload])
}

/** Places come free a moment after their sockets have gone. */
async function connectedSoon(connect: () => Screen): Promise<boolean> {
  for (let tries = 0; tries < 20; tries += 1) {
    if ((await connect().connected) === 'connect') return true
  }
  return false
}

async function tabletOf(open: Doors) {
  await open.run({
    type: 'DraftSession',
    sessionId: SESSION,
    title: '问作风',
    theme: '问作风',
    rehearsal: true,
    form: { kind: 'grades' },
    groupWeights: null,
    rules: DEFAULT_RULES,
  })
  await open.run({ type: 'SetPanel', sessionId: SESSION, seats: seatPlans(1) })
  return open.pairedTablet(SESSION, 's1')
}
