// Citizens' counts of an open period (SMS and WeChat): what is accepted now, and importing a file of counts with its source.

import { Alert, Button, Empty, Select, Space, Table, type TableColumnsType } from 'antd'
import { useState, type ReactNode } from 'react'
import type { Split } from '../../shared/ballot/tally.ts'
import { ballotsIn } from '../../shared/evaluation/poll-points.ts'
import type { CountRow } from '../../shared/protocol/counts-api.ts'
import type { OpenPeriod } from '../../shared/protocol/setup-topic.ts'
import { countOf, dateTimeOf, percentOf } from '../lib/format.ts'
import { KeptImport } from './kept-import.tsx'
import { useRoom } from './use-room.ts'
import { useOffice } from './office-desk.ts'

import { Page } from './page.tsx'

const rated = (split: Split) => split.satisfied + split.fair + split.dissatisfied

const shown = (split: Split | null, count: (split: Split) => number) =>
  split === null ? '—' : countOf(count(split))

const SPLIT_COLUMNS: TableColumnsType<{ readonly split: Split | null }> = [
  {
    title: '满意',
    key: 'satisfied',
    align: 'right',
    width: 90,
    render: (_, { split }) => shown(split, (each) => each.satisfied),
  },
  {
    title: '基本满意',
    key: 'fair',
    align: 'right',
    width: 90,
    render: (_, { split }) => shown(split, (each) => each.fair),
  },
  {
    title: '不满意',
    key: 'dissatisfied',
    align: 'right',
    width: 90,
    render: (_, { split }) => shown(split, (each) => each.dissatisfied),
  },
  {
    title: '不了解',
    key: 'unsure',
    align: 'right',
    width: 90,
    render: (_, { split }) => shown(split, (each) => each.unsure),
  },
  {
    title: '满意率',
    key: 'rate',
    align: 'right',
    width: 90,
    render: (_, { split }) => (split === null ? '—' : percentOf(split.satisfied, rated(split))),
  },
]

export function CountsScreen() {
  const { setup } = useOffice()
  const [chosen, setChosen] = useState<string | null>(null)
  const { openPeriods } = setup
  const period = openPeriods.find(({ periodId }) => periodId === chosen) ?? openPeriods[0]
  if (period === undefined)
    return (
      <Page title="市民评议票数" about={ABOUT} actions={null}>
        <Empty description="没有正在收集佐证的季度。先在“评议周期”页新建并启用一个季度，再导入票数。" />
      </Page>
    )
  return (
    <CountsOfPeriod
      key={period.periodId}
      period={period}
      choice={
        <Select
          aria-label="评议周期"
          style={{ minWidth: 220 }}
          value={period.periodId}
          onChange={(id: string) => setChosen(id)}
          options={openPeriods.map(({ periodId, title }) => ({ value: periodId, label: title }))}
        />
      }
    />
  )
}

const ABOUT =
  '本周期市民短信和微信评议的票数，按单位。我们自己的评议期揭晓后自动计入；别处做的评议在这里导入，填票数，不填百分比。满意率 = 满意 ÷（满意＋基本满意＋不满意）。'

function CountsOfPeriod({ period, choice }: { readonly period: OpenPeriod; readonly choice: ReactNode }) {
  const { setup, me } = useOffice()
  const room = useRoom(320)
  const [importing, setImporting] = useState(false)
  const units = new Map(setup.units.map((unit) => [unit.id, unit]))
  const rows = [
    ...period.fromPolls.map(({ polls, ...count }) => ({
      ...count,
      source: `评议期：${polls.join('、')}`,
      atMs: null,
    })),
    ...period.counts.map((count) => ({ ...count, n: ballotsIn(count.split) })),
  ].flatMap((count) => {
    const unit = units.get(count.unitId)
    return unit === undefined ? [] : [{ ...count, unit }]
  })
  const mayImport = me.role === 'office'
  return (
    <Page
      title="市民评议票数"
      about={ABOUT}
      actions={
        <Space>
          {choice}
          <Button
            type="primary"
            disabled={!mayImport || setup.units.length === 0}
            onClick={() => setImporting(true)}
          >
            导入表格
          </Button>
        </Space>
      }
    >
      {mayImport ? null : (
        <Alert type="info" showIcon title="票数关系排名，只有评议办可以导入；这里可以查看。" />
      )}
      <Table
        virtual
        size="middle"
        rowKey="unitId"
        pagination={false}
        scroll={{ y: room, x: 1_240 }}
        dataSource={rows}
        columns={[
          { title: '代码', key: 'code', width: 80, render: (_, row) => row.unit.code },
          { title: '单位', key: 'name', ellipsis: true, render: (_, row) => row.unit.name },
          { title: '票数', dataIndex: 'n', width: 80, align: 'right', render: (_, row) => countOf(row.n) },
          ...(SPLIT_COLUMNS as TableColumnsType<(typeof rows)[number]>),
          { title: '来源', dataIndex: 'source', width: 200, ellipsis: true },
          {
            title: '导入时间',
            key: 'at',
            width: 180,
            render: (_, row) => (row.atMs === null ? '揭晓后自动计入' : dateTimeOf(row.atMs)),
          },
        ]}
        footer={() =>
          `${countOf(rows.length)} 个单位有票数，${countOf(setup.units.length - rows.length)} 个还没有`
        }
        locale={{
          emptyText: (
            <Empty
              description={
                setup.units.length === 0
                  ? '先在“单位”页导入单位，再导入票数。'
                  : '还没有票数。评议期揭晓后自动计入；别处做的评议用“导入表格”导入。'
              }
            />
          ),
        }}
      />
      <KeptImport<CountRow>
        {...{ open: importing, periodId: period.periodId, path: '/api/counts', template: 'counts' }}
        onClose={() => setImporting(false)}
        title={`导入市民票数：${period.title}`}
        hint="五列：单位代码（或编号、名称）、满意、基本满意、不满意、不了解（可不填），填票数不填百分比；可以加一列“周期”。一行一个单位，没有写到的单位不变；由评议期自动计入的单位不能导入。选定的文件会作为佐证原样留存。"
        columns={[
          { title: '代码', key: 'code', width: 80, render: (_, row) => row.unit.code },
          { title: '单位', key: 'name', ellipsis: true, render: (_, row) => row.unit.name },
          ...(SPLIT_COLUMNS as TableColumnsType<CountRow>),
        ]}
        rowKey={(row) => row.unit.unitId}
        sourceName="票数来源"
        sourceExample="市电信公司2026年第三季度短信评议报表"
      />
    </Page>
  )
}
