// Units that were merged or retired: since when, into what, why; and taking that back where it was a mistake.

import { App, Button, Empty, Input, Space, Table } from 'antd'
import type { UnitId } from '../../shared/basics/ids.ts'
import { CATEGORY_NAMES } from '../../shared/evaluation/unit.ts'
import type { RegistryAnswer } from '../../shared/protocol/registry-api.ts'
import { useOffice } from './office-desk.ts'

type Past = RegistryAnswer['pastUnits'][number]

interface Props {
  readonly registry: RegistryAnswer
  readonly sought: string
  readonly room: number
  readonly showHistory: (unit: { readonly unitId: UnitId; readonly name: string }) => void
}

export function PastUnits({ registry: { pastUnits, units }, sought, room, showHistory }: Props) {
  const { me, act } = useOffice()
  const { modal } = App.useApp()
  const words = sought.trim()
  const shown = pastUnits.filter(
    ({ unit }) => unit.name.includes(words) || String(unit.code).startsWith(words),
  )
  const nameOf = (unitId: UnitId) =>
    units.find((unit) => unit.unitId === unitId)?.name ??
    pastUnits.find(({ unit }) => unit.unitId === unitId)?.unit.name ??
    unitId
  const restore = ({ unit }: Past) => {
    let reason = ''
    void modal.confirm({
      title: `恢复“${unit.name}”？`,
      content: (
        <>
          <p>它重新成为在册单位，仍用代码 {unit.code}；撤销或并入的记录留在沿革里。</p>
          <Input
            aria-label="恢复的理由"
            placeholder="理由，如：误操作"
            maxLength={200}
            onChange={(event) => {
              reason = event.target.value
            }}
          />
        </>
      ),
      okText: '恢复',
      onOk: () => act({ type: 'RestoreUnit', unitId: unit.unitId, reason }, `已恢复“${unit.name}”。`),
    })
  }
  return (
    <Table<Past>
      virtual
      size="middle"
      rowKey={({ unit }) => unit.unitId}
      dataSource={shown}
      pagination={false}
      scroll={{ y: room, x: 1_000 }}
      columns={[
        { title: '原代码', key: 'code', width: 80, render: (_, { unit }) => unit.code },
        { title: '单位名称', key: 'name', width: 260, render: (_, { unit }) => unit.name },
        {
          title: '类别',
          key: 'category',
          width: 150,
          render: (_, { unit }) => CATEGORY_NAMES[unit.category],
        },
        {
          title: '去向',
          key: 'ending',
          render: (_, { ending }) =>
            ending.kind === 'merged'
              ? `自${ending.on}起并入“${nameOf(ending.into)}”`
              : `自${ending.on}起撤销`,
        },
        { title: '理由', key: 'reason', ellipsis: true, render: (_, { ending }) => ending.reason },
        {
          title: '',
          key: 'acts',
          width: 130,
          render: (_, past) => (
            <Space size={0}>
              <Button type="link" size="small" onClick={() => showHistory(past.unit)}>
                沿革
              </Button>
              {me.role === 'office' ? (
                <Button type="link" size="small" onClick={() => restore(past)}>
                  恢复
                </Button>
              ) : null}
            </Space>
          ),
        },
      ]}
      locale={{ emptyText: <Empty description="没有撤销或并入的单位。" /> }}
    />
  )
}
