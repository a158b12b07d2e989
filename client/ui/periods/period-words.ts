// The words of the period screens, in the office and with the auditor, for what the protocol calls by code.

import { floorWords, warningWords } from '../../../shared/evaluation/list-words.ts'
import type { Method, TieStage } from '../../../shared/evaluation/scheme.ts'
import type { Category } from '../../../shared/evaluation/categories.ts'
import { PERIOD_PHASE_NAMES, type PeriodPhase } from '../../../shared/period/period.ts'
import type { PeriodHead, PublicationHead } from '../../../shared/protocol/period-api.ts'
import type { CardPart, RankingAnswer, RankingRow } from '../../../shared/protocol/ranking-api.ts'
import { dateTimeOf, lengthOf } from '../../lib/format.ts'

/** Short names for narrow columns and legends; METHOD_NAMES are the whole ones. */
export const METHOD_SHORT: Readonly<Record<Method, string>> = {
  citizens: '市民',
  bigData: '大数据',
  department: '部门',
  rectification: '整改',
  tv: '电视',
}

export const PHASE_COLOURS: Readonly<Record<PeriodPhase, string>> = {
  draft: 'default',
  collecting: 'processing',
  frozen: 'processing',
  notice: 'warning',
  final: 'success',
}

export function phaseWords(head: Pick<PeriodHead, 'phase'>): string {
  return PERIOD_PHASE_NAMES[head.phase]
}

export const TIE_WORDS: Readonly<Record<TieStage, string>> = {
  citizens_higher: '同分：市民评议得分高者在前',
  dissatisfied_share_lower: '同分：不满意占比低者在前',
  rectification_higher: '同分：督促整改得分高者在前',
}

/** Beside a number; NOTE_WORDS say it whole. */
export const NOTE_SHORT: Readonly<Record<RankingRow['parts'][number]['note'], string>> = {
  none: '',
  categoryMean: '未参加',
  examinersOnly: '仅考官',
  redistributed: '含分摊',
}

export const NOTE_WORDS: Readonly<Record<RankingRow['parts'][number]['note'], string>> = {
  none: '',
  categoryMean: '没有被问政，取本类平均',
  examinersOnly: '现场市民票不足，只用考官打分',
  redistributed: '含不适用方式分摊来的权重',
}

export const APART_WORDS: Readonly<Record<'sample' | 'notDelivered' | 'noMethod', string>> = {
  sample: '样本不足',
  notDelivered: '应报未报',
  noMethod: '缺少评议方式',
}

export const STATE_WORDS: Readonly<Record<CardPart['state'], string>> = {
  present: '计分',
  categoryMean: '未参加，取本类平均',
  notApplicable: '不适用',
  sample: '样本不足',
  notDelivered: '应报未报',
  absent: '没有',
}

export const LIST_WORDS = { best: '十优', worst: '十差' } as const

/** The lists of a category in a few sentences (RANK4). */
export function listsWords(
  answer: Pick<RankingAnswer, 'listN' | 'ranked' | 'boundary' | 'close' | 'floors' | 'warnings'>,
): string {
  const { listN, ranked, boundary, close, floors, warnings } = answer
  if (listN === 0) return `本类参加排名${ranked}个，不足8个，不出十优十差。`
  const edge = (list: 'best' | 'worst') => {
    if (boundary[list] === 'all_listed') return `${LIST_WORDS[list]}末位同分，同分单位全部列入。`
    if (boundary[list] === 'withheld') return `${LIST_WORDS[list]}边界同分且会同时进入两个名单，都不列入。`
    return ''
  }
  const near = (list: 'best' | 'worst') =>
    close?.[list] === true ? `${LIST_WORDS[list]}边界两侧相差小于抽样误差，标为接近。` : ''
  const ofBoth = (words: (list: 'best' | 'worst') => string) => words('best') + words('worst')
  const floor = ofBoth((list) => floorWords(list, floors))
  const warning = ofBoth((list) => warningWords(list, warnings))
  return `本类参加排名${ranked}个，十优、十差各取${listN}名。${floor}${ofBoth(edge)}${ofBoth(near)}${warning}`
}

/** `↑3`, `↓2`, `—`, `新`: places gained since the period before. */
export function movedWords(row: Pick<RankingRow, 'place' | 'placeBefore'>): string {
  if (row.placeBefore === null) return '新'
  const gained = row.placeBefore - row.place
  if (gained === 0) return '—'
  return gained > 0 ? `↑${gained}` : `↓${-gained}`
}

/** For ears and for who does not know the arrows. */
export function movedSentence(row: Pick<RankingRow, 'place' | 'placeBefore'>): string {
  if (row.placeBefore === null) return '上期未排名'
  const gained = row.placeBefore - row.place
  if (gained === 0) return '与上期名次相同'
  return gained > 0 ? `比上期上升${gained}名` : `比上期下降${-gained}名`
}

/** Enough of a hash to tell it by, as two people read it to each other. */
export function shortHash(hash: string): string {
  return `${hash.slice(0, 4)} ${hash.slice(4, 8)} … ${hash.slice(-4)}`
}

export function publicationState(publication: PublicationHead): {
  readonly word: string
  readonly colour: string
} {
  if (publication.replacedBy !== null) return { word: '已被更正', colour: 'default' }
  if (publication.finalAtMs !== null) return { word: '已定案', colour: 'success' }
  return { word: '公示中', colour: 'warning' }
}

export function publicationName(number: number): string {
  return number === 1 ? '第1次发布' : `第${number}次发布（更正）`
}

/** A probability as people say it: never a bare 0 or 100 where it was drawn by chance. */
export function chanceWords(share: number): string {
  if (share <= 0) return '0'
  if (share < 0.01) return '不到1%'
  if (share > 0.99 && share < 1) return '99%以上'
  return `${Math.round(share * 100)}%`
}

export function sinceWords(head: PeriodHead): string {
  return head.sinceMs === null ? '—' : `自${dateTimeOf(head.sinceMs)}`
}

export const CATEGORY_SHORT: Readonly<Record<Category, string>> = {
  office: '机关科室',
  station: '基层站所',
  institution: '事业单位',
  utility: '服务企业',
}

/** `6天 3:12:05`: what is left of a notice, to the second. */
export function leftWords(ms: number): string {
  const days = Math.floor(ms / DAY_MS)
  return `${days === 0 ? '' : `${days}天 `}${lengthOf(ms - days * DAY_MS)}`
}

const DAY_MS = 86_400_000
