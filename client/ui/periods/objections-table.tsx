// Objections to one publication: about which unit, what was written while it is kept, the way to reach the sender, and the public answer.

import { Empty, Table, Tag } from 'antd'
import type { ReactNode } from 'react'
import { OBJECTION_OUTCOME_NAMES } from '../../../shared/period/period.ts'
import type { ObjectionsDeskAnswer } from '../../../shared/protocol/publications-api.ts'
import { dateTimeOf } from '../../lib/format.ts'
import { AskedFrame } from './asked-frame.tsx'
import { useAsked } from './use-asked.ts'

export type ObjectionRow = ObjectionsDeskAnswer['rows'][number]

interface Props {
  readonly publicationId: string
  readonly turn: unknown
  /** Of one that has no answer yet. */
  readonly acts?: (row: ObjectionRow) => ReactNode
}

export function ObjectionsTable({ publicationId, turn, acts }: Props) {
  const asked = useAsked<ObjectionsDeskAnswer>(
    `/api/objections?publication=${encodeURIComponent(publicationId)}`,
    turn,
  )
  return (
    <AskedFrame asked={asked} what="异议">
      {({ rows }) => (
        <Table<ObjectionRow>
          size="middle"
          rowKey="objectionId"
          dataSource={[...rows]}
          pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
          scroll={{ x: 1_000 }}
          columns={[
            { title: '收到', key: 'at', width: 180, render: (_, row) => dateTimeOf(row.filedAtMs) },
            { title: '关于', key: 'unit', width: 220, render: (_, row) => row.unitName ?? '整个排名' },
            {
              title: '异议',
              key: 'words',
              render: (_, row) => (
                <>
                  <span className="pd-said">{row.words ?? '原文已过保存期，自动删除。'}</span>
                  {row.contact === null || row.contact === '' ? null : (
                    <span className="pd-quiet">联系方式：{row.contact}</span>
                  )}
                </>
              ),
            },
            {
              title: '答复（公开）',
              key: 'answer',
              width: 320,
              render: (_, row) =>
                row.answer === null ? (
                  (acts?.(row) ?? <Tag color="warning">待答复</Tag>)
                ) : (
                  <>
                    <Tag>{OBJECTION_OUTCOME_NAMES[row.answer.outcome]}</Tag>
                    <span className="pd-said">{row.answer.words}</span>
                    <span className="pd-quiet">
                      {row.answer.by}，{dateTimeOf(row.answer.atMs)}
                    </span>
                  </>
                ),
            },
          ]}
          locale={{
            emptyText: (
              <Empty description="没有异议。公示期内任何人可以在结果公开页提出，会立即出现在这里。" />
            ),
          }}
        />
      )}
    </AskedFrame>
  )
}
