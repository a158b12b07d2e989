// Recusals: which seats may not score which of tonight's units. Each change is saved at once and can be taken back.

import { Alert, Button, Empty, Select, Table } from 'antd'
import { useState } from 'react'
import type { SeatId, UnitId } from '../../shared/basics/ids.ts'
import type { SessionSetup } from '../../shared/protocol/setup-topic.ts'
import { SEAT_GROUP_NAMES } from '../../shared/show/panel.ts'
import { useOffice } from './office-desk.ts'

export function RecusalEditor({ session }: { readonly session: SessionSetup }) {
  const { setup, send } = useOffice()
  const [seatId, setSeatId] = useState<SeatId | null>(null)
  const [unitId, setUnitId] = useState<UnitId | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const tonight = new Set(session.segments.map((segment) => segment.unitId))
  const units = setup.units.filter((unit) => tonight.has(unit.id))
  const unitName = (id: UnitId) => setup.units.find((unit) => unit.id === id)?.name ?? id
  const seatName = (id: SeatId) => {
    const seat = session.seats.find((each) => each.seatId === id)
    return seat === undefined ? id : `${seat.label}号　${SEAT_GROUP_NAMES[seat.group]}　${seat.name}`
  }
  const recuse = async (seat: SeatId, unit: UnitId, recused: boolean) => {
    setWaiting(true)
    setProblem(
      await send(
        { type: 'Recuse', sessionId: session.id, seatId: seat, unitId: unit, recused },
        recused ? '回避已登记。' : '回避已取消。',
      ),
    )
    setWaiting(false)
  }
  const over = session.phase === 'ended'
  if (session.seats.length === 0 || units.length === 0)
    return <Empty description="先保存考官席，并在流程单里选定单位，再登记谁对谁回避。" />
  return (
    <div className="office-editor">
      <p className="office-about">
        回避的考官看不到该单位的打分按钮，也不计入在场人数。考官窗口开始截止以前都可以登记。
      </p>
      {problem === null ? null : <Alert type="error" showIcon title={problem} />}
      <div className="office-line">
        <Select<SeatId>
          aria-label="回避的席位"
          showSearch={{ optionFilterProp: 'label' }}
          placeholder="选席位"
          style={{ width: 280 }}
          disabled={over}
          value={seatId}
          onChange={setSeatId}
          options={session.seats.map((seat) => ({ value: seat.seatId, label: seatName(seat.seatId) }))}
        />
        <Select<UnitId>
          aria-label="回避的单位"
          showSearch={{ optionFilterProp: 'label' }}
          placeholder="选单位"
          style={{ width: 420 }}
          disabled={over}
          value={unitId}
          onChange={setUnitId}
          options={units.map((unit) => ({ value: unit.id, label: unit.name }))}
        />
        <Button
          type="primary"
          loading={waiting}
          disabled={seatId === null || unitId === null || over}
          onClick={() => {
            if (seatId !== null && unitId !== null) void recuse(seatId, unitId, true)
          }}
        >
          登记回避
        </Button>
      </div>
      <Table
        size="small"
        rowKey={(row) => `${row.seatId} ${row.unitId}`}
        dataSource={[...session.recusals]}
        pagination={false}
        columns={[
          { title: '席位', key: 'seat', width: 300, render: (_, row) => seatName(row.seatId) },
          { title: '对哪个单位回避', key: 'unit', render: (_, row) => unitName(row.unitId) },
          {
            title: '',
            key: 'undo',
            width: 120,
            render: (_, row) => (
              <Button
                type="link"
                size="small"
                disabled={over}
                onClick={() => void recuse(row.seatId, row.unitId, false)}
              >
                取消回避
              </Button>
            ),
          },
        ]}
        locale={{ emptyText: <Empty description="没有登记回避。" /> }}
      />
    </div>
  )
}
