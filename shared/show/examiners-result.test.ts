// Proves the examiners' result: what marks are worth, quorum, recusal, trim and weights, by example.

import { describe, expect, test } from 'vitest'
import { fromJson, show as shown } from '../basics/exact.ts'
import { SESSION, grade, seatId, unitId } from '../../tests/support/given-parts.ts'
import { givenLive, type GivenOptions, type TestShow } from '../../tests/support/given.ts'
import { examinersResultOf } from './examiners-result.ts'
import type { GroupWeights } from './panel.ts'
import type { ExaminersResult } from './score.ts'

type Points = 100 | 60 | 0 | null

function resultOf(show: TestShow): ExaminersResult {
  return examinersResultOf(show.examiners(), show.session())
}

function givenGrades(points: readonly Points[], options: GivenOptions = {}): TestShow {
  const show = givenLive({ seats: points.length, ...options })
  show.openExaminers()
  points.forEach((each, i) => show.cast(i + 1, grade(each)))
  return show
}

function givenMarks(marks: readonly number[], options: GivenOptions = {}): TestShow {
  const show = givenLive({ seats: marks.length, form: { kind: 'marks', trim: 0 }, ...options })
  show.openExaminers()
  marks.forEach((each, i) => show.cast(i + 1, each))
  return show
}

const meanOf = (show: TestShow) => {
  const { mean } = resultOf(show)
  return mean === null ? null : shown(fromJson(mean))
}

describe('[SCORE1] what a mark is worth', () => {
  test('grades 100, 60, 0 and abstention, counted from best to worst', () => {
    const show = givenGrades([100, 100, 60, 0, 60, 100, null])
    expect(resultOf(show)).toMatchObject({ counted: 6, abstained: 1, mean: { num: '70', den: '1' } })
    expect(resultOf(show).distribution).toEqual([
      { label: 'satisfied', count: 3 },
      { label: 'fair', count: 2 },
      { label: 'dissatisfied', count: 1 },
      { label: 'abstain', count: 1 },
    ])
  })

  test('placards are 100 and 0', () => {
    const show = givenLive({ form: { kind: 'placard' } })
    show.openExaminers()
    for (let n = 1; n <= 6; n++) show.cast(n, { kind: 'face', face: n <= 2 ? 'smile' : 'cry' })
    expect(meanOf(show)).toBe('33.33')
    expect(resultOf(show).distribution).toEqual([
      { label: 'smile', count: 2 },
      { label: 'cry', count: 4 },
    ])
  })

  test('marks stand in ten bands, 100 with the nineties', () => {
    const show = givenMarks([0, 9, 10, 59, 60, 89, 90, 100])
    expect(resultOf(show).distribution.map(({ label, count }) => `${label} ${count}`)).toEqual([
      '90–100 2',
      '80–89 1',
      '70–79 0',
      '60–69 1',
      '50–59 1',
      '40–49 0',
      '30–39 0',
      '20–29 0',
      '10–19 1',
      '0–9 2',
    ])
  })
})

describe('[SCORE7] quorum', () => {
  test('exactly half of the present is not enough, one more is', () => {
    expect(resultOf(givenGrades([60, 60, 60, 60, 60], { seats: 10 }))).toMatchObject({
      invalid: 'not_half_of_present',
      mean: null,
      present: 10,
    })
    expect(resultOf(givenGrades([60, 60, 60, 60, 60, 60], { seats: 11 })).invalid).toBeNull()
  })

  test('abstaining is answering, but five scores have to count', () => {
    const answers: Points[] = [60, 60, 60, 60, null, null]
    expect(resultOf(givenGrades(answers))).toMatchObject({
      invalid: 'fewer_than_five',
      counted: 4,
      abstained: 2,
      mean: null,
    })
    expect(resultOf(givenGrades([...answers, 60]))).toMatchObject({ invalid: null, counted: 5 })
  })

  test('present is who signed in before it opened, though the device was taken away since', () => {
    const show = givenLive({ seats: 12, signedIn: 10 })
    show.openExaminers()
    show.when({ type: 'ReleaseSeat', sessionId: SESSION, seatId: seatId(10) })
    for (let n = 1; n <= 5; n++) show.cast(n, grade(60))
    expect(resultOf(show)).toMatchObject({ present: 10, invalid: 'not_half_of_present' })
    show.when({ type: 'SignInSeat', sessionId: SESSION, seatId: seatId(11) }, { role: 'system' })
    show.cast(11, grade(60))
    expect(resultOf(show)).toMatchObject({ present: 10, counted: 6, invalid: 'not_half_of_present' })
    show.cast(6, grade(60))
    expect(resultOf(show)).toMatchObject({ present: 10, counted: 7, invalid: null })
  })

  test('[SCORE5] a recused seat is neither present nor counted', () => {
    const show = givenGrades([0, 100, 100, 100, 100, 100], { seats: 11 })
    expect(meanOf(show)).toBe('83.33')
    show.when({ type: 'Recuse', sessionId: SESSION, seatId: seatId(1), unitId: unitId(1), recused: true })
    expect(resultOf(show)).toMatchObject({
      present: 10,
      recused: 1,
      counted: 5,
      invalid: 'not_half_of_present',
    })
    show.when({ type: 'Recuse', sessionId: SESSION, seatId: seatId(11), unitId: unitId(1), recused: true })
    expect(resultOf(show)).toMatchObject({ present: 9, recused: 2, counted: 5, invalid: null })
    expect(meanOf(show)).toBe('100.00')
  })

  test('a recusal from another unit changes nothing', () => {
    const show = givenGrades([0, 100, 100, 100, 100])
    show.when({ type: 'Recuse', sessionId: SESSION, seatId: seatId(1), unitId: unitId(2), recused: true })
    expect(resultOf(show)).toMatchObject({ present: 5, recused: 0, counted: 5 })
  })
})

describe('[SCORE6] trim', () => {
  const trimmed = (marks: number[], trim: number) => givenMarks(marks, { form: { kind: 'marks', trim } })

  test('k highest and lowest are dropped when ten count, none when nine do', () => {
    const nine = [0, 50, 50, 50, 50, 50, 50, 50, 100]
    expect(meanOf(trimmed([...nine, 80], 1))).toBe('53.75')
    expect(resultOf(trimmed([...nine, 80], 1))).toMatchObject({ counted: 10, trimmed: 1 })
    expect(resultOf(trimmed([...nine.slice(1), 80], 1))).toMatchObject({ counted: 9, trimmed: 0 })
    expect(meanOf(trimmed([0, 1, 2, 3, 40, 60, 97, 98, 99, 100], 4))).toBe('50.00')
  })

  test('one of equal marks is dropped, not all of them', () => {
    expect(meanOf(trimmed([100, 100, 100, 100, 100, 0, 0, 0, 0, 0], 1))).toBe('50.00')
  })
})

describe('[SCORE6] group weights', () => {
  const givenGroups = (marksByGroup: readonly (readonly number[])[], groupWeights: GroupWeights) => {
    const most = Math.max(3, ...marksByGroup.map((marks) => marks.length))
    const show = givenLive({ seats: most * 5, form: { kind: 'marks', trim: 0 }, groupWeights })
    show.openExaminers()
    marksByGroup.forEach((marks, group) => marks.forEach((mark, i) => show.cast(i * 5 + group + 1, mark)))
    return show
  }

  test('the weighted mean of group means, however many sit in a group', () => {
    const weightsBp = { party: 5_000, congress: 5_000, cppcc: 0, citizen: 0, netizen: 0 }
    const show = givenGroups([[100, 100, 100], [0, 0, 0, 0, 0, 0], [70], [70], [70]], {
      weightsBp,
      redistribute: false,
    })
    expect(resultOf(show)).toMatchObject({ invalid: 'not_half_of_present' })
    show.cast(3 + 5, 70)
    show.cast(3 + 10, 70)
    show.cast(3 + 15, 70)
    show.cast(3 + 20, 70)
    expect(meanOf(show)).toBe('50.00')
    expect(resultOf(show)).toMatchObject({ counted: 9 })
    expect(resultOf(show).groups.map(({ group, counted, weightBp }) => [group, counted, weightBp])).toEqual([
      ['party', 3, 5_000],
      ['congress', 6, 5_000],
      ['cppcc', 5, 0],
      ['citizen', 1, 0],
      ['netizen', 1, 0],
    ])
  })

  test('a group with two counted refuses the result; redistribute gives its weight to the others', () => {
    const weightsBp = { party: 4_000, congress: 3_000, cppcc: 3_000, citizen: 0, netizen: 0 }
    const marks = [[90, 90, 90], [60, 60, 60], [0, 0], [50], []]
    expect(resultOf(givenGroups(marks, { weightsBp, redistribute: false }))).toMatchObject({
      invalid: 'group_too_small',
      mean: null,
    })
    const show = givenGroups(marks, { weightsBp, redistribute: true })
    expect(resultOf(show)).toMatchObject({ invalid: null, counted: 6, mean: { num: '540', den: '7' } })
    expect(resultOf(show).groups.map(({ weightBp }) => weightBp)).toEqual([5_714, 4_286, 0, 0, 0])
  })

  test('trim works group by group, where ten of the group count', () => {
    const ten = [0, 50, 50, 50, 50, 50, 50, 50, 50, 90]
    const show = givenLive({
      seats: 50,
      form: { kind: 'marks', trim: 1 },
      groupWeights: {
        weightsBp: { party: 5_000, congress: 5_000, cppcc: 0, citizen: 0, netizen: 0 },
        redistribute: false,
      },
    })
    show.openExaminers()
    for (const group of [0, 1, 2])
      ten.slice(group === 1 ? 1 : 0).forEach((mark, i) => show.cast(i * 5 + group + 1, mark))
    expect(Number(meanOf(show))).toBeCloseTo((50 + (8 * 50 + 90) / 9) / 2, 2)
    expect(resultOf(show)).toMatchObject({ counted: 19, trimmed: 1 })
  })
})
