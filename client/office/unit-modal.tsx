// Adding or changing one unit.

import { Form, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { UNIT_CODE_MOST, UnitCode, UnitId } from '../../shared/basics/ids.ts'
import type { OrganisationId } from '../../shared/evaluation/department.ts'
import type { Organisation } from '../../shared/evaluation/organisation.ts'
import { CATEGORIES, CATEGORY_NAMES, type Category, type Unit } from '../../shared/evaluation/unit.ts'
import { FormModal } from './form-modal.tsx'
import { useOffice } from './office-desk.ts'
import { IdField, NameField } from './page-form.tsx'

interface Fields {
  readonly unitId: string
  readonly code: number
  readonly name: string
  readonly category: Category
  readonly organisationId?: OrganisationId | null
  readonly authorityId?: OrganisationId | null
}

export function UnitModal({
  unit,
  organisations,
  onClose,
}: {
  readonly unit: Unit | 'new' | null
  readonly organisations: readonly Organisation[]
  readonly onClose: () => void
}) {
  const { send } = useOffice()
  const [form] = Form.useForm<Fields>()
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const known = unit === 'new' ? null : unit
  const choices = {
    allowClear: true,
    showSearch: { optionFilterProp: 'label' },
    options: organisations.map(({ organisationId, name }) => ({ value: organisationId, label: name })),
    notFoundContent: organisations.length === 0 ? '请先在“主管单位与区”页导入名单' : '没有找到',
  }
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
            organisationId: fields.organisationId ?? null,
            authorityId: fields.authorityId ?? null,
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
      initialValues={known === null ? { category: CATEGORIES[0] } : known}
      submit={submit}
      onClose={onClose}
    >
      <IdField name="unitId" fixed={known !== null} />
      <Form.Item
        name="code"
        label="代码（市民短信里用）"
        rules={[{ required: true, message: '请填写代码。' }]}
      >
        <InputNumber min={1} max={UNIT_CODE_MOST} precision={0} style={{ width: 160 }} />
      </Form.Item>
      <NameField label="单位名称" />
      <Form.Item name="category" label="类别">
        <Select options={CATEGORIES.map((value) => ({ value, label: CATEGORY_NAMES[value] }))} />
      </Form.Item>
      <Form.Item name="organisationId" label="所属">
        <Select {...choices} placeholder="所属的区、部门或街镇" />
      </Form.Item>
      <Form.Item name="authorityId" label="业务主管部门">
        <Select {...choices} placeholder="由哪个部门评议它的业务" />
      </Form.Item>
    </FormModal>
  )
}
