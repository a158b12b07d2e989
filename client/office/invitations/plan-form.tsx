// The text and the pace of a batch: what it costs in segments, how it reads, and a dry-run that sends nothing.

import { Alert, Button, Form, Input, InputNumber, Select, Space, Table } from 'antd'
import { useState } from 'react'
import { SENDER_NAMES, type InvitationBatch, type SendingPlan } from '../../../shared/invitation/batch.ts'
import {
  checkedTemplate,
  DEFAULT_TEMPLATE,
  invitationTextOf,
  segmentsOf,
} from '../../../shared/invitation/invitation-text.ts'
import { sentenceOf } from '../../../shared/basics/refusal.ts'
import type { DryRun, InvitationsView } from '../../../shared/protocol/invitations-api.ts'
import { post } from '../../lib/api.ts'
import { countOf } from '../../lib/format.ts'
import { lastingOf } from './invitation-words.ts'

interface Props {
  readonly batch: InvitationBatch
  readonly senders: InvitationsView['senders']
  readonly numbers: readonly string[]
  /** A unit with a long name, for the preview. */
  readonly exampleUnit: string
  readonly onSave: (plan: SendingPlan) => Promise<string | null>
}

export function PlanForm({ batch, senders, numbers, exampleUnit, onSave }: Props) {
  const [form] = Form.useForm<SendingPlan>()
  const initial: SendingPlan = batch.plan ?? {
    ...{ template: DEFAULT_TEMPLATE, from: numbers[0] ?? '', perSecond: 10, fromHour: 9, toHour: 20 },
    sender: senders.find(({ on }) => on)?.sender ?? 'gateway',
  }
  const template = Form.useWatch('template', form) ?? initial.template
  const [dry, setDry] = useState<DryRun | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const example = invitationTextOf(template, { unit: exampleUnit, service: '不动产登记', date: '3月2日' })
  const checked = checkedTemplate(template)

  const tryOut = async () => {
    setWaiting(true)
    const plan = await form.validateFields().catch(() => null)
    const answer = plan && (await post<DryRun>('/api/invitations/dry-run', { batchId: batch.id, plan }))
    setWaiting(false)
    if (answer === null) return
    setProblem(answer.ok ? null : answer.sentence)
    if (answer.ok) setDry(answer.value)
  }
  return (
    <>
      <Form<SendingPlan>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initial}
        className="office-form"
        onFinish={(plan) => {
          setWaiting(true)
          void onSave(plan).then((refused) => {
            setWaiting(false)
            setProblem(refused)
          })
        }}
      >
        <Form.Item
          name="template"
          label="短信内容"
          help={checked.ok ? null : sentenceOf(checked.refusal)}
          {...(checked.ok ? {} : { validateStatus: 'error' as const })}
          extra={`可用{unit}单位、{service}事项、{date}日期。最长单位名时${String(example.length)}字，计${String(segmentsOf(example))}条。`}
        >
          <Input.TextArea rows={2} maxLength={300} />
        </Form.Item>
        <div className="office-preview" aria-label="预览">
          {example}
        </div>
        <Space size="middle" wrap>
          <Form.Item name="sender" label="由谁发送">
            <Select
              style={{ width: 180 }}
              options={senders.map(({ sender, on }) => ({
                value: sender,
                disabled: !on,
                label: on ? SENDER_NAMES[sender] : `${SENDER_NAMES[sender]}（没有配置）`,
              }))}
            />
          </Form.Item>
          <Form.Item name="from" label="发送号码（回复发到这里）">
            <Select
              style={{ width: 200 }}
              options={numbers.map((number) => ({ value: number, label: number }))}
            />
          </Form.Item>
          <Form.Item name="perSecond" label="每秒最多">
            <InputNumber min={1} max={100} precision={0} suffix="条" style={{ width: 110 }} />
          </Form.Item>
          <Form.Item name="fromHour" label="每天从">
            <InputNumber min={0} max={23} precision={0} suffix="时" style={{ width: 100 }} />
          </Form.Item>
          <Form.Item name="toHour" label="到">
            <InputNumber min={1} max={24} precision={0} suffix="时" style={{ width: 100 }} />
          </Form.Item>
        </Space>
        <Space>
          <Button onClick={() => void tryOut()} loading={waiting}>
            试算（不发送）
          </Button>
          <Button type="primary" htmlType="submit" loading={waiting} disabled={!checked.ok}>
            保存发送设置
          </Button>
        </Space>
      </Form>
      {problem === null ? null : <Alert type="error" showIcon title={problem} />}
      {dry === null ? null : <DryRunTable dry={dry} />}
    </>
  )
}

function DryRunTable({ dry }: { readonly dry: DryRun }) {
  const parts = dry.bySegments
    .map((n, i) => (n === 0 ? '' : `${String(i + 1)}条的${countOf(n)}人`))
    .filter((words) => words !== '')
  return (
    <>
      <Alert
        type="info"
        showIcon
        title={`共${countOf(dry.messages)}人、${countOf(dry.segments)}条短信（${parts.join('，')}），按此速度和时段需${lastingOf(dry.tookMs)}。没有发送任何短信。`}
      />
      <Table
        size="small"
        rowKey={(row) => `${row.phone} ${row.text}`}
        dataSource={[...dry.texts]}
        pagination={{ pageSize: 5, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          { title: '手机号', dataIndex: 'phone', width: 150 },
          { title: '内容', dataIndex: 'text' },
          { title: '条数', dataIndex: 'segments', width: 80, align: 'right' },
        ]}
      />
    </>
  )
}
