// The dialogs in which ballots are asked to be set aside or taken back: the consequence in numbers, a reason, and that another must confirm.

import { Alert, App, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { CHANNEL_NAMES } from '../../../shared/ballot/choices.ts'
import type { PollChannel } from '../../../shared/ballot/choices.ts'
import type { QuarantineRule } from '../../../shared/ballot/quarantine.ts'
import type { UnitCode } from '../../../shared/basics/ids.ts'
import type { WindowFindings } from '../../../shared/protocol/findings-api.ts'
import { newId } from '../../lib/new-id.ts'
import type { Act } from './act.ts'
import { Consequence, WeighedConsequence } from './consequence.tsx'

export const REASON_RULES = [
  { required: true, whitespace: true, message: '请填写理由。' },
  { min: 2, max: 200, message: '理由须在2到200个字之间。' },
]

interface Props {
  readonly window: WindowFindings
  readonly act: Act
  readonly onDone: () => void
}

/** Asks for every rule; the second person confirms them together. */
export function AskQuarantine(
  props: Props & { readonly rules: readonly QuarantineRule[]; readonly finding: string | null },
) {
  const { window, rules, finding, act, onDone } = props
  const [form] = Form.useForm<{ reason: string }>()
  const [waiting, setWaiting] = useState(false)
  const submit = async ({ reason }: { reason: string }) => {
    setWaiting(true)
    for (const [i, rule] of rules.entries()) {
      const done = i === rules.length - 1 ? '已申请隔离，请另一人确认。' : undefined
      const quarantineId = newId()
      const asked = await act(
        {
          type: 'RequestAct',
          requestId: newId(),
          act: { type: 'Quarantine', windowId: window.windowId, quarantineId, rule, finding },
          reason: reason.trim(),
        },
        done,
      )
      if (!asked) break
    }
    setWaiting(false)
    onDone()
  }
  return (
    <Modal
      open
      width={720}
      title={`申请隔离：${window.title}`}
      okText={rules.length > 1 ? `申请（${rules.length} 条，须另一人确认）` : '申请，须另一人确认'}
      okButtonProps={{ danger: true, loading: waiting }}
      cancelText="不申请"
      onOk={() => form.submit()}
      onCancel={onDone}
    >
      {finding === null ? null : <p className="fd-sentence">{finding}</p>}
      <WeighedConsequence windowId={window.windowId} rules={rules} />
      <p className="fd-quiet">
        隔离的选票保留在案，不计入结果；两个结果都会留存和公布。核验之前，可以由两人解除。
      </p>
      <Form form={form} layout="vertical" onFinish={(values) => void submit(values)}>
        <Form.Item name="reason" label="理由（写进流水）" rules={REASON_RULES}>
          <Input.TextArea rows={2} maxLength={200} showCount autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  )
}

export function AskLift(props: Props & { readonly quarantine: WindowFindings['quarantines'][number] }) {
  const { window, quarantine, act, onDone } = props
  const [form] = Form.useForm<{ reason: string }>()
  const [waiting, setWaiting] = useState(false)
  const submit = async ({ reason }: { reason: string }) => {
    setWaiting(true)
    const { windowId } = window
    await act(
      {
        type: 'RequestAct',
        requestId: newId(),
        act: { type: 'LiftQuarantine', windowId, quarantineId: quarantine.quarantineId },
        reason: reason.trim(),
      },
      '已申请解除，请另一人确认。',
    )
    setWaiting(false)
    onDone()
  }
  return (
    <Modal
      open
      width={640}
      title={`申请解除隔离：${quarantine.ruleWords}`}
      okText="申请，须另一人确认"
      okButtonProps={{ loading: waiting }}
      cancelText="不申请"
      onOk={() => form.submit()}
      onCancel={onDone}
    >
      <p>解除后这些选票重新计入。现在隔离着的影响：</p>
      {window.inForce === null ? null : <Consequence consequence={window.inForce} />}
      <Form form={form} layout="vertical" onFinish={(values) => void submit(values)}>
        <Form.Item name="reason" label="理由（写进流水）" rules={REASON_RULES}>
          <Input.TextArea rows={2} maxLength={200} showCount autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  )
}

interface Chosen {
  readonly channel?: PollChannel
  readonly unitCode?: UnitCode
  /** `2026-12-01T20:03:07`, on the city's clock. */
  readonly from?: string
  readonly to?: string
}

/** A channel, a time slice, or both, as a person saw them. Never by choice. */
export function ChooseQuarantine({ window, act, onDone }: Props) {
  const { message } = App.useApp()
  const [form] = Form.useForm<Chosen>()
  const values = Form.useWatch([], form) as Chosen | undefined
  const [asked, setAsked] = useState<QuarantineRule | null>(null)
  const rule = ruleOf(values ?? {})
  if (asked !== null) return <AskQuarantine {...{ window, act, onDone }} rules={[asked]} finding={null} />
  const next = () => {
    if (rule === null) void message.warning('请选定一个通道或一段时间，结束须晚于开始。')
    else setAsked(rule)
  }
  const time = (name: 'from' | 'to', label: string) => (
    <Form.Item name={name} label={label}>
      <Input type="datetime-local" step={1} />
    </Form.Item>
  )
  return (
    <Modal
      open
      width={640}
      title={`人工隔离：${window.title}`}
      okText="看影响，填理由"
      cancelText="取消"
      onOk={next}
      onCancel={onDone}
    >
      <Alert
        type="info"
        showIcon
        title="只能按通道、时间段隔离（号段由识别结果给出），不能按选项隔离：没有人的意见会因为是什么意见而被拿掉。"
      />
      <Form form={form} layout="vertical" className="fd-choose">
        <Form.Item name="channel" label="通道">
          <Select
            allowClear
            placeholder="不限"
            options={window.channels.map((channel) => ({ value: channel, label: CHANNEL_NAMES[channel] }))}
          />
        </Form.Item>
        {window.units.length === 0 ? null : (
          <Form.Item name="unitCode" label="单位">
            <Select
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              placeholder="不限"
              options={window.units.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))}
            />
          </Form.Item>
        )}
        {time('from', '从（含）')}
        {time('to', '到（不含）')}
      </Form>
    </Modal>
  )
}

/** Null where it names nothing that may be set aside. */
function ruleOf({ channel, unitCode, from, to }: Chosen): QuarantineRule | null {
  const fromMs = msOf(from)
  const toMs = msOf(to)
  if (channel === undefined && fromMs === null && toMs === null) return null
  if (fromMs !== null && toMs !== null && fromMs >= toMs) return null
  return { channel: channel ?? null, unitCode: unitCode ?? null, fromMs, toMs, segmentHash: null }
}

const CITY_OFFSET_MS = 8 * 3_600_000

/** To the second: a finer slice would single out one person's ballot. Null: left open. */
function msOf(text: string | undefined): number | null {
  const ms = Date.parse(`${text ?? ''}${text?.length === 16 ? ':00' : ''}Z`)
  return Number.isNaN(ms) ? null : ms - CITY_OFFSET_MS
}
