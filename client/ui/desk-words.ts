// What the message desk calls things, in the office and at the console.

import type { PollChannel } from '../../shared/ballot/choices.ts'
import { REASON_NAMES } from '../../shared/ballot/reason-names.ts'
import type { DeskCounts, DeskReason, DeskState } from '../../shared/protocol/desk-api.ts'
import { countOf } from '../lib/format.ts'

export const STATE_NAMES: Readonly<Record<DeskState, string>> = {
  new: '未看',
  read: '已看',
  handled: '已处理',
  forwarded: '已转办',
}

export function reasonNameOf(reason: DeskReason): string {
  return reason === 'NO_POLL' ? '当时没有评议' : REASON_NAMES[reason]
}

/** Who of these got the answer (BAL7): WeChat always, by SMS the first of a person, over a gateway nobody. */
export function answeredWords(channels: readonly PollChannel[]): string {
  const words = channels.map((channel) => {
    if (channel === 'wechat') return '微信已自动答复'
    if (channel === 'twilio') return '短信（Twilio）每人首条已自动答复'
    return '这条短信通道不能回复'
  })
  return `${[...new Set(words)].join('；')}。`
}

/** What was not kept, as one sentence; null: everything was. */
export function droppedWords({ dropped, room }: DeskCounts): string | null {
  const { full, sender, hurry } = dropped
  if (full + sender + hurry === 0) return null
  const parts = [
    ...(full > 0 ? [`留言台已满（${countOf(room)}条）${countOf(full)}条`] : []),
    ...(sender > 0 ? [`同一人发得太多${countOf(sender)}条`] : []),
    ...(hurry > 0 ? [`来得太快${countOf(hurry)}条`] : []),
  ]
  return `本次启动以来没有保存文字的消息：${parts.join('，')}。这些消息照样记入选票日志和各原因的数量。`
}
