// The form of a session's settings: title, theme, rehearsal, form of scoring, group weights, and the numbers of its rules.

import { AutoComplete, Button, Checkbox, Collapse, Form, InputNumber, Radio } from 'antd'
import { useState } from 'react'
import { SEAT_GROUP_NAMES, SeatGroup } from '../../shared/show/panel.ts'
import { DetectionFields } from './detection-fields.tsx'
import { sumBp, sumWords, WHOLE_BP } from './percent.ts'
import { newSessionDraft, THEMES, type SessionDraft } from './session-draft.ts'
import { WaitingFields } from './waiting-fields.tsx'
import { NumberField, PageForm, TitleField } from './page-form.tsx'

interface Props {
  readonly initial: SessionDraft
  readonly submitText: string
  readonly disabled?: boolean
  /** Null once done, else sentences. */
  readonly onSubmit: (draft: SessionDraft) => Promise<string | null>
  readonly onDirty?: (dirty: boolean) => void
}

export function SessionForm({ initial, submitText, disabled = false, onSubmit, onDirty }: Props) {
  const [form] = Form.useForm<SessionDraft>()
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const values = Form.useWatch([], { form, preserve: true }) as Partial<SessionDraft> | undefined
  const kind = values?.form ?? initial.form
  const weighted = values?.weighted ?? initial.weighted
  const sum = sumBp(SeatGroup.options.map((group) => values?.weights?.[group] ?? initial.weights[group]))
  const submit = async () => {
    setWaiting(true)
    const draft = { ...initial, ...(form.getFieldsValue(true) as Partial<SessionDraft>) }
    const refused = await onSubmit(draft)
    setWaiting(false)
    setProblem(refused)
    if (refused === null) onDirty?.(false)
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
      <TitleField label="标题" like="2026年第三季度电视问政第二场" />
      <Form.Item
        name="theme"
        label="主题"
        rules={[{ required: true, whitespace: true, message: '请填写主题。' }]}
      >
        <AutoComplete options={THEMES.map((value) => ({ value }))} maxLength={20} style={{ width: 240 }} />
      </Form.Item>
      <Form.Item name="rehearsal" label="性质" extra="彩排在所有屏幕上都有标记，永远不计入排名。">
        <Radio.Group
          options={[
            { value: false, label: '正式' },
            { value: true, label: '彩排' },
          ]}
        />
      </Form.Item>
      <Form.Item name="form" label="考官评分方式">
        <Radio.Group
          options={[
            { value: 'grades', label: '等级（满意100 / 基本满意60 / 不满意0 / 弃权）' },
            { value: 'marks', label: '打分（0–100分）' },
            { value: 'placard', label: '举牌（笑脸 / 哭脸，不计入排名）' },
          ]}
          className="office-stack"
        />
      </Form.Item>
      {kind === 'marks' ? (
        <NumberField
          name="trim"
          label="去掉极端分"
          extra="两端各去掉这么多个；计入的打分满10份时才去。"
          unit="个"
          most={4}
        />
      ) : null}
      <Form.Item name="weighted" label="席位组权重" valuePropName="checked">
        <Checkbox>按席位组加权（不勾选：每位考官分量相同）</Checkbox>
      </Form.Item>
      {weighted ? (
        <>
          <Form.Item label="各组权重">
            <div className="office-weights">
              {SeatGroup.options.map((group) => (
                <label key={group}>
                  {SEAT_GROUP_NAMES[group]}
                  <Form.Item name={['weights', group]} noStyle>
                    <InputNumber min={0} max={100} precision={2} suffix="%" className="office-number" />
                  </Form.Item>
                </label>
              ))}
            </div>
            <strong className={sum === WHOLE_BP ? 'is-right' : 'is-wrong'}>{sumWords(sum)}</strong>
          </Form.Item>
          <Form.Item name="redistribute" label="组内不足3份" valuePropName="checked">
            <Checkbox>该组权重按比例分给其他组（不勾选：结果无效）</Checkbox>
          </Form.Item>
        </>
      ) : null}
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
            label: '异常识别门限（开播前定下，之后不能改）',
            forceRender: true,
            children: <DetectionFields disabled={disabled} />,
          },
        ]}
      />
      <Button
        type="primary"
        htmlType="submit"
        loading={waiting}
        disabled={disabled || (weighted && sum !== WHOLE_BP)}
      >
        {submitText}
      </Button>
    </PageForm>
  )
}

const DEFAULTS = newSessionDraft()

const OTHER_WAITS = [
  ['examinersRevealDelay', '考官揭晓等待'],
  ['pollRevealDelay', '市民揭晓等待'],
  ['rankingRevealDelay', '排名揭晓等待'],
] as const
