// Proves that a card tells in whole sentences how each number came about, why a unit stands where it does, and what would move it (RANK6).

import { describe, expect, test } from 'vitest'
import { evidenceOf, inputsOf, periodUnitOf, SMALL_SCHEME } from '../../tests/support/given-period.ts'
import { explain } from './explain.ts'
import { rankPeriod } from './period-ranking.ts'
import { standingWords } from './standing-words.ts'
import { changesOf, whatIfWords } from './what-if.ts'

const { unitId } = periodUnitOf(1)
const partsOf = (inputs: ReturnType<typeof inputsOf>, scheme = SMALL_SCHEME) =>
  Object.fromEntries(
    explain(unitId, inputs, scheme, rankPeriod(inputs, scheme)).map((part) => [part.method, part]),
  )

describe('[RANK6] a card', () => {
  test('tells every step from the counts to the weighted points', () => {
    const parts = partsOf(inputsOf([evidenceOf(1)]))
    expect(parts['citizens']).toEqual({
      method: 'citizens',
      state: 'present',
      weightBp: 3_500,
      weight: '7/20',
      points: '78.00',
      weighted: '27.30',
      steps: [
        '短信和微信共104票：满意60、基本满意30、不满意10，不了解4（不计入得分）。',
        '有效100票，得分（60×100＋30×60＋10×0）÷100＝78.00分；满意率（满意÷有效票）60.00%。',
        '权重35%：78.00×35%，计入总分27.30分。',
      ],
      evidence: [],
    })
    expect(parts['bigData']?.steps).toEqual([
      '按时办结率：按时办结件数95÷应办结件数100＝95.00%，目标不低于98%，每差1个百分点扣0.5分，应扣1.50分，得23.50分（满分25分、指标权重1）。',
      '各指标得分÷满分按指标权重平均，再乘100，得94.00分。',
      '权重20%：94.00×20%，计入总分18.80分。',
    ])
    expect(parts['department']?.steps.slice(0, 4)).toEqual([
      '业务主管部门：1人评分，平均80.00分，占75%。',
      '乡镇（街道）：1人评分，平均70.00分，占25%。',
      '区（开发区）没有评分，所占权重按比例分给其他组。',
      '各组平均分按所占权重相加，得77.50分。',
    ])
    expect(parts['rectification']?.steps.slice(0, 2)).toEqual([
      '本期到期2项，权重合计3：按期完成1项（权重2，每1权重计1）、逾期完成1项（权重1，每1权重计0.6）。',
      '100×（2×1＋1×0.6）÷3，低于0按0计，得86.67分。',
    ])
    expect(parts['tv']?.steps).toEqual([
      '第1次打分：2名考官的分计入，考官结果72.00分；没有现场市民评议，只用考官打分。',
      '权重15%：72.00×15%，计入总分10.80分。',
    ])
  })

  test('tells deductions down to the floor, what dropped out, false rectification and a poll that joined', () => {
    const parts = partsOf(
      inputsOf([
        evidenceOf(1, {
          bigData: [{ indicatorId: 'on-time', numerator: 20, denominator: 100 }],
          rectification: [
            { itemId: 'a', weight: 1, kind: 'overdue' },
            { itemId: 'b', weight: 2, kind: 'reopened_false' },
          ],
          tv: [
            {
              ...{ sessionId: 's', segmentId: 'g', examiners: { num: '80', den: '1', marks: [80] } },
              poll: { satisfied: 50, fair: 50, dissatisfied: 0, unsure: 0 },
            },
          ],
        }),
      ]),
    )
    expect(parts['bigData']?.steps[0]).toContain('应扣39.00分，按保底分计，得12.50分')
    expect(parts['rectification']?.steps[1]).toBe('100×（1×0＋2×－1）÷3，低于0按0计，得0.00分。')
    expect(parts['tv']?.steps[0]).toBe(
      '第1次打分：1名考官的分计入，考官结果80.00分；现场市民评议100票，80.00分；70%×80.00＋30%×80.00＝80.00分。',
    )
    const unsure = { satisfied: 0, fair: 0, dissatisfied: 0, unsure: 120 }
    const nobodyRated = partsOf(
      inputsOf([
        evidenceOf(1, {
          tv: [
            {
              ...{ sessionId: 's', segmentId: 'g', examiners: { num: '80', den: '1', marks: [80] } },
              poll: unsure,
            },
          ],
        }),
      ]),
    )
    expect(nobodyRated['tv']?.steps[0]).toBe(
      '第1次打分：1名考官的分计入，考官结果80.00分；现场市民评议120票都是不了解，只用考官打分。',
    )
    const few = partsOf(
      inputsOf([evidenceOf(1, { bigData: [{ indicatorId: 'on-time', numerator: 4, denominator: 5 }] })]),
    )
    expect(few['bigData']).toMatchObject({ state: 'sample', points: null, weighted: null, weight: '0' })
    expect(few['bigData']?.steps).toEqual([
      '按时办结率：按时办结件数4÷应办结件数5，应办结件数不足30，本指标不参评。',
      '没有一个指标达到最低件数，样本不足。',
      '大数据评议样本不足：本单位另列，不参加本期排名。',
    ])
  })

  test('[GRADE4] tells what two persons lifted: what it would have cost, and how it counts instead', () => {
    const parts = partsOf(
      inputsOf([
        evidenceOf(1, {
          bigData: [{ indicatorId: 'on-time', numerator: 90, denominator: 100, lifted: true }],
          rectification: [{ itemId: 'a', weight: 2, kind: 'on_time', lifted: true }],
        }),
      ]),
    )
    expect(parts['bigData']).toMatchObject({ points: '100.00' })
    expect(parts['bigData']?.steps[0]).toContain('应扣4.00分，两人批准免除扣分，按满分计，得25.00分')
    expect(parts['rectification']?.steps[1]).toBe(
      '其中1项曾被回头看否定，两人批准免除（容错纠错），按此前的情形计。',
    )
  })

  test('says whose weight went where, and whose mean was taken', () => {
    const parts = partsOf(
      inputsOf([
        evidenceOf(1, { department: [], rectification: [], tv: [], notApplicable: ['department'] }),
        evidenceOf(2),
      ]),
    )
    expect(parts['department']).toMatchObject({ state: 'notApplicable', points: null, weight: '0' })
    expect(parts['department']?.steps).toEqual([
      '经评议办确认，业务部门评议对本单位不适用，本项权重按比例分给本单位其他各项。',
    ])
    expect(parts['rectification']?.steps).toEqual([
      '本期没有到期的整改事项，本项不适用，本项权重按比例分给本单位其他各项。',
    ])
    expect(parts['tv']).toMatchObject({ state: 'categoryMean', points: '72.00', weight: '3/14' })
    expect(parts['tv']?.steps).toEqual([
      '本期没有参加电视问政（未参加），取本类已参加单位的平均分72.00分。',
      '方案权重15%，按本单位适用的各项折算为21.43%：72.00×21.43%，计入总分15.43分。',
    ])
  })

  test('says why a unit has no place', () => {
    const inputs = inputsOf([evidenceOf(1, { department: [], notDelivered: ['department'] }), evidenceOf(2)])
    expect(standingWords(unitId, inputs, SMALL_SCHEME, rankPeriod(inputs, SMALL_SCHEME))).toEqual([
      '业务部门评议应报未报：不参加排名，其所属单位本期不得评为优秀。',
    ])
    expect(partsOf(inputs)['department']?.steps).toEqual([
      '业务部门评议的佐证到截止期限仍未报送：应报未报，本单位不参加本期排名。',
    ])
  })
})

describe('[RANK6] what would have changed the place', () => {
  const eight = inputsOf(
    Array.from({ length: 8 }, (_, i) =>
      evidenceOf(i + 1, {
        citizens: {
          split: { satisfied: 20 + i * 10, fair: 20, dissatisfied: 60 - i * 5, unsure: 0 },
          pollIds: [],
        },
      }),
    ),
  )

  test('is said in steps a clerk can name, the smallest change first', () => {
    const words = whatIfWords(unitId, eight, SMALL_SCHEME)
    expect(words[0]).toMatch(/^若.*，名次由第8名升为第7名。$/)
    expect(words).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^若多得\d+张满意票，名次由第8名升为第7名。$/),
        expect.stringMatching(/^若多得\d+张满意票，列第6名，不在十差。$/),
        expect.stringMatching(/^若业务部门每位评分人都多给\d+分（满100为止），名次由第8名升为第7名。$/),
        expect.stringMatching(/^若电视问政的考官结果高\d+\.\d\d分（满100为止），名次由第8名升为第7名。$/),
      ]),
    )
    const first = whatIfWords(periodUnitOf(8).unitId, eight, SMALL_SCHEME)
    expect(first).toEqual(
      expect.arrayContaining([expect.stringMatching(/^若多得\d+张不满意票，列第3名，不再是十优。$/)]),
    )
  })

  test('is the least: the satisfied votes named reach the place, one less does not', () => {
    const change = changesOf(unitId, eight, SMALL_SCHEME).find(
      ({ goal, method }) => goal === 'place_up' && method === 'citizens',
    )!
    const placeWith = (more: number) => {
      const own = eight.evidence[0]!
      const split = { ...own.citizens!.split, satisfied: own.citizens!.split.satisfied + more }
      const evidence = [{ ...own, citizens: { split, pollIds: [] } }, ...eight.evidence.slice(1)]
      return rankPeriod({ ...eight, evidence }, SMALL_SCHEME).categories.office.rows.find(
        ({ unit }) => unit.unitId === unitId,
      )!.place
    }
    expect([placeWith(change.steps - 1), placeWith(change.steps)]).toEqual([8, 7])
  })

  test('of a unit with too few votes is how many it lacks', () => {
    const inputs = inputsOf([
      evidenceOf(1, {
        citizens: { split: { satisfied: 20, fair: 0, dissatisfied: 3, unsure: 9 }, pollIds: [] },
      }),
      evidenceOf(2),
    ])
    expect(whatIfWords(unitId, inputs, SMALL_SCHEME)).toEqual([
      '若再有7张有效票（不含不了解），市民评议即达到最低样本，可以参加排名。',
    ])
  })
})
