// This browser's signed token and the ballots cast from it: kept here, so that a repeated press sends the same ballot.

import type { DeviceAnswer, WebBallotAnswer } from '../../shared/protocol/http-api.ts'
import type { PollView } from '../../shared/protocol/views.ts'
import type { Choice } from '../../shared/ballot/choices.ts'
import { get, post } from '../lib/api.ts'
import { newId } from '../lib/new-id.ts'

const DEVICE = 'wenzheng.device'
const CAST = 'wenzheng.cast'

/** A ballot cast here; `answer` is null until the server has answered it. */
export interface Cast {
  readonly windowId: string
  readonly ballotId: string
  readonly choice: Choice
  readonly answer: WebBallotAnswer | null
}

export function keptCast(windowId: string): Cast | null {
  try {
    const cast = JSON.parse(localStorage.getItem(CAST) ?? 'null') as Cast | null
    return cast?.windowId === windowId ? cast : null
  } catch {
    return null
  }
}

function keep(key: string, text: string): void {
  try {
    localStorage.setItem(key, text)
  } catch {
    // Private browsing: the ballot counts all the same, only a reload forgets that it was cast.
  }
}

async function deviceToken(fresh: boolean): Promise<string | null> {
  const kept = fresh ? null : localStorage.getItem(DEVICE)
  if (kept !== null) return kept
  const answer = await get<DeviceAnswer>('/api/device')
  if (!answer.ok) return null
  keep(DEVICE, answer.value.deviceToken)
  return answer.value.deviceToken
}

export type CastAnswer =
  { readonly ok: true; readonly cast: Cast } | { readonly ok: false; readonly sentence: string }

/** Sends the ballot; a repeat after a lost answer carries the same ballot id and the same choice. */
export async function cast(poll: PollView, choice: Choice): Promise<CastAnswer> {
  const before = keptCast(poll.windowId)
  const mine: Cast =
    before?.answer === null ? before : { windowId: poll.windowId, ballotId: newId(), choice, answer: null }
  keep(CAST, JSON.stringify(mine))
  for (const fresh of [false, true]) {
    const token = await deviceToken(fresh)
    if (token === null) break
    const answer = await post<WebBallotAnswer>('/api/ballots', {
      deviceToken: token,
      ballotId: mine.ballotId,
      windowId: poll.windowId,
      unitCode: poll.unit.code,
      choice: mine.choice,
    })
    if (answer.ok) {
      const done = { ...mine, answer: answer.value }
      keep(CAST, JSON.stringify(done))
      return { ok: true, cast: done }
    }
    // No answer at all: what became of the ballot is unknown, and pressing again is safe.
    if (answer.code === 'offline') break
    // A token of a server that has since made new secrets: one fresh token, then the server's own sentence.
    if (answer.code !== 'device_token_invalid' || fresh) return { ok: false, sentence: answer.sentence }
  }
  return {
    ok: false,
    sentence:
      '没有收到服务器的答复，您的选择可能还没有送达。请检查网络后再按一次“提交”，同一张选票不会重复计算。',
  }
}
