// 督促整改评议: the ledger's items (整改台账), how each moves, and the points they come to (EVAL7).

import { z } from 'zod'
import { compare, type Fraction, fraction, multiply, sum, ZERO } from '../basics/exact.ts'
import { UnitId } from '../basics/ids.ts'
import { unreachable } from '../basics/result.ts'

/** A day of the city's calendar, YYYY-MM-DD: compares as text. */
export const Day = z.iso.date()
export type Day = z.infer<typeof Day>

export const ItemSource = z.enum(['promise', 'complaint', 'hotline', 'inspection', 'photo'])
export type ItemSource = z.infer<typeof ItemSource>

export const ITEM_SOURCE_NAMES: Readonly<Record<ItemSource, string>> = {
  promise: '现场承诺',
  complaint: '群众投诉',
  hotline: '热线交办',
  inspection: '督查发现',
  photo: '随手拍',
}

/** Long enough for a session's id and a promise's. */
export const ItemId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,139}$/)
export type ItemId = z.infer<typeof ItemId>

/** What is put on the ledger. */
export const ItemPlan = z.strictObject({
  itemId: ItemId,
  unitId: UnitId,
  source: ItemSource,
  text: z.string().trim().min(2).max(400),
  /** Who answers for it: a name and an office. */
  owner: z.string().trim().min(1).max(60),
  dueOn: Day,
  weight: z.number().int().min(1).max(100),
})
export type ItemPlan = z.infer<typeof ItemPlan>

export type ItemStep =
  | { readonly step: 'submitted'; readonly on: Day }
  /** By the office, or by an on-air 验收 vote. */
  | { readonly step: 'accepted'; readonly on: Day; readonly how: 'office' | 'on_air' }
  | { readonly step: 'rejected'; readonly on: Day; readonly reason: string }
  /** 回头看: what was accepted turned out to be false. */
  | { readonly step: 'reopened'; readonly on: Day; readonly reason: string }

export interface RectificationItem extends ItemPlan {
  readonly openedOn: Day
  readonly steps: readonly ItemStep[]
}

export type ItemPhase = 'promised' | ItemStep['step']

export const ITEM_PHASE_NAMES: Readonly<Record<ItemPhase, string>> = {
  promised: '办理中',
  submitted: '待验收',
  accepted: '已销号',
  rejected: '已退回',
  reopened: '回头看不实',
}

/** What is done, as a button says it. */
export const ITEM_STEP_NAMES: Readonly<Record<ItemStep['step'], string>> = {
  submitted: '报送办结',
  accepted: '销号',
  rejected: '退回',
  reopened: '认定不实',
}

export function phaseOf(item: RectificationItem): ItemPhase {
  return item.steps.at(-1)?.step ?? 'promised'
}

/** promised → submitted → accepted (销号) or rejected → submitted …; accepted → reopened → submitted …. */
export function mayStep(from: ItemPhase, step: ItemStep['step']): boolean {
  switch (step) {
    case 'submitted':
      return from === 'promised' || from === 'rejected' || from === 'reopened'
    case 'accepted':
    case 'rejected':
      return from === 'submitted'
    case 'reopened':
      return from === 'accepted'
    default:
      return unreachable(step)
  }
}

export interface Period {
  readonly startsOn: Day
  /** Inclusive. */
  readonly endsOn: Day
}

export type CreditKind = 'on_time' | 'late' | 'overdue' | 'reopened_false'

/** EVAL7. */
export const CREDITS: Readonly<Record<CreditKind, Fraction>> = {
  on_time: fraction(1),
  late: fraction(3, 5),
  overdue: ZERO,
  reopened_false: fraction(-1),
}

export interface ItemCredit {
  readonly itemId: ItemId
  readonly weight: number
  readonly kind: CreditKind
}

export interface RectificationResult {
  /** 0–100; null where nothing was due: notApplicable (EVAL3). */
  readonly points: Fraction | null
  readonly credits: readonly ItemCredit[]
}

/**
 * What an item counts for in a period, or null where it does not: due by the period's end, and not settled before it began.
 * As of the period's last day: what happens later changes nothing. An item whose evidence was accepted is on time by the day
 * that evidence was handed in, not by the day somebody looked at it. Found false within the period it is −1, whatever was
 * accepted after: only relief (GRADE4) takes that back.
 */
export function creditOf(item: RectificationItem, { startsOn, endsOn }: Period): CreditKind | null {
  if (item.dueOn > endsOn) return null
  const steps = item.steps.filter(({ on }) => on <= endsOn)
  const foundFalse = steps.some(({ step, on }) => step === 'reopened' && on >= startsOn)
  if (foundFalse) return 'reopened_false'
  const last = steps.at(-1)
  if (last?.step !== 'accepted') return 'overdue'
  if (last.on < startsOn && item.dueOn < startsOn) return null
  const handedIn = steps.findLast(({ step }) => step === 'submitted')?.on ?? last.on
  return handedIn <= item.dueOn ? 'on_time' : 'late'
}

/** 100 × max(0, Σ credit·weight ÷ Σ weight) (EVAL7). */
export function rectificationResultOf(
  items: readonly RectificationItem[],
  period: Period,
): RectificationResult {
  const credits = items.flatMap((item): ItemCredit[] => {
    const kind = creditOf(item, period)
    return kind === null ? [] : [{ itemId: item.itemId, weight: item.weight, kind }]
  })
  return { points: rectificationPointsOf(credits), credits }
}

/** The points of credits; null where there is none. */
export function rectificationPointsOf(credits: readonly Omit<ItemCredit, 'itemId'>[]): Fraction | null {
  const weights = credits.reduce((all, { weight }) => all + weight, 0)
  if (weights === 0) return null
  const earned = sum(credits.map(({ kind, weight }) => multiply(CREDITS[kind], fraction(weight))))
  const share = multiply(earned, fraction(100, weights))
  return compare(share, ZERO) > 0 ? share : ZERO
}

/** Due before `today` and not accepted: what an overdue alert names. */
export function isOverdue(item: RectificationItem, today: Day): boolean {
  return item.dueOn < today && phaseOf(item) !== 'accepted'
}
