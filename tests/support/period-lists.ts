// More of what the period doors could answer: what is missing, objections with their words, and trends.

import type { z } from 'zod'
import type { Category } from '../../shared/evaluation/categories.ts'
import type { Method } from '../../shared/evaluation/scheme.ts'
import { MissingAnswer, NotApplicableAnswer } from '../../shared/protocol/period-api.ts'
import { ObjectionsDeskAnswer } from '../../shared/protocol/publications-api.ts'
import { DeductionsAnswer, TrendsAnswer } from '../../shared/protocol/ranking-api.ts'
import { cents, DAY_MS, unitOf } from './period-answers.ts'

export function missingAnswer(query: URLSearchParams): z.infer<typeof MissingAnswer> {
  const method = (query.get('method') ?? 'bigData') as Method
  const category = (query.get('category') ?? 'office') as Category
  const page = Number(query.get('page') ?? '1')
  const total = 63
  return MissingAnswer.parse({
    total,
    rows: Array.from({ length: Math.min(50, total - (page - 1) * 50) }, (_, n) => {
      const i = (page - 1) * 50 + n + 1
      const few = method === 'citizens'
      return {
        unit: unitOf(i, category),
        organisation: i % 4 === 0 ? null : '城东区人民政府',
        method,
        why: few ? 'sample' : 'nothing',
        n: few ? i % 30 : null,
        dueOn: '2027-01-15',
      }
    }),
  })
}

export function notApplicableAnswer(
  query: URLSearchParams,
  nowMs: number,
): z.infer<typeof NotApplicableAnswer> {
  const method = (query.get('method') ?? 'bigData') as Method
  const category = (query.get('category') ?? 'office') as Category
  return NotApplicableAnswer.parse({
    total: 5,
    rows: Array.from({ length: 5 }, (_, n) => ({
      ...{ unit: unitOf(n + 1, category), organisation: '城东区人民政府', method, by: '沈评' },
      ...{ reason: '窗口已撤并，本季度没有任何热线工单。', atMs: nowMs - (n + 1) * DAY_MS },
      withdrawn:
        n === 3 ? { reason: '热线平台查到12件工单，重新计入。', by: '沈评', atMs: nowMs - DAY_MS } : null,
    })),
  })
}

export function deductionsAnswer(unitId: string): z.infer<typeof DeductionsAnswer> {
  const standing = (total: number, place: number, list: 'worst' | null) => ({
    total: cents(total),
    place,
    list,
  })
  return DeductionsAnswer.parse({
    unit: unitOf(Number(unitId.slice(1)), 'office'),
    ranked: 91,
    now: standing(6_532, 83, 'worst'),
    deductions: [
      {
        deduction: { kind: 'indicator', indicatorId: 'on-time' },
        words:
          '按时办结率：按时办结件数360÷应办结件数400＝90.00%，目标不低于98%，每差1个百分点扣0.5分，应扣4.00分，得21.00分（满分25分、指标权重1）。',
        then: standing(6_621, 79, null),
        requested: false,
      },
      {
        deduction: { kind: 'item', itemId: 'item-1' },
        words: '整改事项“城东路排水口堵塞，雨天积水”：回头看发现虚假整改，每1权重计－1（权重2）。',
        then: standing(6_890, 71, null),
        requested: true,
      },
    ],
  })
}

export function objectionsAnswer(nowMs: number): z.infer<typeof ObjectionsDeskAnswer> {
  return ObjectionsDeskAnswer.parse({
    rows: [
      {
        objectionId: 'objection-1',
        unitId: 'u5',
        unitName: '城东片区第5科室',
        filedAtMs: nowMs - DAY_MS,
        words: '我单位第四季度按时办结率应为98.2%，台账里漏了12件，请复核。附热线平台截图编号。',
        contact: '李同志 027-0000000',
        answer: null,
      },
      {
        objectionId: 'objection-2',
        unitId: null,
        unitName: null,
        filedAtMs: nowMs - 2 * DAY_MS,
        words: '排名没有说明网页票为什么不计入。',
        contact: '',
        answer: null,
      },
      {
        objectionId: 'objection-3',
        unitId: 'u8',
        unitName: '城东片区第8科室',
        filedAtMs: nowMs - 4 * DAY_MS,
        words: null,
        contact: null,
        answer: {
          outcome: 'rejected',
          words: '经复核，该单位的两件整改确属逾期，维持原结果。',
          by: '沈评',
          atMs: nowMs - 3 * DAY_MS,
        },
      },
    ],
  })
}

export function trendsAnswer(query: URLSearchParams): z.infer<typeof TrendsAnswer> {
  const organisation = query.get('organisation')
  return TrendsAnswer.parse({
    category: query.get('category') ?? 'office',
    organisation: organisation === null ? null : '城东区人民政府',
    periods: Array.from({ length: 12 }, (_, n) => ({
      periodId: `p${n}`,
      title: `${2024 + Math.floor(n / 4)}年第${'一二三四'[n % 4] ?? ''}季度`,
      ranked: 90 + n,
      spread: {
        least: cents(4_200 + n * 60),
        lower: cents(6_800 + n * 40),
        median: cents(7_500 + n * 50),
        upper: cents(8_300 + n * 30),
        most: cents(9_400 + n * 10),
      },
      own:
        organisation === null
          ? null
          : { ranked: 12, mean: cents(7_100 + n * 90), best: n % 3, worst: 2 - (n % 3) },
    })),
  })
}
