// The topic `acts`: everything in the house that waits for a second person (SAFE4), and what two persons have set aside (BAL9).

import type { Quarantine } from '../acts/act.ts'
import type { PersonId, SessionId, WindowId } from '../basics/ids.ts'

export interface ActsSnapshot {
  /** Oldest first. */
  readonly requests: readonly PendingView[]
  /** Of windows and polls that have or had one, in force and lifted. */
  readonly quarantines: readonly {
    readonly windowId: WindowId
    /** The poll or window, in words. */
    readonly of: string
    readonly quarantines: readonly (Quarantine & {
      /** What its rule names, in words. */
      readonly what: string
    })[]
  }[]
}

export interface PendingView {
  readonly requestId: string
  /** A live session's request, which is confirmed there (ConfirmRequest); null: an act of the house (ConfirmAct). */
  readonly sessionId: SessionId | null
  /** `作废评议期“…”`. */
  readonly what: string
  /** What it will do, as one or two sentences, with the numbers concerned. */
  readonly consequence: string
  readonly reason: string
  readonly by: PersonId
  readonly byName: string
  readonly atMs: number
  readonly expiresAtMs: number
}
