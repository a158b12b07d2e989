// ReceiptSearch (port): finds the ballots of one log by their receipt code, and which of a voter's ballots counts (BAL10).

import type { LogId } from '../../shared/basics/ids.ts'
import type { AdmissionRules } from '../../shared/ballot/admission.ts'
import type { Ballot } from '../../shared/ballot/ballot.ts'
import type { ReceiptBits } from '../../shared/ballot/receipt-code.ts'

export interface FoundBallot {
  readonly logId: LogId
  readonly sequence: number
  readonly ballot: Ballot
}

export interface Found {
  /** Mostly one or none; two messages may share 50 bits, and one message may be logged twice. */
  readonly ballots: readonly FoundBallot[]
  /** The log was searched up to here. */
  readonly upTo: number
}

export interface ReceiptSearch {
  readonly logId: LogId
  /** Reads on, so that what is on disk now is searched; while it is far behind, as much as one call may take. */
  find(code: ReceiptBits): Promise<Found>
  /** Of this voter, unit and window the ballot that counts by what this log holds (BAL2), or null. */
  first(ballot: Ballot, rules: AdmissionRules): Promise<Ballot | null>
  /** Reads a slice of the log; whether there is more. */
  follow(): Promise<boolean>
  close(): Promise<void>
}
