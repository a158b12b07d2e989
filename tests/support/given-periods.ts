// Given, when, then for evaluation periods: a quarter around T0, opened, given evidence, frozen and published by real commands.

import type { PeriodAct } from '../../shared/acts/period-act.ts'
import { DAY_MS, dayAfter, startOfDayMs } from '../../shared/basics/city-day.ts'
import { UnitId, type PersonId } from '../../shared/basics/ids.ts'
import { EMPTY_SPLIT, type Split } from '../../shared/ballot/tally.ts'
import type { PeriodCommand } from '../../shared/period/command.ts'
import { ContentHash, PeriodId } from '../../shared/period/ids.ts'
import type { EvidenceSource, Period, PeriodSettings } from '../../shared/period/period.ts'
import { AUDITOR, OFFICE, SYSTEM, unitId } from './given-parts.ts'
import { byTwo } from './given-polls.ts'
import type { TestShow } from './given.ts'

/** The quarter T0 lies in (2027-01-15, 16:00 in the city). */
export const PERIOD = PeriodId.parse('2027-q1')

export function periodSettings(change: Partial<PeriodSettings> = {}): PeriodSettings {
  return {
    title: '2027年第一季度',
    kind: 'quarter',
    startsOn: '2027-01-01',
    endsOn: '2027-03-31',
    evidenceDueOn: '2027-04-15',
    rollsUp: [],
    ...change,
  }
}

export function draftPeriod(
  show: TestShow,
  change: Partial<PeriodSettings> = {},
  periodId = PERIOD,
): PeriodId {
  show.when({ type: 'DraftPeriod', periodId, settings: periodSettings(change) }, OFFICE)
  return periodId
}

export function openPeriod(...of: Parameters<typeof draftPeriod>): PeriodId {
  const periodId = draftPeriod(...of)
  of[0].when({ type: 'OpenPeriod', periodId }, OFFICE)
  return periodId
}

/** Opened, its days and its day for evidence over, and frozen as it stands: what is missing is 应报未报. */
export function freezePeriod(...of: Parameters<typeof draftPeriod>): PeriodId {
  const periodId = openPeriod(...of)
  refreeze(of[0], periodId)
  return periodId
}

export function refreeze(show: TestShow, periodId = PERIOD): void {
  show.nowMs = Math.max(show.nowMs, startOfDayMs(dayAfter(periodIn(show, periodId).evidenceDueOn, 1)))
  show.when({ type: 'FreezeInputs', periodId }, OFFICE)
}

export const BUNDLE = ContentHash.parse('b'.repeat(64))
export const RESULT = ContentHash.parse('c'.repeat(64))

/** The server's word that the three counts agree, or what differs. */
export function recordTallies(
  show: TestShow,
  change: Partial<Extract<PeriodCommand, { type: 'RecordTallies' }>> = {},
  periodId = PERIOD,
): void {
  const { stage } = periodIn(show, periodId)
  show.when(
    {
      ...{ type: 'RecordTallies', periodId, frozenAtMs: stage.phase === 'frozen' ? stage.sinceMs : 0 },
      ...{ differences: [], bundleHash: BUNDLE, resultHash: RESULT, polls: [], ...change },
    },
    SYSTEM,
  )
}

/** What OFFICE asks and AUDITOR confirms; both have an account after it. The notice is as short as may be after a day's wait. */
export function certification(
  show: TestShow,
  periodId = PERIOD,
): Extract<PeriodAct, { type: 'CertifyRanking' }> {
  for (const { id, role } of [OFFICE, AUDITOR] as { id: PersonId; role: 'office' | 'auditor' }[]) {
    if (show.house().people.people[id] === undefined)
      show.when({ type: 'AddPerson', personId: id, name: id, role })
  }
  const noticeUntilMs = show.nowMs + 8 * DAY_MS
  return { type: 'CertifyRanking', periodId, bundleHash: BUNDLE, noticeUntilMs }
}

/** Frozen, counted and certified: in notice. */
export function publishPeriod(...of: Parameters<typeof draftPeriod>): PeriodId {
  const periodId = freezePeriod(...of)
  certifyPeriod(of[0], periodId)
  return periodId
}

export function certifyPeriod(show: TestShow, periodId = PERIOD, bundleHash = BUNDLE): void {
  recordTallies(show, { bundleHash }, periodId)
  byTwo(show, { ...certification(show, periodId), bundleHash })
}

export function finalisePeriod(show: TestShow, periodId = PERIOD): void {
  const { publicationId, noticeUntilMs } = periodIn(show, periodId).publications.at(-1)!
  show.nowMs = Math.max(show.nowMs, noticeUntilMs)
  show.when({ type: 'FinalisePublication', periodId, publicationId }, OFFICE)
}

/** A half-year of two final quarters, frozen on the day after it. */
export function givenFrozenHalf(show: TestShow): PeriodId {
  const [second, half] = [PeriodId.parse('2027-q2'), PeriodId.parse('2027-h1')]
  publishPeriod(show)
  finalisePeriod(show)
  const days = { startsOn: '2027-04-01', endsOn: '2027-06-30', evidenceDueOn: '2027-07-10' }
  publishPeriod(show, { ...days, title: '第二季度' }, second)
  finalisePeriod(show, second)
  const rollsUp = [PERIOD, second]
  return freezePeriod(show, { ...days, kind: 'half', startsOn: '2027-01-01', title: '上半年', rollsUp }, half)
}

export function vetoOn(n: number, vetoId = 'veto-0001'): Extract<PeriodCommand, { type: 'SetVeto' }> {
  return {
    ...{ type: 'SetVeto', periodId: PERIOD, vetoId, unitId: unitId(n) },
    ...{ kind: '弄虚作假', reason: '经查伪造台账', files: [] },
  }
}

export function periodIn(show: TestShow, periodId = PERIOD): Period {
  return show.house().periods[periodId]!
}

export function sourceOf(importId: string, words = '短信评议报表'): EvidenceSource {
  return { importId, words, fileHash: null }
}

/** Imported citizens' counts by the number of the unit. */
export function citizensCounts(
  counts: Readonly<Record<number, Partial<Split>>>,
  change: Partial<Extract<PeriodCommand, { type: 'AcceptCitizensCounts' }>> = {},
): Extract<PeriodCommand, { type: 'AcceptCitizensCounts' }> {
  return {
    type: 'AcceptCitizensCounts',
    periodId: PERIOD,
    source: sourceOf('citizens-1'),
    replaces: false,
    rows: Object.entries(counts).map(([n, split]) => ({
      unitId: unitId(Number(n)),
      split: { ...EMPTY_SPLIT, ...split },
    })),
    ...change,
  }
}

/** Counts by unit's number, then indicator: numerator and denominator. */
export function indicatorCounts(
  counts: Readonly<Record<number, Readonly<Record<string, readonly [number, number]>>>>,
  change: Partial<Extract<PeriodCommand, { type: 'AcceptIndicatorCounts' }>> = {},
): Extract<PeriodCommand, { type: 'AcceptIndicatorCounts' }> {
  return {
    type: 'AcceptIndicatorCounts',
    periodId: PERIOD,
    source: sourceOf('indicators-1', '12345热线月报'),
    replaces: false,
    rows: Object.entries(counts).flatMap(([n, ofUnit]) =>
      Object.entries(ofUnit).map(([indicatorId, [numerator, denominator]]) => ({
        unitId: UnitId.parse(`u${n}`),
        indicatorId,
        count: { numerator, denominator },
      })),
    ),
    ...change,
  }
}
