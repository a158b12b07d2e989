// The topic `audit`: windows with seals and results, pending requests, the journal’s tail without hidden marks.

import type { LogId, SessionId } from '../basics/ids.ts'
import type { ConsoleWindow, RequestView } from './console-topic.ts'

export interface AuditSnapshot {
  readonly windows: readonly (ConsoleWindow & {
    readonly sessionId: SessionId
    readonly sessionTitle: string
    readonly seals: readonly SealView[]
  })[]
  readonly requests: readonly RequestView[]
  readonly journal: {
    readonly position: number
    readonly chainHash: string
    /** Newest first, at most 200; `summary` is a Chinese sentence, marks of unrevealed windows left out. */
    readonly tail: readonly {
      readonly position: number
      readonly atMs: number
      readonly stream: string
      readonly who: string
      readonly type: string
      readonly summary: string
    }[]
  }
  readonly logs: readonly LogId[]
}

export interface SealView {
  readonly logId: LogId
  readonly sequence: number
  readonly count: number
  readonly chainHash: string
}
