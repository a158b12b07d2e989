// Accounts: who has one, in which role; adding one with a first password; disabling and enabling.

import { Alert, App, Button, Form, Input, Radio, Space, Table, Tag } from 'antd'
import { useState } from 'react'
import type { SetupSnapshot } from '../../shared/protocol/setup-topic.ts'
import { AccountRole, ROLE_NAMES } from '../../shared/show/people.ts'
import { REVIEWER_GROUP_NAMES, type ReviewerGroup } from '../../shared/evaluation/department.ts'
import { post } from '../lib/api.ts'
import { PasswordTwice } from '../ui/sign-in.tsx'
import { FormModal } from './form-modal.tsx'
import { useOffice } from './office-desk.ts'
import { Page } from './page.tsx'
import { PlaceReviewer } from './place-reviewer.tsx'
import { ReviewersImport } from './reviewers-import.tsx'
import { StandsForFields } from './stands-for-fields.tsx'

type Person = SetupSnapshot['people'][number]

interface Fields {
  readonly personId: string
  readonly name: string
  readonly role: AccountRole
  readonly password: string
  readonly organisationId?: string
  readonly group?: ReviewerGroup
}

export function PeopleScreen() {
  const { setup, me, act, online } = useOffice()
  const { modal } = App.useApp()
  const [adding, setAdding] = useState(false)
  const [importing, setImporting] = useState(false)
  const [placing, setPlacing] = useState<Person | null>(null)
  const active = setup.people.filter((person) => !person.disabled && person.role !== 'reviewer')
  const setDisabled = (person: Person, disabled: boolean) => {
    const go = () =>
      act(
        { type: 'DisablePerson', personId: person.personId, disabled },
        disabled ? `${person.name} 的账号已停用。` : `${person.name} 的账号已恢复。`,
      )
    if (!disabled) {
      void go()
      return
    }
    void modal.confirm({
      title: `停用 ${person.name} 的账号？`,
      content: `停用后不能登录，已登录的页面立即退出；还剩 ${active.length - 1} 个可用账号。以后可以恢复。`,
      okText: '停用',
      okButtonProps: { danger: true },
      onOk: go,
    })
  }
  return (
    <Page
      title="账号"
      about="导演、评议办和审计各用自己的账号。作废等重要操作要两个不同的账号，所以至少建两个。评议人只能评议，从 /review 登录。"
      actions={
        <Space>
          <Button onClick={() => setImporting(true)}>导入评议人</Button>
          <Button type="primary" onClick={() => setAdding(true)}>
            添加账号
          </Button>
        </Space>
      }
    >
      {active.length < 2 ? (
        <Alert
          type="warning"
          showIcon
          title="只有一个可用账号：需要两人确认的操作（作废窗口等）现在无法完成。"
        />
      ) : null}
      <Table<Person>
        size="middle"
        rowKey="personId"
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        dataSource={[...setup.people]}
        scroll={{ x: 1_100 }}
        columns={[
          { title: '姓名', dataIndex: 'name', width: 200 },
          { title: '用户名', dataIndex: 'personId', width: 240 },
          { title: '身份', key: 'role', width: 100, render: (_, person) => ROLE_NAMES[person.role] },
          {
            title: '代表的单位和组别',
            key: 'standsFor',
            render: (_, { standsFor }) =>
              standsFor === null ? (
                <span className="office-quiet">—</span>
              ) : (
                <>
                  {standsFor.organisation}
                  <br />
                  <span className="office-quiet">{REVIEWER_GROUP_NAMES[standsFor.group]}</span>
                </>
              ),
          },
          {
            title: '状态',
            key: 'state',
            width: 100,
            render: (_, person) => (person.disabled ? <Tag>已停用</Tag> : <Tag color="success">可用</Tag>),
          },
          {
            title: '',
            key: 'acts',
            width: 200,
            render: (_, person) =>
              person.personId === me.personId ? (
                '当前登录'
              ) : (
                <Space>
                  {person.role === 'reviewer' ? (
                    <Button
                      size="small"
                      disabled={!online}
                      aria-label={`改代表单位…：${person.name}`}
                      onClick={() => setPlacing(person)}
                    >
                      改代表单位…
                    </Button>
                  ) : null}
                  <Button
                    type="link"
                    size="small"
                    danger={!person.disabled}
                    onClick={() => setDisabled(person, !person.disabled)}
                  >
                    {person.disabled ? '恢复' : '停用'}
                  </Button>
                </Space>
              ),
          },
        ]}
      />
      {placing === null ? null : <PlaceReviewer person={placing} onClose={() => setPlacing(null)} />}
      <AddPerson open={adding} onClose={() => setAdding(false)} />
      <ReviewersImport open={importing} onClose={() => setImporting(false)} />
    </Page>
  )
}

function AddPerson({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const role = Form.useWatch('role', form)
  const submit = async ({ personId, name, role, password, organisationId, group }: Fields) => {
    setWaiting(true)
    const standsFor = role === 'reviewer' ? { organisationId, group } : undefined
    const answer = await post('/api/people', { personId, name: name.trim(), role, standsFor, password })
    setWaiting(false)
    if (!answer.ok) {
      setProblem(answer.sentence)
      return
    }
    void message.success(`已添加${ROLE_NAMES[role]}账号“${personId}”。请本人登录后修改密码。`)
    onClose()
  }
  return (
    <FormModal<Fields>
      open={open}
      title="添加账号"
      okText="添加"
      waiting={waiting}
      problem={problem}
      clearProblem={() => setProblem(null)}
      form={form}
      initialValues={{ role: 'director', group: 'line' }}
      submit={submit}
      onClose={onClose}
    >
      <Form.Item name="role" label="身份">
        <Radio.Group
          optionType="button"
          options={AccountRole.options.map((value) => ({ value, label: ROLE_NAMES[value] }))}
        />
      </Form.Item>
      <Form.Item
        name="name"
        label="姓名"
        rules={[{ required: true, whitespace: true, message: '请填写姓名。' }]}
      >
        <Input maxLength={20} />
      </Form.Item>
      <Form.Item
        name="personId"
        label="用户名"
        rules={[
          { required: true, message: '请填写用户名。' },
          { pattern: /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, message: '用户名只用字母、数字、- 和 _。' },
        ]}
      >
        <Input maxLength={64} autoComplete="off" />
      </Form.Item>
      {role === 'reviewer' ? <StandsForFields /> : null}
      <PasswordTwice />
    </FormModal>
  )
}
