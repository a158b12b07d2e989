// How far a batch is, in numbers: invitations by state and unit, replies; kept along with the rows they are counted from.

import type { UnitCode } from '../../shared/basics/ids.ts'
import type { SendingOutcome } from '../../shared/invitation/batch.ts'
import type { BatchProgress } from '../../shared/protocol/invitations-api.ts'
import type { InviteRow, InviteState } from './private-rows.ts'

export interface InviteFigures {
  /** A row as it was found or made. */
  add(row: InviteRow): void
  moved(row: InviteRow, to: InviteState): void
  /** A row that was wiped before it was sent. */
  gone(row: InviteRow): void
  replied(unitCode: UnitCode): void
  outcome(): SendingOutcome
  view(holdUp: string | null): BatchProgress
}

export function createInviteFigures(): InviteFigures {
  const states: Record<InviteState, number> = {
    ...{ waiting: 0, sending: 0, sent: 0, failed: 0, unsure: 0, skipped: 0 },
  }
  const units = new Map<UnitCode, { sent: number; replied: number }>()
  const unitOf = (unitCode: UnitCode) => {
    const known = units.get(unitCode)
    if (known !== undefined) return known
    const fresh = { sent: 0, replied: 0 }
    units.set(unitCode, fresh)
    return fresh
  }
  /** What may have arrived is asked of: the response rate is of these. */
  const asked = (state: InviteState) => state === 'sent' || state === 'unsure'
  const count = ({ unitCode }: InviteRow, state: InviteState, by: number) => {
    states[state] += by
    if (asked(state)) unitOf(unitCode).sent += by
  }
  return {
    add(row) {
      count(row, row.state, 1)
      if (row.replied) unitOf(row.unitCode).replied += 1
    },
    moved(row, to) {
      count(row, row.state, -1)
      count(row, to, 1)
    },
    gone(row) {
      count(row, row.state, -1)
      count(row, 'skipped', 1)
    },
    replied(unitCode) {
      unitOf(unitCode).replied += 1
    },
    outcome: () => ({
      sent: states.sent,
      failed: states.failed,
      unsure: states.unsure + states.sending,
      skipped: states.skipped + states.waiting,
    }),
    view: (holdUp) => ({
      waiting: states.waiting + states.sending,
      ...{ sent: states.sent, failed: states.failed, unsure: states.unsure, skipped: states.skipped },
      replied: [...units.values()].reduce((sum, { replied }) => sum + replied, 0),
      units: [...units]
        .map(([unitCode, { sent, replied }]) => ({ unitCode, sent, replied }))
        .sort((a, b) => a.unitCode - b.unitCode),
      holdUp,
    }),
  }
}
