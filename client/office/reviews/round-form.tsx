// The settings of a review round: its period, form of marks, and times.

import { Button, Form, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import type { RoundsAnswer } from '../../../shared/protocol/reviews-api.ts'
import { REVIEW_FORM_NAMES, type ReviewForm } from '../../../shared/review/round.ts'
import { msOfCityInput } from '../polls/poll-draft.ts'
import type { RoundDraft } from './round-draft.ts'
import { PageForm, TitleField } from '../page-form.tsx'

interface Props {
  readonly initial: RoundDraft
  readonly periods: RoundsAnswer['periods']
  readonly submitText: string
  readonly disabled?: boolean
  /** Null once done, else sentences. */
  readonly onSubmit: (draft: RoundDraft) => Promise<string | null>
}

const moment = {
  validator: async (_: unknown, text: string) => {
    if (msOfCityInput(text) === null) throw new Error('请填写日期和时间。')
  },
}

export function RoundForm({ initial, periods, submitText, disabled = false, onSubmit }: Props) {
  const [form] = Form.useForm<RoundDraft>()
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const submit = async (draft: RoundDraft) => {
    setWaiting(true)
    const refused = await onSubmit(draft)
    setWaiting(false)
    setProblem(refused)
  }
  return (
    <PageForm form={form} initial={initial} disabled={disabled} problem={problem} onFinish={submit}>
      <TitleField label="名称" like="2026年第四季度业务部门评议" />
      <Form.Item
        name="periodId"
        label="评议周期"
        rules={[{ required: true, message: '请选定评议周期。' }]}
        extra={periods.length === 0 ? '没有正在收集佐证的季度，请先在“评议周期”里启用一个。' : undefined}
      >
        <Select
          style={{ maxWidth: 480 }}
          options={periods.map(({ periodId, title }) => ({ value: periodId, label: title }))}
        />
      </Form.Item>
      <Form.Item name="form" label="评议方式" extra="三档按 100、60、0 计。下达后不能再改。">
        <Radio.Group
          options={Object.entries(REVIEW_FORM_NAMES).map(([value, label]) => ({
            value: value as ReviewForm,
            label,
          }))}
        />
      </Form.Item>
      <Form.Item name="opensAt" label="开始" rules={[moment]} extra="北京时间，以服务器时间为准。">
        <Input type="datetime-local" style={{ width: 240 }} />
      </Form.Item>
      <Form.Item name="closesAt" label="截止" rules={[moment]} extra="迟到的留存不计；可以延长，不能提前。">
        <Input type="datetime-local" style={{ width: 240 }} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={waiting}>
        {submitText}
      </Button>
    </PageForm>
  )
}
