// The dates a new period begins with: the next that is free, in the city's days, its quarters found.

import { expect, test } from 'vitest'
import { PeriodId } from '../../../shared/period/ids.ts'
import { dayAt, daysAfter, endOfDayMs, newPeriodDraft, newPeriodId } from './period-draft.ts'

const quarter = (n: number, startsOn: string, endsOn: string) => ({
  periodId: PeriodId.parse(`2026-q${n}`),
  kind: 'quarter' as const,
  title: `第${n}季度`,
  startsOn,
  endsOn,
})
const YEAR = [
  quarter(1, '2026-01-01', '2026-03-31'),
  quarter(2, '2026-04-01', '2026-06-30'),
  quarter(3, '2026-07-01', '2026-09-30'),
  quarter(4, '2026-10-01', '2026-12-31'),
]
const NOVEMBER = Date.parse('2026-11-20T12:00:00+08:00')

test('the quarter that runs now, where it has no period', () => {
  expect(newPeriodDraft('quarter', NOVEMBER, YEAR.slice(0, 3))).toEqual({
    title: '2026年第四季度',
    kind: 'quarter',
    startsOn: '2026-10-01',
    endsOn: '2026-12-31',
    evidenceDueOn: '2027-01-15',
    rollsUp: [],
  })
})

test('else the next one, over the turn of the year', () => {
  expect(newPeriodDraft('quarter', NOVEMBER, YEAR)).toMatchObject({
    title: '2027年第一季度',
    startsOn: '2027-01-01',
    endsOn: '2027-03-31',
  })
})

test('a half-year and a year find the quarters they are made of', () => {
  expect(newPeriodDraft('half', NOVEMBER, [...YEAR].reverse())).toMatchObject({
    title: '2026年下半年',
    startsOn: '2026-07-01',
    endsOn: '2026-12-31',
    rollsUp: ['2026-q3', '2026-q4'],
  })
  expect(newPeriodDraft('year', NOVEMBER, YEAR).rollsUp).toEqual(['2026-q1', '2026-q2', '2026-q3', '2026-q4'])
})

test('the city’s day decides, not Greenwich’s', () => {
  const newYear = Date.parse('2027-01-01T00:30:00+08:00')
  expect(newPeriodDraft('quarter', newYear, YEAR).title).toBe('2027年第一季度')
  expect(dayAt(newYear)).toBe('2027-01-01')
  expect(dayAt(endOfDayMs('2027-01-01'))).toBe('2027-01-01')
  expect(dayAt(endOfDayMs('2027-01-01') + 1)).toBe('2027-01-02')
  expect(daysAfter('2028-02-28', 1)).toBe('2028-02-29')
})

test('an id says which period it is, and is never taken twice', () => {
  const draft = newPeriodDraft('half', NOVEMBER, [])
  expect(newPeriodId(draft, [])).toBe('2026-h2')
  expect(newPeriodId(draft, ['2026-h2', '2026-h2-2'])).toBe('2026-h2-3')
})
