// Tokens of systems that send counts by themselves: made, shown once, ended; with the address and an example to hand over.

import { Alert, App, Button, Empty, Input, Space, Table, Typography } from 'antd'
import { useState } from 'react'
import type { ControlTokenMade, ControlTokenView } from '../../../shared/protocol/control-api.ts'
import { post } from '../../lib/api.ts'
import { dateTimeOf } from '../../lib/format.ts'
import { AskedFrame } from '../../ui/periods/asked-frame.tsx'
import { useAsked } from '../../ui/periods/use-asked.ts'

const DOOR = '/api/evidence-door'

export function SourceTokens({ periodId }: { readonly periodId: string }) {
  const { modal, message } = App.useApp()
  const [changes, setChanges] = useState(0)
  const [name, setName] = useState('')
  const [made, setMade] = useState<ControlTokenMade | null>(null)
  const asked = useAsked<readonly ControlTokenView[]>(`${DOOR}/tokens`, changes)
  const make = async () => {
    const answer = await post<ControlTokenMade>(`${DOOR}/tokens`, { name: name.trim() })
    if (!answer.ok) return void message.error(answer.sentence)
    setMade(answer.value)
    setName('')
    setChanges((n) => n + 1)
  }
  const revoke = (token: ControlTokenView) =>
    void modal.confirm({
      title: `停用“${token.name}”的凭证？`,
      content: '停用后这个系统不能再送件数，已接收的不受影响。停用不能撤回，需要时另建一个。',
      okText: '停用',
      okButtonProps: { danger: true },
      async onOk() {
        const answer = await post(`${DOOR}/tokens/revoke`, { tokenId: token.tokenId })
        if (!answer.ok) void message.error(answer.sentence)
        setChanges((n) => n + 1)
      },
    })
  const example = JSON.stringify(
    {
      ...{ periodId, importId: '12345-20261001', words: '第四季度办件统计', replaces: false },
      rows: [{ unit: 101, indicatorId: 'on-time', numerator: 196, denominator: 200 }],
    },
    null,
    1,
  )
  return (
    <Space orientation="vertical" size="middle" style={{ width: '100%' }}>
      <p>
        让12345热线等系统自己把件数送来：每个系统一个凭证，以建凭证的人的名义接收，同一 importId
        只接收一次，只收件数，不收百分比。
      </p>
      <Space.Compact style={{ width: '100%' }}>
        <Input
          value={name}
          maxLength={40}
          aria-label="系统名称"
          placeholder="系统名称，如：12345热线平台"
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="primary" disabled={name.trim().length < 2} onClick={() => void make()}>
          新建凭证
        </Button>
      </Space.Compact>
      {made === null ? null : (
        <Alert
          type="success"
          showIcon
          title={`“${made.name}”的凭证，只显示这一次，请交给对方的管理员：`}
          description={<Typography.Text copyable>{made.token}</Typography.Text>}
        />
      )}
      <AskedFrame asked={asked} what="凭证">
        {(tokens) => (
          <Table<ControlTokenView>
            size="small"
            rowKey="tokenId"
            pagination={false}
            dataSource={[...tokens]}
            columns={[
              { title: '系统', dataIndex: 'name' },
              { title: '建立人', dataIndex: 'personName', width: 100 },
              { title: '建立时间', key: 'at', width: 170, render: (_, row) => dateTimeOf(row.createdAtMs) },
              {
                title: '',
                key: 'acts',
                width: 80,
                render: (_, row) => (
                  <Button type="link" size="small" danger onClick={() => revoke(row)}>
                    停用
                  </Button>
                ),
              },
            ]}
            locale={{ emptyText: <Empty description="还没有系统对接。填写系统名称，新建一个凭证。" /> }}
          />
        )}
      </AskedFrame>
      <Typography.Paragraph>
        <pre className="office-code">
          {`POST ${location.origin}${DOOR}/indicators\nAuthorization: Bearer 凭证\nContent-Type: application/json\n\n${example}`}
        </pre>
      </Typography.Paragraph>
    </Space>
  )
}
