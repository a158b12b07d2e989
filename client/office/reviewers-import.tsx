// Accounts for many reviewers at once from a table; their first passwords are shown this once, to be handed out.

import { Alert, Button, Modal, Table } from 'antd'
import { useState } from 'react'
import { REVIEWER_GROUP_NAMES } from '../../shared/evaluation/department.ts'
import type { CsvPreview, ReviewerPlan, ReviewersAdded } from '../../shared/protocol/http-api.ts'
import { post, postFile } from '../lib/api.ts'
import { countOf } from '../lib/format.ts'
import { CsvImport } from './csv-import.tsx'
import { downloadCsv } from './csv-template.ts'

export function ReviewersImport({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const [made, setMade] = useState<ReviewersAdded | null>(null)
  return (
    <>
      <CsvImport<ReviewerPlan>
        open={open}
        onClose={onClose}
        title="导入评议人账号"
        template="reviewers"
        hint="四列：用户名、姓名、所代表单位（“主管单位与区”里的名称或编号）、组别（业务主管部门、区、乡镇或街道）。一次最多500名；首次密码由系统生成，只显示一次。"
        preview={(file) => postFile<CsvPreview<ReviewerPlan>>('/api/csv/reviewers', file)}
        columns={[
          { title: '用户名', dataIndex: 'personId', width: 170, ellipsis: true },
          { title: '姓名', dataIndex: 'name', width: 130, ellipsis: true },
          {
            title: '所代表单位',
            key: 'organisation',
            ellipsis: true,
            render: (_, row) => row.standsFor.organisationId,
          },
          {
            title: '组别',
            key: 'group',
            width: 150,
            render: (_, row) => REVIEWER_GROUP_NAMES[row.standsFor.group],
          },
        ]}
        rowKey={(row) => row.personId}
        onImport={async (reviewers) => {
          const answer = await post<ReviewersAdded>('/api/people/reviewers', { reviewers })
          if (!answer.ok) return answer.sentence
          setMade(answer.value)
          return null
        }}
      />
      {made === null ? null : <FirstPasswords made={made} onClose={() => setMade(null)} />}
    </>
  )
}

function FirstPasswords({ made, onClose }: { readonly made: ReviewersAdded; readonly onClose: () => void }) {
  const [saved, setSaved] = useState(false)
  const save = () => {
    const rows = made.added.map(({ name, personId, password }) => [name, personId, password])
    downloadCsv('评议人首次密码.csv', [['姓名', '用户名', '首次密码'], ...rows])
    setSaved(true)
  }
  return (
    <Modal
      open
      width={640}
      title={`已建 ${countOf(made.added.length)} 个评议人账号`}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <>
          <Button type="primary" onClick={save}>
            保存为表格
          </Button>
          <Button disabled={!saved && made.added.length > 0} onClick={onClose}>
            已保存，关闭
          </Button>
        </>
      }
    >
      {made.refusal === null ? null : (
        <Alert type="error" showIcon title={`其余没有建成：${made.refusal}`} style={{ marginBottom: 12 }} />
      )}
      <Alert
        type="warning"
        showIcon
        title="首次密码只显示这一次，关闭后谁也查不到。请保存后分发，并请本人登录 /review 后修改。"
        style={{ marginBottom: 12 }}
      />
      <Table
        size="small"
        rowKey="personId"
        pagination={false}
        scroll={{ y: 320 }}
        dataSource={[...made.added]}
        columns={[
          { title: '姓名', dataIndex: 'name', width: 140 },
          { title: '用户名', dataIndex: 'personId' },
          {
            title: '首次密码',
            dataIndex: 'password',
            width: 200,
            render: (text: string) => <code>{text}</code>,
          },
        ]}
      />
    </Modal>
  )
}
