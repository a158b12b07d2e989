// The form of a period poll's settings: title, time, channels and numbers, options, when its counts may be seen.

import { Button, Checkbox, Collapse, Form, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import { CHANNEL_NAMES, CHANNELS } from '../../../shared/ballot/choices.ts'
import type { WindowId } from '../../../shared/basics/ids.ts'
import { useOffice } from '../office-desk.ts'
import { WaitingFields } from '../waiting-fields.tsx'
import { DetectionFields } from '../detection-fields.tsx'
import { msOfCityInput, newPollDraft, takesSms, type PollDraft } from './poll-draft.ts'
import { PageForm, TitleField } from '../page-form.tsx'

interface Props {
  readonly initial: PollDraft
  readonly submitText: string
  readonly disabled?: boolean
  /** Void polls, which this one may stand for. */
  readonly replaceable: readonly { readonly id: WindowId; readonly title: string }[]
  /** Null once done, else sentences. */
  readonly onSubmit: (draft: PollDraft) => Promise<string | null>
  readonly onDirty?: (dirty: boolean) => void
}

export function PollForm({ initial, submitText, disabled = false, replaceable, onSubmit, onDirty }: Props) {
  const { setup } = useOffice()
  const [form] = Form.useForm<PollDraft>()
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const values = Form.useWatch([], { form, preserve: true }) as Partial<PollDraft> | undefined
  const bySms = takesSms(values?.channels ?? initial.channels)
  const submit = async () => {
    setWaiting(true)
    const refused = await onSubmit({ ...initial, ...(form.getFieldsValue(true) as Partial<PollDraft>) })
    setWaiting(false)
    setProblem(refused)
    if (refused === null) onDirty?.(false)
  }
  const moment = {
    validator: async (_: unknown, text: string) => {
      if (msOfCityInput(text) === null) throw new Error('请填写日期和时间。')
    },
  }
  // No `required`: antd would put aria-required on a group, which no group may carry.
  const someChannel = {
    validator: async (_: unknown, channels: readonly unknown[]) => {
      if (channels.length === 0) throw new Error('至少选一个通道。')
    },
  }
  const afterOpening = {
    validator: async (_: unknown, text: string) => {
      const [opens, closes] = [msOfCityInput(String(form.getFieldValue('opensAt'))), msOfCityInput(text)]
      if (opens !== null && closes !== null && closes <= opens) throw new Error('截止须在开始之后。')
    },
  }
  return (
    <PageForm
      form={form}
      initial={initial}
      disabled={disabled}
      problem={problem}
      onFinish={submit}
      onDirty={onDirty}
    >
      <TitleField label="名称" like="2026年下半年市民评议" />
      <Form.Item name="rehearsal" label="性质" extra="演练在所有页面都有标记，永远不计入排名。">
        <Radio.Group
          options={[
            { value: false, label: '正式' },
            { value: true, label: '演练' },
          ]}
        />
      </Form.Item>
      <Form.Item name="opensAt" label="开始" rules={[moment]} extra="北京时间。排定时不能早于当时。">
        <Input type="datetime-local" style={{ width: 240 }} />
      </Form.Item>
      <Form.Item name="closesAt" label="截止" dependencies={['opensAt']} rules={[moment, afterOpening]}>
        <Input type="datetime-local" style={{ width: 240 }} />
      </Form.Item>
      <Form.Item name="channels" label="通道" rules={[someChannel]}>
        <Checkbox.Group
          className="office-stack"
          options={CHANNELS.map((channel) => {
            const on = setup.channels.some((each) => each.channel === channel && each.on)
            return { value: channel, label: `${CHANNEL_NAMES[channel]}${on ? '' : '（未启用）'}` }
          })}
        />
      </Form.Item>
      {bySms ? (
        <Form.Item
          name="accessNumbers"
          label="短信接入号"
          extra={
            setup.accessNumbers.length === 0
              ? '还没有接入号，请先在“接入号与通道”页填写。'
              : '不选：本市全部接入号都可以。直播的现场评议可以共用同一个号码，因为评议期的短信必须带单位代码。'
          }
        >
          <Select
            mode="multiple"
            allowClear
            style={{ maxWidth: 480 }}
            placeholder="全部接入号"
            options={setup.accessNumbers.map((value) => ({ value, label: value }))}
          />
        </Form.Item>
      ) : null}
      <Form.Item
        name="offersUnsure"
        label="选项"
        extra="所有通道的选项相同。不了解计入参与数，不进入满意率和得分。"
      >
        <Radio.Group
          options={[
            { value: true, label: '满意、基本满意、不满意、不了解' },
            { value: false, label: '满意、基本满意、不满意' },
          ]}
          className="office-stack"
        />
      </Form.Item>
      <Form.Item name="visibility" label="总数公开" extra="单位的票数一律在揭晓之后才显示。">
        <Radio.Group
          options={[
            { value: 'hidden', label: '揭晓前不公开' },
            { value: 'live', label: '实时公开全部单位合计' },
          ]}
          className="office-stack"
        />
      </Form.Item>
      {replaceable.length === 0 ? null : (
        <Form.Item name="replaces" label="替代" extra="重做已作废的评议期时选；原来的选票不会转过来。">
          <Select
            allowClear
            style={{ maxWidth: 480 }}
            placeholder="不替代"
            options={replaceable.map(({ id, title }) => ({ value: id, label: title }))}
            onClear={() => form.setFieldValue('replaces', null)}
          />
        </Form.Item>
      )}
      <Collapse
        ghost
        items={[
          {
            key: 'rules',
            label: '等待时间（一般不用改）',
            forceRender: true,
            children: <WaitingFields standard={DEFAULTS} others={OTHER_WAITS} />,
          },
          {
            key: 'detection',
            label: '异常识别门限（排定前定下，之后不能改）',
            forceRender: true,
            children: <DetectionFields disabled={disabled} />,
          },
        ]}
      />
      <Button type="primary" htmlType="submit" loading={waiting} disabled={disabled}>
        {submitText}
      </Button>
    </PageForm>
  )
}

const DEFAULTS = newPollDraft(0, [])

const OTHER_WAITS = [['revealDelay', '揭晓等待']] as const
