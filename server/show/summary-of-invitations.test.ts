// Proves that every event of an invitation batch is told in a whole Chinese sentence.

import { expect, test } from 'vitest'
import { BatchId } from '../../shared/invitation/batch.ts'
import type { HouseEvent } from '../../shared/show/house.ts'
import { houseOf, START_MS, unitOf, windowIdOf } from '../../tests/support/plain-house.ts'
import { summaryOf } from './summary-of.ts'

const which = { pollId: windowIdOf(7), batchId: BatchId.parse('b-000000000001') }
const INVITATIONS: readonly [HouseEvent, string][] = [
  [
    {
      ...{ type: 'InvitationListFixed', ...which, title: '三月办件', listHash: 'a'.repeat(64) },
      ...{ records: 30, people: 28, units: [{ unitCode: unitOf(1).code, n: 30 }] },
    },
    '固定邀请名单“三月办件”：30条、28人、1个单位，名单哈希aaaaaaaaaaaa。',
  ],
  [
    {
      ...{ type: 'InvitationsDrawn', ...which, listHash: 'a'.repeat(64), seed: 'b'.repeat(64) },
      perUnit: 5,
      ...{ units: [{ unitCode: unitOf(1).code, n: 5 }], chosenHash: 'c'.repeat(64) },
    },
    '邀请批次“b-000000000001”随机抽取：每单位最多5人，共抽出5人，种子bbbbbbbbbbbb。',
  ],
  [{ type: 'InvitationsStarted', ...which }, '邀请批次“b-000000000001”开始发送，共0人。'],
  [
    { type: 'InvitationsPaused', ...which, reason: '核对文本' },
    '邀请批次“b-000000000001”暂停发送：核对文本。',
  ],
  [{ type: 'InvitationsResumed', ...which }, '邀请批次“b-000000000001”继续发送。'],
  [
    { type: 'InvitationsCancelled', ...which, reason: '名单有误' },
    '邀请批次“b-000000000001”取消，理由：名单有误。',
  ],
  [
    {
      ...{ type: 'InvitationsFinished', ...which },
      outcome: { sent: 4, failed: 1, unsure: 0, skipped: 0 },
    },
    '邀请批次“b-000000000001”发送结束：已发4，失败1，不明0，略过0。',
  ],
  [
    { type: 'CallbackLookedAt', pollId: windowIdOf(7), callbackId: 'f'.repeat(32) },
    '查看一个回访号码（ffffff）。',
  ],
  [
    { type: 'CallbackMarked', pollId: windowIdOf(7), callbackId: 'f'.repeat(32), status: 'reached' },
    '回访ffffff改为“已联系”。',
  ],
]

test.each(INVITATIONS.map(([event, sentence]) => [event.type, event, sentence] as const))(
  '%s',
  (_, event, sentence) => {
    const recorded = { position: 1, streamVersion: 1, atMs: START_MS, commandId: 'command-1', event }
    const by = { role: 'system' } as const
    expect(summaryOf({ ...recorded, stream: 'poll-000000000007', by }, houseOf({}))).toBe(sentence)
  },
)
