// A publication as a table: one row a unit of every category, ranked ones first, as CSV and workbook hold it.

import { CATEGORIES, CATEGORY_NAMES } from '../../shared/evaluation/categories.ts'
import { type Method, METHOD_NAMES, METHODS } from '../../shared/evaluation/scheme.ts'
import type { PublishedRanking } from './published-bundle.ts'

/** A number as it is shown stays one: `{ number }`; null: nothing. */
export type Cell = string | { readonly number: string } | null

export interface ResultsTable {
  readonly head: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

const APART_NAMES = { sample: '样本不足', notDelivered: '应报未报', noMethod: '缺少佐证' } as const
const LIST_NAMES = { best: '十优', worst: '十差' } as const

export function resultsTableOf({ ranked, organisations }: PublishedRanking): ResultsTable {
  const { outcome, scheme } = ranked
  const methods = METHODS.filter((method) => scheme.weightsBp[method] > 0)
  const names = new Map(organisations.map(({ organisationId, name }) => [organisationId, name]))
  const number = (value: string | number | undefined): Cell =>
    value === undefined ? null : { number: String(value) }
  return {
    head: [
      ...['类别', '名次', '代码', '单位', '所属组织', '总分'],
      ...methods.map((method) => `${METHOD_NAMES[method]}（得分）`),
      ...methods.map((method) => `${METHOD_NAMES[method]}（计入总分）`),
      ...['名单', '一票否决', '不参加排名的原因'],
    ],
    rows: CATEGORIES.flatMap((category) => {
      const { rows, unranked } = outcome.of(category)
      return [
        ...rows.map((row): readonly Cell[] => {
          const partOf = (method: Method) => row.parts.find((part) => part.method === method)
          return [
            CATEGORY_NAMES[category],
            ...[number(row.place), number(row.unit.code), row.unit.name],
            names.get(row.unit.organisationId ?? '') ?? null,
            number(row.total),
            ...methods.map((method) => number(partOf(method)?.points)),
            ...methods.map((method) => number(partOf(method)?.weighted)),
            row.list === null ? null : LIST_NAMES[row.list],
            row.vetoed ? '是' : null,
            null,
          ]
        }),
        ...unranked.map(({ unit, why, methods: of }): readonly Cell[] => [
          ...[CATEGORY_NAMES[category], null, number(unit.code), unit.name],
          names.get(unit.organisationId ?? '') ?? null,
          ...Array.from({ length: 1 + methods.length * 2 }, () => null),
          ...[null, null, [APART_NAMES[why], ...of.map((method) => METHOD_NAMES[method])].join('：')],
        ]),
      ]
    }),
  }
}
