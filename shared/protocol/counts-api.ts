// POST /api/counts/preview and /import: the rows of a table of citizens' counts, of polls held elsewhere (EVAL4).

import type { Split } from '../ballot/tally.ts'
import type { UnitHead } from '../evaluation/unit.ts'

export interface CountRow {
  readonly unit: UnitHead
  readonly split: Split
}
