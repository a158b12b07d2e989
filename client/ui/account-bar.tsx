// Who is signed in on this page, with changing the password and signing out.

import { Alert, App, Button, Dropdown, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import type { Me } from '../../shared/protocol/http-api.ts'
import { ROLE_NAMES } from '../../shared/show/people.ts'
import { post } from '../lib/api.ts'
import { PasswordTwice } from './sign-in.tsx'

interface Props {
  readonly me: Me
  readonly onSignedOut: () => void
}

export function AccountBar({ me, onSignedOut }: Props) {
  const { message } = App.useApp()
  const [changing, setChanging] = useState(false)
  const signOut = async () => {
    const answer = await post('/api/sign-out', {})
    if (answer.ok || answer.status === 401) onSignedOut()
    else void message.error(answer.sentence)
  }
  return (
    <span className="account-bar">
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'who', label: `用户名：${me.personId}`, disabled: true },
            { key: 'password', label: '修改密码…' },
            { type: 'divider' },
            { key: 'out', label: '退出登录' },
          ],
          onClick: ({ key }) => {
            if (key === 'password') setChanging(true)
            if (key === 'out') void signOut()
          },
        }}
      >
        <Button type="text" size="small" aria-haspopup="menu">
          {me.name}（{ROLE_NAMES[me.role]}）<span aria-hidden="true">▾</span>
        </Button>
      </Dropdown>
      <ChangePassword open={changing} onClose={() => setChanging(false)} />
    </span>
  )
}

function ChangePassword({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { message } = App.useApp()
  const [form] = Form.useForm<{ oldPassword: string; password: string }>()
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const submit = async ({ oldPassword, password }: { oldPassword: string; password: string }) => {
    setWaiting(true)
    const answer = await post('/api/people/password', { oldPassword, newPassword: password })
    setWaiting(false)
    if (!answer.ok) {
      setProblem(answer.sentence)
      return
    }
    void message.success('密码已修改，下次登录用新密码。')
    onClose()
  }
  return (
    <Modal
      open={open}
      title="修改密码"
      okText="修改"
      confirmLoading={waiting}
      onOk={() => form.submit()}
      onCancel={onClose}
      afterClose={() => {
        setProblem(null)
        form.resetFields()
      }}
      destroyOnHidden
      width={420}
    >
      {problem === null ? null : <Alert type="error" showIcon title={problem} style={{ marginBottom: 16 }} />}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => void submit(values)}>
        <Form.Item
          name="oldPassword"
          label="现在的密码"
          rules={[{ required: true, message: '请填写现在的密码。' }]}
        >
          <Input.Password autoComplete="current-password" maxLength={200} />
        </Form.Item>
        <PasswordTwice />
      </Form>
    </Modal>
  )
}
