// Acts of the whole house: who may confirm, when they lapse, what each may be done to, and that nothing else happens.

import { describe, expect, test } from 'vitest'
import { PersonId, type WindowId } from '../basics/ids.ts'
import { DEFAULT_SCHEME } from '../evaluation/scheme.ts'
import { votingWindowsOf } from '../show/voting-windows.ts'
import {
  AUDITOR,
  DIRECTOR,
  LOG,
  OFFICE,
  SESSION,
  SYSTEM,
  seatActor,
  unitId,
  windowId,
} from '../../tests/support/given-parts.ts'
import {
  POLL,
  byTwo,
  draftPoll,
  givenUnits,
  keepPoll,
  planPoll,
  pollIn,
  revealPoll,
} from '../../tests/support/given-polls.ts'
import {
  PERIOD,
  certification,
  freezePeriod,
  indicatorCounts,
  openPeriod,
  recordTallies,
  vetoOn,
} from '../../tests/support/given-periods.ts'
import { publishedQuarter, scores, settle } from '../../tests/support/given-grades.ts'
import { givenLive, type TestShow } from '../../tests/support/given.ts'
import { HouseAct, type HouseActType } from './act.ts'
import { ACT_EXPIRES_MS } from './acts-decide.ts'

const BY_WEB = { channel: 'web', unitCode: null, fromMs: null, toMs: null, segmentHash: null } as const
const quarantine = (window: WindowId, change: object = {}, id = 'quarantine-1') =>
  ({
    type: 'Quarantine',
    windowId: window,
    quarantineId: id,
    rule: { ...BY_WEB, ...change },
    finding: null,
  }) as const satisfies HouseAct
const request = (act: HouseAct, requestId = 'request-0001') =>
  ({ type: 'RequestAct', requestId, act, reason: '刷票迹象' }) as const
const confirm = { type: 'ConfirmAct', requestId: 'request-0001' } as const
const withdraw = { type: 'WithdrawAct', requestId: 'request-0001' } as const

/** For every kind of act: a house in which it can be done, and the act. */
const POSSIBLE: Readonly<Record<HouseActType, () => { show: TestShow; act: HouseAct }>> = {
  Quarantine: () => ({ show: openPoll(), act: quarantine(POLL) }),
  LiftQuarantine() {
    const show = openPoll()
    byTwo(show, quarantine(POLL))
    return { show, act: { type: 'LiftQuarantine', windowId: POLL, quarantineId: 'quarantine-1' } }
  },
  VoidPoll: () => ({ show: openPoll(), act: { type: 'VoidPoll', pollId: POLL } }),
  ExcludePollLog() {
    const show = openPoll()
    keepPoll(show, 'closing')
    show.nowMs += 90_500
    return { show, act: { type: 'ExcludePollLog', pollId: POLL, logId: LOG, lastKnownCount: 3 } }
  },
  DestroyVoterKey() {
    const show = openPoll()
    keepPoll(show, 'verified')
    return { show, act: { type: 'DestroyVoterKey', voterKeyId: `poll-${POLL}` } }
  },
  ChangeScheme() {
    const show = givenUnits()
    openPeriod(show)
    return {
      show,
      act: { type: 'ChangeScheme', periodId: PERIOD, scheme: { ...DEFAULT_SCHEME, listMost: 5 } },
    }
  },
  ReopenPeriod() {
    const show = givenUnits()
    freezePeriod(show)
    return { show, act: { type: 'ReopenPeriod', periodId: PERIOD } }
  },
  CertifyRanking() {
    const show = givenUnits()
    freezePeriod(show)
    recordTallies(show)
    return { show, act: certification(show) }
  },
  LiftVeto() {
    const show = givenUnits()
    openPeriod(show)
    show.when(vetoOn(1), OFFICE)
    return { show, act: { type: 'LiftVeto', periodId: PERIOD, vetoId: 'veto-0001' } }
  },
  LiftDeduction() {
    const show = givenUnits()
    openPeriod(show)
    show.when(indicatorCounts({ 1: { 'on-time': [50, 100] } }), OFFICE)
    const deduction = { kind: 'indicator', indicatorId: 'on-time' } as const
    return { show, act: { type: 'LiftDeduction', periodId: PERIOD, unitId: unitId(1), deduction } }
  },
  ConfirmCard: () => ({ show: settledQuarter(), act: { type: 'ConfirmCard', ...CARD } }),
  LiftCard() {
    const show = settledQuarter()
    byTwo(show, { type: 'ConfirmCard', ...CARD })
    return { show, act: { type: 'LiftCard', ...CARD } }
  },
}

const CARD = {
  periodId: PERIOD,
  organisationId: 'dep-a',
  proposal: { kind: 'yellow_card', why: 'unqualified' },
} as const

function settledQuarter(): TestShow {
  const show = publishedQuarter()
  show.when(scores({ 'dep-a': 50 }), OFFICE)
  settle(show)
  return show
}

function openPoll(): TestShow {
  const show = givenUnits()
  planPoll(show)
  keepPoll(show, 'open')
  return show
}

test('[SAFE4] there is an example of every act', () => {
  const types = HouseAct.options.map((option) => option.shape.type.value)
  expect(Object.keys(POSSIBLE).sort()).toEqual([...types].sort())
})

describe.each(Object.keys(POSSIBLE) as HouseActType[])('[SAFE4] %s takes two persons', (type) => {
  test('asked for, nothing but the request has changed', () => {
    const { show, act } = POSSIBLE[type]()
    const before = show.house()
    expect(show.when(request(act), OFFICE).map((event) => event.type)).toEqual(['ActRequested'])
    const { acts, position: _p, versions: _v, ...rest } = show.house()
    const { acts: actsBefore, position: _q, versions: _w, ...restBefore } = before
    expect(rest).toEqual(restBefore)
    expect({ ...acts, requests: [] }).toEqual({ ...actsBefore, requests: [] })
  })

  test('every second of the matrix: another account, and nobody else', () => {
    const seconds = [
      [DIRECTOR, null],
      [AUDITOR, null],
      [{ role: 'office', id: PersonId.parse('shen') }, null],
      [OFFICE, 'same_person'],
      // The same account in another role is the same person.
      [{ role: 'director', id: PersonId.parse('ping') }, 'same_person'],
      [SYSTEM, 'not_allowed'],
      [seatActor(1), 'not_allowed'],
    ] as const
    for (const [second, allowed] of seconds) {
      // One of the office asked: only an auditor makes the pair that certifies (PUB1).
      const isPair = type !== 'CertifyRanking' || second.role === 'auditor'
      const refused = allowed ?? (isPair ? null : 'certifier_roles')
      const { show, act } = POSSIBLE[type]()
      show.when(request(act), OFFICE)
      expect(show.reasons(confirm, second)[0] ?? null, JSON.stringify(second)).toBe(refused)
      if (refused !== null) continue
      const events = show.when(confirm, second)
      expect(events).toHaveLength(1)
      expect(events[0]).toMatchObject({ by: ['ping', expect.any(String)], reason: '刷票迹象' })
      expect(show.house().acts.requests).toEqual([])
      expect(show.refusal(confirm, DIRECTOR)).toBe('request_unknown')
    }
  })

  test('a tablet and the server itself cannot ask', () => {
    const { show, act } = POSSIBLE[type]()
    for (const nobody of [SYSTEM, seatActor(1)])
      expect(show.refusal(request(act), nobody)).toBe('not_allowed')
  })

  test('the same cannot be asked for twice at a time', () => {
    const { show, act } = POSSIBLE[type]()
    show.when(request(act), OFFICE)
    expect(show.refusal(request(act, 'request-0002'), DIRECTOR)).toBe('request_pending')
    show.when(withdraw, OFFICE)
    show.when(request(act, 'request-0002'), DIRECTOR)
  })

  test('taken back by whoever asked, by nobody else', () => {
    const { show, act } = POSSIBLE[type]()
    show.when(request(act), OFFICE)
    expect(show.refusal(withdraw, DIRECTOR)).toBe('not_allowed')
    expect(show.refusal(withdraw, SYSTEM)).toBe('not_allowed')
    show.when(withdraw, OFFICE)
    expect(show.refusal(confirm, DIRECTOR)).toBe('request_unknown')
  })

  test('lapses when its time is over: at that millisecond nobody can confirm any more', () => {
    const { show, act } = POSSIBLE[type]()
    show.when(request(act), OFFICE)
    show.nowMs += ACT_EXPIRES_MS - 1
    expect(show.refusal(withdraw, SYSTEM)).toBe('not_allowed')
    expect(show.reasons(confirm, DIRECTOR)).not.toContain('request_expired')
    show.nowMs += 1
    expect(show.refusal(confirm, DIRECTOR)).toBe('request_expired')
    expect(show.when(withdraw, SYSTEM).map((event) => event.type)).toEqual(['ActLapsed'])
  })
})

test('[SAFE4] what was asked for by somebody whose account is off since is not confirmed, and may be asked for anew', () => {
  const show = openPoll()
  const { id: personId } = OFFICE as { id: PersonId }
  show.when({ type: 'AddPerson', personId, name: '评议办', role: 'office' }, DIRECTOR)
  show.when(request(quarantine(POLL)), OFFICE)
  show.when({ type: 'DisablePerson', personId, disabled: true }, DIRECTOR)
  expect(show.reasons(confirm, AUDITOR)).toEqual(['requester_disabled'])
  show.when(request(quarantine(POLL), 'request-0002'), DIRECTOR)
  show.when({ type: 'ConfirmAct', requestId: 'request-0002' }, AUDITOR)
})

describe('[BAL9] a quarantine', () => {
  const windowsNow = (show: TestShow) =>
    votingWindowsOf(show.house()).map(({ quarantines, generation }) => ({ quarantines, generation }))

  test('is handed to the ballot plane with a new generation, and its lifting with another', () => {
    const show = openPoll()
    expect(windowsNow(show)).toEqual([{ quarantines: [], generation: 0 }])
    byTwo(show, quarantine(POLL))
    expect(windowsNow(show)).toEqual([{ quarantines: [BY_WEB], generation: 1 }])
    byTwo(show, quarantine(POLL, { channel: 'wechat', unitCode: 2 }, 'quarantine-2'))
    byTwo(show, { type: 'LiftQuarantine', windowId: POLL, quarantineId: 'quarantine-1' })
    expect(windowsNow(show)).toMatchObject([
      { quarantines: [{ channel: 'wechat', unitCode: 2 }], generation: 3 },
    ])
    expect(show.house().acts.quarantines[POLL]).toMatchObject([
      {
        quarantineId: 'quarantine-1',
        by: ['ping', 'shen'],
        lifted: { by: ['ping', 'shen'], reason: '测试理由' },
      },
      { quarantineId: 'quarantine-2', lifted: null },
    ])
  })

  test('works on a live citizens’ window too, until it is verified', () => {
    const show = givenLive()
    const window = show.openCitizens()
    expect(show.reasons(request(quarantine(window, { unitCode: 2 })), OFFICE)).toEqual(['unit_unknown'])
    byTwo(show, quarantine(window, { unitCode: 1 }), [DIRECTOR, AUDITOR])
    expect(windowsNow(show)).toMatchObject([{ generation: 1 }])
    show.keepDeadlines()
    expect(show.citizens(window).stage.phase).toBe('verified')
    const lift = { type: 'LiftQuarantine', windowId: window, quarantineId: 'quarantine-1' } as const
    expect(show.reasons(request(lift), OFFICE)).toEqual(['quarantine_too_late'])
  })

  test.each([
    ['draft', 'poll_not_open'],
    ['planned', 'poll_not_open'],
    ['open', null],
    ['closing', null],
    ['frozen', null],
    ['verified', 'quarantine_too_late'],
    ['revealed', 'quarantine_too_late'],
    ['void', 'window_void'],
  ] as const)('of a poll that is %s: %s', (phase, refused) => {
    const show = givenUnits()
    draftPoll(show)
    if (phase !== 'draft') show.when({ type: 'PlanPoll', pollId: POLL }, OFFICE)
    if (phase === 'revealed') revealPoll(show)
    else if (phase === 'void') byTwo(show, { type: 'VoidPoll', pollId: POLL })
    else if (phase !== 'draft') keepPoll(show, phase)
    expect(pollIn(show).stage.phase).toBe(phase)
    expect(show.reasons(request(quarantine(POLL)), OFFICE)).toEqual(refused === null ? [] : [refused])
  })

  test('not twice the same, not under a used id, not of an examiners’ or unknown window', () => {
    const show = openPoll()
    byTwo(show, quarantine(POLL))
    expect(show.reasons(request(quarantine(POLL, {}, 'quarantine-2')), OFFICE)).toEqual(['quarantine_same'])
    expect(show.reasons(request(quarantine(POLL, { channel: 'wechat' })), OFFICE)).toEqual([
      'quarantine_exists',
    ])
    expect(show.reasons(request(quarantine(windowId(9))), OFFICE)).toEqual(['window_unknown'])
    const live = givenLive()
    const examiners = live.openExaminers()
    expect(live.reasons(request(quarantine(examiners)), OFFICE)).toEqual(['window_unknown'])
  })

  test('asked for in time and confirmed too late is refused: it is judged again', () => {
    const show = openPoll()
    show.when(request(quarantine(POLL)), OFFICE)
    show.nowMs = pollIn(show).closesAtMs - 1_000
    show.when(withdraw, OFFICE)
    show.when(request(quarantine(POLL)), OFFICE)
    keepPoll(show, 'verified')
    expect(show.refusal(confirm, DIRECTOR)).toBe('quarantine_too_late')
  })

  test('what waits about a poll is gone when the poll is void', () => {
    const show = openPoll()
    show.when(request(quarantine(POLL)), OFFICE)
    byTwo(show, { type: 'VoidPoll', pollId: POLL })
    expect(show.house().acts.requests).toEqual([])
  })

  test('and about a live window when that is void', () => {
    const show = givenLive()
    const window = show.openCitizens()
    show.when(request(quarantine(window)), OFFICE)
    const ids = { sessionId: SESSION, requestId: 'request-0002' }
    show.when({ type: 'RequestVoid', ...ids, windowId: window, reason: '断电' }, OFFICE)
    show.when({ type: 'ConfirmRequest', ...ids }, AUDITOR)
    expect(show.house().acts.requests).toEqual([])
  })
})

describe('[BAL8] a voter key is destroyed', () => {
  const destroy = (voterKeyId: string) => request({ type: 'DestroyVoterKey', voterKeyId })

  test('once a show has ended with every window revealed or void, and not before', () => {
    const show = givenLive()
    const window = show.openCitizens()
    expect(show.reasons(destroy(SESSION), OFFICE)).toEqual(['voter_key_needed'])
    show.keepDeadlines()
    // All is verified, but while the session is live another window may open.
    expect(show.reasons(destroy(SESSION), OFFICE)).toEqual(['voter_key_needed'])
    show.nowMs += 10_000
    show.when({ type: 'Reveal', sessionId: SESSION, windowId: window })
    show.when({ type: 'EndSession', sessionId: SESSION })
    expect(votingWindowsOf(show.house())).toHaveLength(1)
    byTwo(show, { type: 'DestroyVoterKey', voterKeyId: SESSION })
    // Nobody can be recognised as its voter any more: the ballot plane is told of it no more.
    expect(votingWindowsOf(show.house())).toEqual([])
    expect(show.reasons(destroy(SESSION), OFFICE)).toEqual(['voter_key_destroyed'])
  })

  test('once a poll is verified or void, and nothing but a show’s or poll’s key', () => {
    const show = openPoll()
    expect(show.reasons(destroy(`poll-${POLL}`), OFFICE)).toEqual(['voter_key_needed'])
    expect(show.reasons(destroy('no-poll'), OFFICE)).toEqual(['voter_key_unknown'])
    keepPoll(show, 'verified')
    byTwo(show, { type: 'DestroyVoterKey', voterKeyId: `poll-${POLL}` })
    expect(show.house().acts.destroyedKeys[`poll-${POLL}`]).toMatchObject({ by: ['ping', 'shen'] })
    // It can still be revealed: the counts are in the journal.
    show.nowMs += 10_000
    show.when({ type: 'RevealPoll', pollId: POLL }, OFFICE)
  })
})
