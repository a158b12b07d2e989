// A unit under evaluation, and the four categories that are ranked apart (RANK1).

import { z } from 'zod'
import { UnitCode, UnitId } from '../basics/ids.ts'

export const CATEGORIES = ['office', 'station', 'institution', 'utility'] as const
export const Category = z.enum(CATEGORIES)
export type Category = z.infer<typeof Category>

export const CATEGORY_NAMES: Readonly<Record<Category, string>> = {
  office: '机关科室',
  station: '基层站所',
  institution: '科教文卫事业单位',
  utility: '公共服务企业',
}

export const Unit = z.strictObject({
  unitId: UnitId,
  code: UnitCode,
  name: z.string().trim().min(1).max(40),
  category: Category,
})
export type Unit = z.infer<typeof Unit>

/** A unit as a session keeps it: the registry may rename it later, the evening may not. */
export type SessionUnit = Unit
