// A period poll from its draft to its reveal, and every reason against each step.

import { unitHeadOf } from '../evaluation/unit.ts'
import { describe, expect, test } from 'vitest'
import { foldHouse, EMPTY_HOUSE } from '../show/house-evolve.ts'
import type { Command } from '../show/house.ts'
import { votingWindowsOf } from '../show/voting-windows.ts'
import {
  AUDITOR,
  DIRECTOR,
  LOG,
  OFFICE,
  SYSTEM,
  T0,
  unitId,
  unitOf,
  windowId,
} from '../../tests/support/given-parts.ts'
import {
  DAY_MS,
  POLL,
  byTwo,
  draftPoll,
  givenUnits,
  keepPoll,
  planPoll,
  pollIn,
  pollOutcome,
  pollSettings,
  revealPoll,
} from '../../tests/support/given-polls.ts'
import { mismatchOf } from './mismatch.ts'

const plan = { type: 'PlanPoll', pollId: POLL } as const
const seal = { sequence: 0, count: 0, chainHash: '0'.repeat(64) }

describe('[POLL1] a period poll has an id, a time, channels, options, and units with public codes', () => {
  test('it is planned with its units as the registry knows them then, by code', () => {
    const show = givenUnits()
    draftPoll(show, {}, { units: [3, 1] })
    show.when(plan, OFFICE)
    show.when({ type: 'ImportUnits', units: [unitOf(1, '后来改名')] }, OFFICE)
    expect(pollIn(show).units).toEqual([unitOf(1), unitOf(3)].map(unitHeadOf))
    expect(pollIn(show)).toMatchObject({
      accessNumbers: ['10690000001', '10690000002'],
      stage: { phase: 'planned', plannedAtMs: T0 },
    })
  })

  test('an id is used once, by a window or a poll', () => {
    const show = givenUnits()
    draftPoll(show)
    const again = { type: 'DraftPoll', pollId: POLL, settings: pollSettings(T0) } as const
    expect(show.refusal(again, OFFICE)).toBe('period_poll_exists')
  })

  test('each unit once, and only units of the registry', () => {
    const show = givenUnits()
    draftPoll(show)
    const units = (...ns: number[]) =>
      ({ type: 'SetPollUnits', pollId: POLL, unitIds: ns.map((n) => unitId(n)) }) as const
    expect(show.reasons(units(1, 2, 1, 9), OFFICE)).toEqual(['unit_id_duplicate', 'unit_unknown'])
    expect(pollIn(show).unitIds).toHaveLength(3)
  })

  test('a unit of a poll stays in the registry; that of a poll thrown away may go', () => {
    const show = givenUnits()
    draftPoll(show)
    const remove = { type: 'RemoveUnit', unitId: unitId(1) } as const
    expect(show.refusal(remove, OFFICE)).toBe('unit_in_use')
    show.when({ type: 'DiscardPoll', pollId: POLL }, OFFICE)
    show.when(remove, OFFICE)
  })
})

describe('[SHOW6] what keeps a poll from being planned is a list', () => {
  test('an empty draft names all of it', () => {
    const show = givenUnits()
    show.facts = { ...show.facts, channelsOn: ['web'] }
    draftPoll(show, { opensAtMs: T0 - 1, closesAtMs: T0, channels: ['wechat'] }, { units: [] })
    expect(show.reasons(plan, OFFICE)).toEqual([
      'poll_units_empty',
      'poll_opens_in_past',
      'poll_too_short',
      'channel_off',
    ])
  })

  test('from exactly now and for ten seconds is the least, 366 days the most', () => {
    const show = givenUnits()
    const web = { channels: ['web'], opensAtMs: T0 } as const
    draftPoll(show, { ...web, channels: ['web'], closesAtMs: T0 + 9_999 })
    expect(show.reasons(plan, OFFICE)).toEqual(['poll_too_short'])
    const revise = (closesAtMs: number) =>
      show.when(
        {
          type: 'RevisePoll',
          pollId: POLL,
          settings: pollSettings(T0, { ...web, channels: ['web'], closesAtMs }),
        },
        OFFICE,
      )
    revise(T0 + 10_000)
    expect(show.reasons(plan, OFFICE)).toEqual([])
    revise(T0 + 366 * DAY_MS + 1)
    expect(show.reasons(plan, OFFICE)).toEqual(['poll_too_long'])
  })

  test('a number that is not the city’s, and no channel at all', () => {
    const show = givenUnits()
    draftPoll(show, { accessNumbers: ['10690000009'] })
    expect(show.reasons(plan, OFFICE)).toEqual(['access_number_unknown'])
    show.when({ type: 'RevisePoll', pollId: POLL, settings: pollSettings(T0, { channels: [] }) }, OFFICE)
    expect(show.reasons(plan, OFFICE)).toEqual(['channels_empty'])
  })

  test('a planned poll is not changed; back to draft until it opens', () => {
    const show = givenUnits()
    planPoll(show)
    const revise = { type: 'RevisePoll', pollId: POLL, settings: pollSettings(T0) } as const
    const units = { type: 'SetPollUnits', pollId: POLL, unitIds: [unitId(1)] } satisfies Command
    for (const command of [revise, units, plan, { type: 'DiscardPoll', pollId: POLL } as const])
      expect(show.refusal(command, OFFICE)).toBe('poll_not_draft')
    show.when({ type: 'UnplanPoll', pollId: POLL }, OFFICE)
    expect(pollIn(show)).toMatchObject({ stage: { phase: 'draft' }, units: [] })
    show.when(plan, OFFICE)
    show.nowMs = pollIn(show).opensAtMs
    // The opening's own event is still to come: the time decides (SHOW4).
    expect(show.reasons({ type: 'UnplanPoll', pollId: POLL }, OFFICE)).toEqual(['poll_opened'])
  })
})

test('[POLL2] SMS is refused for a poll shorter than three times its transit', () => {
  const show = givenUnits()
  draftPoll(show, { opensAtMs: T0, closesAtMs: T0 + 179_999 })
  expect(show.reasons(plan, OFFICE)).toEqual(['sms_window_too_short'])
  const settings = pollSettings(T0, { opensAtMs: T0, closesAtMs: T0 + 180_000 })
  show.when({ type: 'RevisePoll', pollId: POLL, settings }, OFFICE)
  expect(show.reasons(plan, OFFICE)).toEqual([])
})

describe('[POLL3] a text with a code has one poll it can be for', () => {
  const OTHER = windowId(0x71)
  const other = { type: 'PlanPoll', pollId: OTHER } as const

  test('a poll at the same time, on the same number, with one of its codes is refused', () => {
    const show = givenUnits()
    planPoll(show, { channels: ['gateway'], accessNumbers: ['10690000001'] })
    draftPoll(show, { channels: ['gateway'] }, { pollId: OTHER, units: [3, 4] })
    expect(show.refusals(other, OFFICE)).toEqual([
      { code: 'poll_codes_clash', detail: { title: '上半年评议', code: 3 } },
    ])
  })

  test.each([
    ['another number', { channels: ['gateway'], accessNumbers: ['10690000002'] }, [3, 4]],
    ['no code in common', { channels: ['gateway'] }, [4]],
    ['the web page, which names its poll', { channels: ['web'] }, [1, 2, 3]],
    [
      'after the other has drained',
      { opensAtMs: T0 + 15 * DAY_MS + 90_500, closesAtMs: T0 + 30 * DAY_MS },
      [1],
    ],
  ] as const)('allowed: %s', (_, change, units) => {
    const show = givenUnits()
    planPoll(show, { channels: ['gateway', 'wechat'], accessNumbers: ['10690000001'] })
    draftPoll(
      show,
      {
        ...change,
        channels: [...(('channels' in change && change.channels) || ['gateway'])],
        accessNumbers: [...(('accessNumbers' in change && change.accessNumbers) || [])],
      },
      { pollId: OTHER, units },
    )
    expect(show.reasons(other, OFFICE)).toEqual([])
  })

  test('an extension may not run into the next poll’s time', () => {
    const show = givenUnits()
    planPoll(show)
    planPoll(
      show,
      { opensAtMs: T0 + 20 * DAY_MS, closesAtMs: T0 + 30 * DAY_MS },
      { pollId: OTHER, units: [1] },
    )
    keepPoll(show, 'open')
    const extend = (days: number) =>
      ({ type: 'ExtendPoll', pollId: POLL, closesAtMs: T0 + days * DAY_MS, reason: '参与不足' }) as const
    expect(show.reasons(extend(20), OFFICE)).toEqual(['poll_codes_clash'])
    show.when(extend(19), OFFICE)
    expect(pollIn(show)).toMatchObject({ closesAtMs: T0 + 19 * DAY_MS, extensions: [{ reason: '参与不足' }] })
  })

  test('the ballot plane is told of a planned poll, but not of one that waits for another with its codes', () => {
    const show = givenUnits()
    planPoll(show)
    planPoll(
      show,
      { opensAtMs: T0 + 20 * DAY_MS, closesAtMs: T0 + 30 * DAY_MS },
      { pollId: OTHER, units: [1] },
    )
    const told = () =>
      votingWindowsOf(show.house()).map(
        ({ windowId: id, phase }) => `${id === POLL ? 'first' : 'second'} ${phase}`,
      )
    expect(told()).toEqual(['first open'])
    keepPoll(show, 'closing')
    expect(told()).toEqual(['first closing'])
    keepPoll(show, 'frozen')
    expect(told()).toEqual(['first shut', 'second open'])
  })
})

describe('[SHOW4] a poll goes by its times', () => {
  test('open, closing, frozen, verified, and revealed by a person after its delay', () => {
    const show = givenUnits()
    planPoll(show)
    expect(show.refusal({ type: 'OpenPoll', pollId: POLL }, SYSTEM)).toBe('poll_open_not_due')
    keepPoll(show, 'open')
    expect(show.nowMs).toBe(T0 + DAY_MS)
    expect(show.refusal({ type: 'ClosePoll', pollId: POLL }, SYSTEM)).toBe('close_not_due')
    keepPoll(show, 'closing')
    expect(show.nowMs).toBe(T0 + 15 * DAY_MS)
    expect(show.refusal({ type: 'FreezePoll', pollId: POLL }, SYSTEM)).toBe('drain_not_over')
    keepPoll(show, 'verified', pollOutcome({ 1: { satisfied: 3 } }))
    expect(show.nowMs).toBe(T0 + 15 * DAY_MS + 90_500)
    expect(show.reasons({ type: 'RevealPoll', pollId: POLL }, OFFICE)).toEqual(['reveal_too_early'])
    show.nowMs += 10_000
    show.when({ type: 'RevealPoll', pollId: POLL }, OFFICE)
    expect(pollIn(show)).toMatchObject({
      stage: { phase: 'revealed' },
      outcome: { units: [{ code: 1, channels: [{ channel: 'wechat', split: { satisfied: 3 } }] }] },
    })
  })

  test('where the process was down over all of it, the phases are made up for one by one', () => {
    const show = givenUnits()
    planPoll(show)
    show.nowMs = T0 + 40 * DAY_MS
    const events = show.when({ type: 'SealPollLog', pollId: POLL, logId: LOG, seal }, SYSTEM)
    expect(events.map(({ type }) => type)).toEqual(['PollOpened', 'PollClosed', 'PollLogSealed'])
    // A second process that fires the same deadline finds it kept.
    for (const type of ['OpenPoll', 'ClosePoll'] as const)
      expect(show.when({ type, pollId: POLL }, SYSTEM)).toEqual([])
  })

  test('[SHOW9] extended only while open, five seconds before its close, to later, with a reason', () => {
    const show = givenUnits()
    planPoll(show)
    const extend = {
      type: 'ExtendPoll',
      pollId: POLL,
      closesAtMs: T0 + 16 * DAY_MS,
      reason: '再等一天',
    } as const
    expect(show.reasons(extend, OFFICE)).toEqual(['poll_not_open'])
    keepPoll(show, 'open')
    expect(show.reasons({ ...extend, closesAtMs: T0 + 15 * DAY_MS }, OFFICE)).toEqual(['extend_not_later'])
    show.nowMs = T0 + 15 * DAY_MS - 4_999
    expect(show.reasons(extend, OFFICE)).toEqual(['extend_too_late'])
    show.nowMs -= 1
    show.when(extend, OFFICE)
  })
})

describe('[LOG3] a poll is verified where live tally and recount agree to the last unit', () => {
  test('where one unit differs it stays frozen, and only what differs is kept', () => {
    const show = givenUnits()
    planPoll(show)
    keepPoll(show, 'frozen')
    const live = pollOutcome({ 1: { satisfied: 3 }, 2: { fair: 1 } })
    const recount = { ...live, units: [live.units[0]!, { ...live.units[1]!, channels: [] }] }
    show.when({ type: 'VerifyPoll', pollId: POLL, ofGeneration: 0, live, recount }, SYSTEM)
    const { stage } = pollIn(show)
    if (stage.phase !== 'frozen' || stage.mismatch === null) throw new Error('it should be frozen')
    expect(JSON.parse(stage.mismatch.live).units).toEqual([live.units[1]])
    expect(show.when({ type: 'VerifyPoll', pollId: POLL, ofGeneration: 0, live, recount }, SYSTEM)).toEqual(
      [],
    )
    show.when({ type: 'VerifyPoll', pollId: POLL, ofGeneration: 0, live, recount: live }, SYSTEM)
    expect(pollIn(show).stage.phase).toBe('verified')
  })

  test('a difference of 10,000 units names twenty', () => {
    const of = (n: number) =>
      pollOutcome(Object.fromEntries(Array.from({ length: 9_999 }, (_, i) => [i + 1, { fair: n }])))
    const mismatch = mismatchOf(of(1), of(2))
    expect(JSON.parse(mismatch!.recount).units).toHaveLength(20)
    expect(mismatchOf(of(1), of(1))).toBeNull()
  })

  test('a missing log keeps it closing until two persons exclude it', () => {
    const show = givenUnits()
    const lost = LOG.replace('aa', 'bb') as typeof LOG
    show.when({ type: 'AnnounceLog', logId: lost }, SYSTEM)
    planPoll(show)
    keepPoll(show, 'closing')
    const exclude = { type: 'ExcludePollLog', pollId: POLL, logId: lost, lastKnownCount: 41 } as const
    const request = { type: 'RequestAct', requestId: 'request-1', act: exclude, reason: '机器损坏' } as const
    expect(show.reasons(request, OFFICE)).toEqual(['drain_not_over'])
    show.nowMs += 90_500
    show.when({ type: 'SealPollLog', pollId: POLL, logId: LOG, seal }, SYSTEM)
    expect(show.refusal({ type: 'FreezePoll', pollId: POLL }, SYSTEM)).toBe('seal_missing')
    byTwo(show, exclude)
    show.when({ type: 'FreezePoll', pollId: POLL }, SYSTEM)
    expect(pollIn(show)).toMatchObject({ excludedLogs: [lost], stage: { phase: 'frozen' } })
  })
})

test('[SHOW3] a poll is voided in any phase by two persons, and a new one may name it', () => {
  const show = givenUnits()
  draftPoll(show)
  const next = windowId(0x72)
  draftPoll(show, { replaces: POLL }, { pollId: next })
  expect(show.reasons({ type: 'PlanPoll', pollId: next }, OFFICE)).toEqual(['window_not_void'])
  show.when(plan, OFFICE)
  revealPoll(show)
  byTwo(show, { type: 'VoidPoll', pollId: POLL })
  expect(pollIn(show).stage).toMatchObject({ phase: 'void', reason: '测试理由', by: ['ping', 'shen'] })
  const settings = pollSettings(show.nowMs, { replaces: POLL })
  show.when({ type: 'RevisePoll', pollId: next, settings }, OFFICE)
  show.when({ type: 'PlanPoll', pollId: next }, OFFICE)
})

test('[SHOW7] a poll replayed from its journal gives the same state, byte for byte', () => {
  const show = givenUnits()
  planPoll(show)
  keepPoll(show, 'open')
  show.when({ type: 'ExtendPoll', pollId: POLL, closesAtMs: T0 + 16 * DAY_MS, reason: '再等一天' }, OFFICE)
  byTwo(
    show,
    {
      type: 'Quarantine',
      windowId: POLL,
      quarantineId: 'quarantine-1',
      rule: { channel: 'web', unitCode: null, fromMs: null, toMs: null, segmentHash: null },
      finding: null,
    },
    [DIRECTOR, AUDITOR],
  )
  revealPoll(show, pollOutcome({ 1: { satisfied: 40 }, 3: { dissatisfied: 2 } }))
  const again = show.recorded.reduce(foldHouse, EMPTY_HOUSE)
  expect(JSON.stringify(again)).toBe(JSON.stringify(show.house()))
})
