// How a list that is turned over from the bottom stands in its box: a slot for every place, and what the list may be called.

import type { ListRevealView } from '../../shared/protocol/topics.ts'

/** Px from the top of the box of the slot turned over as number `i` (from 0): the last one comes to stand on top. */
export function slotTopOf(i: number, steps: number, height: number): number {
  return (steps - 1 - i) * height
}

/** Few places get higher slots; ten still fit. */
export function slotHeightOf(steps: number, box: number): number {
  return Math.min(SLOT_MOST, Math.floor(box / Math.max(1, steps)))
}
const SLOT_MOST = 148

/** How many of a place's tied units stand side by side; the others take their turn. */
export function unitsAtOnceOf(slotHeight: number, units: number): number {
  if (units === 1) return 1
  return 2 * Math.max(1, Math.floor(slotHeight / ROW_LEAST))
}
const ROW_LEAST = 56

/** 十优 and 十差 as titles only from the notice on; until then it is where units stand for now (RANK10). */
export function listTitleOf({
  status,
  list,
  listN,
}: Pick<ListRevealView, 'status' | 'list' | 'listN'>): string {
  if (status === 'provisional') {
    const end = list === 'best' ? '暂列前' : '暂列后'
    return listN === 0 ? `${end}列` : `${end}${listN}名`
  }
  return list === 'best' ? '十优满意单位' : '十差不满意单位'
}

/** What the mark beside the title says. */
export const STATUS_WORDS: Readonly<Record<ListRevealView['status'], string>> = {
  provisional: '暂列',
  notice: '公示中',
  final: '正式公布',
}
