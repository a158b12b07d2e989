// A seeded share of the detectors' simulation: it fails where clean shows are flagged or stuffing is missed more often than promised.

import { expect, test } from 'vitest'
import { cleanShow } from './crowd.ts'
import { findingsOf, stuffedShow } from './trial.ts'

const FIRST_SEED = 20_261_101
const CLEAN = 150
const STUFFED = 60

// The promise is 10 in 1,000: of 150 shows at that rate more than 3 are flagged once in 15 runs of other seeds; these are fixed.
test(
  `[BAL9] of ${CLEAN} clean shows from seed ${FIRST_SEED} at most 1 is flagged`,
  { timeout: 60_000 },
  () => {
    const flagged = Array.from({ length: CLEAN }, (_, i) => FIRST_SEED + i).filter(
      (seed) => findingsOf(cleanShow(seed)).length > 0,
    )
    expect(flagged.length, `seeds ${flagged.join(', ')}`).toBeLessThanOrEqual(1)
  },
)

test(
  `[BAL9] of ${STUFFED} shows with 5 % stuffed by a script at most 3 are missed`,
  { timeout: 60_000 },
  () => {
    const missed = Array.from({ length: STUFFED }, (_, i) => FIRST_SEED + 5_000 + i).filter(
      (seed) => findingsOf(stuffedShow(seed)).length === 0,
    )
    expect(missed.length, `seeds ${missed.join(', ')}`).toBeLessThanOrEqual(3)
  },
)
