// Proves the ledger: which steps an item may take, and what it counts for in a period (EVAL7).

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compare, HUNDRED, show, ZERO } from '../basics/exact.ts'
import { UnitId } from '../basics/ids.ts'
import {
  creditOf,
  isOverdue,
  type ItemStep,
  mayStep,
  phaseOf,
  type RectificationItem,
  rectificationResultOf,
} from './rectification.ts'

const Q2 = { startsOn: '2026-04-01', endsOn: '2026-06-30' }

function item(dueOn: string, steps: readonly ItemStep[] = [], weight = 1, itemId = 'i1'): RectificationItem {
  return {
    ...{ itemId, dueOn, weight, steps },
    unitId: UnitId.parse('u1'),
    source: 'promise',
    text: '三个月内修好北门路积水点',
    owner: '张三，市城管委主任',
    openedOn: '2026-03-01',
  }
}
const submitted = (on: string): ItemStep => ({ step: 'submitted', on })
const accepted = (on: string): ItemStep => ({ step: 'accepted', on, how: 'office' })
const rejected = (on: string): ItemStep => ({ step: 'rejected', on, reason: '照片与现场不符' })
const reopened = (on: string): ItemStep => ({ step: 'reopened', on, reason: '回头看发现仍在积水' })

describe('[EVAL7] an item', () => {
  test.each<[string, RectificationItem, string | null]>([
    [
      'handed in on its day and accepted later',
      item('2026-05-01', [submitted('2026-05-01'), accepted('2026-05-20')]),
      'on_time',
    ],
    ['handed in a day late', item('2026-05-01', [submitted('2026-05-02'), accepted('2026-05-03')]), 'late'],
    [
      'rejected, handed in again in time',
      item('2026-05-20', [
        submitted('2026-05-01'),
        rejected('2026-05-05'),
        submitted('2026-05-19'),
        accepted('2026-06-01'),
      ]),
      'on_time',
    ],
    [
      'rejected, handed in again too late',
      item('2026-05-20', [
        submitted('2026-05-01'),
        rejected('2026-05-25'),
        submitted('2026-05-28'),
        accepted('2026-06-01'),
      ]),
      'late',
    ],
    ['handed in and not looked at by the end', item('2026-05-01', [submitted('2026-04-30')]), 'overdue'],
    [
      'accepted only after the end',
      item('2026-05-01', [submitted('2026-05-01'), accepted('2026-07-01')]),
      'overdue',
    ],
    ['with nothing done', item('2026-06-30'), 'overdue'],
    [
      'found false on the period’s first day',
      item('2026-03-20', [submitted('2026-03-10'), accepted('2026-03-15'), reopened('2026-04-01')]),
      'reopened_false',
    ],
    [
      'due on the period’s first day and settled before it',
      item('2026-04-01', [submitted('2026-03-10'), accepted('2026-03-15')]),
      'on_time',
    ],
    ['due after the end', item('2026-07-01'), null],
    [
      'due and settled before the period',
      item('2026-03-31', [submitted('2026-03-20'), accepted('2026-03-30')]),
      null,
    ],
    ['due before the period and still open', item('2026-03-31'), 'overdue'],
    [
      'due before and settled in it',
      item('2026-03-31', [submitted('2026-04-10'), accepted('2026-04-12')]),
      'late',
    ],
    [
      'due in it and settled before',
      item('2026-05-01', [submitted('2026-03-20'), accepted('2026-03-21')]),
      'on_time',
    ],
    [
      'found false in it',
      item('2026-03-31', [submitted('2026-03-20'), accepted('2026-03-30'), reopened('2026-05-01')]),
      'reopened_false',
    ],
    [
      'found false in it and accepted again',
      item('2026-03-31', [
        ...[submitted('2026-03-20'), accepted('2026-03-30'), reopened('2026-05-01')],
        ...[submitted('2026-05-05'), accepted('2026-05-06')],
      ]),
      'reopened_false',
    ],
    [
      'found false after the end',
      item('2026-05-01', [submitted('2026-05-01'), accepted('2026-05-02'), reopened('2026-07-02')]),
      'on_time',
    ],
    [
      'found false before it and still open',
      item('2026-02-01', [submitted('2026-01-20'), accepted('2026-01-30'), reopened('2026-03-01')]),
      'overdue',
    ],
  ])('%s', (_what, one, kind) => {
    expect(creditOf(one, Q2)).toBe(kind)
  })

  test('goes promised → submitted → accepted or rejected, and only what was accepted can be reopened', () => {
    const after = {
      promised: ['submitted'],
      submitted: ['accepted', 'rejected'],
      accepted: ['reopened'],
      rejected: ['submitted'],
      reopened: ['submitted'],
    } as const
    const steps = ['submitted', 'accepted', 'rejected', 'reopened'] as const
    for (const [from, may] of Object.entries(after))
      for (const step of steps)
        expect(mayStep(from as keyof typeof after, step)).toBe((may as readonly string[]).includes(step))
    expect(phaseOf(item('2026-05-01'))).toBe('promised')
    expect(phaseOf(item('2026-05-01', [submitted('2026-05-01')]))).toBe('submitted')
  })

  test('is overdue from the day after it was due until it is accepted', () => {
    expect(isOverdue(item('2026-05-01'), '2026-05-01')).toBe(false)
    expect(isOverdue(item('2026-05-01'), '2026-05-02')).toBe(true)
    expect(isOverdue(item('2026-05-01', [submitted('2026-05-01')]), '2026-05-02')).toBe(true)
    expect(
      isOverdue(item('2026-05-01', [submitted('2026-05-01'), accepted('2026-05-04')]), '2026-06-02'),
    ).toBe(false)
  })
})

describe('[EVAL7] points', () => {
  const onTime = [submitted('2026-05-01'), accepted('2026-05-02')]
  const late = [submitted('2026-05-02'), accepted('2026-05-03')]
  const foundFalse = [...onTime, reopened('2026-06-01')]
  const of = (...items: readonly RectificationItem[]) => rectificationResultOf(items, Q2).points

  test('are 100 × Σ credit·weight ÷ Σ weight, and never below 0', () => {
    expect(show(of(item('2026-05-01', onTime, 3), item('2026-05-01', late, 1))!)).toBe('90.00')
    expect(show(of(item('2026-05-01', onTime), item('2026-05-01'), item('2026-05-01', late))!)).toBe('53.33')
    expect(show(of(item('2026-05-01', onTime, 2), item('2026-05-01', foundFalse, 1))!)).toBe('33.33')
    expect(of(item('2026-05-01', onTime), item('2026-05-01', foundFalse, 5))).toEqual(ZERO)
  })

  test('are none where nothing was due: not 0', () => {
    expect(of()).toBeNull()
    expect(of(item('2026-07-01'))).toBeNull()
  })

  test('property: in 0–100, and handing in earlier never costs', () => {
    const day = fc.integer({ min: 1, max: 28 }).map((d) => `2026-05-${String(d).padStart(2, '0')}`)
    fc.assert(
      fc.property(day, day, day, fc.integer({ min: 1, max: 9 }), (dueOn, a, b, weight) => {
        const [earlier, later] = a <= b ? [a, b] : [b, a]
        const points = (on: string) =>
          of(item(dueOn, [submitted(on), accepted('2026-06-01')], weight), item('2026-05-10', late))!
        expect(compare(points(earlier), points(later))).toBeGreaterThanOrEqual(0)
        for (const each of [points(earlier), points(later)])
          expect(compare(each, ZERO) >= 0 && compare(each, HUNDRED) <= 0).toBe(true)
      }),
    )
  })
})
