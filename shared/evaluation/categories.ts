// The four categories that are ranked apart (RANK1): plain constants, so that the citizen's page needs no zod.

export const CATEGORIES = ['office', 'station', 'institution', 'utility'] as const
export type Category = (typeof CATEGORIES)[number]

export const CATEGORY_NAMES: Readonly<Record<Category, string>> = {
  office: '机关科室',
  station: '基层站所',
  institution: '科教文卫事业单位',
  utility: '公共服务企业',
}
