// The units under evaluation: searching, adding and changing one, removing one, importing a CSV.

import { App, Button, Empty, Input, Space, Table, type TableColumnsType } from 'antd'
import { useMemo, useState } from 'react'
import { CATEGORY_NAMES, type Category, type Unit } from '../../shared/evaluation/unit.ts'
import type { CsvPreview } from '../../shared/protocol/http-api.ts'
import type { UnitView } from '../../shared/protocol/views.ts'
import { postFile } from '../lib/api.ts'
import { countOf } from '../lib/format.ts'
import { CsvImport } from './csv-import.tsx'
import { downloadCsv, TEMPLATES } from './csv-template.ts'
import { useRoom } from './use-room.ts'
import { useOffice } from './office-desk.ts'

import { Page } from './page.tsx'
import { UnitModal } from './unit-modal.tsx'

const IMPORT_COLUMNS: TableColumnsType<Unit> = [
  { title: '编号', dataIndex: 'unitId', width: 160, ellipsis: true },
  { title: '代码', dataIndex: 'code', width: 90 },
  { title: '单位名称', dataIndex: 'name', ellipsis: true },
  {
    title: '类别',
    dataIndex: 'category',
    width: 170,
    render: (category: Category) => CATEGORY_NAMES[category],
  },
]

export function UnitsScreen() {
  const { setup, send, act } = useOffice()
  const { modal } = App.useApp()
  const room = useRoom(330)
  const [sought, setSought] = useState('')
  const [importing, setImporting] = useState(false)
  const [editing, setEditing] = useState<UnitView | 'new' | null>(null)
  const shown = useMemo(() => {
    const words = sought.trim().toLowerCase()
    if (words === '') return setup.units
    return setup.units.filter(
      (unit) =>
        unit.name.toLowerCase().includes(words) ||
        String(unit.code).startsWith(words) ||
        unit.id.toLowerCase().includes(words),
    )
  }, [setup.units, sought])

  const remove = (unit: UnitView) => {
    void modal.confirm({
      title: `删除“${unit.name}”？`,
      content: `单位数将由 ${countOf(setup.units.length)} 变为 ${countOf(setup.units.length - 1)}；代码 ${unit.code} 空出。已启用的评议周期里它仍在；已用于场次的单位不能删除。`,
      okText: '删除',
      okButtonProps: { danger: true },
      onOk: () => act({ type: 'RemoveUnit', unitId: unit.id }, `已删除“${unit.name}”。`),
    })
  }
  const columns: TableColumnsType<UnitView> = [
    { title: '代码', dataIndex: 'code', width: 90, sorter: (a, b) => a.code - b.code },
    { title: '单位名称', dataIndex: 'name', ellipsis: true },
    {
      title: '类别',
      dataIndex: 'category',
      width: 180,
      render: (category: Category) => CATEGORY_NAMES[category],
      filters: Object.entries(CATEGORY_NAMES).map(([value, text]) => ({ value, text })),
      onFilter: (value, unit) => unit.category === value,
    },
    { title: '编号', dataIndex: 'id', width: 180, ellipsis: true },
    {
      title: '',
      key: 'acts',
      width: 140,
      render: (_, unit) => (
        <Space>
          <Button type="link" size="small" onClick={() => setEditing(unit)}>
            修改
          </Button>
          <Button type="link" size="small" danger onClick={() => remove(unit)}>
            删除
          </Button>
        </Space>
      ),
    },
  ]
  return (
    <Page
      title="单位"
      about="被评议的单位。代码是市民短信里写在“满意”后面的数字，1–9999，不能重复。"
      actions={
        <>
          <Button onClick={() => setEditing('new')}>添加一个</Button>
          <Button
            disabled={setup.units.length === 0}
            onClick={() =>
              downloadCsv('单位.csv', [
                TEMPLATES.units.rows[0],
                ...setup.units.map((unit) => [unit.id, unit.code, unit.name, CATEGORY_NAMES[unit.category]]),
              ])
            }
          >
            导出CSV
          </Button>
          <Button type="primary" onClick={() => setImporting(true)}>
            导入CSV
          </Button>
        </>
      }
    >
      <Input.Search
        allowClear
        className="office-search"
        placeholder="按名称、代码或编号查找"
        onChange={(event) => setSought(event.target.value)}
      />
      <Table<UnitView>
        virtual
        size="middle"
        rowKey="id"
        columns={columns}
        dataSource={[...shown]}
        pagination={false}
        scroll={{ y: room, x: 900 }}
        footer={() => `共 ${countOf(setup.units.length)} 个单位，显示 ${countOf(shown.length)} 个`}
        locale={{
          emptyText: (
            <Empty
              description={
                setup.units.length === 0
                  ? '还没有单位。用“导入CSV”一次导入，或“添加一个”。'
                  : `没有找到“${sought}”。`
              }
            />
          ),
        }}
      />
      <CsvImport<Unit>
        open={importing}
        onClose={() => setImporting(false)}
        title="导入单位"
        template="units"
        hint="四列：编号（字母数字，以后不变）、代码、单位名称（最多40字）、类别（机关科室、基层站所、科教文卫事业单位、公共服务企业）。编号相同的单位会被更新；文件里没有的单位保持不变。"
        preview={(file) => postFile<CsvPreview<Unit>>('/api/csv/units', file)}
        columns={IMPORT_COLUMNS}
        rowKey={(unit) => unit.unitId}
        onImport={(units) =>
          send({ type: 'ImportUnits', units: [...units] }, `已导入 ${countOf(units.length)} 个单位。`)
        }
      />
      <UnitModal unit={editing} onClose={() => setEditing(null)} />
    </Page>
  )
}
