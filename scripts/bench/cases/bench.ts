// What a run of the bench is, and what one of its cases is: the goals it measures, each in fresh processes and folders.

import type { LoadPlan } from '../load.ts'
import type { Row } from '../report/row.ts'

export interface Bench {
  /** Of this run alone, removed after it. */
  readonly folder: string
  readonly rounds: number
  readonly isQuick: boolean
  /** How many P6, P7 and P12 go up to. */
  readonly ballots: number
  readonly times: Pick<LoadPlan, 'warmUpMs' | 'measureMs' | 'prepared'>
  /** A case of two goals may be asked for one. */
  readonly wants: (goal: string) => boolean
  /** For whoever waits. */
  readonly progress: (line: string) => void
}

export interface BenchCase {
  readonly goals: readonly string[]
  /** Throws where something was lost or counted wrongly; never for a missed goal. */
  run(bench: Bench): Promise<readonly Row[]>
}
