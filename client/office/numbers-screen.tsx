// Access numbers citizens send an SMS to, and which channels this server has switched on.

import { Alert, Button, Select, Table, Tag } from 'antd'
import { useState } from 'react'
import { CHANNEL_NAMES } from '../../shared/ballot/choices.ts'
import { AccessNumber } from '../../shared/evaluation/registry.ts'
import { useOffice } from './office-desk.ts'
import { Page } from './page.tsx'

const MOST = 50

export function NumbersScreen() {
  const { setup, send } = useOffice()
  const [draft, setDraft] = useState<readonly string[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const numbers = draft ?? setup.accessNumbers
  const wrong = numbers.filter((number) => !AccessNumber.safeParse(number).success)
  const save = async () => {
    setWaiting(true)
    const refused = await send({ type: 'SetAccessNumbers', numbers: [...numbers] }, '接入号已保存。')
    setWaiting(false)
    setProblem(refused)
    if (refused === null) setDraft(null)
  }
  return (
    <Page
      title="接入号与通道"
      about="市民发短信的号码。写法：+86 开头的国际格式，或运营商的接入号，如 10690000001。"
    >
      {problem === null ? null : <Alert type="error" showIcon title={problem} />}
      {wrong.length === 0 ? null : (
        <Alert
          type="error"
          showIcon
          title={`${wrong.join('、')} 不是号码：只能有数字，可以以 + 开头，5到15位。`}
        />
      )}
      <div className="office-line">
        <Select
          mode="tags"
          aria-label="接入号"
          open={false}
          suffix={null}
          style={{ width: 560 }}
          placeholder="输入一个号码后按回车；还没有号码时不能开短信通道"
          value={[...numbers]}
          tokenSeparators={[',', '，', ' ', '、']}
          onChange={(values: string[]) =>
            setDraft(values.map((value) => value.replace(/[\s-]/g, '')).slice(0, MOST))
          }
        />
        <Button
          type="primary"
          disabled={draft === null || wrong.length > 0}
          loading={waiting}
          onClick={() => void save()}
        >
          保存接入号
        </Button>
        {draft === null ? null : <Button onClick={() => setDraft(null)}>放弃改动</Button>}
      </div>
      <h2>通道</h2>
      <Table
        size="middle"
        rowKey="channel"
        pagination={false}
        dataSource={[...setup.channels]}
        columns={[
          { title: '通道', key: 'name', render: (_, row) => CHANNEL_NAMES[row.channel] },
          {
            title: '状态',
            key: 'on',
            render: (_, row) =>
              row.on ? <Tag color="success">已启用</Tag> : <Tag>未启用：服务器没有配置它的密钥</Tag>,
          },
        ]}
      />
    </Page>
  )
}
