// A dialog with one form in it: the server's refusal above the fields, a wait on its button, everything forgotten when it closes.

import { Alert, Form, Modal, type FormInstance } from 'antd'
import type { ReactNode } from 'react'

interface Props<Fields> {
  readonly open: boolean
  readonly title: string
  readonly okText: string
  readonly waiting: boolean
  /** The sentence of the last refusal. */
  readonly problem: string | null
  readonly clearProblem: () => void
  readonly form: FormInstance<Fields>
  readonly initialValues: Partial<Fields>
  readonly submit: (fields: Fields) => Promise<void>
  readonly onClose: () => void
  readonly children: ReactNode
}

export function FormModal<Fields>(props: Props<Fields>) {
  const { form, problem } = props
  return (
    <Modal
      open={props.open}
      title={props.title}
      okText={props.okText}
      confirmLoading={props.waiting}
      onOk={() => form.submit()}
      onCancel={props.onClose}
      afterClose={props.clearProblem}
      destroyOnHidden
      width={480}
    >
      {problem === null ? null : <Alert type="error" showIcon title={problem} style={{ marginBottom: 16 }} />}
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        preserve={false}
        initialValues={props.initialValues}
        onFinish={(fields) => void props.submit(fields)}
      >
        {props.children}
      </Form>
    </Modal>
  )
}
