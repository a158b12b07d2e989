// A dialog that asks for a reason, and whatever else an act needs; what it will do stands above the fields.

import { Alert, Form, Input, Modal, type FormInstance } from 'antd'
import { useState, type ReactNode } from 'react'

export interface Reasoned {
  readonly reason: string
}

interface Props<Fields extends Reasoned> {
  readonly title: string
  readonly okText: string
  readonly danger?: boolean
  /** The consequence in words and numbers. */
  readonly consequence: ReactNode
  readonly form: FormInstance<Fields>
  readonly initialValues?: Partial<Fields>
  /** How the reason is asked for: `理由（公开）`. */
  readonly reasonLabel: string
  readonly okDisabled?: boolean
  /** Null once done, else sentences. */
  readonly submit: (fields: Fields) => Promise<string | null>
  readonly onClose: () => void
  readonly children?: ReactNode
}

export function AskReason<Fields extends Reasoned>(props: Props<Fields>) {
  const { form, submit, onClose } = props
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const finish = async (fields: Fields) => {
    setWaiting(true)
    const refused = await submit(fields)
    setWaiting(false)
    setProblem(refused)
    if (refused === null) onClose()
  }
  return (
    <Modal
      open
      width={680}
      title={props.title}
      okText={props.okText}
      cancelText="不做了"
      okButtonProps={{ danger: props.danger ?? false, loading: waiting, disabled: props.okDisabled ?? false }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <div className="pd-stack">
        {problem === null ? null : <Alert type="error" showIcon title={problem} />}
        {props.consequence}
        <Form<Fields>
          form={form}
          layout="vertical"
          requiredMark={false}
          {...(props.initialValues === undefined ? {} : { initialValues: props.initialValues })}
          onFinish={(fields) => void finish(fields)}
        >
          {props.children}
          <Form.Item name="reason" label={props.reasonLabel} rules={REASON_RULES}>
            <Input.TextArea rows={2} maxLength={200} showCount />
          </Form.Item>
        </Form>
      </div>
    </Modal>
  )
}

const REASON_RULES = [
  { required: true, whitespace: true, message: '请填写理由。' },
  { min: 2, max: 200, message: '理由须在2到200个字之间。' },
]
