// The graphics a foreign renderer can load: for each what it shows, where that comes from, and what an operator may fill in.

import { CATEGORIES, CATEGORY_NAMES, type Category } from '../../shared/evaluation/unit.ts'
import type { TopicName } from '../../shared/protocol/topics.ts'

/** A field an operator sees, as OGraf's data schema (GDD) knows it. */
export interface Field {
  readonly title: string
  readonly description?: string
  /** More than one line. */
  readonly multiline?: boolean
  readonly options?: Readonly<Record<string, string>>
  readonly default: string
  readonly longest: number
}

export type GraphicFields = Readonly<Record<string, string>>

/** Where a graphic's picture comes from. Live numbers are never operator fields: a controller would overwrite them. */
export type GraphicSource =
  /** A topic of the server. */
  | { readonly from: 'server'; readonly topicOf: (fields: GraphicFields) => TopicName | null }
  /** What the operator typed, and nothing else. */
  | { readonly from: 'fields'; readonly kind: 'lower_third' | 'notice' }

export interface Graphic {
  /** Names the file and, behind `cn.wenzheng.`, the graphic. */
  readonly key: string
  readonly name: string
  readonly description: string
  readonly stepCount: number
  readonly fields: Readonly<Record<string, Field>>
  readonly source: GraphicSource
}

const SERVER: Field = {
  title: '问政台地址',
  description: '如 http://10.0.0.8:8080；画面从问政台直接打开时可以不填',
  default: '',
  longest: 200,
}
const CATEGORY: Field = { title: '类别', options: CATEGORY_NAMES, default: CATEGORIES[0], longest: 20 }
const LIST: Field = { title: '榜单', options: { best: '优', worst: '差' }, default: 'best', longest: 5 }

const categoryOf = ({ category }: GraphicFields): Category | null =>
  CATEGORIES.find((each) => each === category) ?? null

/** A scene that needs no more than to be named. */
function live(key: string, name: string, description: string, topic: TopicName): Graphic {
  return {
    ...{ key, name, description, stepCount: 1 },
    fields: { server: SERVER },
    source: { from: 'server', topicOf: () => topic },
  }
}

export const GRAPHICS: readonly Graphic[] = [
  {
    key: 'output',
    name: '问政台·输出',
    description: '跟随导演台在一个输出上切出的画面；上下屏由播出系统控制',
    stepCount: 1,
    fields: {
      server: SERVER,
      output: { title: '输出名', description: '如 programme、studio', default: 'programme', longest: 32 },
    },
    source: {
      from: 'server',
      topicOf: ({ output }) => (/^[a-z][a-z0-9-]{0,31}$/.test(output ?? '') ? `stage/${output!}` : null),
    },
  },
  live('how-to-vote', '问政台·参与方式', '本场正在进行的市民评议怎样参与', 'scene/how_to_vote'),
  live('unit-title', '问政台·单位与问题', '正在播出的环节：单位、标题与问题', 'scene/unit_title'),
  live('countdown', '问政台·倒计时', '正在进行的评议或打分还有多久', 'scene/countdown'),
  live('live-tally', '问政台·实时票数', '市民评议的暂计票数', 'scene/live_tally'),
  live('lock-board', '问政台·考官锁定', '哪些席位已经打分、锁定', 'scene/lock_board'),
  live('score-reveal', '问政台·考官打分揭晓', '考官打分的分布与平均分', 'scene/score_reveal'),
  live('poll-reveal', '问政台·市民评议揭晓', '市民评议的结果', 'scene/poll_reveal'),
  live('leader-board', '问政台·本场得分', '今晚已揭晓各单位的得分', 'scene/leader_board'),
  live('promise', '问政台·承诺', '本场最近一条现场承诺', 'scene/promise'),
  live('look-back', '问政台·回头看', '本场最近一条有了结果的承诺', 'scene/look_back'),
  {
    key: 'ranking',
    name: '问政台·分类排名',
    description: '一个类别的排名（暂列）',
    stepCount: 1,
    fields: { server: SERVER, category: CATEGORY },
    source: {
      from: 'server',
      topicOf: (fields) => {
        const category = categoryOf(fields)
        return category === null ? null : `scene/ranking/${category}`
      },
    },
  },
  {
    key: 'list-reveal',
    name: '问政台·榜单揭晓',
    description: '一个类别的前列或后列；揭晓到第几名由导演台逐步推进，未揭晓的不会送到画面',
    stepCount: 1,
    fields: { server: SERVER, category: CATEGORY, list: LIST },
    source: {
      from: 'server',
      topicOf: (fields) => {
        const category = categoryOf(fields)
        const { list } = fields
        if (category === null || (list !== 'best' && list !== 'worst')) return null
        return `scene/list_reveal/${category}-${list}`
      },
    },
  },
  {
    key: 'lower-third',
    name: '问政台·字幕条',
    description: '两行字幕，内容由操作员填写',
    stepCount: 1,
    fields: {
      title: { title: '主标题', default: '', longest: 40 },
      subtitle: { title: '副标题', default: '', longest: 60 },
    },
    source: { from: 'fields', kind: 'lower_third' },
  },
  {
    key: 'notice',
    name: '问政台·公告',
    description: '一段公告，内容由操作员填写，每行一条',
    stepCount: 1,
    fields: {
      title: { title: '标题', default: '', longest: 40 },
      lines: { title: '正文', multiline: true, default: '', longest: 400 },
    },
    source: { from: 'fields', kind: 'notice' },
  },
]

/** What stands in the fields before anybody filled them. */
export function defaultsOf({ fields }: Graphic): GraphicFields {
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.default]))
}

/**
 * The fields with those of `partial` changed, as a controller's update is meant; null where it is no such thing, or a value
 * is not one the schema allows. Fields that are not ours are passed over: a controller may send its own.
 */
export function fieldsWith(graphic: Graphic, before: GraphicFields, partial: unknown): GraphicFields | null {
  if (partial === undefined) return before
  if (typeof partial !== 'object' || partial === null || Array.isArray(partial)) return null
  const given = partial as Record<string, unknown>
  const after = { ...before }
  for (const [key, { longest, options }] of Object.entries(graphic.fields)) {
    if (!Object.hasOwn(given, key) || given[key] === undefined) continue
    const value = given[key]
    if (typeof value !== 'string' || value.length > longest) return null
    if (options !== undefined && !Object.hasOwn(options, value)) return null
    if (key === 'server' && value.trim() !== '' && serverOf(value) === null) return null
    after[key] = value
  }
  return after
}

/** The origin of an http(s) address, or null. Nothing else of it is used. */
export function serverOf(address: string): string | null {
  const trimmed = address.trim()
  if (!URL.canParse(trimmed)) return null
  const { protocol, origin } = new URL(trimmed)
  return protocol === 'http:' || protocol === 'https:' ? origin : null
}
