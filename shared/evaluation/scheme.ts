// The scheme of a ranking (评分方案): weights, each method's rule, samples, lists, vetoes, tie stages, visibility (EVAL2).

import { z } from 'zod'
import { IndicatorDefinition, SUGGESTED_INDICATORS } from './indicator.ts'

export const METHODS = ['citizens', 'bigData', 'department', 'rectification', 'tv'] as const
export const Method = z.enum(METHODS)
export type Method = z.infer<typeof Method>

export { METHOD_NAMES } from './method-names.ts'

const bp = z.number().int().min(0).max(10_000)

/** RANK3's stages: how equal totals are told apart, in this order. */
export const TieStage = z.enum(['citizens_higher', 'dissatisfied_share_lower', 'rectification_higher'])
export type TieStage = z.infer<typeof TieStage>

/** What a unit gets that was not questioned: its category's mean tv result, or tv's weight goes to its other methods (EVAL3). */
export const TvAbsent = z.enum(['neutral', 'redistribute'])

/** 一票否决事项, by name. */
export const VetoKind = z.string().trim().min(2).max(40)

/** Of a total, in hundredths of a point. */
const hundredths = z.number().int().max(10_000)

export const SCHEME_INDICATORS_MOST = 60
export const VETO_KINDS_MOST = 30
export const NOTICE_DAYS_FROM = 7

export const Scheme = z.strictObject({
  /** Basis points, sum 10,000 (EVAL2). */
  weightsBp: z.strictObject({ citizens: bp, bigData: bp, department: bp, rectification: bp, tv: bp }),
  /** Fewer headline ballots than this: `sample` (EVAL4). */
  citizensFromN: z.number().int().min(1).max(1_000_000),
  /** EVAL5; a unit is measured by those that name its category. */
  indicators: z.array(IndicatorDefinition).max(SCHEME_INDICATORS_MOST),
  /** EVAL6: line authorities, districts, towns; sum 10,000. */
  reviewersBp: z.strictObject({ line: bp, district: bp, town: bp }),
  /** EVAL8: examiners and live poll in the tv result, sum 10,000, and from how many headline ballots the poll joins. */
  tv: z.strictObject({
    examinersBp: bp,
    pollBp: bp,
    pollFromN: z.number().int().min(1).max(1_000_000),
    absent: TvAbsent,
  }),
  /** RANK4: at most this many on a list. */
  listMost: z.number().int().min(1).max(10),
  /** RANK4: shorten the lists; null: no floor. */
  floors: z.strictObject({
    /** No 十差 at or above this total. */
    noWorstFrom: hundredths.min(1).nullable(),
    /** No 十优 below this total. */
    noBestBelow: hundredths.min(1).nullable(),
  }),
  /** RANK5: what may be set as a veto; empty: nothing. */
  vetoKinds: z.array(VetoKind).max(VETO_KINDS_MOST),
  tieStages: z.array(TieStage).max(3),
  /** PUB1: a notice lasts at least so many days. */
  noticeDays: z.number().int().min(NOTICE_DAYS_FROM).max(90),
  /** RANK10: who sees the provisional ranking. */
  visibility: z.enum(['hidden', 'tonight', 'full']),
})
export type Scheme = z.infer<typeof Scheme>

export const DEFAULT_SCHEME: Scheme = {
  weightsBp: { citizens: 3_500, bigData: 2_000, department: 1_500, rectification: 1_500, tv: 1_500 },
  citizensFromN: 30,
  indicators: SUGGESTED_INDICATORS.filter(({ weight }) => weight > 0),
  reviewersBp: { line: 6_000, district: 2_000, town: 2_000 },
  tv: { examinersBp: 7_000, pollBp: 3_000, pollFromN: 100, absent: 'neutral' },
  listMost: 10,
  floors: { noWorstFrom: null, noBestBelow: null },
  vetoKinds: ['严重违纪违法', '重大安全责任事故', '弄虚作假'],
  tieStages: ['citizens_higher', 'dissatisfied_share_lower', 'rectification_higher'],
  noticeDays: NOTICE_DAYS_FROM,
  visibility: 'tonight',
}

/** A scheme as a journal may hold it from before it had all its parts. */
export type SchemeOnRecord = Pick<
  Scheme,
  'weightsBp' | 'citizensFromN' | 'listMost' | 'tieStages' | 'visibility'
> &
  Partial<Omit<Scheme, 'tv'>> & {
    readonly tv: Omit<Scheme['tv'], 'absent'> & Partial<Pick<Scheme['tv'], 'absent'>>
  }

/** What it lacks takes the defaults. */
export function schemeOnRecord(of: SchemeOnRecord): Scheme {
  return { ...DEFAULT_SCHEME, ...of, tv: { ...DEFAULT_SCHEME.tv, ...of.tv } }
}
