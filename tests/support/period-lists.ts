// More of what the period doors could answer: what is missing, objections with their words, and trends.

import type { z } from 'zod'
import type { Category } from '../../shared/evaluation/categories.ts'
import type { Method } from '../../shared/evaluation/scheme.ts'
import { MissingAnswer, ObjectionsDeskAnswer, TrendsAnswer } from '../../shared/protocol/period-api.ts'
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
