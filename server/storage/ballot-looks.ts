// BallotLooks (port): reads the ballot logs for the detectors, apart from everything that takes or counts ballots (BAL9).

import type { WindowId } from '../../shared/basics/ids.ts'
import type { DetectionRules } from '../../shared/ballot/detect/detection-rules.ts'
import type { Consequence, Look, LookedWindow } from '../../shared/ballot/detect/look.ts'
import type { QuarantineRule } from '../../shared/ballot/quarantine.ts'

export interface BallotLooks {
  /** What the detectors find among the ballots on disk now. The first look at a window reads the logs from their start. */
  look(window: LookedWindow, rules: DetectionRules, kind: Look['kind'], atMs: number): Promise<Look>
  /** What these rules would change, of the ballots on disk now; of a unit where one is named. */
  weigh(window: LookedWindow, rules: readonly QuarantineRule[], unitCode: number | null): Promise<Consequence>
  /** Gives back the memory of every window that is not among these. */
  keep(windowIds: readonly WindowId[]): Promise<void>
  close(): Promise<void>
}
