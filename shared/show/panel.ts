// The panel of a session: its seats in groups, their devices, and who is recused from which unit.

import { z } from 'zod'
import type { UnitId } from '../basics/ids.ts'
import { SeatId } from '../basics/ids.ts'

/** 党代表, 人大代表, 政协委员, 市民代表, 网民 (SCORE6). */
export const SeatGroup = z.enum(['party', 'congress', 'cppcc', 'citizen', 'netizen'])
export type SeatGroup = z.infer<typeof SeatGroup>

export const SEAT_GROUP_NAMES: Readonly<Record<SeatGroup, string>> = {
  party: '党代表',
  congress: '人大代表',
  cppcc: '政协委员',
  citizen: '市民代表',
  netizen: '网民',
}

/** A seat as it is set up; the name is who sits there and may be empty. */
export const SeatPlan = z.strictObject({
  seatId: SeatId,
  label: z.string().trim().min(1).max(12),
  group: SeatGroup,
  name: z.string().trim().max(40),
})
export type SeatPlan = z.infer<typeof SeatPlan>

export interface Seat extends SeatPlan {
  /** Counts the devices that have held the seat; 0 = none yet (SCORE4). */
  readonly generation: number
  /** A device holds the seat now. False after the director's release. */
  readonly held: boolean
  /** First sign-in of any device, or null (SCORE7: present = signed in before the window opened). */
  readonly signedInAtMs: number | null
}

export interface Recusal {
  readonly seatId: SeatId
  readonly unitId: UnitId
}

/** Basis points by group, sum 10,000; null = every score weighs the same (the default). */
export const GroupWeights = z.strictObject({
  weightsBp: z.record(SeatGroup, z.number().int().min(0).max(10_000)),
  /** A group with fewer than 3 counted: its weight goes to the others, fixed beforehand. Else the result is refused. */
  redistribute: z.boolean(),
})
export type GroupWeights = z.infer<typeof GroupWeights>
