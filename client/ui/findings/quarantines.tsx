// What is and was set aside of a poll, by whom and why, and taking it back.

import { Button, Table, Tag } from 'antd'
import type { WindowFindings } from '../../../shared/protocol/findings-api.ts'
import { dateTimeOf } from '../../lib/format.ts'

type Row = WindowFindings['quarantines'][number]

export function Quarantines(props: {
  readonly window: WindowFindings
  readonly online: boolean
  readonly onLift: (quarantine: Row) => void
}) {
  const { window, online, onLift } = props
  if (window.quarantines.length === 0) return null
  const asked = window.requests.flatMap(({ type, quarantineId }) =>
    type === 'LiftQuarantine' ? [quarantineId] : [],
  )
  return (
    <>
      <h3>隔离记录 {window.quarantines.length}</h3>
      <Table<Row>
        size="small"
        rowKey="quarantineId"
        pagination={false}
        scroll={{ x: 860 }}
        dataSource={[...window.quarantines]}
        columns={[
          { title: '隔离了什么', dataIndex: 'ruleWords', width: 260 },
          {
            title: '理由',
            key: 'reason',
            render: (_, { reason, finding }) => (
              <>
                {reason}
                {finding === null ? null : <p className="fd-quiet">{finding}</p>}
              </>
            ),
          },
          {
            title: '谁、何时',
            key: 'by',
            width: 210,
            render: (_, { byNames, atMs }) => `${byNames[0]}申请，${byNames[1]}确认 ${dateTimeOf(atMs)}`,
          },
          {
            title: '现状',
            key: 'state',
            width: 230,
            render: (_, row) =>
              row.lifted !== null ? (
                <>
                  <Tag>已解除</Tag>
                  <p className="fd-quiet">
                    {row.lifted.byNames[0]}申请，{row.lifted.byNames[1]}确认：{row.lifted.reason}
                  </p>
                </>
              ) : asked.includes(row.quarantineId) ? (
                <Tag color="warning">已申请解除，待确认</Tag>
              ) : (
                <>
                  <Tag color="error">隔离中</Tag>{' '}
                  <Button
                    size="small"
                    disabled={!online || window.shutWhy !== null}
                    onClick={() => onLift(row)}
                  >
                    申请解除…
                  </Button>
                </>
              ),
          },
        ]}
      />
    </>
  )
}
