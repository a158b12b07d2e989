// Putting one item on the ledger by hand.

import { Form, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import type { UnitId } from '../../../shared/basics/ids.ts'
import { ITEM_SOURCE_NAMES, type ItemSource } from '../../../shared/evaluation/rectification.ts'
import { newId } from '../../lib/new-id.ts'
import { FormModal } from '../form-modal.tsx'
import { useOffice } from '../office-desk.ts'

interface Fields {
  readonly unitId: UnitId
  readonly source: ItemSource
  readonly text: string
  readonly owner: string
  readonly openedOn: string
  readonly dueOn: string
  readonly weight: number
}

interface Props {
  readonly onClose: () => void
  readonly onAdded: (itemId: string) => void
}

const NEEDED = (what: string) => [{ required: true, whitespace: true, message: `请填写${what}。` }]

export function AddItemForm({ onClose, onAdded }: Props) {
  const { setup, send } = useOffice()
  const [form] = Form.useForm<Fields>()
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  // Made once for this dialog, so that a second press after a lost answer adds nothing twice.
  const [itemId] = useState(() => `t-${newId().slice(0, 10)}`)
  const submit = async (fields: Fields) => {
    setWaiting(true)
    const refused = await send(
      {
        type: 'AddItems',
        source: { importId: itemId, words: '评议办登记', fileHash: null },
        items: [{ ...fields, itemId, text: fields.text.trim(), owner: fields.owner.trim() }],
      },
      '已列入台账。',
    )
    setWaiting(false)
    setProblem(refused)
    if (refused === null) {
      onClose()
      onAdded(itemId)
    }
  }
  return (
    <FormModal<Fields>
      open
      title="登记整改事项"
      okText="列入台账"
      {...{ waiting, problem, form, submit, onClose }}
      clearProblem={() => setProblem(null)}
      initialValues={{ source: 'hotline', openedOn: today(), weight: 1 }}
    >
      <Form.Item name="unitId" label="责任单位" rules={[{ required: true, message: '请选定单位。' }]}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          placeholder="单位名称或代码"
          options={setup.units.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
        />
      </Form.Item>
      <Form.Item name="source" label="来源">
        <Select options={Object.entries(ITEM_SOURCE_NAMES).map(([value, label]) => ({ value, label }))} />
      </Form.Item>
      <Form.Item name="text" label="事项" rules={[...NEEDED('事项'), { min: 2, message: '事项至少2个字。' }]}>
        <Input.TextArea rows={3} maxLength={400} showCount />
      </Form.Item>
      <Form.Item name="owner" label="责任人" rules={NEEDED('责任人')}>
        <Input maxLength={60} placeholder="姓名和职务" />
      </Form.Item>
      <Form.Item name="openedOn" label="交办日期" rules={NEEDED('交办日期')}>
        <Input type="date" max={today()} style={{ width: 180 }} />
      </Form.Item>
      <Form.Item name="dueOn" label="完成期限" rules={NEEDED('完成期限')}>
        <Input type="date" style={{ width: 180 }} />
      </Form.Item>
      <Form.Item name="weight" label="权重" extra="同一单位各事项按权重平均，一般为1。">
        <InputNumber min={1} max={100} precision={0} />
      </Form.Item>
    </FormModal>
  )
}

const city = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' })

function today(): string {
  return city.format(Date.now())
}
