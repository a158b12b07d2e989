// TallyIndex (port): the live counts of every poll as a min-register per (poll, unit, voter) (BAL2).

import type { LogId, WindowId } from '../../shared/basics/ids.ts'
import type { VotingWindow } from '../../shared/ballot/poll.ts'
import type { PollResult } from '../../shared/ballot/tally.ts'

export type MergeAnswer =
  | { readonly ok: true; readonly watermark: number }
  /** fromSequence did not follow the watermark: nothing was merged; resume behind `watermark`. */
  | { readonly ok: false; readonly watermark: number }

export interface TallyIndex {
  /**
   * Merges the packed records with sequences fromSequence … of one log. Admission is judged here, by `windows`
   * (ballots of a window that is not among them are kept for nobody). Repeating a merge changes nothing.
   */
  merge(log: LogId, fromSequence: number, records: Uint8Array): Promise<MergeAnswer>
  /** Opens a poll or changes its times; a changed generation empties its registers, to be merged anew. */
  setWindow(window: VotingWindow): Promise<void>
  /** Gives back the memory of a poll that nobody asks about any more; its ballots stay in the logs. */
  forgetWindow(windowId: WindowId): Promise<void>
  /** Counts of one poll, every channel of the window in the order of CHANNELS. */
  tally(windowId: WindowId): Promise<{ readonly result: PollResult; readonly complete: boolean }>
  /** Ballots merged in all, of all logs: the second half of a topic's version. */
  merged(): number
  watermark(log: LogId): number
  /** Forgets everything; windows stay. */
  reset(): Promise<void>
}
