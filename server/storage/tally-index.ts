// TallyIndex (port): the live counts of every poll as a min-register per (poll, unit, voter) (BAL2).

import type { LogId, WindowId } from '../../shared/basics/ids.ts'
import type { VotingWindow } from '../../shared/ballot/poll.ts'
import type { PollResult, UnitTally } from '../../shared/ballot/tally.ts'

export type MergeAnswer =
  | { readonly ok: true; readonly watermark: number }
  /** fromSequence did not follow the watermark: nothing was merged; resume behind `watermark`. */
  | { readonly ok: false; readonly watermark: number }

export interface TallyIndex {
  /** Other processes merge into it too: it changes though nothing is merged here. */
  readonly isShared: boolean
  /**
   * Merges the packed records with sequences fromSequence … of one log. Admission is judged here, by `windows`
   * (ballots of a window that is not among them are kept for nobody). Repeating a merge changes nothing.
   */
  merge(log: LogId, fromSequence: number, records: Uint8Array): Promise<MergeAnswer>
  /**
   * Opens a poll or changes how it judges. Where ballots merged before would be judged otherwise (other times, another
   * generation of quarantines, BAL9), or were not kept, the poll alone is emptied and counted anew: see `behind`.
   * `asOf`: the journal position at which the window is so, by which several processes know whose is newer; each call is newer
   * than the last if nothing is said.
   */
  setWindow(window: VotingWindow, asOf?: number): Promise<void>
  /** Gives back the memory of a poll that nobody asks about any more; its ballots stay in the logs. */
  forgetWindow(windowId: WindowId): Promise<void>
  /** Some poll must be given the log again, by `mergeAgain`, from behind this sequence; null: every poll has all of it. */
  behind(log: LogId): number | null
  /**
   * Merges what was merged before once more, for those polls only that are counted anew, and for each of them once. New
   * ballots go on being merged meanwhile: a tally is a function of the set (BAL2).
   */
  mergeAgain(log: LogId, fromSequence: number, records: Uint8Array): Promise<MergeAnswer>
  /**
   * Counts of one poll, every channel of the window in the order of CHANNELS. `complete`: nothing is to be merged again.
   * `unfiltered`: as if there were no quarantine; null where there is none (BAL9).
   */
  tally(windowId: WindowId): Promise<{
    readonly result: PollResult
    readonly complete: boolean
    readonly unfiltered: PollResult | null
  }>
  /** The same by unit, those for which nothing came left out. A message that named no unit is in the poll's tally alone. */
  unitTallies(windowId: WindowId): Promise<{
    readonly units: readonly UnitTally[]
    readonly complete: boolean
    readonly unfiltered: readonly UnitTally[] | null
  }>
  /** Asks a shared index how far all have merged, where no tally is asked for. Rejects where it cannot be asked. */
  refresh(): Promise<void>
  /** Ballots merged in all, of all logs: the second half of a topic's version. */
  merged(): number
  watermark(log: LogId): number
  /** One that holds nothing and judges alike, in this process alone: for a count beside the live one. */
  empty(): TallyIndex
  /** Forgets everything; windows stay. */
  reset(): Promise<void>
}
