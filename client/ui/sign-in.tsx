// Signing in with an account, and the first run: the one-time link's token makes the first account and signs it in.

import { Alert, Button, Card, Form, Input, Radio, Spin } from 'antd'
import { useEffect, useState } from 'react'
import type { Me } from '../../shared/protocol/http-api.ts'
import { ROLE_NAMES, StaffRole } from '../../shared/show/people.ts'
import { get, post } from '../lib/api.ts'
import './sign-in.css'

const PERSON_ID = { pattern: /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, message: '用户名只用字母、数字、- 和 _。' }
const FIRST_PASSWORD = { min: 10, max: 200, message: '密码至少10个字符。' }

interface Props {
  /** What the page is, such as 导演台. */
  readonly title: string
  /** Why one has to sign in again, where there is a reason. */
  readonly why?: string | null
  readonly onSignedIn: (me: Me) => void
}

interface SignInValues {
  readonly personId: string
  readonly password: string
}

export function SignIn({ title, why = null, onSignedIn }: Props) {
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const submit = async (values: SignInValues) => {
    setWaiting(true)
    const answer = await post<Me>('/api/sign-in', values)
    setWaiting(false)
    if (answer.ok) onSignedIn(answer.value)
    else setProblem(answer.sentence)
  }
  return (
    <Entrance title={title}>
      {why !== null && problem === null ? <Alert type="info" showIcon title={why} /> : null}
      {problem === null ? null : <Alert type="error" showIcon title={problem} />}
      <Form<SignInValues>
        layout="vertical"
        size="large"
        requiredMark={false}
        onFinish={(values) => void submit(values)}
      >
        <Form.Item name="personId" label="用户名" rules={[{ required: true, message: '请填写用户名。' }]}>
          <Input autoComplete="username" autoFocus maxLength={64} />
        </Form.Item>
        <Form.Item name="password" label="密码" rules={[{ required: true, message: '请填写密码。' }]}>
          <Input.Password autoComplete="current-password" maxLength={200} />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={waiting}>
          登录
        </Button>
      </Form>
      <p className="entrance-note">没有账号，或忘记密码：请评议办或导演在“账号”页新建账号。</p>
    </Entrance>
  )
}

interface FirstAccount {
  readonly personId: string
  readonly name: string
  readonly role: StaffRole
  readonly password: string
  readonly repeat: string
}

/** The page behind the printed link `/office#setup=TOKEN`. */
export function FirstSetup({ token, onDone }: { readonly token: string; readonly onDone: (me: Me) => void }) {
  const [open, setOpen] = useState<boolean | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  useEffect(() => {
    let here = true
    void get<{ open: boolean }>(`/api/setup?token=${encodeURIComponent(token)}`).then((answer) => {
      if (!here) return
      setOpen(answer.ok ? answer.value.open : false)
      if (!answer.ok) setProblem(answer.sentence)
    })
    return () => {
      here = false
    }
  }, [token])

  const submit = async ({ personId, name, role, password }: FirstAccount) => {
    setWaiting(true)
    setProblem(null)
    const answer = await post<Me>('/api/setup', { token, personId, name, role, password })
    setWaiting(false)
    if (!answer.ok) setProblem(answer.sentence)
    else {
      // The link is spent; it need not stay in the address bar.
      history.replaceState(null, '', location.pathname)
      onDone(answer.value)
    }
  }

  return (
    <Entrance title="首次设置">
      {problem === null ? null : <Alert type="error" showIcon title={problem} />}
      {open === null ? <Spin delay={300} description="正在核对设置链接…" /> : null}
      {open === false ? (
        <>
          {problem === null ? (
            <Alert type="warning" showIcon title="此设置链接无效、已过期，或首次设置已经完成。" />
          ) : null}
          <p className="entrance-note">
            已有账号请直接登录；若还没有账号，重新启动服务器，控制台会打印新的链接。
          </p>
          <Button block size="large" onClick={() => location.assign(location.pathname)}>
            去登录
          </Button>
        </>
      ) : null}
      {open === true ? (
        <Form<FirstAccount>
          layout="vertical"
          size="large"
          requiredMark={false}
          initialValues={{ role: 'office' }}
          onFinish={(values) => void submit(values)}
        >
          <p className="entrance-note">
            建立第一个账号。之后用它再建其他账号：作废窗口等重要操作需要两个不同的人。
          </p>
          <Form.Item name="role" label="身份">
            <Radio.Group
              options={StaffRole.options.map((role) => ({ value: role, label: ROLE_NAMES[role] }))}
              optionType="button"
            />
          </Form.Item>
          <Form.Item
            name="name"
            label="姓名"
            rules={[{ required: true, whitespace: true, message: '请填写姓名。' }]}
          >
            <Input autoComplete="name" maxLength={20} />
          </Form.Item>
          <Form.Item
            name="personId"
            label="用户名"
            rules={[{ required: true, message: '请填写用户名。' }, PERSON_ID]}
          >
            <Input autoComplete="username" maxLength={64} placeholder="如 wangfang" />
          </Form.Item>
          <PasswordTwice />
          <Button type="primary" htmlType="submit" block loading={waiting}>
            建立账号并登录
          </Button>
        </Form>
      ) : null}
    </Entrance>
  )
}

/** A new password, typed twice; fields `password` and `repeat` of the form around it. */
export function PasswordTwice() {
  return (
    <>
      <Form.Item
        name="password"
        label="密码"
        rules={[{ required: true, message: '请填写密码。' }, FIRST_PASSWORD]}
      >
        <Input.Password autoComplete="new-password" placeholder="至少10个字符" maxLength={200} />
      </Form.Item>
      <Form.Item
        name="repeat"
        label="再输一遍密码"
        dependencies={['password']}
        rules={[
          { required: true, message: '请再输一遍密码。' },
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              value === undefined || value === '' || value === getFieldValue('password')
                ? Promise.resolve()
                : Promise.reject(new Error('两次输入的密码不一样。')),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={200} />
      </Form.Item>
    </>
  )
}

function Entrance({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <main className="entrance">
      <Card className="entrance-card">
        <div className="entrance-mark" aria-hidden />
        <h1>
          问政台 <span>{title}</span>
        </h1>
        <div className="entrance-body">{children}</div>
      </Card>
    </main>
  )
}
