// The panel: seats in a table, imported from a CSV or edited one by one, saved as one.

import { Alert, Button, Checkbox, Empty, Input, Select, Table, Tag, type TableColumnsType } from 'antd'
import { useEffect, useState } from 'react'
import type { CsvPreview } from '../../shared/protocol/http-api.ts'
import type { SessionSetup } from '../../shared/protocol/setup-topic.ts'
import { SEAT_GROUP_NAMES, SeatGroup, type SeatPlan } from '../../shared/show/panel.ts'
import { postFile } from '../lib/api.ts'
import { CsvImport } from './csv-import.tsx'
import { useRoom } from './use-room.ts'
import { useOffice } from './office-desk.ts'

import {
  panelDraft,
  panelProblems,
  panelStanding,
  withImported,
  withoutSeat,
  withSeat,
  withSeatChange,
} from './panel-draft.ts'
import { SaveBar } from './save-bar.tsx'

const SEATS_MOST = 500
const GROUP_OPTIONS = SeatGroup.options.map((value) => ({ value, label: SEAT_GROUP_NAMES[value] }))

export function PanelEditor({ session }: { readonly session: SessionSetup }) {
  const { send, setUnsaved } = useOffice()
  const [draft, setDraft] = useState(() => panelDraft(session))
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const room = useRoom(430)
  const [importing, setImporting] = useState(false)
  const [only, setOnly] = useState(true)
  const standing = panelStanding(draft, session)
  const disabled = session.phase !== 'draft'
  useEffect(() => {
    setUnsaved('考官席', standing !== 'same')
  }, [standing, setUnsaved])
  useEffect(() => {
    setDraft((mine) => (JSON.stringify(mine.seats) === mine.begunFrom ? panelDraft(session) : mine))
  }, [session])

  const save = async () => {
    setWaiting(true)
    const seats = draft.seats.map((seat) => ({ ...seat, label: seat.label.trim(), name: seat.name.trim() }))
    const refused = await send(
      { type: 'SetPanel', sessionId: session.id, seats },
      `考官席已保存，共 ${seats.length} 席。`,
    )
    setWaiting(false)
    setProblem(refused)
    if (refused === null) setDraft({ seats, begunFrom: JSON.stringify(seats) })
  }
  const held = new Set(session.seats.filter((seat) => seat.held).map((seat) => seat.seatId))
  const perGroup = SeatGroup.options
    .map((group) => [group, draft.seats.filter((seat) => seat.group === group).length] as const)
    .filter(([, n]) => n > 0)
    .map(([group, n]) => `${SEAT_GROUP_NAMES[group]} ${n}`)
  const columns: TableColumnsType<SeatPlan> = [
    {
      title: '席位',
      key: 'label',
      width: 140,
      render: (_, seat) => (
        <Input
          aria-label="席位号"
          value={seat.label}
          maxLength={12}
          disabled={disabled}
          status={seat.label.trim() === '' ? 'error' : ''}
          onChange={(event) =>
            setDraft((mine) => withSeatChange(mine, seat.seatId, { label: event.target.value }))
          }
        />
      ),
    },
    {
      title: '组别',
      key: 'group',
      width: 160,
      render: (_, seat) => (
        <Select
          aria-label={`${seat.label}号的组别`}
          value={seat.group}
          disabled={disabled}
          options={GROUP_OPTIONS}
          onChange={(group) => setDraft((mine) => withSeatChange(mine, seat.seatId, { group }))}
          style={{ width: '100%' }}
        />
      ),
    },
    {
      title: '姓名（可不填）',
      key: 'name',
      render: (_, seat) => (
        <Input
          aria-label={`${seat.label}号的姓名`}
          value={seat.name}
          maxLength={40}
          disabled={disabled}
          onChange={(event) =>
            setDraft((mine) => withSeatChange(mine, seat.seatId, { name: event.target.value }))
          }
        />
      ),
    },
    { title: '编号', dataIndex: 'seatId', width: 120, ellipsis: true },
    {
      title: '平板',
      key: 'held',
      width: 110,
      render: (_, seat) => (held.has(seat.seatId) ? <Tag color="success">已配对</Tag> : <Tag>未配对</Tag>),
    },
    {
      title: '',
      key: 'remove',
      width: 80,
      render: (_, seat) => (
        <Button
          type="link"
          danger
          size="small"
          disabled={disabled}
          onClick={() => setDraft((mine) => withoutSeat(mine, seat.seatId))}
        >
          去掉
        </Button>
      ),
    },
  ]
  const removedHeld = [...held].filter((id) => !draft.seats.some((seat) => seat.seatId === id)).length
  return (
    <div className="office-editor">
      {problem === null ? null : <Alert type="error" showIcon title={problem} />}
      {removedHeld > 0 ? (
        <Alert
          type="warning"
          showIcon
          title={`去掉的席位里有 ${removedHeld} 席已配对平板，保存后这些平板不再有效。`}
        />
      ) : null}
      <SaveBar
        standing={standing}
        problems={panelProblems(draft)}
        waiting={waiting}
        what="考官席"
        about={
          draft.seats.length === 0 ? '还没有席位' : `共 ${draft.seats.length} 席：${perGroup.join('，')}`
        }
        onSave={() => void save()}
        onDiscard={() => {
          setDraft(panelDraft(session))
          setProblem(null)
        }}
      >
        <Button disabled={disabled} onClick={() => setImporting(true)}>
          导入表格
        </Button>
        <Button
          disabled={disabled || draft.seats.length >= SEATS_MOST}
          onClick={() => setDraft((mine) => withSeat(mine))}
        >
          添加一席
        </Button>
      </SaveBar>
      <Table<SeatPlan>
        size="small"
        virtual
        rowKey="seatId"
        columns={columns}
        dataSource={[...draft.seats]}
        pagination={false}
        scroll={{ y: room, x: 900 }}
        locale={{
          emptyText: (
            <Empty description="还没有考官席。用“导入表格”一次导入，或“添加一席”。至少5席才能就绪。" />
          ),
        }}
      />
      <CsvImport<SeatPlan>
        open={importing}
        onClose={() => setImporting(false)}
        title="导入考官席"
        template="seats"
        hint="三列：席位（如 01）、组别（党代表、人大代表、政协委员、市民代表、网民）、姓名（可不填）。导入后还可以修改，按“保存考官席”才生效。"
        preview={(file) =>
          postFile<CsvPreview<SeatPlan>>(`/api/csv/seats?sessionId=${encodeURIComponent(session.id)}`, file)
        }
        columns={[
          { title: '席位', dataIndex: 'label', width: 120 },
          { title: '组别', key: 'group', width: 140, render: (_, seat) => SEAT_GROUP_NAMES[seat.group] },
          { title: '姓名', dataIndex: 'name' },
          { title: '编号', dataIndex: 'seatId', width: 140 },
        ]}
        rowKey={(seat) => seat.seatId}
        extra={
          draft.seats.length === 0 ? null : (
            <Checkbox checked={only} onChange={(event) => setOnly(event.target.checked)}>
              以文件为准：文件里没有的席位去掉（现有 {draft.seats.length} 席）
            </Checkbox>
          )
        }
        onImport={async (rows) => {
          setDraft((mine) => withImported(mine, rows, only))
          return null
        }}
      />
    </div>
  )
}
