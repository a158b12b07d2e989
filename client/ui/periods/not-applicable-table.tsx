// What was confirmed not to apply to which unit, by whom and why; what was withdrawn stays in sight with its reason (EVAL3).

import { Button, Empty, Space, Table, Tag } from 'antd'
import { useState } from 'react'
import { CATEGORY_NAMES } from '../../../shared/evaluation/categories.ts'
import { METHOD_NAMES } from '../../../shared/evaluation/scheme.ts'
import type { NotApplicableAnswer, PeriodHead } from '../../../shared/protocol/period-api.ts'
import { countOf, dateTimeOf } from '../../lib/format.ts'
import { AskedFrame } from './asked-frame.tsx'
import { NO_FILTER, queryOf, UnitFilters, type UnitFilter } from './unit-filters.tsx'
import { useAsked } from './use-asked.ts'
import { useChosen } from './use-chosen.ts'

export type NotApplicableRow = NotApplicableAnswer['rows'][number]

interface Props {
  readonly head: PeriodHead
  /** Asks again where it changes. */
  readonly turn: unknown
  /** Asks for a reason and withdraws; without it the table is for reading. Rows are of one method. */
  readonly onWithdraw?: (rows: readonly NotApplicableRow[], done: () => void) => void
}

const PAGE = 50
const keyOf = ({ unit, method, atMs }: NotApplicableRow) => `${unit.unitId} ${method} ${atMs}`

export function NotApplicableTable({ head, turn, onWithdraw }: Props) {
  const [filter, setFilter] = useState<UnitFilter>(NO_FILTER)
  const [sought, setSought] = useState('')
  const [page, setPage] = useState(1)
  const { rows: chosen, selection, forget } = useChosen(keyOf)
  const asked = useAsked<NotApplicableAnswer>(
    `/api/periods/${head.periodId}/not-applicable?${queryOf(filter, sought, page)}`,
    turn,
  )
  const selects = onWithdraw !== undefined && filter.method !== null
  return (
    <div className="pd-stack">
      <Space wrap>
        <UnitFilters
          filter={filter}
          onFilter={(next) => {
            setPage(1)
            forget()
            setFilter(next)
          }}
          onSought={(words) => {
            setPage(1)
            setSought(words)
          }}
        />
        {onWithdraw === undefined ? null : (
          <Button disabled={!selects || chosen.length === 0} onClick={() => onWithdraw(chosen, forget)}>
            {filter.method === null
              ? '先选一种评议方式，再一起撤回'
              : `撤回不适用（已选${countOf(chosen.length)}个）…`}
          </Button>
        )}
      </Space>
      <AskedFrame asked={asked} what="不适用名单">
        {(answer) => (
          <Table<NotApplicableRow>
            size="middle"
            rowKey={keyOf}
            loading={{ spinning: asked.earlier && asked.waiting, delay: 300 }}
            dataSource={[...answer.rows]}
            scroll={{ x: 1_100 }}
            pagination={{
              current: page,
              pageSize: PAGE,
              total: answer.total,
              showSizeChanger: false,
              hideOnSinglePage: true,
              onChange: setPage,
            }}
            {...(selects
              ? {
                  rowSelection: {
                    ...selection,
                    getCheckboxProps: ({ withdrawn }: NotApplicableRow) => ({ disabled: withdrawn !== null }),
                  },
                }
              : {})}
            columns={[
              { title: '代码', key: 'code', width: 80, render: (_, { unit }) => unit.code },
              {
                title: '单位',
                key: 'name',
                width: 260,
                render: (_, { unit }) => (
                  <>
                    {unit.name}
                    <br />
                    <span className="pd-quiet">{CATEGORY_NAMES[unit.category]}</span>
                  </>
                ),
              },
              {
                title: '不适用的方式',
                key: 'method',
                width: 150,
                render: (_, row) => METHOD_NAMES[row.method],
              },
              { title: '理由', dataIndex: 'reason' },
              {
                title: '确认',
                key: 'by',
                width: 180,
                render: (_, row) => (
                  <>
                    {row.by}
                    <br />
                    <span className="pd-quiet">{dateTimeOf(row.atMs)}</span>
                  </>
                ),
              },
              {
                title: '现状',
                key: 'state',
                width: 260,
                render: (_, row) => (
                  <State
                    row={row}
                    {...(onWithdraw === undefined ? {} : { onWithdraw: () => onWithdraw([row], forget) })}
                  />
                ),
              },
            ]}
            footer={() => `共 ${countOf(answer.total)} 项，撤回的也列在这里。`}
            locale={{
              emptyText: (
                <Empty
                  description={
                    sought === '' && filter.method === null && filter.category === null
                      ? '还没有单位标为不适用。在“缺项”里选一种评议方式，勾选单位，写明理由即可标记。'
                      : '这个条件下没有标为不适用的单位。换个条件再看。'
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

function State({
  row: { withdrawn, unit },
  onWithdraw,
}: {
  readonly row: NotApplicableRow
  readonly onWithdraw?: () => void
}) {
  if (withdrawn === null)
    return (
      <Space wrap>
        <Tag color="processing">不适用，有效</Tag>
        {onWithdraw === undefined ? null : (
          <Button size="small" aria-label={`撤回${unit.name}的不适用`} onClick={onWithdraw}>
            撤回…
          </Button>
        )}
      </Space>
    )
  return (
    <>
      <Tag>已撤回</Tag>
      <span className="pd-quiet">
        {withdrawn.by ?? '没有记录何人'}，{dateTimeOf(withdrawn.atMs)}：{withdrawn.reason ?? '没有记录理由'}
      </span>
    </>
  )
}
