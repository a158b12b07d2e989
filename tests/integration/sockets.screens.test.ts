// Screens over real sockets: who may watch what, one snapshot code for all, versions, beats, dismissal, take-over.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PersonId } from '../../shared/basics/ids.ts'
import type { BeatAck, WatchAck } from '../../shared/protocol/socket-events.ts'
import type { ConsoleSnapshot } from '../../shared/protocol/console-topic.ts'
import type { SeatSnapshot } from '../../shared/protocol/topics.ts'
import { compareVersions } from '../../shared/protocol/version.ts'
import { openDoors, realTopics, type Doors, type Screen } from '../support/doors.ts'
import {
  DIRECTOR,
  DRAFT,
  grade,
  SESSION,
  seatId,
  seatPlans,
  segmentPlan,
  unitOf,
  windowId,
} from '../support/given-parts.ts'

let doors: Doors
beforeEach(async () => {
  doors = await openDoors()
})
afterEach(() => doors.close())

async function givenSession() {
  await doors.run({ type: 'ImportUnits', units: [unitOf(1)] }, DIRECTOR)
  await doors.run(DRAFT, DIRECTOR)
  await doors.run({ type: 'SetPanel', sessionId: SESSION, seats: seatPlans(6) }, DIRECTOR)
  await doors.run({ type: 'EditRundown', sessionId: SESSION, segments: [segmentPlan(1)] }, DIRECTOR)
}

/** Goes live with tablets on all six seats and an examiners' window open. */
async function givenWindow() {
  await givenSession()
  const tablets = []
  for (let n = 1; n <= 6; n += 1) tablets.push(await doors.pairedTablet(SESSION, `s${n}`))
  await doors.run({ type: 'MarkReady', sessionId: SESSION }, DIRECTOR)
  await doors.run({ type: 'GoLive', sessionId: SESSION }, DIRECTOR)
  await doors.run({ type: 'TakeSegment', sessionId: SESSION, segmentId: segmentPlan(1).segmentId }, DIRECTOR)
  await doors.run(
    {
      type: 'OpenExaminersWindow',
      sessionId: SESSION,
      windowId: windowId(1),
      segmentId: segmentPlan(1).segmentId,
      closesAtMs: doors.clock.nowMs() + 60_000,
      form: null,
      replaces: null,
    },
    DIRECTOR,
  )
  return tablets
}

const castOf = (seat: string, generation: number, revision: number) => ({
  type: 'CastScore',
  sessionId: SESSION,
  windowId: windowId(1),
  seatId: seat,
  generation,
  revision,
  mark: grade(60),
})

const watch = (screen: Screen, ...topics: string[]) => screen.ask<WatchAck[]>('watch', topics)
const codesOf = (answers: readonly WatchAck[]) => answers.map((one) => (one.ok ? 'ok' : one.refusal.code))

describe('[SHOW5] a topic is given only to whom it is for', () => {
  const all = [
    'now',
    'ranking/office',
    'stage/programme',
    'console',
    'setup',
    'polls',
    'acts',
    'audit',
    `seat/${SESSION}/s1`,
    `seat/${SESSION}/s2`,
  ]

  test('by who the server found the socket to be, not by what it asks', async () => {
    await givenSession()
    const tablet = await doors.pairedTablet(SESSION, 's1')
    const screens: Record<string, Screen> = {
      public: doors.connect({ kind: 'public' }),
      display: doors.connect({ kind: 'display', output: 'programme' }),
      seat: doors.connect({ kind: 'seat', seatToken: tablet.seatToken }),
    }
    for (const role of ['director', 'office', 'auditor'] as const) {
      const { cookie } = await doors.signedIn(role, role)
      screens[role] = doors.connect({ kind: 'account' }, { cookie, origin: doors.base })
    }
    const seen: Record<string, string[]> = {}
    for (const [who, screen] of Object.entries(screens)) {
      expect(await screen.connected, who).toBe('connect')
      const answers = codesOf(await watch(screen, ...all))
      seen[who] = all.filter((_, i) => answers[i] === 'ok')
      expect(answers.filter((answer) => answer !== 'ok').every((answer) => answer === 'not_allowed')).toBe(
        true,
      )
    }
    const open = all.slice(0, 3)
    expect(seen).toEqual({
      public: open,
      display: open,
      seat: [...open, `seat/${SESSION}/s1`],
      director: [...open, 'console', 'setup', 'polls', 'acts', 'audit'],
      office: [...open, 'console', 'setup', 'polls', 'acts', 'audit'],
      auditor: [...open, 'console', 'polls', 'acts', 'audit'],
    })
    // And nothing else ever arrives.
    doors.clock.forward(2_000)
    await doors.run({ type: 'BackToDraft', sessionId: SESSION }, DIRECTOR).catch(() => undefined)
    for (const [who, screen] of Object.entries(screens)) {
      await screen.ask('beat', { versions: {} })
      const names = new Set(screen.messages.map(({ topic }) => topic as string))
      expect(
        [...names].every((name) => seen[who]!.includes(name)),
        who,
      ).toBe(true)
    }
  })

  test('a seat sees its own mark and no other seat’s', async () => {
    const tablets = await givenWindow()
    const [one, two] = tablets.map(({ seatToken }) => doors.connect({ kind: 'seat', seatToken }))
    await Promise.all([one!.connected, two!.connected])
    await watch(one!, `seat/${SESSION}/s1`)
    await watch(two!, `seat/${SESSION}/s2`)
    expect(await one!.command(castOf('s1', 1, 1))).toEqual({ ok: true, repeated: false })
    doors.clock.forward(100)
    const echoed = (await one!.message(`seat/${SESSION}/s1`, 2)).snapshot as SeatSnapshot
    expect(echoed.window?.own).toMatchObject({ mark: grade(60), revision: 1 })
    await two!.ask('beat', { versions: {} })
    expect(JSON.stringify(two!.messages)).not.toContain('"fair"')
  })

  test('an identity told by the client is refused', async () => {
    await givenSession()
    const guesses: [unknown, string][] = [
      [{ kind: 'account' }, 'not_signed_in'],
      [{ kind: 'account', role: 'director' }, 'malformed'],
      [{ kind: 'seat', sessionId: SESSION, seatId: 's1', generation: 1 }, 'malformed'],
      [{ kind: 'seat', seatToken: 'guess' }, 'device_released'],
      [{ kind: 'seat' }, 'device_released'],
      [{ kind: 'system' }, 'malformed'],
      [{ kind: 'display', output: '../etc' }, 'malformed'],
      [{}, 'malformed'],
    ]
    for (const [auth, code] of guesses)
      expect(await doors.connect(auth).connected, JSON.stringify(auth)).toBe(code)
    expect(doors.presence.sockets()).toBe(0)
  })
})

describe('screens converge', () => {
  test('the first snapshot, a later one and /api/now are the same', async () => {
    await givenSession()
    const one = doors.connect({ kind: 'public' })
    await one.connected
    await watch(one, 'now')
    const first = await one.message('now')
    doors.clock.forward(500)
    await doors.run({ type: 'ReviseSession', ...omit(DRAFT), title: '问执法' }, DIRECTOR)
    await doors.run({ type: 'MarkReady', sessionId: SESSION }, DIRECTOR)
    doors.clock.forward(0)
    const second = doors.connect({ kind: 'public' })
    await second.connected
    await watch(second, 'now')
    const fresh = await second.message('now')
    const answer = (await (await doors.get('/api/now')).json()) as { version: unknown; now: unknown }
    expect(answer).toEqual({ version: fresh.version, serverNowMs: doors.clock.nowMs(), now: fresh.snapshot })
    const direct = realTopics.snapshotOf('now', doors.runner.house(), factsNow())
    expect(fresh.snapshot).toEqual(JSON.parse(JSON.stringify(direct)))
    expect(compareVersions(fresh.version, first.version)).toBeGreaterThanOrEqual(0)
  })

  test('a beat brings what was missed, and the server’s clock; who is up to date gets nothing', async () => {
    await givenSession()
    const { cookie } = await doors.signedIn('dao', 'director')
    const screen = doors.connect({ kind: 'account' }, { cookie, origin: doors.base })
    await screen.connected
    await watch(screen, 'console')
    const { version } = await screen.message('console')
    await screen.ask('beat', { versions: { console: version } })
    expect(screen.messages).toHaveLength(1)
    const ack = await screen.ask<BeatAck>('beat', { versions: { console: [0, 0] } })
    expect(ack).toEqual({ serverNowMs: doors.clock.nowMs() })
    expect(screen.messages).toHaveLength(2)
    expect(screen.messages[1]).toEqual(screen.messages[0])
    await screen.ask('beat', { versions: {} })
    expect(screen.messages).toHaveLength(3)
  })

  test('cut off and back, a screen gets the newest at once, and never an older version', async () => {
    await givenSession()
    const { cookie } = await doors.signedIn('dao', 'director')
    const screen = doors.connect({ kind: 'account' }, { cookie, origin: doors.base })
    await screen.connected
    await watch(screen, 'console')
    for (let round = 0; round < 5; round += 1) {
      screen.socket.disconnect()
      doors.clock.forward(300)
      await doors.run({ type: round % 2 === 0 ? 'MarkReady' : 'BackToDraft', sessionId: SESSION }, DIRECTOR)
      doors.merge(3)
      const back = new Promise((done) => screen.socket.once('connect', () => done(null)))
      screen.socket.connect()
      await back
      await watch(screen, 'console')
      const last = screen.messages.at(-1)!
      expect(last.version).toEqual([doors.runner.house().position, 3 * (round + 1)])
    }
    for (const [i, message] of screen.messages.entries()) {
      if (i > 0)
        expect(compareVersions(message.version, screen.messages[i - 1]!.version)).toBeGreaterThanOrEqual(0)
    }
  })

  test('one change reaches a hundred screens as one snapshot', async () => {
    await givenSession()
    const screens = Array.from({ length: 100 }, () => doors.connect({ kind: 'display', output: 'programme' }))
    await Promise.all(screens.map(({ connected }) => connected))
    await Promise.all(screens.map((screen) => watch(screen, 'stage/programme')))
    doors.clock.forward(200)
    await doors.run({ type: 'TakeScene', output: 'programme' as never, scene: { kind: 'blank' } }, DIRECTOR)
    doors.clock.forward(0)
    const latest = await Promise.all(screens.map((screen) => screen.message('stage/programme', 2)))
    expect(new Set(latest.map((message) => JSON.stringify(message))).size).toBe(1)
    expect(latest[0]!.snapshot).toMatchObject({ scene: { kind: 'blank' } })
    expect([...doors.presence.screens()]).toEqual([['programme', 100]])
  })

  test('who is connected is on the console: tablets and outputs come and go', async () => {
    await givenSession()
    const tablet = await doors.pairedTablet(SESSION, 's3')
    await doors.run({ type: 'MarkReady', sessionId: SESSION }, DIRECTOR)
    const { cookie } = await doors.signedIn('dao', 'director')
    const director = doors.connect({ kind: 'account' }, { cookie, origin: doors.base })
    await director.connected
    await watch(director, 'console')
    const connectedSeats = async () => {
      doors.clock.forward(200)
      await director.ask('beat', { versions: { console: [0, 0] } })
      const { seats } = director.messages.at(-1)!.snapshot as ConsoleSnapshot
      return seats.filter(({ connected }) => connected).map(({ seatId: id }) => id as string)
    }
    expect(await connectedSeats()).toEqual([])
    const screen = doors.connect({ kind: 'seat', seatToken: tablet.seatToken })
    await screen.connected
    expect(await connectedSeats()).toEqual(['s3'])
    screen.socket.disconnect()
    while (doors.presence.tablets().size > 0) await new Promise((turn) => setImmediate(turn))
    expect(await connectedSeats()).toEqual([])
  })
})

describe('an identity that ends', () => {
  test('signing out, and being disabled, closes that person’s screens and no other’s', async () => {
    const dao = await doors.signedIn('dao', 'director')
    const ping = await doors.signedIn('ping', 'office')
    const [one, two] = [dao, ping].map(({ cookie }) =>
      doors.connect({ kind: 'account' }, { cookie, origin: doors.base }),
    )
    await Promise.all([one!.connected, two!.connected])
    await watch(one!, 'console')
    const dismissed = one!.next<{ refusal: { code: string; sentence: string } }>('dismissed')
    const closed = one!.next('disconnect')
    await doors.post('/api/sign-out', {}, { cookie: dao.cookie })
    expect((await dismissed).refusal).toMatchObject({ code: 'not_signed_in', sentence: '请先登录。' })
    await closed
    expect(two!.socket.connected).toBe(true)
    const second = two!.next<{ refusal: { code: string } }>('dismissed')
    await doors.run({ type: 'DisablePerson', personId: PersonId.parse('ping'), disabled: true }, DIRECTOR)
    expect((await second).refusal.code).toBe('not_signed_in')
  })

  test('a login that runs out is noticed at the next beat or command', async () => {
    const { cookie } = await doors.signedIn('dao', 'director')
    const screen = doors.connect({ kind: 'account' }, { cookie, origin: doors.base })
    await screen.connected
    doors.clock.forward(16 * 3_600_000)
    const ack = await screen.command({ ...DRAFT })
    expect(ack).toMatchObject({ ok: false, refusals: [{ code: 'not_signed_in' }] })
    const dismissed = screen.next('dismissed')
    screen.socket.emit('beat', { versions: {} })
    await dismissed
  })

  test('[SCORE4] a released tablet is told so, sees nothing more, and what it still delivers is kept aside', async () => {
    const tablets = await givenWindow()
    const old = doors.connect({ kind: 'seat', seatToken: tablets[0]!.seatToken })
    await old.connected
    await watch(old, `seat/${SESSION}/s1`)
    await old.command(castOf('s1', 1, 1))
    doors.clock.forward(200)
    await old.ask('beat', { versions: {} })

    const dismissed = old.next<{ refusal: { code: string } }>('dismissed')
    await doors.run({ type: 'ReleaseSeat', sessionId: SESSION, seatId: seatId(1) }, DIRECTOR)
    expect((await dismissed).refusal.code).toBe('device_released')
    expect(doors.presence.tablets().size).toBe(0)
    const second = await doors.pairedTablet(SESSION, 's1')
    const now = doors.connect({ kind: 'seat', seatToken: second.seatToken })
    await now.connected
    await watch(now, `seat/${SESSION}/s1`)
    expect(await now.command({ ...castOf('s1', 2, 2), mark: grade(100) })).toEqual({
      ok: true,
      repeated: false,
    })
    doors.clock.forward(200)

    const seenBefore = old.messages.length
    expect(codesOf(await watch(old, `seat/${SESSION}/s1`, 'now'))).toEqual([
      'device_released',
      'device_released',
    ])
    expect(await old.command(castOf('s1', 1, 5))).toEqual({
      ok: true,
      repeated: false,
      setAside: 'old_generation',
    })
    expect(await old.command(castOf('s1', 2, 6))).toMatchObject({
      ok: false,
      refusals: [{ code: 'not_allowed' }],
    })
    expect(old.messages).toHaveLength(seenBefore)

    // The same after a reload of the old tablet: let in, told, kept aside, shown nothing.
    const reloaded = doors.connect({ kind: 'seat', seatToken: tablets[0]!.seatToken })
    const told = reloaded.next<{ refusal: { code: string } }>('dismissed')
    expect(await reloaded.connected).toBe('connect')
    expect((await told).refusal.code).toBe('device_released')
    expect(await reloaded.command(castOf('s1', 1, 7))).toMatchObject({ ok: true, setAside: 'old_generation' })
    const window = doors.runner.house().sessions[SESSION]!.windows[0]!
    if (window.kind !== 'examiners') throw new Error('an examiners’ window was opened')
    expect(window.scores[seatId(1)]).toMatchObject({ generation: 2, mark: grade(100) })
    expect(window.setAside.map(({ revision, why }) => [revision, why])).toEqual([
      [5, 'old_generation'],
      [7, 'old_generation'],
    ])
  })

  test('a stop says goodbye with a time to come back', async () => {
    const screen = doors.connect({ kind: 'public' })
    await screen.connected
    const [goodbye, closed] = [screen.next('goodbye'), screen.next('disconnect')]
    doors.sockets.goodbye(1_500)
    expect(await goodbye).toEqual({ retryAfterMs: 1_500 })
    await closed
    expect(await doors.connect({ kind: 'public' }).connected).not.toBe('connect')
  })
})

function omit<T extends { type: string }>({ type: _, ...rest }: T) {
  return rest
}

function factsNow() {
  return {
    nowMs: doors.clock.nowMs(),
    tallies: new Map(),
    tablets: doors.presence.tablets(),
    screens: doors.presence.screens(),
    tabletStates: doors.presence.tabletStates(),
    diskFreeBytes: null,
    clockFault: null,
    displays: doors.presence.displays(),
    sockets: doors.presence.sockets(),
    channelsOn: ['twilio', 'wechat', 'web'],
    accepting: true,
    acceptingWhy: null,
    queueDepth: 0,
    transits: {},
    tail: doors.runner.tail(),
    evaluated: 0,
    chainHash: doors.runner.chainHash(),
  } as const
}
