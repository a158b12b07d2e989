// How totals lie from period to period: a category's spread, and beside it one organisation's mean.

import { Empty, Segmented, Select, Space, Table } from 'antd'
import { useState } from 'react'
import { CATEGORIES, CATEGORY_NAMES, type Category } from '../../../shared/evaluation/categories.ts'
import { PERIOD_KIND_NAMES, type PeriodKind } from '../../../shared/period/period.ts'
import type { TrendsAnswer } from '../../../shared/protocol/ranking-api.ts'
import { countOf } from '../../lib/format.ts'
import { AskedFrame } from './asked-frame.tsx'
import { TrendsChart } from './trends-chart.tsx'
import { useAsked } from './use-asked.ts'

interface Props {
  readonly turn: unknown
  readonly organisations: readonly { readonly organisationId: string; readonly name: string }[]
}

type Row = TrendsAnswer['periods'][number]

export function TrendsScreen({ turn, organisations }: Props) {
  const [kind, setKind] = useState<PeriodKind>('quarter')
  const [category, setCategory] = useState<Category>('office')
  const [organisation, setOrganisation] = useState<string | null>(null)
  const query = new URLSearchParams({ kind, category })
  if (organisation !== null) query.set('organisation', organisation)
  const asked = useAsked<TrendsAnswer>(`/api/trends?${query.toString()}`, turn)
  return (
    <div className="pd-stack">
      <Space wrap>
        <Segmented<PeriodKind>
          aria-label="周期种类"
          value={kind}
          onChange={setKind}
          options={(['quarter', 'half', 'year'] as const).map((value) => ({
            value,
            label: PERIOD_KIND_NAMES[value],
          }))}
        />
        <Select<Category>
          aria-label="类别"
          className="pd-select"
          value={category}
          onChange={setCategory}
          options={CATEGORIES.map((value) => ({ value, label: CATEGORY_NAMES[value] }))}
        />
        {organisations.length === 0 ? null : (
          <Select<string>
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            aria-label="主管单位"
            className="pd-select"
            placeholder="再看一个主管单位"
            value={organisation}
            onChange={(value: string | undefined) => setOrganisation(value ?? null)}
            options={organisations.map(({ organisationId, name }) => ({
              value: organisationId,
              label: name,
            }))}
          />
        )}
      </Space>
      <AskedFrame asked={asked} what="走势">
        {(answer) =>
          answer.periods.length === 0 ? (
            <Empty
              description={`还没有发布过的${PERIOD_KIND_NAMES[kind]}排名。第一次签发以后，这里开始有走势。`}
            />
          ) : (
            <>
              <TrendsChart answer={answer} />
              <Table<Row>
                size="small"
                rowKey="periodId"
                pagination={false}
                dataSource={[...answer.periods].reverse()}
                scroll={{ x: 900 }}
                columns={[
                  { title: '周期', dataIndex: 'title' },
                  {
                    title: '参加排名',
                    key: 'ranked',
                    align: 'right',
                    render: (_, row) => countOf(row.ranked),
                  },
                  ...SPREAD.map(([key, title]) => ({
                    title,
                    key,
                    align: 'right' as const,
                    render: (_: unknown, row: Row) => row.spread?.[key] ?? '—',
                  })),
                  ...(answer.organisation === null
                    ? []
                    : [
                        {
                          title: `${answer.organisation}平均`,
                          key: 'own',
                          align: 'right' as const,
                          render: (_: unknown, row: Row) => ownWords(row),
                        },
                      ]),
                ]}
              />
            </>
          )
        }
      </AskedFrame>
    </div>
  )
}

const SPREAD = [
  ['most', '最高'],
  ['upper', '前四分之一'],
  ['median', '中间'],
  ['lower', '后四分之一'],
  ['least', '最低'],
] as const

function ownWords({ own }: Row): string {
  if (own === null) return '没有单位参加'
  return `${own.mean}（${countOf(own.ranked)}个单位，十优${own.best}、十差${own.worst}）`
}
