// A quarter's indicators by unit, filtered, by pages of the server: each row with what it costs, in words.

import { Empty, Input, Segmented, Select, Space, Statistic, Table, Tag } from 'antd'
import { useState } from 'react'
import { CATEGORIES, CATEGORY_NAMES, type Category } from '../../../shared/evaluation/categories.ts'
import { INDICATOR_PAGE, type IndicatorsAnswer } from '../../../shared/protocol/indicators-api.ts'
import { countOf } from '../../lib/format.ts'
import { AskedFrame } from '../../ui/periods/asked-frame.tsx'
import { useAsked } from '../../ui/periods/use-asked.ts'

type Row = IndicatorsAnswer['rows'][number]
type State = 'all' | 'present' | 'missing' | 'dropped'

interface Filter {
  readonly q: string
  readonly category: Category | null
  readonly indicator: string | null
  readonly state: State
  readonly page: number
}

export function IndicatorsTable({ periodId, turn }: { readonly periodId: string; readonly turn: unknown }) {
  const [filter, setFilter] = useState<Filter>({
    ...{ q: '', category: null, indicator: null, state: 'all', page: 1 },
  })
  const change = (next: Partial<Filter>) => setFilter((before) => ({ ...before, page: 1, ...next }))
  const query = new URLSearchParams({ state: filter.state, page: String(filter.page) })
  if (filter.q !== '') query.set('q', filter.q)
  if (filter.category !== null) query.set('category', filter.category)
  if (filter.indicator !== null) query.set('indicator', filter.indicator)
  const asked = useAsked<IndicatorsAnswer>(`/api/indicators/${periodId}?${query.toString()}`, turn)
  return (
    <div className="pd-stack">
      <Space wrap>
        <Segmented<State>
          aria-label="显示哪些"
          value={filter.state}
          onChange={(state) => change({ state })}
          options={[
            { value: 'all', label: '全部' },
            { value: 'present', label: '已有' },
            { value: 'missing', label: '还缺' },
            { value: 'dropped', label: '件数不足' },
          ]}
        />
        <Select<Category>
          allowClear
          aria-label="类别"
          className="pd-select"
          placeholder="全部类别"
          value={filter.category}
          onChange={(category: Category | undefined) => change({ category: category ?? null })}
          options={CATEGORIES.map((value) => ({ value, label: CATEGORY_NAMES[value] }))}
        />
        <Select<string>
          allowClear
          aria-label="指标"
          className="pd-select"
          placeholder="全部指标"
          value={filter.indicator}
          onChange={(indicator: string | undefined) => change({ indicator: indicator ?? null })}
          options={(asked.value?.indicators ?? []).map(({ indicatorId, name }) => ({
            value: indicatorId,
            label: name,
          }))}
        />
        <Input.Search
          allowClear
          className="pd-search"
          aria-label="按单位名称或代码查找"
          placeholder="按单位名称或代码查找"
          onSearch={(words) => change({ q: words.trim() })}
        />
      </Space>
      <AskedFrame asked={asked} what="大数据佐证">
        {(answer) => (
          <>
            <Space size="large">
              <Statistic title="已有（单位×指标）" value={countOf(answer.present)} />
              <Statistic title="还缺" value={countOf(answer.missing)} />
            </Space>
            <Table<Row>
              size="middle"
              rowKey={({ unit, indicatorId }) => `${unit.unitId} ${indicatorId}`}
              loading={{ spinning: asked.earlier && asked.waiting, delay: 300 }}
              dataSource={[...answer.rows]}
              pagination={{
                ...{ current: filter.page, pageSize: INDICATOR_PAGE, total: answer.total },
                ...{ showSizeChanger: false, hideOnSinglePage: true },
                onChange: (page) => change({ page }),
              }}
              scroll={{ x: 1_080 }}
              columns={[
                { title: '代码', key: 'code', width: 70, render: (_, { unit }) => unit.code },
                {
                  title: '单位',
                  key: 'unit',
                  width: 200,
                  render: (_, { unit }) => <span className="office-wrap">{unit.name}</span>,
                },
                { title: '指标', dataIndex: 'name', width: 120 },
                {
                  title: '分子÷分母',
                  key: 'count',
                  width: 120,
                  align: 'right',
                  render: (_, { count }) =>
                    count === null ? '—' : `${countOf(count.numerator)}÷${countOf(count.denominator)}`,
                },
                {
                  title: '比率',
                  key: 'rate',
                  width: 90,
                  align: 'right',
                  render: (_, { rate }) => (rate === null ? '—' : `${rate}%`),
                },
                {
                  title: '得分',
                  key: 'score',
                  width: 120,
                  align: 'right',
                  render: (_, row) => <Score row={row} />,
                },
                { title: '怎么算的', dataIndex: 'sentence' },
              ]}
              locale={{
                emptyText: (
                  <Empty
                    description={
                      answer.indicators.length === 0
                        ? '这个季度的评分方案里没有大数据指标。'
                        : '没有符合条件的行。换一个条件，或用“导入表格”导入件数。'
                    }
                  />
                ),
              }}
            />
          </>
        )}
      </AskedFrame>
    </div>
  )
}

function Score({ row: { count, score, full } }: { readonly row: Row }) {
  if (count === null) return <Tag color="error">还缺</Tag>
  if (score === null) return <Tag>件数不足</Tag>
  return (
    <>
      {score} <span className="office-quiet">/ {full}</span>
    </>
  )
}
