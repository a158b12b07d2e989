// Deductions that two persons lifted in a period (容错纠错): whose, which, why, by whom (GRADE4).

import { Empty, Table } from 'antd'
import type { PeriodAnswer } from '../../../shared/protocol/period-api.ts'
import { dateTimeOf } from '../../lib/format.ts'

export function ReliefsTable({ reliefs }: { readonly reliefs: PeriodAnswer['reliefs'] }) {
  return (
    <Table<PeriodAnswer['reliefs'][number]>
      size="middle"
      rowKey={({ unitId, what }) => `${unitId} ${what}`}
      dataSource={[...reliefs].reverse()}
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 960 }}
      columns={[
        { title: '单位', dataIndex: 'unitName', width: 260 },
        { title: '免除什么', dataIndex: 'what', width: 260 },
        { title: '理由', dataIndex: 'reason' },
        {
          title: '申请人和确认人',
          key: 'by',
          width: 220,
          render: (_, { by, atMs }) => (
            <>
              {by.join('、')}
              <br />
              <span className="pd-quiet">{dateTimeOf(atMs)}</span>
            </>
          ),
        },
      ]}
      locale={{
        emptyText: (
          <Empty description="本期没有免除过扣分。免除须两人，理由公开；原来的件数和应扣的分照常显示。" />
        ),
      }}
    />
  )
}
