// Given, when, then for evaluation periods: a quarter around T0, opened, given evidence, frozen and published by real commands.

import { UnitId } from '../../shared/basics/ids.ts'
import { EMPTY_SPLIT, type Split } from '../../shared/ballot/tally.ts'
import type { PeriodCommand } from '../../shared/period/command.ts'
import { PeriodId } from '../../shared/period/ids.ts'
import type { EvidenceSource, Period, PeriodSettings } from '../../shared/period/period.ts'
import { OFFICE, unitId } from './given-parts.ts'
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
