// Proves what director, office and auditor are shown: console, set-up and audit.

import { describe, expect, test } from 'vitest'
import type { UnitId } from '../../shared/basics/ids.ts'
import { PROGRAMME } from '../../shared/show/air.ts'
import type { Session } from '../../shared/show/session.ts'
import {
  citizensWindowOf,
  DIRECTOR,
  examinersWindowOf,
  factsOf,
  houseOf,
  liveTallyOf,
  LOG,
  pollResultOf,
  registryOf,
  scoreOf,
  seatIdOf,
  sessionOf,
  splitOf,
  START_MS,
  unitOf,
  windowIdOf,
} from '../../tests/support/plain-house.ts'
import type { DisplayPage } from './live-facts.ts'
import { AUDIT_WINDOWS_MOST } from './topics-audit.ts'
import { snapshotOf } from './topics-of.ts'

const examiners = (
  n: number,
  phase: Parameters<typeof examinersWindowOf>[0]['phase'] = 'open',
  segment = 1,
) => examinersWindowOf({ n, unit: segment, segment, phase, marks: [] })
const poll = (n: number, phase: Parameters<typeof citizensWindowOf>[0]['phase'] = 'open') =>
  citizensWindowOf({ n, unit: 1, segment: 1, phase })
type Phase = Parameters<typeof citizensWindowOf>[0]['phase']
const withWindows = (...windows: Session['windows']) => houseOf({ sessions: [sessionOf({ windows })] })

const pageOf = (output: string, n: number): DisplayPage => ({
  page: `page${n}`,
  output,
  address: `10.0.0.${n}`,
  sinceMs: START_MS,
  health: null,
})

describe('console', () => {
  test('without a session: outputs, channels and health are there, and the sessions that could be run', () => {
    const house = houseOf({
      sessions: [sessionOf({ id: 'd', phase: 'draft' }), sessionOf({ id: 'e', phase: 'ended' })],
    })
    const snapshot = snapshotOf(
      'console',
      house,
      factsOf({ displays: [pageOf('studio', 1), pageOf('studio', 2), pageOf('BAD NAME', 3)] }),
    )
    expect(snapshot?.session).toBeNull()
    expect(snapshot?.sessions.map((one) => one.id)).toEqual(['d'])
    expect(snapshot?.outputs.map((one) => [one.output, one.screens, one.scene.kind])).toEqual([
      ['programme', 0, 'standby'],
      ['preview', 0, 'standby'],
      ['studio', 2, 'standby'],
    ])
    expect(snapshot?.channels.filter((one) => one.on).map((one) => one.channel)).toEqual(['wechat', 'web'])
  })

  test('an output’s pages: which are stale, and that two claim what goes on air', () => {
    const nowMs = START_MS + 100_000
    const version: [number, number] = [9, 2]
    const health = { version, frameMsP95: 17.2, worstFrameMs: 40, buildId: 'b1' }
    const heard = (atMs: number) => ({ ...health, output: PROGRAMME, atMs })
    const pages = [
      { ...pageOf('programme', 1), health: heard(nowMs - 3_000) },
      { ...pageOf('programme', 2), health: heard(nowMs - 3_001) },
      { ...pageOf('studio', 3), sinceMs: nowMs - 3_001 },
      { ...pageOf('studio', 4), sinceMs: nowMs },
    ]
    const snapshot = snapshotOf('console', houseOf({}), factsOf({ nowMs, displays: pages }))
    expect(snapshot?.outputs).toMatchObject([
      {
        output: 'programme',
        screens: 2,
        claimedTwice: true,
        pages: [
          { page: 'page1', address: '10.0.0.1', stale: false, ...health, heardAtMs: nowMs - 3_000 },
          { page: 'page2', stale: true },
        ],
      },
      { output: 'preview', screens: 0, claimedTwice: false },
      { output: 'studio', claimedTwice: false, pages: [{ stale: true, heardAtMs: null }, { stale: false }] },
    ])
  })

  test('seats with their state, their recusals and who asks for release', () => {
    const window = {
      ...examiners(1),
      scores: {
        [seatIdOf(1)]: {
          ...scoreOf(1, { kind: 'points', points: 1 }),
          lockedAtMs: START_MS,
          releaseRequested: true,
        },
      },
    }
    const session = {
      ...sessionOf({ windows: [window], seats: 2 }),
      recusals: [{ seatId: seatIdOf(2), unitId: unitOf(1).unitId }],
    }
    const facts = factsOf({ tablets: new Map([['show1/s1', 1]]) })
    expect(snapshotOf('console', houseOf({ sessions: [session] }), facts)?.seats).toMatchObject([
      { seatId: 's1', connected: true, state: 'locked', releaseRequested: true, recusedUnits: [] },
      { seatId: 's2', connected: false, state: 'recused', releaseRequested: false, recusedUnits: ['u1'] },
    ])
  })

  test('a window’s times, arrivals by outcome, seals, and why it is void', () => {
    const result = pollResultOf(splitOf(1, 2, 3, 4))
    const channels = result.channels.map((one) => ({
      ...one,
      duplicate: 5,
      early: 6,
      late: 7,
      stale: 8,
      invalid: 9,
      quarantined: 10,
    }))
    const tallies = new Map([[windowIdOf(1), liveTallyOf({ ...result, channels })]])
    const seals = [{ logId: LOG, sequence: 4, count: 3, chainHash: '0'.repeat(64) }]
    const house = withWindows({ ...poll(1, 'closing'), seals }, examiners(2, 'frozen'), examiners(3, 'void'))
    const [first, second, third] = snapshotOf('console', house, factsOf({ tallies }))?.windows ?? []
    expect(first).toMatchObject({
      kind: 'citizens',
      freezesAtMs: START_MS + 60_000 + 20_000 + 500,
      revealsAtMs: null,
      sealedLogs: 1,
      announcedLogs: 1,
      panel: null,
      visibility: 'live',
      arrivals: [
        {
          channel: 'wechat',
          perSecond: 3,
          counted: 10,
          duplicate: 5,
          early: 6,
          late: 7,
          stale: 8,
          invalid: 9,
          quarantined: 10,
        },
        { channel: 'web', perSecond: 0, counted: 0, duplicate: 5 },
      ],
    })
    expect(second).toMatchObject({
      kind: 'examiners',
      revealsAtMs: START_MS + 70_000,
      poll: null,
      arrivals: [],
    })
    expect(third?.voidReason).toBe('设备故障')
  })

  test('[BAL6] while closing: which channel still waits, and how many worst ballots would change the order', () => {
    const of = (n: number, unit: number, phase: Phase, split = splitOf(80, 0, 20)) =>
      citizensWindowOf({ n, unit, segment: unit, phase, result: pollResultOf(split) })
    const lastOf = (...windows: ReturnType<typeof poll>[]) => {
      const tallies = new Map([[windows.at(-1)!.id, liveTallyOf(pollResultOf(splitOf(90, 0, 10)))]])
      const session = sessionOf({ units: [unitOf(1), unitOf(2)], windows })
      return snapshotOf('console', houseOf({ sessions: [session] }), factsOf({ tallies }))?.windows.at(-1)
    }
    const closing = lastOf(of(1, 1, 'revealed'), of(2, 2, 'closing'))
    expect(closing?.drains).toEqual([
      { channel: 'wechat', endsAtMs: START_MS + 60_000 + 20_000 },
      { channel: 'web', endsAtMs: START_MS + 60_000 + 2_000 },
    ])
    // 9,000 ÷ (100 + k) ≤ 80.
    expect(closing?.bound).toEqual({ change: { ballots: 13, unitName: '单位1' }, others: 1 })
    expect(lastOf(of(1, 1, 'verified'), of(2, 2, 'closing'))?.bound).toEqual(closing?.bound)
    const none = { change: null, others: 0 }
    const hidden = { visibility: 'hidden' } as const
    // Not while it is open and not of a hidden poll; against no poll that is hidden, void, or of the unit itself.
    expect(lastOf(of(1, 1, 'revealed'), of(2, 2, 'open'))?.bound).toBeNull()
    expect(lastOf(of(1, 1, 'revealed'), { ...of(2, 2, 'closing'), ...hidden })?.bound).toBeNull()
    expect(lastOf({ ...of(1, 1, 'verified'), ...hidden }, of(2, 2, 'closing'))?.bound).toEqual(none)
    expect(lastOf(of(1, 1, 'void'), of(2, 2, 'closing'))?.bound).toEqual(none)
    expect(lastOf(of(1, 2, 'revealed'), of(2, 2, 'closing'))?.bound).toEqual(none)
    expect(lastOf(of(1, 1, 'revealed', splitOf(95, 0, 5)), of(2, 2, 'closing'))?.bound).toEqual({
      change: null,
      others: 1,
    })
  })

  test('that a recount differed is told, both tallies only where the split may be seen', () => {
    const mismatch = { live: '满意1', recount: '满意2' }
    const frozen = { phase: 'frozen', frozenAtMs: START_MS, mismatch } as const
    const tallies = new Map([[windowIdOf(1), liveTallyOf(pollResultOf(splitOf(100, 0, 0)))]])
    const shown = (window: Session['windows'][number]) =>
      snapshotOf('console', withWindows({ ...window, stage: frozen }), factsOf({ tallies }))?.windows[0]
        ?.mismatch
    expect(shown(poll(1))).toEqual(mismatch)
    const kept = { live: '揭晓前不公开', recount: '揭晓前不公开' }
    expect(shown({ ...poll(1), visibility: 'hidden' })).toEqual(kept)
    expect(shown(examiners(1))).toEqual(kept)
  })

  test('a request waiting for its second person, with the name of the first', () => {
    const request = {
      requestId: 'request-1',
      act: { type: 'VoidWindow', windowId: windowIdOf(1) },
      reason: '设备故障',
      by: DIRECTOR,
      atMs: START_MS,
      expiresAtMs: START_MS + 600_000,
    } as const
    const session = { ...sessionOf({ windows: [poll(1)] }), requests: [request] }
    const house = houseOf({ sessions: [session] })
    const wanted = { ...request, sessionId: 'show1', byName: '李导' }
    expect(snapshotOf('console', house, factsOf())?.requests).toEqual([wanted])
    expect(snapshotOf('audit', house, factsOf())?.requests).toEqual([wanted])
  })
})

describe('setup', () => {
  test('units by code, counts, sessions with what keeps them from being ready', () => {
    const session = sessionOf({ phase: 'draft', seats: 4 })
    const house = houseOf({
      sessions: [session],
      registry: registryOf([unitOf(20), unitOf(3)]),
      counts: { 3: splitOf(1, 2, 3) },
    })
    const snapshot = snapshotOf('setup', house, factsOf())
    expect(snapshot?.units.map((unit) => unit.code)).toEqual([3, 20])
    expect(snapshot?.openPeriods.map(({ counts }) => counts)).toEqual([
      [{ unitId: 'u3' as UnitId, split: splitOf(1, 2, 3), source: '短信评议报表', atMs: START_MS }],
    ])
    expect(snapshot?.sessions[0]?.readyRefusals).toEqual([{ code: 'panel_too_small', detail: { seats: 4 } }])
    expect(snapshot?.people.map((person) => person.name)).toEqual(['李导'])
  })
})

describe('audit', () => {
  test('windows of every session, newest first, with seals; the journal newest first', () => {
    const seals = [{ logId: LOG, sequence: 4, count: 3, chainHash: 'ab'.repeat(32) }]
    const house = houseOf({
      sessions: [
        sessionOf({ id: 'a', windows: [{ ...poll(1, 'revealed'), seals }] }),
        sessionOf({ id: 'b', windows: [examiners(2)] }),
      ],
    })
    const tail = [1, 2].map((position) => ({
      position,
      stream: 'session-a' as const,
      streamVersion: position,
      atMs: START_MS,
      by: { role: 'director', id: DIRECTOR } as const,
      commandId: `command-${position}`,
      event: { type: 'SessionReady' } as const,
    }))
    const snapshot = snapshotOf('audit', house, factsOf({ tail, chainHash: 'cd'.repeat(32) }))
    expect(snapshot?.windows.map((one) => [one.sessionId, one.windowId, one.seals.length])).toEqual([
      ['b', windowIdOf(2), 0],
      ['a', windowIdOf(1), 1],
    ])
    expect(snapshot?.journal.chainHash).toBe('cd'.repeat(32))
    expect(snapshot?.journal.tail.map((one) => [one.position, one.who, one.summary])).toEqual([
      [2, '导演 李导', '场次就绪。'],
      [1, '导演 李导', '场次就绪。'],
    ])
  })

  test('[SAFE1] the newest windows alone where there are very many', () => {
    const windows = Array.from({ length: AUDIT_WINDOWS_MOST + 5 }, (_, i) => examiners(i + 1, 'revealed'))
    const shown = snapshotOf('audit', withWindows(...windows), factsOf())?.windows ?? []
    expect(shown).toHaveLength(AUDIT_WINDOWS_MOST)
    expect(shown[0]?.windowId).toBe(windowIdOf(AUDIT_WINDOWS_MOST + 5))
  })
})
