// The fictional city 望澜市: 24 units in four categories, 60 examiners in five groups. No name here is of a real place or office.

import type { Category, Unit } from '../../shared/evaluation/unit.ts'
import { Unit as UnitSchema } from '../../shared/evaluation/unit.ts'
import { SeatPlan, type SeatGroup } from '../../shared/show/panel.ts'
import type { Random } from './random.ts'

export const CITY = '望澜市'
export const SMS_NUMBER = '+85230010001'

const UNITS: Readonly<Record<Category, readonly string[]>> = {
  office: [
    '望澜市住房事务局公积金审批科',
    '望澜市市政管理局道路养护科',
    '望澜市营商环境办公室企业服务科',
    '望澜市社会保障局待遇核定科',
    '望澜市生态保护局大气与噪声监管科',
    '望澜市自然资源与规划局不动产历史遗留问题专项工作推进办公室',
  ],
  station: [
    '清漪街道便民服务中心',
    '北埠镇综合执法站',
    '芦汀街道市场监管所',
    '南屿镇国土资源所',
    '云栖坡派出所户籍窗口',
    '石桥浦税务所',
  ],
  institution: [
    '望澜市第三人民医院门诊部',
    '望澜市图书馆',
    '望澜市疾病预防服务中心',
    '望澜市青澜小学课后服务部',
    '望澜市体育馆',
    '望澜市残疾人康复中心',
  ],
  utility: [
    '望澜水务集团城东营业厅',
    '望澜公共交通公司',
    '望澜燃气抢修中心',
    '望澜供热公司客户服务部',
    '望澜城市停车公司',
    '望澜垃圾分类处理公司',
  ],
}

/** Codes: 11–16 机关科室, 21–26 基层站所, 31–36 科教文卫, 41–46 公共服务企业. */
export const units: readonly Unit[] = (Object.entries(UNITS) as [Category, readonly string[]][]).flatMap(
  ([category, names], group) =>
    names.map((name, i) => {
      const code = (group + 1) * 10 + i + 1
      return UnitSchema.parse({ unitId: `u${code}`, code, name, category })
    }),
)

const SURNAMES = Array.from('赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜')
const GIVEN = ['文澜', '雨禾', '建川', '思齐', '明远', '若水', '立群', '晓棠', '景行', '知秋', '望舒', '承志']

const GROUPS: readonly { readonly group: SeatGroup; readonly seats: number }[] = [
  { group: 'party', seats: 12 },
  { group: 'congress', seats: 12 },
  { group: 'cppcc', seats: 12 },
  { group: 'citizen', seats: 12 },
  { group: 'netizen', seats: 12 },
]

/** 60 seats, s01 … s60. */
export function panel(random: Random): readonly SeatPlan[] {
  let number = 0
  return GROUPS.flatMap(({ group, seats }) =>
    Array.from({ length: seats }, () => {
      number += 1
      const label = String(number).padStart(2, '0')
      return SeatPlan.parse({
        seatId: `s${label}`,
        label,
        group,
        name: random.pick(SURNAMES) + random.pick(GIVEN),
      })
    }),
  )
}

export const QUESTIONS: readonly string[] = [
  '群众反映“最多跑一次”落实不到位，材料要补三四次，问题出在哪里？',
  '去年承诺的整改清单，今天回访仍有三项没有销号，责任如何落实？',
  '热线工单按时办结，群众却不满意，重办率为什么居高不下？',
]

export const THEMES = ['问作风', '问服务', '问执法', '问环境', '问管理'] as const
