// Vetoes (一票否决) of a period: unit, matter, reason, files; a lifted one stays in sight with who lifted it and why (RANK5, GRADE4).

import { Empty, Space, Table, Tag } from 'antd'
import type { ReactNode } from 'react'
import type { PeriodAnswer } from '../../../shared/protocol/period-api.ts'
import { dateTimeOf } from '../../lib/format.ts'
import { FileLink } from './file-link.tsx'

export type VetoRow = PeriodAnswer['vetoes'][number]

interface Props {
  readonly vetoes: PeriodAnswer['vetoes']
  readonly acts?: (veto: VetoRow) => ReactNode
}

export function VetoesTable({ vetoes, acts }: Props) {
  return (
    <Table<VetoRow>
      size="middle"
      rowKey="vetoId"
      dataSource={[...vetoes]}
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 1_000 }}
      columns={[
        { title: '单位', dataIndex: 'unitName', width: 240 },
        { title: '事项', dataIndex: 'kind', width: 160 },
        { title: '理由', dataIndex: 'reason' },
        {
          title: '佐证文件',
          key: 'files',
          width: 150,
          render: (_, veto) =>
            veto.files.length === 0 ? (
              '没有'
            ) : (
              <Space orientation="vertical" size={0}>
                {veto.files.map((hash) => (
                  <FileLink key={hash} hash={hash} name={`${veto.unitName}，${veto.kind}`} />
                ))}
              </Space>
            ),
        },
        {
          title: '记录',
          key: 'by',
          width: 190,
          render: (_, veto) => (
            <>
              {veto.by}
              <br />
              <span className="pd-quiet">{dateTimeOf(veto.atMs)}</span>
            </>
          ),
        },
        {
          title: '现状',
          key: 'relief',
          width: 230,
          render: (_, veto) =>
            veto.relief === null ? (
              <Space wrap>
                <Tag color="error">有效，不进十优</Tag>
                {acts?.(veto)}
              </Space>
            ) : (
              <>
                <Tag>已解除</Tag>
                <span className="pd-quiet">
                  {veto.relief.by.join('、')}，{dateTimeOf(veto.relief.atMs)}：{veto.relief.reason}
                </span>
              </>
            ),
        },
      ]}
      locale={{
        emptyText: (
          <Empty description="本期没有一票否决。被否决的单位不进十优，名次和总分照常显示；它不会因此进入十差。" />
        ),
      }}
    />
  )
}
