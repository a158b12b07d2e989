// The rectification ledger (整改台账): what is overdue first, filters, one item in a drawer, adding by form or table.

import { Alert, Button, Empty, Input, Select, Space, Table, Tag } from 'antd'
import { useState } from 'react'
import {
  ITEM_PHASE_NAMES,
  ITEM_SOURCE_NAMES,
  type ItemSource,
} from '../../../shared/evaluation/rectification.ts'
import {
  LEDGER_PAGE,
  type LedgerAnswer,
  type LedgerQuery,
  type LedgerRow,
} from '../../../shared/protocol/ledger-api.ts'
import { countOf } from '../../lib/format.ts'
import { AskedFrame } from '../../ui/periods/asked-frame.tsx'
import { useAsked } from '../../ui/periods/use-asked.ts'
import '../../ui/periods/periods.css'
import { useOffice } from '../office-desk.ts'
import { Page } from '../page.tsx'
import { useRoom } from '../use-room.ts'
import { AddItemForm } from './add-item-form.tsx'
import { ItemDrawer } from './item-drawer.tsx'
import { LedgerImport } from './ledger-import.tsx'
import { PHASE_COLOURS } from './ledger-words.ts'
import { useTurn } from './use-turn.ts'

const READ_MS = 20_000

interface Props {
  readonly id: string | undefined
  readonly go: (hash: string) => void
}

type Filter = Omit<LedgerQuery, 'page'>

export function LedgerSection({ id, go }: Props) {
  const { me, online } = useOffice()
  const [filter, setFilter] = useState<Filter>({})
  const [page, setPage] = useState(1)
  const { turn, next } = useTurn(READ_MS)
  const asked = useAsked<LedgerAnswer>(`/api/ledger?${searchOf({ ...filter, page })}`, turn)
  const [adding, setAdding] = useState(false)
  const [importing, setImporting] = useState(false)
  const mayEdit = me.role === 'office' && online
  const narrow = (change: Filter) => {
    setFilter({ ...filter, ...change })
    setPage(1)
  }
  return (
    <Page
      title="整改台账"
      about="现场承诺自动列入；群众投诉、热线交办、督查发现和随手拍在这里登记或导入。按期办结计1，超期0.6，逾期未办0，回头看不实扣1。"
      actions={
        <Space>
          <Button disabled={!mayEdit} onClick={() => setImporting(true)}>
            导入表格
          </Button>
          <Button type="primary" disabled={!mayEdit} onClick={() => setAdding(true)}>
            登记事项
          </Button>
        </Space>
      }
    >
      {me.role === 'office' ? null : (
        <Alert
          type="info"
          showIcon
          title="台账由评议办办理；这里可以查看，并可在验收环节开播前提请现场验收。"
        />
      )}
      <AskedFrame asked={asked} what="整改台账">
        {(answer) => (
          <Items
            {...{ answer, filter, narrow, page, setPage, waiting: asked.waiting && asked.earlier }}
            open={(itemId) => go(`ledger/${itemId}`)}
          />
        )}
      </AskedFrame>
      {id === undefined ? null : (
        <ItemDrawer key={id} itemId={id} turn={turn} changed={next} onClose={() => go('ledger')} />
      )}
      {adding ? (
        <AddItemForm
          onClose={() => setAdding(false)}
          onAdded={(itemId) => {
            next()
            go(`ledger/${itemId}`)
          }}
        />
      ) : null}
      <LedgerImport open={importing} onClose={() => setImporting(false)} onImported={next} />
    </Page>
  )
}

const ONLY = [
  { value: 'overdue', label: '逾期' },
  { value: 'soon', label: '7天内到期' },
  { value: 'withdrawn', label: '已撤销' },
] as const

function Items(props: {
  readonly answer: LedgerAnswer
  readonly filter: Filter
  readonly narrow: (change: Filter) => void
  readonly page: number
  readonly setPage: (page: number) => void
  readonly waiting: boolean
  readonly open: (itemId: string) => void
}) {
  const { answer, filter, narrow, page, setPage, open } = props
  const { setup } = useOffice()
  const room = useRoom(430)
  const { counts } = answer
  const none = counts.all === 0 && Object.values(filter).every((each) => each === undefined || each === '')
  return (
    <>
      {counts.overdue === 0 ? null : (
        <Alert
          type="warning"
          showIcon
          title={`有 ${countOf(counts.overdue)} 条事项逾期未办结，请催办。`}
          action={
            <Button size="small" onClick={() => narrow({ only: 'overdue', phase: undefined })}>
              只看逾期
            </Button>
          }
        />
      )}
      <Space wrap>
        <Input.Search
          allowClear
          style={{ width: 260 }}
          maxLength={60}
          placeholder="事项、责任人、单位名称或代码"
          onSearch={(q) => narrow({ q })}
        />
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          style={{ width: 220 }}
          placeholder="全部单位"
          aria-label="单位"
          value={filter.unit}
          onChange={(unit) => narrow({ unit })}
          options={setup.units.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
        />
        <Select<ItemSource | null>
          allowClear
          style={{ width: 130 }}
          placeholder="全部来源"
          aria-label="来源"
          value={filter.source ?? null}
          onChange={(source) => narrow({ source: source ?? undefined })}
          options={Object.entries(ITEM_SOURCE_NAMES).map(([value, label]) => ({
            value: value as ItemSource,
            label,
          }))}
        />
        <Select
          allowClear
          style={{ width: 130 }}
          placeholder="全部阶段"
          aria-label="阶段"
          value={filter.phase}
          onChange={(phase) => narrow({ phase })}
          options={Object.entries(ITEM_PHASE_NAMES).map(([value, label]) => ({
            value: value as LedgerRow['phase'],
            label,
          }))}
        />
        <Select
          allowClear
          style={{ width: 130 }}
          placeholder="不限期限"
          aria-label="期限"
          value={filter.only}
          onChange={(only) => narrow({ only })}
          options={[...ONLY]}
        />
        <label>
          期限早于{' '}
          <Input
            type="date"
            style={{ width: 150 }}
            value={filter.dueBefore ?? ''}
            onChange={({ target }) => narrow({ dueBefore: target.value === '' ? undefined : target.value })}
          />
        </label>
      </Space>
      <Table<LedgerRow>
        size="middle"
        rowKey="itemId"
        loading={props.waiting}
        dataSource={answer.rows}
        scroll={{ y: room, x: 980 }}
        pagination={{
          current: page,
          pageSize: LEDGER_PAGE,
          total: answer.total,
          showSizeChanger: false,
          hideOnSinglePage: true,
          onChange: setPage,
        }}
        columns={[
          {
            title: '事项',
            key: 'text',
            render: (_, row) => (
              <Button type="link" className="pd-name" onClick={() => open(row.itemId)}>
                {row.text}
              </Button>
            ),
          },
          { title: '单位', dataIndex: 'unitName', width: 220 },
          { title: '来源', key: 'source', width: 100, render: (_, row) => ITEM_SOURCE_NAMES[row.source] },
          { title: '责任人', dataIndex: 'owner', width: 140, ellipsis: true },
          {
            title: '期限',
            key: 'due',
            width: 160,
            render: (_, row) => (
              <>
                {row.dueOn} {row.overdue ? <Tag color="error">逾期</Tag> : null}
              </>
            ),
          },
          {
            title: '阶段',
            key: 'phase',
            width: 170,
            render: (_, row) =>
              row.withdrawn ? (
                <Tag>已撤销</Tag>
              ) : (
                <>
                  <Tag color={PHASE_COLOURS[row.phase]}>{ITEM_PHASE_NAMES[row.phase]}</Tag>
                  {row.broughtToShow ? <Tag color="purple">待现场验收</Tag> : null}
                </>
              ),
          },
          { title: '佐证', dataIndex: 'files', width: 64, align: 'right' },
        ]}
        footer={() =>
          `共 ${countOf(counts.all)} 条：逾期 ${countOf(counts.overdue)}，7天内到期 ${countOf(counts.soon)}，待验收 ${countOf(counts.submitted)}，回头看不实 ${countOf(counts.reopened)}`
        }
        locale={{
          emptyText: (
            <Empty
              description={
                none
                  ? '台账还是空的。现场承诺会自动列入；其他事项按“登记事项”或“导入表格”。'
                  : '没有符合条件的事项，请放宽筛选。'
              }
            />
          ),
        }}
      />
    </>
  )
}

function searchOf(query: LedgerQuery): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query))
    if (value !== undefined && value !== '') search.set(key, String(value))
  return search.toString()
}
