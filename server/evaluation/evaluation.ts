// The evaluation office's side of the house: rankings in a thread of their own, tallies compared, what was published.

import type { PollCounts } from '../../shared/evaluation/poll-counts.ts'
import type { Show } from '../access/show.ts'
import type { Clock } from '../clock.ts'
import { createGrades } from './grades.ts'
import { createPastResults } from './past-results.ts'
import { createPeriodRankings } from './period-rankings.ts'
import { createPublications } from './publications.ts'
import { createRankings } from './rankings.ts'
import { createTallying } from './tallying.ts'
import { threeTalliesOf, type TallyWays } from './three-tallies.ts'

export type Evaluation = ReturnType<typeof createEvaluation>

/** `onMoved`: a ranking became certain, or tallies were compared; screens are to look again. */
export function createEvaluation({
  show,
  polls,
  ways,
  clock,
  onMoved,
  onError,
}: {
  readonly show: Show
  readonly polls: () => PollCounts
  readonly ways: TallyWays
  readonly clock: Clock
  readonly onMoved: () => void
  readonly onError: (error: unknown) => void
}) {
  const ranker = createRankings({ onCertain: onMoved, onError })
  const rankings = createPeriodRankings({ house: show.house, polls, clock, rankings: ranker })
  const tallying = createTallying({
    ...{ show, onError },
    tallies: (order) => threeTalliesOf(order, ways),
    onChange: onMoved,
  })
  return {
    ...{ ranker, rankings, tallying },
    past: createPastResults(ranker),
    publications: createPublications(ways.folder, show.house),
    grades: createGrades({ show, rankings, clock }),
    start() {
      tallying.start()
    },
    /** Resolves when the thread has ended. */
    async stop() {
      tallying.stop()
      await ranker.stop()
    },
  }
}
