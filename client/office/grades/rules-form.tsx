// The rules of a quarter's assessment (考核办法): bands, shares, when a place in the province is low, last-place cards (GRADE1–GRADE3).

import { Alert, Checkbox, Form, Modal } from 'antd'
import { useState } from 'react'
import type { GradesAnswer } from '../../../shared/protocol/grades-api.ts'
import { NumberField } from '../page-form.tsx'
import { useOffice } from '../office-desk.ts'
import { toBp } from '../percent.ts'

interface Fields {
  readonly excellent: number
  readonly qualified: number
  readonly barely: number
  readonly own: number
  readonly units: number
  readonly low: number | null
  readonly lastPlaceCards: boolean
}

export function RulesForm({
  answer,
  onClose,
}: {
  readonly answer: GradesAnswer
  readonly onClose: () => void
}) {
  const { send } = useOffice()
  const [form] = Form.useForm<Fields>()
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const { rules } = answer
  const save = async (fields: Fields) => {
    setWaiting(true)
    const refused = await send(
      {
        type: 'SetAssessmentRules',
        periodId: answer.periodId,
        rules: {
          bands: {
            excellentFrom: Math.round(fields.excellent * 100),
            qualifiedFrom: Math.round(fields.qualified * 100),
            barelyFrom: Math.round(fields.barely * 100),
          },
          ownBp: toBp(fields.own) ?? 0,
          unitsBp: toBp(fields.units) ?? 0,
          provinceLowFrom: fields.low ?? null,
          lastPlaceCards: fields.lastPlaceCards,
        },
      },
      '考核办法已保存。重新定级后生效。',
    )
    setWaiting(false)
    setProblem(refused)
    if (refused === null) onClose()
  }
  const points = (name: keyof Fields, label: string, unit: string) => (
    <NumberField {...{ name, label, unit }} most={100} digits={2} needed="请填写。" />
  )
  return (
    <Modal
      open
      title={`考核办法：${answer.title}`}
      okText="保存"
      cancelText="不做了"
      confirmLoading={waiting}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <div className="pd-stack">
        {problem === null ? null : <Alert type="error" showIcon title={problem} />}
        <Form<Fields>
          form={form}
          layout="horizontal"
          labelCol={{ flex: '200px' }}
          labelAlign="left"
          requiredMark={false}
          initialValues={{
            excellent: rules.bands.excellentFrom / 100,
            qualified: rules.bands.qualifiedFrom / 100,
            barely: rules.bands.barelyFrom / 100,
            own: rules.ownBp / 100,
            units: rules.unitsBp / 100,
            low: rules.provinceLowFrom,
            lastPlaceCards: rules.lastPlaceCards,
          }}
          onFinish={(fields) => void save(fields)}
        >
          {points('excellent', '优秀从', '分')}
          {points('qualified', '合格从', '分')}
          {points('barely', '基本合格从', '分')}
          {points('own', '自身得分占', '%')}
          {points('units', '所属单位得分占', '%')}
          <NumberField
            name="low"
            label="全省排名靠后从"
            extra="留空：不以全省排名限制评优。"
            unit="名"
            least={1}
            most={1_000}
          />
          <Form.Item name="lastPlaceCards" valuePropName="checked" label="末位黄牌">
            <Checkbox>同类末位且低于70分的提议黄牌警告</Checkbox>
          </Form.Item>
        </Form>
      </div>
    </Modal>
  )
}
