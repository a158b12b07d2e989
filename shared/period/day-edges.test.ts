// What falls on the first and the last moment of a period's days, by the city's clock, and what just misses them (EVAL2, EVAL4, PUB1).

import { describe, expect, test } from 'vitest'
import { DAY_MS, startOfDayMs } from '../basics/city-day.ts'
import { grade, OFFICE, SESSION, windowId } from '../../tests/support/given-parts.ts'
import {
  draftPeriod,
  freezePeriod,
  openPeriod,
  PERIOD,
  periodSettings,
  recordTallies,
  refreeze,
  certification,
  vetoOn,
} from '../../tests/support/given-periods.ts'
import { givenUnits, planPoll } from '../../tests/support/given-polls.ts'
import { givenLive } from '../../tests/support/given.ts'
import { isWithin, overlaps, pollsOfDays } from './days.ts'

const freeze = { type: 'FreezeInputs', periodId: PERIOD } as const
const Q1 = { startsOn: '2027-01-01', endsOn: '2027-03-31' }

describe('[EVAL4] a period’s days', () => {
  test('have both their ends in them, and one day more or less is outside', () => {
    expect(['2026-12-31', '2027-01-01', '2027-03-31', '2027-04-01'].map((day) => isWithin(day, Q1))).toEqual([
      ...[false, true, true, false],
    ])
    expect(overlaps(Q1, { startsOn: '2027-03-31', endsOn: '2027-06-30' })).toBe(true)
    expect(overlaps(Q1, { startsOn: '2027-04-01', endsOn: '2027-06-30' })).toBe(false)
  })

  test.each([
    [-1, 0],
    [0, 1],
    [90 * DAY_MS - 1, 1],
    [90 * DAY_MS, 0],
  ])('a poll that opens %i ms after the city’s midnight before them: %i', (afterMs, there) => {
    const show = givenUnits()
    show.nowMs = startOfDayMs('2026-12-01')
    const opensAtMs = startOfDayMs(Q1.startsOn) + afterMs
    planPoll(show, { opensAtMs, closesAtMs: opensAtMs + 5 * DAY_MS })
    expect(pollsOfDays(show.house().polls, Q1)).toHaveLength(there)
  })

  test('[EVAL2] may be one day, with evidence due on it', () => {
    const show = givenUnits()
    const oneDay = { startsOn: '2027-02-01', endsOn: '2027-02-01', evidenceDueOn: '2027-02-01' }
    const draft = (settings: object) =>
      show.reasons({ type: 'DraftPeriod', periodId: PERIOD, settings: periodSettings(settings) }, OFFICE)
    expect(draft(oneDay)).toEqual([])
    expect(draft({ ...oneDay, startsOn: '2027-02-02' })).toEqual(['period_days'])
    expect(draft({ ...oneDay, evidenceDueOn: '2027-01-31' })).toEqual(['period_evidence_day'])
  })
})

describe('[PUB1] a period is frozen', () => {
  test('not before the midnight in which its last day ends, nor that of evidence where some is missing', () => {
    const show = givenUnits()
    openPeriod(show, { evidenceDueOn: Q1.endsOn })
    show.nowMs = startOfDayMs('2027-04-01') - 1
    expect(show.reasons(freeze, OFFICE)).toEqual(['period_days_running', 'period_evidence_waiting'])
    show.nowMs += 1
    expect(show.reasons(freeze, OFFICE)).toEqual([])
  })

  test('[EVAL3] and waits for what is missing to the last moment of the day it is due', () => {
    const show = givenUnits()
    openPeriod(show)
    show.nowMs = startOfDayMs('2027-04-16') - 1
    expect(show.reasons(freeze, OFFICE)).toEqual(['period_evidence_waiting'])
    show.nowMs += 1
    expect(show.reasons(freeze, OFFICE)).toEqual([])
  })
})

test('[EVAL2] a score that was voided is none: the scheme may be frozen after it', () => {
  const show = givenLive()
  draftPeriod(show)
  const open = { type: 'OpenPeriod', periodId: PERIOD } as const
  show.openExaminers()
  expect(show.reasons(open, OFFICE)).toEqual(['period_scored'])
  const ask = { sessionId: SESSION, requestId: 'request-0001' } as const
  show.when({ type: 'RequestVoid', ...ask, windowId: windowId(1), reason: '题目念错' }, OFFICE)
  show.when({ type: 'ConfirmRequest', ...ask })
  expect(show.reasons(open, OFFICE)).toEqual([])
})

test('[PUB1] nothing is certified with a live poll in it that was voided since the freeze', () => {
  const show = givenLive()
  openPeriod(show)
  show.openExaminers()
  for (let seat = 1; seat <= 7; seat++) show.cast(seat, grade(100))
  show.keepDeadlines(show.nowMs + 300_000)
  show.when({ type: 'Reveal', sessionId: SESSION, windowId: windowId(1) })
  const poll = show.openCitizens()
  show.keepDeadlines()
  show.nowMs += 60_000
  show.when({ type: 'Reveal', sessionId: SESSION, windowId: poll })
  show.when({ type: 'EndSession', sessionId: SESSION })
  refreeze(show)
  recordTallies(show, { polls: [{ pollId: poll, ballots: 3 }] })
  const act = certification(show)
  const certify = { type: 'RequestAct', requestId: 'request-0009', act, reason: '核对无误' } as const
  expect(show.reasons(certify, OFFICE)).toEqual([])
  const ask = { sessionId: SESSION, requestId: 'request-0001' } as const
  show.when({ type: 'RequestVoid', ...ask, windowId: poll, reason: '发现刷票' }, OFFICE)
  show.when({ type: 'ConfirmRequest', ...ask })
  expect(show.refusals(certify, OFFICE)).toEqual([
    { code: 'period_poll_voided', detail: { title: show.session().title } },
  ])
})

describe('[SAFE4] acts that wait side by side', () => {
  test('two vetoes of one unit are asked to be lifted each, and either only once', () => {
    const show = givenUnits()
    openPeriod(show)
    show.when(vetoOn(1, 'veto-0001'), OFFICE)
    show.when({ ...vetoOn(1, 'veto-0002'), kind: '严重违纪违法' }, OFFICE)
    const lift = (vetoId: string, requestId: string) =>
      ({
        type: 'RequestAct',
        act: { type: 'LiftVeto', periodId: PERIOD, vetoId },
        ...{ requestId, reason: '查明无误' },
      }) as const
    show.when(lift('veto-0001', 'request-0001'), OFFICE)
    expect(show.reasons(lift('veto-0002', 'request-0002'), OFFICE)).toEqual([])
    expect(show.reasons(lift('veto-0001', 'request-0003'), OFFICE)).toEqual(['request_pending'])
  })

  test('a notice may last a hundred and eighty days, and no moment more', () => {
    const show = givenUnits()
    freezePeriod(show)
    recordTallies(show)
    const reasons = (moreMs: number) => {
      const act = { ...certification(show), noticeUntilMs: show.nowMs + 180 * DAY_MS + moreMs }
      return show.reasons({ type: 'RequestAct', requestId: 'request-0001', act, reason: '核对无误' }, OFFICE)
    }
    expect([reasons(0), reasons(1)]).toEqual([[], ['notice_too_long']])
  })
})
