// The scheme of a ranking: weights, samples, list length, tie stages, visibility. First version; it grows with the office.

import { z } from 'zod'

export const METHODS = ['citizens', 'bigData', 'department', 'rectification', 'tv'] as const
export const Method = z.enum(METHODS)
export type Method = z.infer<typeof Method>

export const METHOD_NAMES: Readonly<Record<Method, string>> = {
  citizens: '市民短信微信评议',
  bigData: '大数据评议',
  department: '业务部门评议',
  rectification: '督促整改评议',
  tv: '电视问政',
}

const bp = z.number().int().min(0).max(10_000)

/** RANK3's stages: how equal totals are told apart, in this order. */
export const TieStage = z.enum(['citizens_higher', 'dissatisfied_share_lower', 'rectification_higher'])
export type TieStage = z.infer<typeof TieStage>

export const Scheme = z.strictObject({
  /** Basis points, sum 10,000 (EVAL2). */
  weightsBp: z.strictObject({ citizens: bp, bigData: bp, department: bp, rectification: bp, tv: bp }),
  /** Fewer headline ballots than this: `sample` (EVAL4). */
  citizensFromN: z.number().int().min(1).max(1_000_000),
  /** EVAL8: examiners and live poll in the tv result, sum 10,000, and from how many headline ballots the poll joins. */
  tv: z.strictObject({ examinersBp: bp, pollBp: bp, pollFromN: z.number().int().min(1).max(1_000_000) }),
  /** RANK4: at most this many on a list. */
  listMost: z.number().int().min(1).max(10),
  tieStages: z.array(TieStage).max(3),
  /** RANK10: who sees the provisional ranking. */
  visibility: z.enum(['hidden', 'tonight', 'full']),
})
export type Scheme = z.infer<typeof Scheme>

export const DEFAULT_SCHEME: Scheme = {
  weightsBp: { citizens: 3_500, bigData: 2_000, department: 1_500, rectification: 1_500, tv: 1_500 },
  citizensFromN: 30,
  tv: { examinersBp: 7_000, pollBp: 3_000, pollFromN: 100 },
  listMost: 10,
  tieStages: ['citizens_higher', 'dissatisfied_share_lower', 'rectification_higher'],
  visibility: 'tonight',
}
