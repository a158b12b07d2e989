// The ballots cast from this browser, kept here: a repeated press sends the same ballot, and one sees what one has voted on.

import type { Choice } from '../../shared/ballot/choices.ts'
import type { WebBallotAnswer } from '../../shared/protocol/http-api.ts'
import { keep, kept } from './kept.ts'

const CASTS = 'wenzheng.casts'
const KEPT_MOST = 300

/** `answer` is null until the server has answered: what became of it is then unknown. */
export interface Cast {
  readonly windowId: string
  readonly unitCode: number
  readonly unitName: string
  readonly ballotId: string
  readonly choice: Choice
  /** The identity it was cast under, which a repeat keeps: under another it would be a second ballot. */
  readonly as: 'web' | 'wechat'
  readonly atMs: number
  readonly answer: WebBallotAnswer | null
}

/** Newest first. */
export function keptCasts(): readonly Cast[] {
  try {
    const casts = JSON.parse(kept(CASTS) ?? '[]') as unknown
    return Array.isArray(casts) ? (casts as Cast[]).filter((cast) => typeof cast?.ballotId === 'string') : []
  } catch {
    return []
  }
}

export function keptCast(windowId: string, unitCode: number): Cast | null {
  return keptCasts().find((cast) => cast.windowId === windowId && cast.unitCode === unitCode) ?? null
}

/** In place of an earlier one for the same poll and unit. */
export function keepCast(cast: Cast): void {
  const others = keptCasts().filter(
    ({ windowId, unitCode }) => windowId !== cast.windowId || unitCode !== cast.unitCode,
  )
  keep(CASTS, JSON.stringify([cast, ...others].slice(0, KEPT_MOST)))
}

export function dropCast({ ballotId }: Cast): void {
  keep(CASTS, JSON.stringify(keptCasts().filter((cast) => cast.ballotId !== ballotId)))
}

/** All that were answered; one that was not is still to be delivered. */
export function forgetCasts(): void {
  keep(CASTS, JSON.stringify(keptCasts().filter(({ answer }) => answer === null)))
}

/** Whether it stands: one that came too early, or that was none, may be followed by another. */
export function isFinal({ answer }: Cast): boolean {
  return answer !== null && ['received', 'repeated', 'late'].includes(answer.outcome)
}
