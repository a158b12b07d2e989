// Adding or changing one unit.

import { Form, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { UnitCode, UnitId } from '../../shared/basics/ids.ts'
import { CATEGORIES, CATEGORY_NAMES, type Category } from '../../shared/evaluation/unit.ts'
import type { UnitView } from '../../shared/protocol/views.ts'
import { FormModal } from './form-modal.tsx'
import { useOffice } from './office-desk.ts'

interface Fields {
  readonly unitId: string
  readonly code: number
  readonly name: string
  readonly category: Category
}

export function UnitModal({
  unit,
  onClose,
}: {
  readonly unit: UnitView | 'new' | null
  readonly onClose: () => void
}) {
  const { send } = useOffice()
  const [form] = Form.useForm<Fields>()
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const known = unit === 'new' ? null : unit
  const submit = async (fields: Fields) => {
    setWaiting(true)
    const refused = await send(
      {
        type: 'ImportUnits',
        units: [
          {
            unitId: UnitId.parse(fields.unitId),
            code: UnitCode.parse(fields.code),
            name: fields.name.trim(),
            category: fields.category,
            organisationId: null,
            authorityId: null,
          },
        ],
      },
      known === null ? `已添加“${fields.name.trim()}”。` : `已修改“${fields.name.trim()}”。`,
    )
    setWaiting(false)
    setProblem(refused)
    if (refused === null) onClose()
  }
  return (
    <FormModal<Fields>
      open={unit !== null}
      title={known === null ? '添加单位' : '修改单位'}
      okText="保存"
      waiting={waiting}
      problem={problem}
      clearProblem={() => setProblem(null)}
      form={form}
      initialValues={
        known === null
          ? { category: CATEGORIES[0] }
          : { unitId: known.id, code: known.code, name: known.name, category: known.category }
      }
      submit={submit}
      onClose={onClose}
    >
      <Form.Item
        name="unitId"
        label="编号"
        extra="字母和数字，保存后不能改。"
        rules={[
          { required: true, message: '请填写编号。' },
          { pattern: /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, message: '编号只用字母、数字、- 和 _。' },
        ]}
      >
        <Input disabled={known !== null} maxLength={64} />
      </Form.Item>
      <Form.Item
        name="code"
        label="代码（市民短信里用）"
        rules={[{ required: true, message: '请填写代码。' }]}
      >
        <InputNumber min={1} max={9_999} precision={0} style={{ width: 160 }} />
      </Form.Item>
      <Form.Item
        name="name"
        label="单位名称"
        rules={[{ required: true, whitespace: true, message: '请填写单位名称。' }]}
      >
        <Input maxLength={40} showCount />
      </Form.Item>
      <Form.Item name="category" label="类别">
        <Select options={CATEGORIES.map((value) => ({ value, label: CATEGORY_NAMES[value] }))} />
      </Form.Item>
    </FormModal>
  )
}
