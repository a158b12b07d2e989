// Sealed polls (port): what stands in the logs of polls that are frozen, counted by SQL, or as rows nobody can be known by (PUB1, PUB3).

import type { LogId, WindowId } from '../../shared/basics/ids.ts'
import type { VotingWindow } from '../../shared/ballot/poll.ts'
import type { PollCount, SealedTally } from '../../shared/ballot/tally.ts'

/** A frozen poll: what judges its ballots, and how far each log counts for it (LOG3). */
export interface SealedPoll {
  readonly window: Pick<
    VotingWindow,
    'windowId' | 'units' | 'opensAtMs' | 'closesAtMs' | 'drainMs' | 'channels' | 'quarantines'
  >
  readonly seals: Readonly<Record<LogId, SealedTally>>
}

/**
 * Counts each poll by SQL over its unpacked records, in the order given. Rejects where a log is missing, its chain is broken
 * before a seal, or a seal is not what the file holds; the message says which.
 */
export type CountBySql = (polls: readonly SealedPoll[]) => Promise<readonly PollCount[]>

/** What became of messages of one side. Each is exactly one of these. */
export interface Received {
  readonly counted: number
  readonly duplicate: number
  readonly early: number
  readonly late: number
  readonly stale: number
  readonly invalid: number
  readonly quarantined: number
}

/**
 * Ballots that count or are duplicates, by unit code, voter and order. Nothing here leads to a person or a time: within a code
 * voters are numbered from 1 at random, and `order` numbers the ballots of one voter for one unit alone, from 1, which counts.
 */
export interface BallotRows {
  readonly code: Uint16Array
  readonly voter: Uint32Array
  readonly order: Uint32Array
  /** The place in CHOICES. */
  readonly choice: Uint8Array
}

export interface PollRows {
  readonly pollId: WindowId
  /** SMS and WeChat, and apart from them the web page (BAL11). */
  readonly headline: { readonly received: Received; readonly rows: BallotRows }
  readonly web: { readonly received: Received; readonly rows: BallotRows }
}

/** The same logs as rows for a bundle, in the order given; rejects as CountBySql does. */
export type RowsOfPolls = (polls: readonly SealedPoll[]) => Promise<readonly PollRows[]>
