// A scheme in words, line by line, and what changed from one version to the next (EVAL2).

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
  return linesIn(scheme, '')
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

function linesIn(value: unknown, path: string): readonly SchemeLine[] {
  if (isMap(value) && !isFraction(value))
    return Object.entries(value).flatMap(([key, inner]) =>
      linesIn(inner, path === '' ? key : `${path}.${key}`),
    )
  if (Array.isArray(value) && value.some((each) => isMap(each)))
    return value.flatMap((each, i) => linesIn(each, `${path}.${nameOfEntry(each, i)}`))
  return [{ path, name: nameOf(path), value: valueWords(path, value) }]
}

/** An entry of a list is followed from version to version by its id, where it has one. */
function nameOfEntry(entry: unknown, i: number): string {
  if (!isMap(entry)) return String(i + 1)
  const id = ['indicatorId', 'id', 'name', 'kind', 'group']
    .map((key) => entry[key])
    .find((one) => typeof one === 'string')
  return typeof id === 'string' ? id : String(i + 1)
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isFraction(value: Record<string, unknown>): boolean {
  return Object.keys(value).sort().join() === 'den,num'
}

const NAMES: Readonly<Record<string, string>> = {
  citizensFromN: '市民评议最少票数',
  'tv.examinersBp': '电视问政：考官打分占',
  'tv.pollBp': '电视问政：现场市民评议占',
  'tv.pollFromN': '电视问政：市民评议至少几票才计入',
  listMost: '十优、十差最多几名',
  tieStages: '同分先后',
  visibility: '暂列排名谁能看',
}

const VALUES: Readonly<Record<string, string>> = {
  hidden: '不公开',
  tonight: '只公开当晚单位',
  full: '全部公开',
  ...TIE_WORDS,
}

function nameOf(path: string): string {
  const weight = METHODS.find((method: Method) => path === `weightsBp.${method}`)
  if (weight !== undefined) return `权重：${METHOD_NAMES[weight]}`
  return NAMES[path] ?? path
}

function valueWords(path: string, value: unknown): string {
  if (value === null || value === undefined) return '不设'
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'number') return /Bp(\.|$)/.test(path) ? `${value / 100}%` : String(value)
  if (typeof value === 'string') return VALUES[value] ?? value
  if (Array.isArray(value))
    return value.length === 0 ? '没有' : value.map((each) => valueWords(path, each)).join('；')
  if (isMap(value) && isFraction(value)) return `${String(value['num'])}/${String(value['den'])}`
  return JSON.stringify(value)
}
