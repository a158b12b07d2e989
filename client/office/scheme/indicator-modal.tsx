// One indicator's definition in words a clerk knows: what is counted, the target, what each point short of it costs.

import { Form, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import { CATEGORIES, CATEGORY_NAMES } from '../../../shared/evaluation/categories.ts'
import {
  IndicatorDefinition,
  type IndicatorDefinition as Definition,
} from '../../../shared/evaluation/indicator.ts'
import { FormModal } from '../form-modal.tsx'
import { NumberField } from '../page-form.tsx'

interface Props {
  readonly indicator: Definition | 'new' | null
  readonly taken: readonly string[]
  readonly onSave: (indicator: Definition) => void
  readonly onClose: () => void
}

type Scaled = 'targetPercent' | 'full' | 'floor' | 'perPoint'
type Fields = Definition
const SCALED: readonly Scaled[] = ['targetPercent', 'full', 'floor', 'perPoint']

const POINTS = { unit: '分', most: 10_000, digits: 4 } as const

const START: Partial<Fields> = {
  ...{ direction: 'high', categories: [...CATEGORIES], weight: 1, denominatorFrom: 30 },
  ...{ targetPercent: 95, full: 25, floor: 12.5, perPoint: 0.5 },
}

export function IndicatorModal({ indicator, taken, onSave, onClose }: Props) {
  const [form] = Form.useForm<Fields>()
  const [problem, setProblem] = useState<string | null>(null)
  const known = indicator === 'new' ? null : indicator
  const submit = (fields: Fields) => {
    const scaled = Object.fromEntries(SCALED.map((name) => [name, Math.round(fields[name] * 10_000)]))
    const read = IndicatorDefinition.safeParse({ ...fields, ...scaled })
    if (known === null && taken.includes(fields.indicatorId)) setProblem('这个编号已有指标在用。')
    else if (fields.floor > fields.full) setProblem('最低分不能高于满分。')
    else if (read.success) onSave(read.data)
    else setProblem('有一项不合要求：数最多四位小数，名称最多30字。')
    return Promise.resolve()
  }
  const needed = (message: string) => [{ required: true, message }]
  return (
    <FormModal<Fields>
      open={indicator !== null}
      title={known === null ? '添加指标' : `修改“${known.name}”`}
      okText="用这个指标"
      waiting={false}
      problem={problem}
      clearProblem={() => setProblem(null)}
      form={form}
      initialValues={
        known === null
          ? START
          : { ...known, ...Object.fromEntries(SCALED.map((name) => [name, known[name] / 10_000])) }
      }
      submit={submit}
      onClose={onClose}
    >
      <Form.Item
        name="indicatorId"
        label="编号（导入和系统对接时用）"
        rules={[
          { required: true, message: '请填写编号。' },
          { pattern: /^[a-z][a-z0-9-]{0,39}$/, message: '小写字母开头，只用小写字母、数字和 -。' },
        ]}
      >
        <Input disabled={known !== null} maxLength={40} />
      </Form.Item>
      <Form.Item name="name" label="名称" rules={needed('请填写名称。')}>
        <Input maxLength={30} showCount />
      </Form.Item>
      <Form.Item name="numeratorName" label="分子数的是什么" rules={needed('请填写。')}>
        <Input maxLength={40} placeholder="如：按时办结件数" />
      </Form.Item>
      <Form.Item name="denominatorName" label="分母数的是什么" rules={needed('请填写。')}>
        <Input maxLength={40} placeholder="如：应办结件数" />
      </Form.Item>
      <Form.Item name="source" label="来源" rules={needed('请填写来源。')}>
        <Input maxLength={40} placeholder="如：12345热线、好差评" />
      </Form.Item>
      <Form.Item name="categories" label="适用类别" rules={needed('至少选一类。')}>
        <Select
          mode="multiple"
          options={CATEGORIES.map((value) => ({ value, label: CATEGORY_NAMES[value] }))}
        />
      </Form.Item>
      <Form.Item name="direction" label="比率">
        <Radio.Group
          options={[
            { value: 'high', label: '越高越好' },
            { value: 'low', label: '越低越好（如回退率）' },
          ]}
        />
      </Form.Item>
      <NumberField
        digits={4}
        name="targetPercent"
        label="目标：达到就得满分"
        unit="%"
        most={100}
        needed="请填写目标。"
      />
      <NumberField {...POINTS} name="full" label="满分" needed="请填写满分。" />
      <NumberField {...POINTS} name="perPoint" label="每差1个百分点扣" needed="请填写扣分。" />
      <NumberField {...POINTS} name="floor" label="最低分：扣到这里为止" needed="请填写最低分。" />
      <NumberField
        name="denominatorFrom"
        label="分母至少几件才计"
        extra="件数太少时一件就能改变名次，所以不计。"
        unit="件"
        least={1}
        most={1_000_000}
        needed="请填写。"
      />
      <NumberField
        name="weight"
        label="在本类各指标中的权重"
        extra="0：只公布，不计分，例如与好评率并列的主动评价率。"
        unit=""
        most={10_000}
        needed="请填写权重。"
      />
    </FormModal>
  )
}
