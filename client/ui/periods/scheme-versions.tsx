// The scheme's versions of a period: each with its hash, who fixed it and why, and what it changed (EVAL2).

import { Alert, Collapse, Descriptions, Empty, Space, Table, Tag } from 'antd'
import type { PeriodAnswer } from '../../../shared/protocol/period-api.ts'
import { dateTimeOf } from '../../lib/format.ts'
import { HashWords } from './hash-words.tsx'
import { schemeChanges, schemeLines, type SchemeChange } from './scheme-words.ts'

export function SchemeVersions({ period }: { readonly period: PeriodAnswer }) {
  const versions = [...period.schemeVersions].sort((a, b) => b.version - a.version)
  if (versions.length === 0)
    return (
      <Empty description="还没有冻结方案。开始收集时，“评分方案”页当时的方案连同单位名单一起固定到本期。" />
    )
  return (
    <div className="pd-stack">
      {versions.map((version, i) => {
        const before = versions[i + 1]
        return (
          <section className="pd-next" key={version.version}>
            <h2>
              <Space>
                {`第${version.version}版`}
                {i === 0 ? <Tag color="success">现行</Tag> : <Tag>已被替换</Tag>}
              </Space>
            </h2>
            <Descriptions
              size="small"
              column={1}
              items={[
                {
                  key: 'hash',
                  label: '哈希',
                  children: <HashWords hash={version.hash} name={`第${version.version}版方案的哈希`} />,
                },
                { key: 'at', label: '时间', children: dateTimeOf(version.atMs) },
                { key: 'by', label: '经手', children: version.by.join('、') },
                { key: 'reason', label: '理由', children: version.reason === '' ? '—' : version.reason },
              ]}
            />
            {before === undefined ? null : (
              <SchemeDiff changes={schemeChanges(before.scheme, version.scheme)} />
            )}
            <Collapse
              ghost
              items={[{ key: 'whole', label: '方案全文', children: <WholeScheme scheme={version.scheme} /> }]}
            />
          </section>
        )
      })}
    </div>
  )
}

export function SchemeDiff({ changes }: { readonly changes: readonly SchemeChange[] }) {
  if (changes.length === 0) return <Alert type="info" showIcon title="两个版本没有不同。" />
  return (
    <Table<SchemeChange>
      size="small"
      rowKey="path"
      pagination={false}
      dataSource={[...changes]}
      columns={[
        { title: `改了什么（${changes.length}处）`, dataIndex: 'name' },
        { title: '原来', key: 'before', render: (_, change) => change.before ?? '没有这一项' },
        { title: '现在', key: 'after', render: (_, change) => <b>{change.after ?? '取消'}</b> },
      ]}
    />
  )
}

function WholeScheme({ scheme }: { readonly scheme: unknown }) {
  return (
    <Table
      size="small"
      rowKey="path"
      pagination={false}
      dataSource={[...schemeLines(scheme)]}
      columns={[
        { title: '项目', dataIndex: 'name' },
        { title: '值', dataIndex: 'value' },
      ]}
    />
  )
}
