// Events of invitations and call-backs, each as one Chinese sentence; no phone is in any of them.

import { own } from '../../shared/basics/own.ts'
import { unreachable } from '../../shared/basics/result.ts'
import {
  CALLBACK_STATUS_NAMES,
  drawnOf,
  SENDER_NAMES,
  type BatchId,
  type InvitationEvent,
} from '../../shared/invitation/batch.ts'
import type { House } from '../../shared/show/house.ts'

export function invitationSummaryOf(event: InvitationEvent, house: House): string {
  switch (event.type) {
    case 'InvitationListFixed':
      return `固定邀请名单“${event.title}”：${event.records}条、${event.people}人、${event.units.length}个单位，名单哈希${event.listHash.slice(0, 12)}。`
    case 'InvitationsDrawn': {
      const drawn = event.units.reduce((sum, { n }) => sum + n, 0)
      return `${batchName(event.batchId, house)}随机抽取：每单位最多${event.perUnit}人，共抽出${drawn}人，种子${event.seed.slice(0, 12)}。`
    }
    case 'InvitationsPlanned':
      return `${batchName(event.batchId, house)}设定发送：由${SENDER_NAMES[event.plan.sender]}从${event.plan.from}发出，每秒${event.plan.perSecond}条，${event.plan.fromHour}时至${event.plan.toHour}时。`
    case 'InvitationsStarted':
      return `${batchName(event.batchId, house)}开始发送，共${drawnIn(event.batchId, house)}人。`
    case 'InvitationsPaused':
      return `${batchName(event.batchId, house)}暂停发送：${event.reason}。`
    case 'InvitationsResumed':
      return `${batchName(event.batchId, house)}继续发送。`
    case 'InvitationsCancelled':
      return `${batchName(event.batchId, house)}取消，理由：${event.reason}。`
    case 'InvitationsFinished': {
      const { sent, failed, unsure, skipped } = event.outcome
      return `${batchName(event.batchId, house)}发送结束：已发${sent}，失败${failed}，不明${unsure}，略过${skipped}。`
    }
    case 'CallbackLookedAt':
      return `查看一个回访号码（${event.callbackId.slice(0, 6)}）。`
    case 'CallbackMarked':
      return `回访${event.callbackId.slice(0, 6)}改为“${CALLBACK_STATUS_NAMES[event.status]}”。`
    default:
      return unreachable(event)
  }
}

function batchName(batchId: BatchId, house: House): string {
  return `邀请批次“${own(house.invitations.batches, batchId)?.title ?? batchId}”`
}

function drawnIn(batchId: BatchId, house: House): number {
  const batch = own(house.invitations.batches, batchId)
  return batch === undefined ? 0 : drawnOf(batch)
}
