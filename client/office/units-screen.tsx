// The units under evaluation: searching, adding and changing one, its history, mergers and ends, importing a table.

import { App, Button, Empty, Input, Segmented, Space, Table, type TableColumnsType } from 'antd'
import { useMemo, useState } from 'react'
import type { UnitId } from '../../shared/basics/ids.ts'
import type { OrganisationId } from '../../shared/evaluation/department.ts'
import { CATEGORY_NAMES, type Category, type Unit } from '../../shared/evaluation/unit.ts'
import type { CsvPreview } from '../../shared/protocol/http-api.ts'
import type { RegistryAnswer } from '../../shared/protocol/registry-api.ts'
import { postFile } from '../lib/api.ts'
import { countOf } from '../lib/format.ts'
import { CsvImport } from './csv-import.tsx'
import { downloadCsv, TEMPLATES } from './csv-template.ts'
import { useOffice } from './office-desk.ts'
import { Page } from './page.tsx'
import { PastUnits } from './past-units.tsx'
import { RegistryGate } from './registry-gate.tsx'
import { UnitEndingModal, type EndingOf } from './unit-ending-modal.tsx'
import { UnitHistoryDrawer } from './unit-history-drawer.tsx'
import { UnitModal } from './unit-modal.tsx'
import { useRoom } from './use-room.ts'

export function UnitsScreen() {
  return <RegistryGate>{(registry) => <Units registry={registry} />}</RegistryGate>
}

function Units({ registry }: { readonly registry: RegistryAnswer }) {
  const { me, send, act } = useOffice()
  const { modal } = App.useApp()
  const room = useRoom(370)
  const [sought, setSought] = useState('')
  const [list, setList] = useState<'living' | 'past'>('living')
  const [importing, setImporting] = useState(false)
  const [editing, setEditing] = useState<Unit | 'new' | null>(null)
  const [ending, setEnding] = useState<EndingOf | null>(null)
  const [historyOf, setHistoryOf] = useState<{ unitId: UnitId; name: string } | null>(null)
  const [chosen, setChosen] = useState<readonly UnitId[]>([])
  const { units, pastUnits, organisations } = registry
  const evaluates = me.role === 'office'

  const names = useMemo(
    () => new Map(organisations.map(({ organisationId, name }) => [organisationId, name])),
    [organisations],
  )
  const nameOf = (id: OrganisationId | null) => (id === null ? '—' : (names.get(id) ?? id))
  const shown = useMemo(() => {
    const words = sought.trim().toLowerCase()
    return words === '' ? units : units.filter((unit) => fits(unit, words))
  }, [units, sought])
  const organisationFilters = organisations.map(({ organisationId, name }) => ({
    value: organisationId,
    text: name,
  }))

  const remove = (unit: Unit) => {
    void modal.confirm({
      title: `删除“${unit.name}”？`,
      content: `用于录入有误、从未用过的单位；撤销建制请用“撤销”。单位数将由 ${countOf(units.length)} 变为 ${countOf(units.length - 1)}；代码 ${unit.code} 空出。用过的单位不能删除。`,
      okText: '删除',
      okButtonProps: { danger: true },
      onOk: () => act({ type: 'RemoveUnit', unitId: unit.unitId }, `已删除“${unit.name}”。`),
    })
  }
  const columns: TableColumnsType<Unit> = [
    { title: '代码', dataIndex: 'code', width: 80, sorter: (a, b) => a.code - b.code },
    {
      title: '单位名称',
      dataIndex: 'name',
      width: 230,
      render: (name: string) => <span className="office-wrap">{name}</span>,
    },
    {
      title: '类别',
      dataIndex: 'category',
      width: 150,
      render: (category: Category) => CATEGORY_NAMES[category],
      filters: Object.entries(CATEGORY_NAMES).map(([value, text]) => ({ value, text })),
      onFilter: (value, unit) => unit.category === value,
    },
    {
      title: '所属',
      dataIndex: 'organisationId',
      width: 150,
      ellipsis: true,
      render: nameOf,
      filters: [{ value: '', text: '（未填）' }, ...organisationFilters],
      filterSearch: true,
      onFilter: (value, unit) => (unit.organisationId ?? '') === value,
    },
    {
      title: '业务主管部门',
      dataIndex: 'authorityId',
      width: 150,
      ellipsis: true,
      render: nameOf,
      filters: [{ value: '', text: '（未填）' }, ...organisationFilters],
      filterSearch: true,
      onFilter: (value, unit) => (unit.authorityId ?? '') === value,
    },
    { title: '编号', dataIndex: 'unitId', width: 110, ellipsis: true },
    {
      title: '',
      key: 'acts',
      width: 210,
      render: (_, unit) => (
        <Space size={0}>
          <Button type="link" size="small" onClick={() => setHistoryOf(unit)}>
            沿革
          </Button>
          <Button type="link" size="small" onClick={() => setEditing(unit)}>
            修改
          </Button>
          {evaluates ? (
            <Button
              type="link"
              size="small"
              danger
              onClick={() => setEnding({ kind: 'retire', units: [unit] })}
            >
              撤销
            </Button>
          ) : null}
          <Button type="link" size="small" danger onClick={() => remove(unit)}>
            删除
          </Button>
        </Space>
      ),
    },
  ]
  const chosenUnits = units.filter(({ unitId }) => chosen.includes(unitId))
  return (
    <Page
      title="单位"
      about="被评议的单位。代码是市民短信里写在“满意”后面的数字，1–20000，不能重复。改名、合并、撤销都留有沿革；已开始的评议周期、评议期和场次用它们开始时的单位。"
      actions={
        <>
          <Button onClick={() => setEditing('new')}>添加一个</Button>
          <Button
            disabled={units.length === 0}
            onClick={() =>
              downloadCsv('单位.csv', [
                TEMPLATES.units.rows[0],
                ...units.map((unit) => [
                  ...[unit.unitId, unit.code, unit.name, CATEGORY_NAMES[unit.category]],
                  ...[unit.organisationId, unit.authorityId].map((id) => (id === null ? '' : nameOf(id))),
                ]),
              ])
            }
          >
            导出CSV
          </Button>
          <Button type="primary" onClick={() => setImporting(true)}>
            导入表格
          </Button>
        </>
      }
    >
      <Space wrap>
        <Input.Search
          allowClear
          className="office-search"
          style={{ width: 300 }}
          placeholder="按名称、代码或编号查找"
          onChange={(event) => setSought(event.target.value)}
        />
        <Segmented<'living' | 'past'>
          aria-label="哪些单位"
          value={list}
          onChange={setList}
          options={[
            { value: 'living', label: `在册 ${countOf(units.length)}` },
            { value: 'past', label: `已撤销或并入 ${countOf(pastUnits.length)}` },
          ]}
        />
        {evaluates && list === 'living' ? (
          <Button
            disabled={chosen.length < 2}
            onClick={() => setEnding({ kind: 'merge', units: chosenUnits })}
          >
            {chosen.length < 2 ? '合并（先勾选两个以上）' : `合并勾选的 ${chosen.length} 个`}
          </Button>
        ) : null}
      </Space>
      {list === 'past' ? (
        <PastUnits registry={registry} sought={sought} room={room} showHistory={setHistoryOf} />
      ) : (
        <Table<Unit>
          virtual
          size="middle"
          rowKey="unitId"
          columns={columns}
          dataSource={[...shown]}
          pagination={false}
          {...(evaluates
            ? {
                rowSelection: {
                  columnWidth: 40,
                  hideSelectAll: true,
                  selectedRowKeys: [...chosen],
                  onChange: (keys) => setChosen(keys as UnitId[]),
                },
              }
            : {})}
          scroll={{ y: room, x: 1_080 }}
          footer={(rows) => `共 ${countOf(units.length)} 个单位，显示 ${countOf(rows.length)} 个`}
          locale={{
            emptyText: (
              <Empty
                description={
                  units.length === 0
                    ? '还没有单位。用“导入表格”一次导入，或“添加一个”。'
                    : '没有符合条件的单位。'
                }
              />
            ),
          }}
        />
      )}
      <CsvImport<Unit>
        open={importing}
        onClose={() => setImporting(false)}
        title="导入单位"
        template="units"
        hint="编号（字母数字，以后不变）、代码、单位名称（最多40字）、类别（机关科室、基层站所、科教文卫事业单位、公共服务企业）四列必填；所属、业务主管部门两列可以没有，有则须在“主管单位与区”的名单里。编号相同的单位会被更新；文件里没有的单位保持不变。"
        preview={(file) => postFile<CsvPreview<Unit>>('/api/csv/units', file)}
        columns={[
          { title: '编号', dataIndex: 'unitId', width: 110, ellipsis: true },
          { title: '代码', dataIndex: 'code', width: 70 },
          { title: '单位名称', dataIndex: 'name', ellipsis: true },
          {
            title: '类别',
            dataIndex: 'category',
            width: 150,
            render: (category: Category) => CATEGORY_NAMES[category],
          },
        ]}
        rowKey={(unit) => unit.unitId}
        onImport={(rows) =>
          send({ type: 'ImportUnits', units: [...rows] }, `已导入 ${countOf(rows.length)} 个单位。`)
        }
      />
      <UnitModal unit={editing} organisations={organisations} onClose={() => setEditing(null)} />
      <UnitEndingModal
        ending={ending}
        onClose={(done) => {
          setEnding(null)
          if (done) setChosen([])
        }}
      />
      <UnitHistoryDrawer unit={historyOf} onClose={() => setHistoryOf(null)} />
    </Page>
  )
}

function fits(unit: Unit, words: string): boolean {
  return (
    unit.name.toLowerCase().includes(words) ||
    String(unit.code).startsWith(words) ||
    unit.unitId.toLowerCase().includes(words)
  )
}
