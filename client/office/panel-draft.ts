// The panel while it is edited: seats added one by one or taken from a file; seats a tablet holds say so.

import { SeatId } from '../../shared/basics/ids.ts'
import type { SessionSetup } from '../../shared/protocol/setup-topic.ts'
import { SeatPlan } from '../../shared/show/panel.ts'

export interface PanelDraft {
  readonly seats: readonly SeatPlan[]
  readonly begunFrom: string
}

export function panelDraft(session: SessionSetup): PanelDraft {
  const seats = session.seats.map(planOf)
  return { seats, begunFrom: JSON.stringify(seats) }
}

function planOf({ seatId, label, group, name }: SeatPlan): SeatPlan {
  return { seatId, label, group, name }
}

export function panelStanding(draft: PanelDraft, session: SessionSetup): 'same' | 'edited' | 'overtaken' {
  const told = JSON.stringify(session.seats.map(planOf))
  if (JSON.stringify(draft.seats) === told) return 'same'
  return draft.begunFrom === told ? 'edited' : 'overtaken'
}

/** A new seat with the first free number, in the group of the seat before it. */
export function withSeat(draft: PanelDraft): PanelDraft {
  const ids = new Set<string>(draft.seats.map((seat) => seat.seatId))
  const labels = new Set(draft.seats.map((seat) => seat.label))
  let number = 1
  while (ids.has(idOf(number)) || labels.has(labelOf(number))) number += 1
  const seat: SeatPlan = {
    seatId: SeatId.parse(idOf(number)),
    label: labelOf(number),
    group: draft.seats.at(-1)?.group ?? 'party',
    name: '',
  }
  return { ...draft, seats: [...draft.seats, seat] }
}

const labelOf = (number: number) => String(number).padStart(2, '0')
const idOf = (number: number) => `s${labelOf(number)}`

export function withSeatChange(draft: PanelDraft, seatId: SeatId, change: Partial<SeatPlan>): PanelDraft {
  return {
    ...draft,
    seats: draft.seats.map((seat) => (seat.seatId === seatId ? { ...seat, ...change } : seat)),
  }
}

export function withoutSeat(draft: PanelDraft, seatId: SeatId): PanelDraft {
  return { ...draft, seats: draft.seats.filter((seat) => seat.seatId !== seatId) }
}

/** A file's seats: those of the same id are replaced where they stand, new ones come behind; with `only`, the rest goes. */
export function withImported(draft: PanelDraft, rows: readonly SeatPlan[], only: boolean): PanelDraft {
  if (only) return { ...draft, seats: rows.map(planOf) }
  const byId = new Map(rows.map((row) => [row.seatId, planOf(row)]))
  const kept = draft.seats.map((seat) => byId.get(seat.seatId) ?? seat)
  const known = new Set(draft.seats.map((seat) => seat.seatId))
  return { ...draft, seats: [...kept, ...rows.filter((row) => !known.has(row.seatId)).map(planOf)] }
}

export function panelProblems(draft: PanelDraft): readonly string[] {
  const seen = new Set<string>()
  return draft.seats.flatMap((seat, i) => {
    const label = seat.label.trim()
    if (label === '') return [`第${i + 1}行没有席位号。`]
    if (seen.has(label)) return [`席位号“${label}”重复。`]
    seen.add(label)
    return SeatPlan.safeParse(seat).success ? [] : [`席位“${label}”的席位号超过12个字，或姓名超过40个字。`]
  })
}
