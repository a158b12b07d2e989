// Sends a ballot as this browser's device or as WeChat's person; what is not answered may be sent again and counts once.

import type { Choice } from '../../shared/ballot/choices.ts'
import type { DeviceAnswer, WebBallotAnswer } from '../../shared/protocol/http-api.ts'
import { get, post } from '../lib/api.ts'
import { newId } from '../lib/new-id.ts'
import { dropCast, isFinal, keepCast, keptCast, type Cast } from './casts.ts'
import { keep, kept } from './kept.ts'

const DEVICE = 'wenzheng.device'

async function deviceToken(fresh: boolean): Promise<string | null> {
  const known = fresh ? null : kept(DEVICE)
  if (known !== null) return known
  const answer = await get<DeviceAnswer>('/api/device')
  if (!answer.ok) return null
  keep(DEVICE, answer.value.deviceToken)
  return answer.value.deviceToken
}

export type CastAnswer =
  | { readonly ok: true; readonly cast: Cast }
  /** `unknown`: it may have arrived; only the same ballot may be sent again. `code`: the server's, or `offline`. */
  | { readonly ok: false; readonly unknown: boolean; readonly code: string; readonly sentence: string }

export interface Ballot {
  readonly windowId: string
  readonly unitCode: number
  readonly unitName: string
  readonly choice: Choice
  readonly as: 'web' | 'wechat'
}

const NO_ANSWER: CastAnswer = {
  ok: false,
  unknown: true,
  code: 'offline',
  sentence:
    '没有收到服务器的答复，您的选择可能还没有送达。网络恢复后本页会自动再送一次；也可以再按一次“提交”，同一张选票不会重复计算。',
}

/** Sends the ballot; a repeat after a lost answer carries the same ballot id, choice and identity. */
export async function cast(ballot: Ballot): Promise<CastAnswer> {
  const before = keptCast(ballot.windowId, ballot.unitCode)
  const mine: Cast =
    before?.answer === null ? before : { ...ballot, ballotId: newId(), atMs: Date.now(), answer: null }
  if (before !== null && isFinal(before)) return { ok: true, cast: before }
  keepCast(mine)
  for (const fresh of [false, true]) {
    const token = mine.as === 'wechat' ? null : await deviceToken(fresh)
    if (token === null && mine.as === 'web') return NO_ANSWER
    const answer = await post<WebBallotAnswer>('/api/ballots', {
      deviceToken: token,
      ballotId: mine.ballotId,
      windowId: mine.windowId,
      unitCode: mine.unitCode,
      choice: mine.choice,
    })
    if (answer.ok) {
      const done = { ...mine, answer: answer.value }
      keepCast(done)
      return { ok: true, cast: done }
    }
    if (answer.code === 'offline' || answer.code === 'unreadable') return NO_ANSWER
    // A token of a server that has since made new secrets: one fresh token, then the server's own sentence.
    if (answer.code === 'device_token_invalid' && !fresh) continue
    // Refused at the door it is nowhere, and another choice may follow; what the server failed at may have arrived.
    const unknown = answer.status >= 500
    if (!unknown) dropCast(mine)
    return { ok: false, unknown, code: answer.code, sentence: answer.sentence }
  }
  return NO_ANSWER
}
