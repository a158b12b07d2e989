// Scores on paper where tablets fail (SCORE9): ordered for a window, each slip typed by two persons apart.

import type { PersonId } from '../basics/ids.ts'
import type { Mark } from './score.ts'

export interface PaperEntry {
  readonly orderedAtMs: number
  readonly reason: string
  /** Null while slips may be typed: until then the window is not frozen. */
  readonly endedAtMs: number | null
}

export interface TypedSlip {
  readonly by: PersonId
  readonly mark: Mark
  readonly atMs: number
}

/** One typed, or two: where these differ the slip is typed anew by both. Agreed slips are scores. */
export type Slip = readonly [TypedSlip] | readonly [TypedSlip, TypedSlip]

export function slipDiffers(slip: Slip): boolean {
  return slip.length === 2 && !sameMark(slip[0].mark, slip[1].mark)
}

export function sameMark(a: Mark, b: Mark): boolean {
  switch (a.kind) {
    case 'grade':
      return b.kind === 'grade' && a.grade === b.grade
    case 'points':
      return b.kind === 'points' && a.points === b.points
    case 'face':
      return b.kind === 'face' && a.face === b.face
  }
}
