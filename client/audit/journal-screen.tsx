// The journal's tail: who did what, when; newest first. Marks of windows not revealed are not in it.

import { Empty, Input, Table } from 'antd'
import { useState } from 'react'
import type { AuditSnapshot } from '../../shared/protocol/audit-topic.ts'
import { dateTimeOf } from '../lib/format.ts'

type Entry = AuditSnapshot['journal']['tail'][number]

export function JournalScreen({ snapshot }: { readonly snapshot: AuditSnapshot }) {
  const [sought, setSought] = useState('')
  const words = sought.trim()
  const { tail } = snapshot.journal
  const shown =
    words === ''
      ? tail
      : tail.filter((entry) =>
          [entry.who, entry.summary, entry.type, entry.stream].some((text) => text.includes(words)),
        )
  return (
    <div className="audit-journal">
      <Input.Search
        allowClear
        className="audit-search"
        placeholder="按人、内容或事件名筛选"
        onChange={(event) => setSought(event.target.value)}
      />
      <Table<Entry>
        size="small"
        virtual
        rowKey="position"
        pagination={false}
        scroll={{ y: 600, x: 1_000 }}
        dataSource={[...shown]}
        columns={[
          { title: '序号', dataIndex: 'position', width: 90, align: 'right' },
          { title: '时间', key: 'at', width: 180, render: (_, entry) => dateTimeOf(entry.atMs) },
          { title: '谁', dataIndex: 'who', width: 180, ellipsis: true },
          { title: '做了什么', dataIndex: 'summary' },
          { title: '事件', dataIndex: 'type', width: 190, ellipsis: true },
          { title: '流', dataIndex: 'stream', width: 170, ellipsis: true },
        ]}
        footer={() => `显示最近 ${shown.length} 条；全部 ${snapshot.journal.position} 条在流水文件里`}
        locale={{
          emptyText: <Empty description={words === '' ? '流水还是空的。' : `最近的流水里没有“${words}”。`} />,
        }}
      />
    </div>
  )
}
