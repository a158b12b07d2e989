// All of the fictional city: 400 units, a hundred a category, with the departments, districts and towns they belong to.

import { OrganisationId } from '../../shared/evaluation/department.ts'
import type { Organisation } from '../../shared/evaluation/organisation.ts'
import { CATEGORIES, Unit, type Category } from '../../shared/evaluation/unit.ts'
import { CITY, units as namedUnits } from './city.ts'

const A_CATEGORY = 100

const DEPARTMENTS = [
  '住房事务局',
  '市政管理局',
  '营商环境办公室',
  '社会保障局',
  '生态保护局',
  '自然资源与规划局',
  '教育事务局',
  '卫生健康委员会',
  '文化旅游局',
  '民政事务局',
  '交通运输局',
  '农业农村局',
  '水务局',
  '市场监管局',
  '税务管理局',
  '公安局',
  '司法局',
  '数据资源局',
  '应急管理局',
  '退役军人事务局',
]
const DISTRICTS = ['清漪区', '北埠区', '芦汀区', '望澜经济开发区']
const TOWNS = ['云栖坡街道', '石桥浦街道', '南屿镇', '白鹭洲镇', '青浦墩镇', '长汀街道', '柳堤街道', '松岭镇']

const idOf = (kind: string, n: number) => OrganisationId.parse(`${kind}${String(n + 1).padStart(2, '0')}`)

export const organisations: readonly Organisation[] = [
  ...DEPARTMENTS.map((name, n) => ({
    organisationId: idOf('bm', n),
    name: `${CITY}${name}`,
    kind: 'department' as const,
  })),
  ...DISTRICTS.map((name, n) => ({ organisationId: idOf('qu', n), name, kind: 'district' as const })),
  ...TOWNS.map((name, n) => ({ organisationId: idOf('jd', n), name, kind: 'town' as const })),
]

const DESKS = ['办公室', '行政审批科', '政策法规科', '监督检查科', '公众服务科', '综合业务科']
const STATIONS = [
  '便民服务中心',
  '综合执法站',
  '市场监管所',
  '派出所户籍窗口',
  '税务所',
  '自然资源所',
  '司法所',
  '卫生监督站',
  '农业技术站',
]
const INSTITUTIONS = [
  '第一小学',
  '第二小学',
  '中学',
  '幼儿园',
  '社区卫生服务中心',
  '中医院',
  '文化馆',
  '图书分馆',
  '科普活动站',
]
const UTILITIES = [
  '供水营业厅',
  '供电服务站',
  '燃气服务站',
  '公交场站',
  '供热服务站',
  '环卫作业部',
  '停车管理部',
  '通信营业厅',
  '邮政支局',
]

/** Where a unit of a category is: its name, what it belongs to, and whose line it is. */
function placesOf(category: Category): readonly Pick<Unit, 'name' | 'organisationId' | 'authorityId'>[] {
  const grounds = [...DISTRICTS, ...TOWNS]
  const groundId = (n: number) => (n < DISTRICTS.length ? idOf('qu', n) : idOf('jd', n - DISTRICTS.length))
  const onGrounds = (kinds: readonly string[], first: number) =>
    kinds.flatMap((kind, k) =>
      grounds.map((ground, n) => ({
        name: `${ground}${kind}`,
        organisationId: groundId(n),
        authorityId: idOf('bm', (first + k) % DEPARTMENTS.length),
      })),
    )
  switch (category) {
    case 'office':
      return DESKS.flatMap((desk) =>
        DEPARTMENTS.map((department, n) => ({
          name: `${CITY}${department}${desk}`,
          organisationId: idOf('bm', n),
          // A section's line is looked after from elsewhere: nobody rates the own house.
          authorityId: idOf('bm', (n + 7) % DEPARTMENTS.length),
        })),
      )
    case 'station':
      return onGrounds(STATIONS, 13)
    case 'institution':
      return onGrounds(INSTITUTIONS, 6)
    case 'utility':
      return onGrounds(UTILITIES, 1)
  }
}

/** Codes: those of the 24 that are questioned on air as they are, and from 1001, 2001, 3001, 4001 the others. */
export const allUnits: readonly Unit[] = CATEGORIES.flatMap((category, c) => {
  const named = namedUnits.filter((unit) => unit.category === category)
  const places = placesOf(category)
  const rest = places.slice(0, A_CATEGORY - named.length).map((place, n) => {
    const code = (c + 1) * 1_000 + n + 1
    return Unit.parse({ unitId: `u${code}`, code, category, ...place })
  })
  const housed = named.map((unit, n) => {
    const { organisationId, authorityId } = places[places.length - 1 - n]!
    return { ...unit, organisationId, authorityId }
  })
  return [...housed, ...rest]
})
