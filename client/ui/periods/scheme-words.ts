// A scheme in words, line by line, and what changed from one version to the next (EVAL2).

import { own } from '../../../shared/basics/own.ts'
import { CATEGORY_NAMES } from '../../../shared/evaluation/categories.ts'
import { METHOD_NAMES, METHODS, type Method } from '../../../shared/evaluation/scheme.ts'
import { TIE_WORDS } from './period-words.ts'

export interface SchemeLine {
  /** Where it stands: `weightsBp.tv`. */
  readonly path: string
  readonly name: string
  readonly value: string
}

export interface SchemeChange {
  readonly path: string
  readonly name: string
  /** Null: was not there, or is not there any more. */
  readonly before: string | null
  readonly after: string | null
}

/** Every value of a scheme, whatever it has grown to; what has no word of its own is told by its path. */
export function schemeLines(scheme: unknown): readonly SchemeLine[] {
  return linesIn(scheme, '', '')
}

/** Lines that differ, in the order of the newer version; what was dropped comes last. */
export function schemeChanges(before: unknown, after: unknown): readonly SchemeChange[] {
  const old = new Map(schemeLines(before).map((line) => [line.path, line]))
  const now = schemeLines(after)
  const kept = new Set(now.map(({ path }) => path))
  return [
    ...now.flatMap(({ path, name, value }) => {
      const was = old.get(path)?.value ?? null
      return was === value ? [] : [{ path, name, before: was, after: value }]
    }),
    ...[...old.values()].flatMap(({ path, name, value }) =>
      kept.has(path) ? [] : [{ path, name, before: value, after: null }],
    ),
  ]
}

/** `within`: the entry of a list it belongs to, as people call it. */
function linesIn(value: unknown, path: string, within: string): readonly SchemeLine[] {
  if (isMap(value))
    return Object.entries(value).flatMap(([key, inner]) =>
      linesIn(inner, path === '' ? key : `${path}.${key}`, within),
    )
  if (Array.isArray(value) && value.some((each) => isMap(each)))
    return value.flatMap((each, i) => {
      const id = textOf(each, 'indicatorId') ?? String(i + 1)
      return linesIn(each, `${path}.${id}`, `指标“${textOf(each, 'name') ?? id}”：`)
    })
  return [{ path, name: `${within}${nameOf(path)}`, value: valueWords(path, value) }]
}

function textOf(entry: unknown, key: string): string | null {
  const text = isMap(entry) ? entry[key] : null
  return typeof text === 'string' ? text : null
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const NAMES: Readonly<Record<string, string>> = {
  citizensFromN: '市民评议最少票数',
  'reviewersBp.line': '业务部门评议：业务主管部门占',
  'reviewersBp.district': '业务部门评议：区占',
  'reviewersBp.town': '业务部门评议：街道乡镇占',
  'tv.examinersBp': '电视问政：考官打分占',
  'tv.pollBp': '电视问政：现场市民评议占',
  'tv.pollFromN': '电视问政：市民评议至少几票才计入',
  'tv.absent': '电视问政：没有被问政的单位',
  listMost: '十优、十差最多几名',
  'floors.noWorstFrom': '总分不低于此不列十差',
  'floors.noBestBelow': '总分低于此不列十优',
  vetoKinds: '一票否决事项',
  tieStages: '同分先后',
  noticeDays: '公示最少天数',
  visibility: '暂列排名谁能看',
}

/** Of an indicator (EVAL5). */
const INDICATOR_NAMES: Readonly<Record<string, string>> = {
  indicatorId: '编号',
  name: '名称',
  numeratorName: '分子',
  denominatorName: '分母',
  source: '来源',
  categories: '适用类别',
  direction: '方向',
  targetPercent: '目标',
  full: '满分',
  floor: '保底分',
  perPoint: '每差1个百分点扣',
  weight: '权重',
  denominatorFrom: '最少件数',
}

const VALUES: Readonly<Record<string, string>> = {
  hidden: '不公开',
  tonight: '只公开当晚单位',
  full: '全部公开',
  neutral: '取本类平均',
  redistribute: '权重分给其他方式',
  high: '越高越好',
  low: '越低越好',
  ...TIE_WORDS,
  ...CATEGORY_NAMES,
}

function nameOf(path: string): string {
  const weight = METHODS.find((method: Method) => path === `weightsBp.${method}`)
  if (weight !== undefined) return `权重：${METHOD_NAMES[weight]}`
  const field = path.startsWith('indicators.') ? INDICATOR_NAMES[path.split('.').at(-1) ?? ''] : undefined
  return field ?? NAMES[path] ?? path
}

function valueWords(path: string, value: unknown): string {
  if (value === null || value === undefined) return '不设'
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'number') return numberWords(path, value)
  if (typeof value === 'string') return own(VALUES, value) ?? value
  if (Array.isArray(value))
    return value.length === 0 ? '没有' : value.map((each) => valueWords(path, each)).join('；')
  return JSON.stringify(value)
}

/** Basis points, hundredths and ten-thousandths as the scheme keeps them. */
function numberWords(path: string, value: number): string {
  if (/Bp(\.|$)/.test(path)) return `${value / 100}%`
  if (path.startsWith('floors.')) return `${value / 100}分`
  if (path.endsWith('.targetPercent')) return `${value / 10_000}%`
  if (/\.(full|floor|perPoint)$/.test(path)) return `${value / 10_000}分`
  return String(value)
}
