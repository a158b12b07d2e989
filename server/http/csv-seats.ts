// POST /api/csv/seats: what a file of examiners' seats would bring, row by row, before the panel is set.

import { Router } from 'express'
import { z } from 'zod'
import { SeatId, SessionId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import { ok, type Result } from '../../shared/basics/result.ts'
import type { CsvPreview } from '../../shared/protocol/http-api.ts'
import type { House } from '../../shared/show/house.ts'
import { SEAT_GROUP_NAMES, SeatGroup, type SeatPlan } from '../../shared/show/panel.ts'
import { comparedWith, type ShownField } from '../../shared/protocol/compared.ts'
import { csvDoor } from './csv-door.ts'
import { listed, readTable, type Columns, type TableFault } from '../tables/table.ts'
import type { Doorway } from './doorway.ts'

/** As many as SetPanel takes. */
const ROWS_MOST = 500
const LABEL_LONGEST = 12
const NAME_LONGEST = 40

const COLUMNS = {
  label: { names: ['席位', '座位', 'label', 'seat'], needed: true },
  group: { names: ['组别', '类别', 'group'], needed: true },
  name: { names: ['姓名', 'name'], needed: false },
  seatId: { names: ['编号', '席位编号', 'seatId', 'id'], needed: false },
} as const satisfies Columns<string>
type Column = keyof typeof COLUMNS

const FIELDS: readonly ShownField<SeatPlan>[] = [
  { name: '席位', text: ({ label }) => label },
  { name: '组别', text: ({ group }) => SEAT_GROUP_NAMES[group] },
  { name: '姓名', text: ({ name }) => name },
]

/** `known`: the panel as it stands, against which rows are new, changed or the same. */
export async function previewSeats(
  bytes: Uint8Array,
  known: readonly SeatPlan[],
): Promise<Result<CsvPreview<SeatPlan>>> {
  const table = await readTable<Column>(bytes, COLUMNS, ROWS_MOST)
  if (!table.ok) return table
  const { rows, nameOf } = table.value
  const faults: TableFault[] = [...table.value.faults]
  const seats: SeatPlan[] = []
  const lineOfId = new Map<string, number>()
  const lineOfLabel = new Map<string, number>()

  for (const { line, cells } of rows) {
    const found = faults.length
    const fault = (column: Column, sentence: string) => {
      faults.push({ line, column: nameOf(column), sentence })
    }
    const { label, name } = cells
    const seatId = SeatId.safeParse(cells.seatId === '' ? idOf(label) : cells.seatId.normalize('NFKC'))
    const group = groupOf(cells.group)
    if (label === '' || label.length > LABEL_LONGEST)
      fault('label', label === '' ? '席位没有填写。' : `席位超过${LABEL_LONGEST}个字。`)
    else if (!seatId.success)
      fault(
        cells.seatId === '' ? 'label' : 'seatId',
        `席位“${label}”得不出编号：请加一列“编号”，用字母、数字、“-”和“_”。`,
      )
    if (group === null)
      fault(
        'group',
        `组别“${cells.group.slice(0, 20)}”不在五组之中：${Object.values(SEAT_GROUP_NAMES).join('、')}。`,
      )
    if (name.length > NAME_LONGEST) fault('name', `姓名超过${NAME_LONGEST}个字。`)
    const sameId = seatId.success ? lineOfId.get(seatId.data) : undefined
    const sameLabel = lineOfLabel.get(label)
    if (sameId !== undefined) fault(cells.seatId === '' ? 'label' : 'seatId', `席位编号与第${sameId}行重复。`)
    else if (sameLabel !== undefined) fault('label', `席位与第${sameLabel}行重复。`)
    if (seatId.success && sameId === undefined) lineOfId.set(seatId.data, line)
    if (label !== '' && sameLabel === undefined) lineOfLabel.set(label, line)
    if (faults.length > found || !seatId.success || group === null) continue
    seats.push({ seatId: seatId.data, label, group, name })
  }

  const compared = comparedWith(seats, ({ seatId }) => known.find((seat) => seat.seatId === seatId), FIELDS)
  return ok({ rows: seats, errors: listed(faults), ...compared })
}

/** `?sessionId=` names the session whose panel it is compared with; without it all rows are new. */
export function csvSeatRoutes(doorway: Doorway, house: () => House): Router {
  const router = Router()
  router.post(
    '/api/csv/seats',
    ...csvDoor(doorway, 'csvSeats', (bytes, query) => {
      const asked = z.object({ sessionId: SessionId }).safeParse(query)
      const session = asked.success ? own(house().sessions, asked.data.sessionId) : undefined
      return previewSeats(bytes, session?.seats ?? [])
    }),
  )
  return router
}

/** `s07` for 7, 07, 7号, 第7席; a label that is an id already stays; '' where neither fits. */
function idOf(label: string): string {
  const plain = label.normalize('NFKC').replace(/\s/g, '')
  const number = /^(?:第)?(\d{1,3})(?:号|席|座|号席|号座)?$/.exec(plain)?.[1]
  if (number !== undefined) return `s${number.padStart(2, '0')}`
  return SeatId.safeParse(plain).success ? plain : ''
}

function groupOf(cell: string): SeatGroup | null {
  const plain = cell.normalize('NFKC').replace(/\s/g, '')
  return (
    SeatGroup.options.find((one) => SEAT_GROUP_NAMES[one] === plain || one === plain.toLowerCase()) ?? null
  )
}
