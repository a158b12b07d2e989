// The scheme of the ranking: weights with their sum in sight, samples, list length, ties, visibility.

import { Alert, Button, Form, InputNumber, Radio, Select, Space } from 'antd'
import { useState } from 'react'
import {
  DEFAULT_SCHEME,
  METHOD_NAMES,
  METHODS,
  TieStage,
  type Method,
  type Scheme,
} from '../../shared/evaluation/scheme.ts'
import { useOffice } from './office-desk.ts'
import { Page } from './page.tsx'
import { sumBp, sumWords, toBp, toPercent, WHOLE_BP } from './percent.ts'

const TIE_NAMES: Readonly<Record<TieStage, string>> = {
  citizens_higher: '市民评议得分高者在前',
  dissatisfied_share_lower: '不满意占比低者在前',
  rectification_higher: '督促整改得分高者在前',
}

interface Fields {
  readonly weights: Readonly<Record<Method, number | null>>
  readonly citizensFromN: number
  readonly examiners: number | null
  readonly poll: number | null
  readonly pollFromN: number
  readonly listMost: number
  readonly tieStages: TieStage[]
  readonly visibility: Scheme['visibility']
}

function fieldsOf(scheme: Scheme): Fields {
  return {
    weights: Object.fromEntries(
      METHODS.map((method) => [method, toPercent(scheme.weightsBp[method])]),
    ) as Fields['weights'],
    citizensFromN: scheme.citizensFromN,
    examiners: toPercent(scheme.tv.examinersBp),
    poll: toPercent(scheme.tv.pollBp),
    pollFromN: scheme.tv.pollFromN,
    listMost: scheme.listMost,
    tieStages: [...scheme.tieStages],
    visibility: scheme.visibility,
  }
}

/** `before`: what this screen does not show stays as it was. */
function schemeOf(fields: Fields, before: Scheme): Scheme {
  return {
    ...before,
    weightsBp: Object.fromEntries(
      METHODS.map((method) => [method, toBp(fields.weights[method]) ?? 0]),
    ) as Scheme['weightsBp'],
    citizensFromN: fields.citizensFromN,
    tv: {
      examinersBp: toBp(fields.examiners) ?? 0,
      pollBp: toBp(fields.poll) ?? 0,
      pollFromN: fields.pollFromN,
      absent: before.tv.absent,
    },
    listMost: fields.listMost,
    tieStages: fields.tieStages,
    visibility: fields.visibility,
  }
}

function Percent() {
  return <InputNumber min={0} max={100} step={1} precision={2} suffix="%" className="office-number" />
}

export function SchemeScreen() {
  const { setup, me, send } = useOffice()
  const [form] = Form.useForm<Fields>()
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const fields = Form.useWatch([], form) as Partial<Fields> | undefined
  const sum = sumBp(METHODS.map((method) => fields?.weights?.[method]))
  const tvSum = sumBp([fields?.examiners, fields?.poll])
  const mayEdit = me.role === 'office'
  const save = async (values: Fields) => {
    setWaiting(true)
    setProblem(await send({ type: 'SetScheme', scheme: schemeOf(values, setup.scheme) }, '评分方案已保存。'))
    setWaiting(false)
  }
  return (
    <Page title="评分方案" about="五种评议方式怎样合成总分，以及名单、并列和公开范围。权重之和须为100%。">
      {mayEdit ? null : <Alert type="info" showIcon title="评分方案只有评议办可以修改；这里可以查看。" />}
      {problem === null ? null : <Alert type="error" showIcon title={problem} />}
      <Form<Fields>
        key={JSON.stringify(setup.scheme)}
        form={form}
        layout="horizontal"
        labelCol={{ flex: '220px' }}
        labelAlign="left"
        requiredMark={false}
        disabled={!mayEdit}
        initialValues={fieldsOf(setup.scheme)}
        onFinish={(values) => void save(values)}
        className="office-form"
      >
        <h2>权重</h2>
        {METHODS.map((method) => (
          <Form.Item key={method} name={['weights', method]} label={METHOD_NAMES[method]}>
            {Percent()}
          </Form.Item>
        ))}
        <Form.Item label="各项之和">
          <strong className={sum === WHOLE_BP ? 'is-right' : 'is-wrong'}>{sumWords(sum)}</strong>
        </Form.Item>
        <h2>电视问政</h2>
        <Form.Item name="examiners" label="考官打分占">
          {Percent()}
        </Form.Item>
        <Form.Item name="poll" label="现场市民评议占">
          {Percent()}
        </Form.Item>
        <Form.Item label="各项之和">
          <strong className={tvSum === WHOLE_BP ? 'is-right' : 'is-wrong'}>{sumWords(tvSum)}</strong>
        </Form.Item>
        <Form.Item
          name="pollFromN"
          label="市民评议至少几票才计入"
          extra="不足时只用考官打分，并在榜单上注明。"
        >
          <InputNumber min={1} max={1_000_000} precision={0} suffix="票" className="office-number" />
        </Form.Item>
        <h2>样本和名单</h2>
        <Form.Item
          name="citizensFromN"
          label="市民评议最少票数"
          extra="不足的单位另列为“样本不足”，不参加排名。"
        >
          <InputNumber min={1} max={1_000_000} precision={0} suffix="票" className="office-number" />
        </Form.Item>
        <Form.Item
          name="listMost"
          label="十优、十差最多几名"
          extra="实际取这个数和“参加排名的单位数 ÷ 4”中较小的；不足8个单位不出名单。"
        >
          <InputNumber min={1} max={10} precision={0} suffix="名" className="office-number" />
        </Form.Item>
        <Form.Item name="tieStages" label="同分先后（按选择的顺序）">
          <Select
            mode="multiple"
            placeholder="不选：同分一律并列"
            options={TieStage.options.map((value) => ({ value, label: TIE_NAMES[value] }))}
          />
        </Form.Item>
        <Form.Item name="visibility" label="暂列排名谁能看">
          <Radio.Group
            options={[
              { value: 'hidden', label: '不公开' },
              { value: 'tonight', label: '只公开当晚单位' },
              { value: 'full', label: '全部公开' },
            ]}
          />
        </Form.Item>
        <Space>
          <Button
            type="primary"
            htmlType="submit"
            loading={waiting}
            disabled={!mayEdit || sum !== WHOLE_BP || tvSum !== WHOLE_BP}
          >
            保存评分方案
          </Button>
          <Button onClick={() => form.setFieldsValue(fieldsOf(setup.scheme))}>放弃改动</Button>
          <Button onClick={() => form.setFieldsValue(fieldsOf(DEFAULT_SCHEME))}>填入默认值</Button>
        </Space>
      </Form>
    </Page>
  )
}
