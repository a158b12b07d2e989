// What evidence was taken in: when, by whom, how much of it replaced what was there, and the file it came in.

import { Empty, Table } from 'antd'
import { METHOD_NAMES } from '../../../shared/evaluation/scheme.ts'
import type { PeriodAnswer } from '../../../shared/protocol/period-api.ts'
import { countOf, dateTimeOf } from '../../lib/format.ts'
import { FileLink } from './file-link.tsx'

export function ImportsTable({ imports }: { readonly imports: PeriodAnswer['imports'] }) {
  return (
    <Table
      size="middle"
      rowKey="importId"
      dataSource={[...imports].reverse()}
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 960 }}
      columns={[
        { title: '时间', key: 'at', width: 180, render: (_, row) => dateTimeOf(row.atMs) },
        { title: '评议方式', key: 'method', width: 150, render: (_, row) => METHOD_NAMES[row.method] },
        { title: '来源', dataIndex: 'words' },
        { title: '行数', key: 'rows', width: 90, align: 'right', render: (_, row) => countOf(row.rows) },
        {
          title: '其中替换',
          key: 'replaced',
          width: 100,
          align: 'right',
          render: (_, row) => countOf(row.replaced),
        },
        { title: '导入人', dataIndex: 'by', width: 120, ellipsis: true },
        {
          title: '原始文件',
          key: 'file',
          width: 150,
          render: (_, row) =>
            row.fileHash === null ? '没有文件' : <FileLink hash={row.fileHash} name={row.words} />,
        },
      ]}
      locale={{
        emptyText: (
          <Empty description="还没有导入佐证。大数据计数在“大数据佐证”页导入，市民票数来自评议期或在“市民评议票数”导入。" />
        ),
      }}
    />
  )
}
