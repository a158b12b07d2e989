// The office's topics of polls and acts: what is missing, what arrives, what waits, and nothing of a hidden poll.

import { describe, expect, test } from 'vitest'
import { openPeriod } from '../../tests/support/given-periods.ts'
import { AUDITOR, LOG, OFFICE, SYSTEM, unitId, unitOf } from '../../tests/support/given-parts.ts'
import {
  POLL,
  byTwo,
  draftPoll,
  givenUnits,
  keepPoll,
  planPoll,
  pollOutcome,
  revealPoll,
} from '../../tests/support/given-polls.ts'
import { givenLive, type TestShow } from '../../tests/support/given.ts'
import { factsOf } from '../../tests/support/plain-house.ts'
import { actsSnapshotOf } from './topics-acts.ts'
import { pollsSnapshotOf } from './topics-polls.ts'
import { setupSnapshotOf } from './topics-setup.ts'
import { summaryOf } from './summary-of.ts'

const outcome = pollOutcome({ 1: { satisfied: 77_001 }, 2: { dissatisfied: 88_003 }, 3: { fair: 7 } })

/** The index has counted this much. */
const factsAt = (show: TestShow) =>
  factsOf({
    nowMs: show.nowMs,
    tallies: new Map([
      [POLL, { result: outcome.total, unfiltered: null, complete: true, perSecond: { wechat: 1.5 } }],
    ]),
  })
const overview = (show: TestShow) => pollsSnapshotOf(show.house(), factsAt(show)).polls[0]!

describe('the topic polls', () => {
  test('[SHOW6] of a draft: all that keeps it from being planned', () => {
    const show = givenUnits()
    draftPoll(show, { channels: [] }, { units: [] })
    expect(overview(show).grey.PlanPoll!.map(({ code }) => code)).toEqual([
      'poll_units_empty',
      'channels_empty',
    ])
    expect(overview(show)).toMatchObject({ phase: 'draft', unitCount: 0, discarded: false, voidReason: null })
  })

  test('[SHOW5] of a hidden poll n by channel and outcome, and no split, points or rate, until it is revealed', () => {
    const show = givenUnits()
    planPoll(show)
    for (const phase of ['open', 'closing', 'frozen', 'verified'] as const) {
      keepPoll(show, phase, outcome)
      const told = JSON.stringify(pollsSnapshotOf(show.house(), factsAt(show)))
      expect(overview(show).tally).toMatchObject({
        headline: { n: 165_011, split: null },
        hiddenWhy: 'hidden_poll',
        points: null,
        satisfiedRate: null,
      })
      expect(overview(show).arrivals.find(({ channel }) => channel === 'wechat')).toMatchObject({
        counted: 165_011,
      })
      expect(told, phase).not.toMatch(/7700|8800/)
    }
    show.nowMs += 10_000
    show.when({ type: 'RevealPoll', pollId: POLL }, OFFICE)
    expect(overview(show).tally).toMatchObject({
      hiddenWhy: null,
      headline: { split: { satisfied: 77_001 } },
    })
  })

  test('[SHOW5] [LOG3] that recount and tally differ is told, not by how much', () => {
    const show = givenUnits()
    planPoll(show)
    keepPoll(show, 'frozen')
    const verify = { type: 'VerifyPoll', pollId: POLL, ofGeneration: 0 } as const
    show.when({ ...verify, live: outcome, recount: pollOutcome() }, SYSTEM)
    expect(overview(show).mismatch).toEqual({ live: '揭晓前不公开', recount: '揭晓前不公开' })
  })

  test('[SHOW5] a live one shows its total from 100 on', () => {
    const show = givenUnits()
    planPoll(show, { visibility: 'live' })
    keepPoll(show, 'open')
    expect(overview(show).tally).toMatchObject({ hiddenWhy: null, provisional: true, points: '46.67' })
  })

  test('[LOG3] logs it waits for are named once their seals are due', () => {
    const show = givenUnits()
    planPoll(show)
    keepPoll(show, 'closing')
    expect(overview(show)).toMatchObject({ missingLogs: [], sealedLogs: 0, announcedLogs: 1 })
    show.nowMs += 90_500
    expect(overview(show).missingLogs).toEqual([LOG])
  })
})

describe('the topic acts', () => {
  test('[SAFE4] what waits anywhere in the house, the oldest first, in words with its consequence', () => {
    const show = givenLive()
    const window = show.openCitizens()
    const rule = {
      channel: 'web',
      unitCode: unitOf(1).code,
      fromMs: null,
      toMs: null,
      segmentHash: 255,
    } as const
    show.when(
      {
        type: 'RequestAct',
        requestId: 'request-0001',
        act: {
          type: 'Quarantine',
          windowId: window,
          quarantineId: 'quarantine-1',
          rule,
          finding: '一分钟内突增',
        },
        reason: '刷票迹象',
      },
      AUDITOR,
    )
    show.nowMs += 1
    const ids = { sessionId: show.session().id, requestId: 'request-0002' }
    show.when({ type: 'RequestVoid', ...ids, windowId: window, reason: '断电' }, OFFICE)
    const { requests } = actsSnapshotOf(show.house(), factsAt(show))
    expect(requests).toMatchObject([
      {
        requestId: 'request-0001',
        sessionId: null,
        what: '隔离“虚构单位1”的市民评议窗口的选票（网页，单位代码1，号段000000ff）',
        by: 'shen',
      },
      { requestId: 'request-0002', sessionId: 'show-1', what: '作废“虚构单位1”的市民评议窗口', by: 'ping' },
    ])
    expect(requests[0]!.consequence).toContain('发现：一分钟内突增')
  })

  test('[BAL9] a quarantine with its whole history', () => {
    const show = givenUnits()
    planPoll(show)
    keepPoll(show, 'open')
    const rule = { channel: 'web', unitCode: null, fromMs: null, toMs: null, segmentHash: null } as const
    byTwo(show, { type: 'Quarantine', windowId: POLL, quarantineId: 'quarantine-1', rule, finding: null })
    byTwo(show, { type: 'LiftQuarantine', windowId: POLL, quarantineId: 'quarantine-1' })
    expect(actsSnapshotOf(show.house(), factsAt(show)).quarantines).toMatchObject([
      {
        windowId: POLL,
        of: '评议期“上半年评议”',
        quarantines: [{ what: '网页', by: ['ping', 'shen'], lifted: { by: ['ping', 'shen'] } }],
      },
    ])
  })
})

test('[EVAL4] [PUB4] what a revealed poll gives `citizens`, by unit and with its title; under 30 only n', () => {
  const show = givenUnits()
  openPeriod(show)
  planPoll(show)
  revealPoll(show, outcome)
  const { openPeriods } = setupSnapshotOf(show.house(), factsAt(show))
  expect(openPeriods[0]?.fromPolls).toEqual([
    {
      unitId: unitId(1),
      n: 77_001,
      split: { satisfied: 77_001, fair: 0, dissatisfied: 0, unsure: 0 },
      polls: ['上半年评议'],
    },
    {
      unitId: unitId(2),
      n: 88_003,
      split: { satisfied: 0, fair: 0, dissatisfied: 88_003, unsure: 0 },
      polls: ['上半年评议'],
    },
    { unitId: unitId(3), n: 7, split: null, polls: ['上半年评议'] },
  ])
})

test('[SHOW5] every event of a poll and of its acts is one Chinese sentence without a count that is hidden', () => {
  const show = givenUnits()
  draftPoll(show, { rehearsal: true })
  show.when({ type: 'PlanPoll', pollId: POLL }, OFFICE)
  show.when({ type: 'UnplanPoll', pollId: POLL }, OFFICE)
  show.when({ type: 'PlanPoll', pollId: POLL }, OFFICE)
  keepPoll(show, 'open')
  const closesAtMs = show.house().polls[POLL]!.closesAtMs + 60_000
  show.when({ type: 'ExtendPoll', pollId: POLL, closesAtMs, reason: '参与不足' }, OFFICE)
  revealPoll(show, outcome)
  byTwo(show, { type: 'DestroyVoterKey', voterKeyId: `poll-${POLL}` })
  byTwo(show, { type: 'VoidPoll', pollId: POLL })
  const sentences = show.recorded.slice(3).map((recorded) => summaryOf(recorded, show.house()))
  for (const sentence of sentences) {
    expect(sentence).toMatch(/^(?!.*undefined).+。$/)
    expect(sentence).not.toMatch(/7700|8800/)
  }
  expect(sentences).toContain('新建评议期“上半年评议”（演练）。')
  expect(sentences).toContain('评议期“上半年评议”排定，3个单位，2027年1月16日 16:00开始。')
  expect(sentences.at(-1)).toBe('两人确认，评议期“上半年评议”作废，理由：测试理由。')
})
