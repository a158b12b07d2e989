// Tries the detectors on simulated shows, clean and attacked, and counts what they flag.

import { DEFAULT_DETECTION, type DetectionRules } from '../../shared/ballot/detect/detection-rules.ts'
import { detect } from '../../shared/ballot/detect/detect.ts'
import { emptyColumns, type BallotColumns } from '../../shared/ballot/detect/features.ts'
import type { Finding } from '../../shared/ballot/detect/finding.ts'
import { attacked, ONE_GO, SCRIPTED, type Attack, type Run } from './attacks.ts'
import { createChance } from './chance.ts'
import { cleanShow, type Cast, type Show, type Size } from './crowd.ts'

export const UNIT_CODE = 7

export function columnsOf(casts: readonly Cast[]): BallotColumns {
  const columns = emptyColumns(casts.length)
  for (const [row, cast] of casts.entries()) {
    columns.orderMs[row] = cast.orderMs
    columns.receivedMs[row] = cast.receivedMs
    columns.channel[row] = cast.channel
    columns.choice[row] = cast.choice
    columns.segment[row] = cast.segment
    columns.unitCode[row] = UNIT_CODE
  }
  return columns
}

/** The findings of one show after its close. */
export function findingsOf(show: Show, rules: DetectionRules = DEFAULT_DETECTION): readonly Finding[] {
  return detect(columnsOf(show.ballots), show.span, rules, 'closed')
}

/** 10,000 to 50,000 ballots: what the promise of 95 % is made for. Smaller shows are in the table too. */
export const PROMISED_SIZE: Size = { fewest: 10_000, most: 50_000 }

/** The attack that must be found: a script in one go, on one of the channels, for one choice. */
export function stuffedShow(seed: number, share = 0.05): Show {
  const attack = SCRIPTED[seed % SCRIPTED.length]!
  return attackedShow(seed, attack, { share, size: PROMISED_SIZE, run: ONE_GO })
}

export function attackedShow(
  seed: number,
  attack: Attack,
  { share, size, run }: { readonly share: number; readonly size: Size; readonly run: Run },
): Show {
  return attacked(cleanShow(seed, size), attack, share, createChance(seed ^ 0x5bd1e995), run)
}
