// A page's form: labels at the left, the server's refusal above the fields; and the fields that many forms begin with.

import { Alert, Form, Input, InputNumber, type FormInstance } from 'antd'
import type { ReactNode } from 'react'

interface Props<Fields> {
  readonly form: FormInstance<Fields>
  readonly initial: Fields
  readonly disabled: boolean
  /** The sentence of the last refusal. */
  readonly problem: string | null
  readonly onFinish: (fields: Fields) => unknown
  readonly onDirty?: ((dirty: boolean) => void) | undefined
  readonly children: ReactNode
}

export function PageForm<Fields extends object>(props: Props<Fields>) {
  const { problem, onDirty } = props
  return (
    <Form<Fields>
      form={props.form}
      layout="horizontal"
      labelCol={{ flex: '132px' }}
      labelAlign="left"
      requiredMark={false}
      disabled={props.disabled}
      initialValues={props.initial}
      onValuesChange={() => onDirty?.(true)}
      onFinish={(fields) => void props.onFinish(fields)}
      className="office-form"
    >
      {problem === null ? null : <Alert type="error" showIcon title={problem} />}
      {props.children}
    </Form>
  )
}

/** What a period, a poll, a round or a session is called. */
export function TitleField({ label, like }: { readonly label: string; readonly like: string }) {
  return (
    <Form.Item
      name="title"
      label={label}
      rules={[{ required: true, whitespace: true, message: `请填写${label}。` }]}
    >
      <Input maxLength={60} showCount placeholder={`如：${like}`} />
    </Form.Item>
  )
}

/** The id of what is registered for good: chosen once. */
export function IdField({ name, fixed }: { readonly name: string; readonly fixed: boolean }) {
  return (
    <Form.Item
      name={name}
      label="编号"
      extra="字母和数字，保存后不能改。"
      rules={[
        { required: true, message: '请填写编号。' },
        { pattern: /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, message: '编号只用字母、数字、- 和 _。' },
      ]}
    >
      <Input disabled={fixed} maxLength={64} />
    </Form.Item>
  )
}

export function NameField({ label }: { readonly label: string }) {
  return (
    <Form.Item
      name="name"
      label={label}
      rules={[{ required: true, whitespace: true, message: `请填写${label}。` }]}
    >
      <Input maxLength={40} showCount />
    </Form.Item>
  )
}

interface NumberFieldProps {
  readonly name: string | string[]
  readonly label: string
  readonly unit: string
  readonly most: number
  readonly least?: number
  /** Digits behind the point. */
  readonly digits?: number
  readonly extra?: string
  /** Said where it is left empty; without it that is allowed. */
  readonly needed?: string
}

export function NumberField({
  name,
  label,
  unit,
  most,
  least = 0,
  digits = 0,
  extra,
  needed,
}: NumberFieldProps) {
  return (
    <Form.Item
      name={name}
      label={label}
      extra={extra}
      rules={needed === undefined ? [] : [{ required: true, message: needed }]}
    >
      <InputNumber min={least} max={most} precision={digits} suffix={unit} className="office-number" />
    </Form.Item>
  )
}

export function PercentField(props: Pick<NumberFieldProps, 'name' | 'label'>) {
  return <NumberField {...props} unit="%" most={100} digits={2} />
}
