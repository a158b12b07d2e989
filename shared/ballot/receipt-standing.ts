// What a receipt tells: what became of a message and whether it is in the published record; never a choice, never a unit (BAL10).

import { unreachable } from '../basics/result.ts'
import type { InvalidReason } from './ballot.ts'
import { REASON_NAMES } from './reason-names.ts'

export const RECEIPT_STATUSES = [
  'counted',
  /** Another one of the same voter counts. */
  'superseded',
  'early',
  'late',
  'stale',
  'invalid',
  'quarantined',
  /** No poll was on. */
  'no_poll',
  /** Its log was excluded by two persons (LOG3). */
  'log_excluded',
] as const
export type ReceiptStatus = (typeof RECEIPT_STATUSES)[number]

/** How far its poll is. `none`: it belongs to no poll. */
export type ReceiptStage = 'open' | 'closed' | 'published' | 'void' | 'none'

export interface ReceiptStanding {
  readonly status: ReceiptStatus
  readonly stage: ReceiptStage
  /** Why it is no ballot; null unless `invalid`. */
  readonly reason: InvalidReason | null
  /** The key under which voters of its poll were known is destroyed (BAL8); the record stays. */
  readonly keyDestroyed: boolean
}

/** In a word or two, above the sentence. */
export const RECEIPT_TITLES: Readonly<Record<ReceiptStatus, string>> = {
  counted: '已计入',
  superseded: '重复，不另计',
  early: '过早，不计入',
  late: '迟到，不计入',
  stale: '过时，不计入',
  invalid: '不是有效选票',
  quarantined: '已搁置，暂不计入',
  no_poll: '当时没有评议',
  log_excluded: '所在日志未纳入',
}

/** Whole sentences for the citizen. */
export function receiptSentenceOf(standing: ReceiptStanding): string {
  const destroyed = '这次评议的市民标识密钥已经销毁，再也认不出是谁发的；记录仍可核对。'
  return whatBecameOf(standing) + (standing.keyDestroyed ? destroyed : '')
}

function whatBecameOf(standing: ReceiptStanding): string {
  if (standing.stage === 'void') {
    return '已收到。这次评议已经作废，理由已记录在案；收到的消息全部保留备查，都不计入结果。'
  }
  return becameOf(standing) + publishedOf(standing)
}

function becameOf({ status, stage, reason }: ReceiptStanding): string {
  switch (status) {
    case 'counted':
      return stage === 'open' ? '已收到，在有效时间内，目前计入。' : '已收到，已计入。'
    case 'superseded':
      return '已收到。您对这个单位另有一条评议更早，以最早一条为准，本条不重复计入。'
    case 'early':
      return '已收到，但那时评议还没有开始，本条不计入，保留在案。'
    case 'late':
      return '已收到，但已过截止时间，本条不计入，保留在案。'
    case 'stale':
      return '已收到，但本条是在评议开始以前发出的，不计入，保留在案。'
    case 'invalid':
      return `已收到，但没有作为选票计入（${reason === null ? '无法识别' : REASON_NAMES[reason]}），保留在案。`
    case 'quarantined':
      return '已收到，但这一批选票正在核查，经两人确认先行搁置，本条暂不计入，保留在案。'
    case 'no_poll':
      return '已收到，但那时没有正在进行的评议，本条不计入，保留在案。'
    case 'log_excluded':
      return '已收到，但记录本条的日志经两人确认不纳入这次评议，理由和数量同时公布。'
    default:
      return unreachable(status)
  }
}

/** Under which number of the published record it stands. */
const PUBLISHED_AS: Readonly<Record<ReceiptStatus, string>> = {
  counted: '',
  superseded: '重复',
  early: '过早',
  late: '迟到',
  stale: '过时',
  invalid: '无效',
  quarantined: '搁置',
  no_poll: '',
  log_excluded: '',
}

function publishedOf({ status, stage }: ReceiptStanding): string {
  switch (stage) {
    case 'open':
      return '评议还在进行，结果公布以后可以再来核对。'
    case 'closed':
      return '评议已经截止，结果还没有公布，公布以后可以再来核对。'
    case 'published':
      if (status === 'counted') return '已公布的结果包含本条。'
      return PUBLISHED_AS[status] === '' ? '' : `已公布的记录中，本条计在“${PUBLISHED_AS[status]}”的数量里。`
    case 'void':
    case 'none':
      return ''
    default:
      return unreachable(stage)
  }
}
