// Which deductions of a unit may be lifted, what they say, and that lifting one makes of it what was shown before (GRADE4).

import { describe, expect, test } from 'vitest'
import { show as shown } from '../basics/exact.ts'
import { rankPeriod } from '../evaluation/period-ranking.ts'
import { standingsIf } from '../evaluation/standing-if.ts'
import { OFFICE, unitId } from '../../tests/support/given-parts.ts'
import { byTwo, givenUnits } from '../../tests/support/given-polls.ts'
import { PERIOD, indicatorCounts, openPeriod, periodIn } from '../../tests/support/given-periods.ts'
import type { TestShow } from '../../tests/support/given.ts'
import { deductionName, deductionsOf } from './deductions.ts'
import { schemeOf } from './in-force.ts'
import { periodInputsOf } from './period-inputs.ts'

const inputsOf = (show: TestShow) => periodInputsOf(show.house(), periodIn(show), show.nowMs)
const lostBy = (show: TestShow, n: number) => {
  const evidence = inputsOf(show).evidence[n - 1]!
  const { category } = periodIn(show).units[n - 1]!
  return deductionsOf(evidence, category, schemeOf(periodIn(show)), periodIn(show), show.house().ledger)
}
const NONE = [0, 100] as const
const lift = (n: number, deduction: Parameters<typeof deductionName>[1]) =>
  ({ type: 'LiftDeduction', periodId: PERIOD, unitId: unitId(n), deduction }) as const

function withItem(show: TestShow): void {
  show.when(
    {
      type: 'AddItems',
      source: { importId: 'ledger-1', words: '督查台账', fileHash: null },
      items: [
        {
          ...{ itemId: 'item-1', unitId: unitId(1), source: 'inspection', text: '路面破损' },
          ...{ owner: '张三', dueOn: '2027-02-10', openedOn: '2027-01-10', weight: 2 },
        },
      ],
    },
    OFFICE,
  )
  const note = { note: '已修复', files: [] }
  show.when({ type: 'SubmitItem', itemId: 'item-1', stepsSeen: 0, ...note }, OFFICE)
  show.when({ type: 'AcceptItem', itemId: 'item-1', stepsSeen: 1, ...note }, OFFICE)
  show.when({ type: 'ReopenItem', itemId: 'item-1', stepsSeen: 2, reason: '仍然破损', files: [] }, OFFICE)
}

describe('[GRADE4] what may be lifted', () => {
  test('indicators short of their target and items found false; not what is met, drops out or was lifted', () => {
    const show = givenUnits()
    openPeriod(show)
    const counts = {
      'on-time': [90, 100],
      accepted: [100, 100],
      content: [1, 5],
    } as const
    show.when(indicatorCounts({ 1: counts }), OFFICE)
    withItem(show)
    const found = lostBy(show, 1)
    expect(found.map(({ deduction }) => deduction)).toEqual([
      { kind: 'indicator', indicatorId: 'on-time' },
      { kind: 'item', itemId: 'item-1' },
    ])
    expect(found[0]!.words).toBe(
      '按时办结率：按时办结件数90÷应办结件数100＝90.00%，目标不低于98%，每差1个百分点扣0.5分，应扣4.00分，得21.00分（满分25分、指标权重1）。',
    )
    expect(found[1]!.words).toBe('整改事项“路面破损”：回头看发现虚假整改，每1权重计－1（权重2）。')
    expect(lostBy(show, 2)).toEqual([])
    byTwo(show, lift(1, found[0]!.deduction))
    expect(lostBy(show, 1).map(({ deduction }) => deduction)).toEqual([found[1]!.deduction])
  })

  test('what is shown before asking is what two persons bring about', () => {
    const show = givenUnits()
    openPeriod(show)
    show.when(indicatorCounts({ 1: { 'on-time': [90, 100] } }), OFFICE)
    withItem(show)
    for (const { deduction, after } of lostBy(show, 1)) {
      byTwo(show, lift(1, deduction))
      const now = inputsOf(show).evidence[0]!
      expect(deduction.kind === 'indicator' ? now.bigData : now.rectification).toEqual(
        deduction.kind === 'indicator' ? after.bigData : after.rectification,
      )
    }
  })

  test('by their names, and by id where nobody knows them any more', () => {
    const show = givenUnits()
    openPeriod(show)
    withItem(show)
    const name = (deduction: Parameters<typeof deductionName>[1]) =>
      deductionName(PERIOD, deduction, show.house())
    expect(name({ kind: 'indicator', indicatorId: 'on-time' })).toBe('指标“按时办结率”')
    expect(name({ kind: 'indicator', indicatorId: 'gone' })).toBe('指标“gone”')
    expect(name({ kind: 'item', itemId: 'item-1' })).toBe('整改事项“路面破损”的虚假整改')
  })
})

test('[RANK6] where a unit would stand is where ranking anew puts it', () => {
  const show = givenUnits()
  openPeriod(show)
  const all = ['on-time', 'accepted', 'content', 'returned', 'redone', 'good-review']
  const counts = (good: number) =>
    Object.fromEntries(all.map((id) => [id, id.startsWith('re') ? NONE : ([good, 100] as const)] as const))
  show.when(indicatorCounts({ 1: counts(80), 2: counts(90), 3: counts(85) }), OFFICE)
  const scheme = {
    ...schemeOf(periodIn(show)),
    weightsBp: { citizens: 0, bigData: 10_000, department: 0, rectification: 0, tv: 0 },
  }
  const inputs = inputsOf(show)
  const units = inputs.units.map((unit) => ({ ...unit, category: 'office' as const }))
  const given = { ...inputs, units }
  const found = deductionsOf(given.evidence[0]!, 'office', scheme, periodIn(show), show.house().ledger)
  const { now, then } = standingsIf(
    unitId(1),
    found.map(({ after }) => after),
    given,
    scheme,
    'final',
  )
  expect(now?.place).toBe(3)
  expect(found.length).toBeGreaterThan(1)
  found.forEach(({ after }, i) => {
    const evidence = given.evidence.map((each) => (each.unitId === unitId(1) ? after : each))
    const { rows } = rankPeriod({ ...given, evidence }, scheme, 'final').categories.office
    const row = rows.find(({ unit }) => unit.unitId === unitId(1))!
    expect(then[i]).toMatchObject({ place: row.place, list: row.list })
    expect(shown(then[i]!.total)).toBe(shown(row.total))
  })
  expect(standingsIf(unitId(99), [], given, scheme, 'final')).toEqual({ now: null, then: [] })
})
