// A unit under evaluation, and the four categories that are ranked apart (RANK1).

import { z } from 'zod'
import { UnitCode, UnitId } from '../basics/ids.ts'
import { CATEGORIES } from './categories.ts'
import { OrganisationId } from './department.ts'

export { CATEGORIES, CATEGORY_NAMES } from './categories.ts'

export const Category = z.enum(CATEGORIES)
export type Category = z.infer<typeof Category>

export const UNIT_NAME_LONGEST = 40

/** What a unit is known by on every screen. */
export const UnitHead = z.strictObject({
  unitId: UnitId,
  code: UnitCode,
  name: z.string().trim().min(1).max(UNIT_NAME_LONGEST),
  category: Category,
})
export type UnitHead = z.infer<typeof UnitHead>

/** A unit as the registry keeps it. */
export const Unit = UnitHead.extend({
  /** What it belongs to; what is graded with it (GRADE1). */
  organisationId: OrganisationId.nullable().default(null),
  /** 业务主管部门: whose line it is (EVAL6). */
  authorityId: OrganisationId.nullable().default(null),
})
export type Unit = z.infer<typeof Unit>

/** A unit as a session or a poll keeps it: the registry may rename it later, the evening may not. */
export type SessionUnit = UnitHead

export function unitHeadOf({ unitId, code, name, category }: UnitHead): UnitHead {
  return { unitId, code, name, category }
}
