// Retiring a unit, or merging several into one of them: since which day, why, and what it means, in numbers.

import { Alert, DatePicker, Form, Input, Select } from 'antd'
import { useState } from 'react'
import type { UnitId } from '../../shared/basics/ids.ts'
import type { Unit } from '../../shared/evaluation/unit.ts'
import { FormModal } from './form-modal.tsx'
import { useOffice } from './office-desk.ts'

export interface EndingOf {
  readonly kind: 'retire' | 'merge'
  readonly units: readonly Unit[]
}

interface Fields {
  readonly into: UnitId
  readonly on: { format(pattern: string): string }
  readonly reason: string
}

export function UnitEndingModal({
  ending,
  onClose,
}: {
  readonly ending: EndingOf | null
  readonly onClose: (done: boolean) => void
}) {
  const { send } = useOffice()
  const [form] = Form.useForm<Fields>()
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const units = ending?.units ?? []
  const [first] = units
  const merges = ending?.kind === 'merge'
  const submit = async ({ into, on, reason }: Fields) => {
    if (first === undefined) return
    const day = on.format('YYYY-MM-DD')
    const from = units.map(({ unitId }) => unitId).filter((unitId) => unitId !== into)
    setWaiting(true)
    const refused = await (merges
      ? send({ type: 'MergeUnits', from, into, on: day, reason }, `已并入，${from.length}个单位不再在册。`)
      : send({ type: 'RetireUnit', unitId: first.unitId, on: day, reason }, `已撤销“${first.name}”。`))
    setWaiting(false)
    setProblem(refused)
    if (refused === null) onClose(true)
  }
  return (
    <FormModal<Fields>
      open={ending !== null}
      title={merges ? `合并 ${units.length} 个单位` : `撤销“${first?.name ?? ''}”`}
      okText={merges ? '合并' : '撤销这个单位'}
      waiting={waiting}
      problem={problem}
      clearProblem={() => setProblem(null)}
      form={form}
      initialValues={first === undefined ? {} : { into: first.unitId }}
      submit={submit}
      onClose={() => onClose(false)}
    >
      <Alert
        type="warning"
        showIcon
        style={{ marginBottom: 16 }}
        title={
          merges
            ? `${units.length - 1} 个单位不再在册，代码空出；编号不能再用，沿革保留。`
            : `这个单位不再在册，代码 ${first?.code ?? ''} 空出；编号不能再用，沿革保留。`
        }
        description="已经开始的评议周期、评议期和场次不受影响。录错了可以在“已撤销或并入”里恢复。"
      />
      {merges ? (
        <Form.Item
          name="into"
          label="并入哪一个（它继续在册）"
          rules={[{ required: true, message: '请选择。' }]}
        >
          <Select
            options={units.map(({ unitId, code, name }) => ({ value: unitId, label: `${code} ${name}` }))}
          />
        </Form.Item>
      ) : null}
      <Form.Item name="on" label="自哪一天起" rules={[{ required: true, message: '请选择日期。' }]}>
        <DatePicker style={{ width: 200 }} />
      </Form.Item>
      <Form.Item
        name="reason"
        label="理由（如文件名称和文号）"
        rules={[{ required: true, whitespace: true, min: 2, message: '请填写理由，至少两个字。' }]}
      >
        <Input.TextArea maxLength={200} showCount rows={3} />
      </Form.Item>
    </FormModal>
  )
}
