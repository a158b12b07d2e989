// Signing in as a reviewer, and changing the first password: plain fields, big enough for a finger.

import { useState, type SubmitEvent } from 'react'
import type { Me } from '../../shared/protocol/http-api.ts'
import { post } from '../lib/api.ts'

const PASSWORD_SHORTEST = 10

export function Entrance({ onSignedIn }: { readonly onSignedIn: (me: Me) => void }) {
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    setWaiting(true)
    const answer = await post<Me>('/api/sign-in', {
      personId: text(fields, 'personId').trim(),
      password: text(fields, 'password').trim(),
    })
    setWaiting(false)
    if (answer.ok) onSignedIn(answer.value)
    else setProblem(answer.sentence)
  }
  return (
    <main className="entrance">
      <h1>业务部门评议</h1>
      <form onSubmit={(event) => void submit(event)}>
        <label>
          用户名
          <input name="personId" autoComplete="username" autoCapitalize="none" maxLength={64} required />
        </label>
        <label>
          密码
          <input name="password" type="password" autoComplete="current-password" maxLength={200} required />
        </label>
        {problem === null ? null : (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
        <button type="submit" className="big primary" disabled={waiting}>
          {waiting ? '正在登录…' : '登录'}
        </button>
      </form>
      <p className="quiet">
        账号和首次密码由评议办发给。
        <br />
        忘记密码，请联系评议办。
      </p>
    </main>
  )
}

export function NewPassword({ onDone }: { readonly onDone: () => void }) {
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const newPassword = text(fields, 'newPassword')
    if (newPassword.length < PASSWORD_SHORTEST) return setProblem('新密码至少需要10个字符。')
    if (newPassword !== text(fields, 'repeat')) return setProblem('两次填写的新密码不一样。')
    setWaiting(true)
    const answer = await post('/api/people/password', {
      oldPassword: text(fields, 'oldPassword').trim(),
      newPassword,
    })
    setWaiting(false)
    if (answer.ok) onDone()
    else setProblem(answer.sentence)
  }
  return (
    <main className="entrance">
      <h1>修改密码</h1>
      <form onSubmit={(event) => void submit(event)}>
        <label>
          现在的密码
          <input name="oldPassword" type="password" autoComplete="current-password" required />
        </label>
        <label>
          新密码（至少10个字符）
          <input name="newPassword" type="password" autoComplete="new-password" required />
        </label>
        <label>
          再填一次新密码
          <input name="repeat" type="password" autoComplete="new-password" required />
        </label>
        {problem === null ? null : (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
        <button type="submit" className="big primary" disabled={waiting}>
          {waiting ? '正在保存…' : '保存新密码'}
        </button>
        <button type="button" className="big" onClick={onDone}>
          不改了
        </button>
      </form>
    </main>
  )
}

function text(fields: FormData, name: string): string {
  const value = fields.get(name)
  return typeof value === 'string' ? value : ''
}
