// Units that lack a method's evidence, or have too little of it: filtered, by pages of the server, and chosen several at once.

import { Button, Empty, Space, Table, Tag } from 'antd'
import { useState } from 'react'
import { dayWords } from '../../../shared/basics/city-day.ts'
import { CATEGORY_NAMES } from '../../../shared/evaluation/categories.ts'
import { METHOD_NAMES, type Method } from '../../../shared/evaluation/scheme.ts'
import type { MissingAnswer, PeriodHead } from '../../../shared/protocol/period-api.ts'
import { countOf } from '../../lib/format.ts'
import { AskedFrame } from './asked-frame.tsx'
import { queryOf, UnitFilters, type UnitFilter } from './unit-filters.tsx'
import { useAsked } from './use-asked.ts'
import { useChosen } from './use-chosen.ts'

export type MissingRow = MissingAnswer['rows'][number]

interface Props {
  readonly head: PeriodHead
  /** Asks again where it changes. */
  readonly turn: unknown
  readonly filter: UnitFilter
  readonly onFilter: (filter: UnitFilter) => void
  /** What can be done with chosen units of one method; without it nothing can be chosen. */
  readonly onChosen?: (method: Method, rows: readonly MissingRow[], done: () => void) => void
}

const PAGE = 50
const keyOf = (row: MissingRow) => `${row.unit.unitId} ${row.method}`

export function MissingTable({ head, turn, filter, onFilter, onChosen }: Props) {
  const { method, category } = filter
  const [sought, setSought] = useState('')
  const [page, setPage] = useState(1)
  const { rows: chosen, selection, forget } = useChosen(keyOf)
  const query = queryOf(filter, sought, page)
  const asked = useAsked<MissingAnswer>(`/api/periods/${head.periodId}/missing?${query}`, turn)
  const change = (next: UnitFilter) => {
    setPage(1)
    forget()
    onFilter(next)
  }
  const marks = onChosen !== undefined && method !== null
  return (
    <div className="pd-stack">
      <Space wrap>
        <UnitFilters
          filter={filter}
          onFilter={change}
          onSought={(words) => {
            setPage(1)
            setSought(words)
          }}
        />
        {onChosen === undefined ? null : (
          <Button
            type="primary"
            disabled={!marks || chosen.length === 0}
            onClick={() => {
              if (method !== null) onChosen(method, chosen, forget)
            }}
          >
            {method === null
              ? '先选一种评议方式，再标不适用'
              : `标为不适用（已选${countOf(chosen.length)}个）…`}
          </Button>
        )}
      </Space>
      <AskedFrame asked={asked} what="缺项名单">
        {(answer) => (
          <Table<MissingRow>
            size="middle"
            rowKey={keyOf}
            loading={{ spinning: asked.earlier && asked.waiting, delay: 300 }}
            dataSource={[...answer.rows]}
            pagination={{
              current: page,
              pageSize: PAGE,
              total: answer.total,
              showSizeChanger: false,
              hideOnSinglePage: true,
              onChange: setPage,
            }}
            {...(marks ? { rowSelection: selection } : {})}
            columns={[
              { title: '代码', key: 'code', width: 80, render: (_, { unit }) => unit.code },
              {
                title: '单位',
                key: 'name',
                render: (_, { unit, organisation }) => (
                  <>
                    {unit.name}
                    <br />
                    <span className="pd-quiet">{organisation ?? '没有登记主管单位'}</span>
                  </>
                ),
              },
              {
                title: '类别',
                key: 'category',
                width: 150,
                render: (_, { unit }) => CATEGORY_NAMES[unit.category],
              },
              { title: '缺什么', key: 'method', width: 150, render: (_, row) => METHOD_NAMES[row.method] },
              { title: '原因', key: 'why', width: 170, render: (_, row) => <Why row={row} /> },
              { title: '最迟', key: 'due', width: 140, render: (_, row) => dayWords(row.dueOn) },
            ]}
            footer={() => `共 ${countOf(answer.total)} 项`}
            locale={{
              emptyText: (
                <Empty
                  description={
                    sought === '' && method === null && category === null
                      ? '没有缺项：每个单位的每种评议方式都已报齐，或已确认不适用。'
                      : '这个条件下没有缺项。换个条件再看。'
                  }
                />
              ),
            }}
          />
        )}
      </AskedFrame>
    </div>
  )
}

function Why({ row }: { readonly row: MissingRow }) {
  if (row.why === 'nothing') return <Tag color="error">还没有报送</Tag>
  return (
    <Tag color="warning">
      样本不足{row.n === null ? '' : `，只有${countOf(row.n)}${row.method === 'citizens' ? '票' : '项'}`}
    </Tag>
  )
}
