// Districts, departments and towns: what units belong to, who reviews them, and who is graded; importing, adding, removing.

import { App, Button, Empty, Form, Input, Select, Space, Table } from 'antd'
import { useState } from 'react'
import {
  ORGANISATION_KIND_NAMES,
  type Organisation,
  type OrganisationKind,
} from '../../shared/evaluation/organisation.ts'
import type { CsvPreview } from '../../shared/protocol/http-api.ts'
import type { RegistryAnswer } from '../../shared/protocol/registry-api.ts'
import { postFile } from '../lib/api.ts'
import { countOf } from '../lib/format.ts'
import { CsvImport } from './csv-import.tsx'
import { FormModal } from './form-modal.tsx'
import { useOffice } from './office-desk.ts'
import { Page } from './page.tsx'
import { RegistryGate } from './registry-gate.tsx'
import { useRoom } from './use-room.ts'
import { IdField, NameField } from './page-form.tsx'

const KINDS = Object.entries(ORGANISATION_KIND_NAMES).map(([value, text]) => ({ value, text, label: text }))

export function OrganisationsScreen() {
  return <RegistryGate>{(registry) => <Organisations registry={registry} />}</RegistryGate>
}

function Organisations({ registry: { organisations, units } }: { readonly registry: RegistryAnswer }) {
  const { me, send, act } = useOffice()
  const { modal } = App.useApp()
  const room = useRoom(330)
  const [sought, setSought] = useState('')
  const [importing, setImporting] = useState(false)
  const [editing, setEditing] = useState<Organisation | 'new' | null>(null)
  const mayEdit = me.role === 'office'
  const belonging = countsBy(units.map(({ organisationId }) => organisationId))
  const inLine = countsBy(units.map(({ authorityId }) => authorityId))
  const shown = organisations.filter(({ name, organisationId }) =>
    `${name} ${organisationId}`.includes(sought.trim()),
  )
  const remove = ({ organisationId, name }: Organisation) =>
    void modal.confirm({
      title: `删除“${name}”？`,
      content: '还有单位属于它或由它主管时不能删除。',
      okText: '删除',
      okButtonProps: { danger: true },
      onOk: () =>
        act({ type: 'RemoveOrganisations', organisationIds: [organisationId] }, `已删除“${name}”。`),
    })
  return (
    <Page
      title="主管单位与区"
      about="区（开发区）、市直部门、乡镇（街道）：单位属于谁、由谁主管，谁来做业务部门评议，组织考核考的也是它们。"
      actions={
        mayEdit ? (
          <>
            <Button onClick={() => setEditing('new')}>添加一个</Button>
            <Button type="primary" onClick={() => setImporting(true)}>
              导入表格
            </Button>
          </>
        ) : null
      }
    >
      <Input.Search
        allowClear
        className="office-search"
        placeholder="按名称或编号查找"
        onChange={(event) => setSought(event.target.value)}
      />
      <Table<Organisation>
        virtual
        size="middle"
        rowKey="organisationId"
        pagination={false}
        dataSource={shown}
        scroll={{ y: room, x: 900 }}
        columns={[
          { title: '名称', dataIndex: 'name', ellipsis: true },
          {
            title: '类别',
            dataIndex: 'kind',
            width: 150,
            render: (kind: OrganisationKind) => ORGANISATION_KIND_NAMES[kind],
            filters: KINDS,
            onFilter: (value, one) => one.kind === value,
          },
          {
            title: '所属单位',
            key: 'units',
            width: 110,
            align: 'right',
            render: (_, { organisationId }) => countOf(belonging.get(organisationId) ?? 0),
          },
          {
            title: '主管单位',
            key: 'line',
            width: 110,
            align: 'right',
            render: (_, { organisationId }) => countOf(inLine.get(organisationId) ?? 0),
          },
          { title: '编号', dataIndex: 'organisationId', width: 160, ellipsis: true },
          {
            title: '',
            key: 'acts',
            width: 130,
            render: (_, one) =>
              mayEdit ? (
                <Space size={0}>
                  <Button type="link" size="small" onClick={() => setEditing(one)}>
                    修改
                  </Button>
                  <Button type="link" size="small" danger onClick={() => remove(one)}>
                    删除
                  </Button>
                </Space>
              ) : null,
          },
        ]}
        footer={() => `共 ${countOf(organisations.length)} 个，显示 ${countOf(shown.length)} 个`}
        locale={{
          emptyText: (
            <Empty
              description={
                organisations.length === 0
                  ? '还没有名单。先导入区、部门和街镇，再在“单位”页填写所属和业务主管部门。'
                  : `没有找到“${sought}”。`
              }
            />
          ),
        }}
      />
      <CsvImport<Organisation>
        open={importing}
        onClose={() => setImporting(false)}
        title="导入主管单位与区"
        template="organisations"
        hint="三列：编号（字母数字，以后不变）、名称（最多40字，不能重复）、类别（区、市直部门、街道）。编号相同的会被更新；文件里没有的保持不变。"
        preview={(file) => postFile<CsvPreview<Organisation>>('/api/csv/organisations', file)}
        columns={[
          { title: '编号', dataIndex: 'organisationId', width: 160, ellipsis: true },
          { title: '名称', dataIndex: 'name', ellipsis: true },
          {
            title: '类别',
            dataIndex: 'kind',
            width: 150,
            render: (kind: OrganisationKind) => ORGANISATION_KIND_NAMES[kind],
          },
        ]}
        rowKey={({ organisationId }) => organisationId}
        onImport={(rows) =>
          send(
            { type: 'ImportOrganisations', organisations: [...rows] },
            `已导入 ${countOf(rows.length)} 个。`,
          )
        }
      />
      <OrganisationModal organisation={editing} onClose={() => setEditing(null)} />
    </Page>
  )
}

function OrganisationModal({
  organisation,
  onClose,
}: {
  readonly organisation: Organisation | 'new' | null
  readonly onClose: () => void
}) {
  const { send } = useOffice()
  const [form] = Form.useForm<Organisation>()
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const known = organisation === 'new' ? null : organisation
  const submit = async (fields: Organisation) => {
    setWaiting(true)
    const refused = await send(
      { type: 'ImportOrganisations', organisations: [fields] },
      `已保存“${fields.name}”。`,
    )
    setWaiting(false)
    setProblem(refused)
    if (refused === null) onClose()
  }
  return (
    <FormModal<Organisation>
      open={organisation !== null}
      title={known === null ? '添加主管部门、区或街镇' : '修改'}
      okText="保存"
      waiting={waiting}
      problem={problem}
      clearProblem={() => setProblem(null)}
      form={form}
      initialValues={known ?? { kind: 'department' }}
      submit={submit}
      onClose={onClose}
    >
      <IdField name="organisationId" fixed={known !== null} />
      <NameField label="名称" />
      <Form.Item name="kind" label="类别">
        <Select options={KINDS} />
      </Form.Item>
    </FormModal>
  )
}

function countsBy(ids: readonly (string | null)[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const id of ids) if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}
