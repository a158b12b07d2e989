// The form of a period's settings: kind, title, days, the evidence date, and what a half-year or year is made of.

import { Button, Form, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import type { PeriodId } from '../../../shared/period/ids.ts'
import { PERIOD_KIND_NAMES, type PeriodKind } from '../../../shared/period/period.ts'
import type { PeriodHead } from '../../../shared/protocol/period-api.ts'
import { useServerNow } from '../../lib/use-topic.ts'
import { newPeriodDraft, rolledUpIn, type PeriodDraft } from './period-draft.ts'
import { PageForm, TitleField } from '../page-form.tsx'

interface Props {
  readonly initial: PeriodDraft
  readonly known: readonly PeriodHead[]
  readonly submitText: string
  readonly disabled?: boolean
  /** A period that is there keeps its kind. */
  readonly kindFixed?: boolean
  /** Null once done, else sentences. */
  readonly onSubmit: (draft: PeriodDraft) => Promise<string | null>
}

export function PeriodForm({
  initial,
  known,
  submitText,
  disabled = false,
  kindFixed = false,
  onSubmit,
}: Props) {
  const [form] = Form.useForm<PeriodDraft>()
  const nowMs = useServerNow(60_000)
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const kind = (Form.useWatch('kind', form) as PeriodKind | undefined) ?? initial.kind
  const submit = async (values: PeriodDraft) => {
    setWaiting(true)
    const draft = {
      ...values,
      evidenceDueOn: values.kind === 'quarter' ? values.evidenceDueOn : values.endsOn,
      rollsUp: values.kind === 'quarter' ? [] : (values.rollsUp ?? []),
    }
    setProblem(await onSubmit(draft))
    setWaiting(false)
  }
  const notBefore = (field: 'startsOn' | 'endsOn', words: string) => ({
    validator: async (_: unknown, day: string) => {
      const earlier = form.getFieldValue(field) as string | undefined
      if (earlier !== undefined && day < earlier) throw new Error(words)
    },
  })
  const suggestParts = () => {
    const { startsOn, endsOn, kind: chosen } = form.getFieldsValue(true) as PeriodDraft
    if (chosen !== 'quarter') form.setFieldValue('rollsUp', rolledUpIn(chosen, { startsOn, endsOn }, known))
  }
  return (
    <PageForm form={form} initial={initial} disabled={disabled} problem={problem} onFinish={submit}>
      <Form.Item
        name="kind"
        label="种类"
        extra="季度收集佐证并排名；半年和全年不再收集，只把已发布的季度合起来。"
      >
        <Radio.Group
          disabled={disabled || kindFixed}
          options={(['quarter', 'half', 'year'] as const).map((value) => ({
            value,
            label: PERIOD_KIND_NAMES[value],
          }))}
          onChange={(event) =>
            form.setFieldsValue(newPeriodDraft(event.target.value as PeriodKind, nowMs, known))
          }
        />
      </Form.Item>
      <TitleField label="名称" like="2026年第四季度" />
      <Form.Item name="startsOn" label="开始" rules={[DAY]}>
        <Input type="date" className="pd-day" onBlur={suggestParts} />
      </Form.Item>
      <Form.Item
        name="endsOn"
        label="结束（含当日）"
        dependencies={['startsOn']}
        rules={[DAY, notBefore('startsOn', '结束不能早于开始。')]}
        extra={
          kind === 'quarter' ? '这几天里开始的评议期和直播的场次计入本期。季度之间不能重叠。' : undefined
        }
      >
        <Input type="date" className="pd-day" onBlur={suggestParts} />
      </Form.Item>
      {kind === 'quarter' ? (
        <Form.Item
          name="evidenceDueOn"
          label="佐证截止"
          dependencies={['endsOn']}
          rules={[DAY, notBefore('endsOn', '佐证截止不能早于本期结束。')]}
          extra="截止前一周提醒；过了这天还缺的，名为“应报未报”，不参加排名。"
        >
          <Input type="date" className="pd-day" />
        </Form.Item>
      ) : (
        <Form.Item
          name="rollsUp"
          label="由哪些季度合成"
          rules={[
            {
              validator: async (_, parts: readonly PeriodId[] | undefined) => {
                if ((parts ?? []).length < 2) throw new Error('至少选两个季度。')
              },
            },
          ]}
          extra="取单位在各季度的总分平均。季度都定案以后才能冻结。"
        >
          <Select
            mode="multiple"
            placeholder="还没有季度：请先建立季度"
            options={known
              .filter((period) => period.kind === 'quarter')
              .map(({ periodId, title }) => ({ value: periodId, label: title }))}
          />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" loading={waiting} disabled={disabled}>
        {submitText}
      </Button>
    </PageForm>
  )
}

const DAY = { required: true, message: '请填写日期。' }
