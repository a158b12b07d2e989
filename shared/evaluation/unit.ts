// A unit under evaluation, and the four categories that are ranked apart (RANK1).

import { z } from 'zod'
import { UnitCode, UnitId } from '../basics/ids.ts'
import { CATEGORIES } from './categories.ts'

export { CATEGORIES, CATEGORY_NAMES } from './categories.ts'

export const Category = z.enum(CATEGORIES)
export type Category = z.infer<typeof Category>

export const Unit = z.strictObject({
  unitId: UnitId,
  code: UnitCode,
  name: z.string().trim().min(1).max(40),
  category: Category,
})
export type Unit = z.infer<typeof Unit>

/** A unit as a session keeps it: the registry may rename it later, the evening may not. */
export type SessionUnit = Unit
