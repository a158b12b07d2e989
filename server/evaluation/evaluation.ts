// The evaluation office's side of the house: rankings in a thread of their own, tallies compared, what was published.

import type { PollCounts } from '../../shared/evaluation/poll-counts.ts'
import type { Publication } from '../../shared/period/period.ts'
import type { Show } from '../access/show.ts'
import type { Clock } from '../clock.ts'
import { createGrades } from './grades.ts'
import { createKeptFiles } from './kept-files.ts'
import { createPastResults } from './past-results.ts'
import { createPeriodRankings } from './period-rankings.ts'
import { createQuarterResults } from './quarter-results.ts'
import { createPublications } from './publications.ts'
import { createRankings } from './rankings.ts'
import { createTallying } from './tallying.ts'
import { publishedLatestFirst } from './trends.ts'
import { threeTalliesOf, type TallyWays } from './three-tallies.ts'

export type Evaluation = ReturnType<typeof createEvaluation>

/** A start is quiet; what an older program kept is made anew once it is over. */
const AFTER_START_MS = 20_000

/** `onMoved`: a ranking became certain, or tallies were compared; screens are to look again. */
export function createEvaluation({
  show,
  polls,
  ways,
  keptFolder,
  clock,
  onMoved,
  onError,
}: {
  readonly show: Show
  readonly polls: () => PollCounts
  readonly ways: TallyWays
  readonly keptFolder: string
  readonly clock: Clock
  readonly onMoved: () => void
  readonly onError: (error: unknown) => void
}) {
  const kept = createKeptFiles(keptFolder, ways.signingKey, onError)
  const ranker = createRankings({ kept, onCertain: onMoved, onError })
  const quarters = createQuarterResults(ranker)
  const rankings = createPeriodRankings({
    ...{ house: show.house, polls, clock, quarters },
    rankings: ranker,
  })
  const past = createPastResults(ranker)
  const tallying = createTallying({
    ...{ show, onError },
    tallies: (order) => threeTalliesOf(order, ways),
    onChange: onMoved,
  })
  const publications = createPublications(ways.folder, show.house, kept)
  const stops: (() => void)[] = []
  /** So that whoever looks later, also after a start, reads what it came to. */
  const readAhead = (publication: Publication | undefined) => {
    if (publication !== undefined) publications.rankingOf(publication).catch(onError)
  }
  return {
    ...{ ranker, rankings, quarters, past, tallying, publications },
    grades: createGrades({ show, rankings, clock }),
    start() {
      tallying.start()
      stops.push(
        show.onChange(({ periods }, recorded) => {
          for (const { event } of recorded) {
            if (event.type === 'InputsFrozen') past.warm([periods[event.periodId]!])
            if (event.type === 'RankingCertified') readAhead(periods[event.periodId]?.publications.at(-1))
          }
        }),
        clock.at(clock.nowMs() + AFTER_START_MS, () => {
          past.warm(publishedLatestFirst(show.house()))
          readAhead(publications.list()[0]?.publication)
        }),
      )
    },
    /** Resolves when the thread has ended. */
    async stop() {
      tallying.stop()
      for (const stop of stops) stop()
      await ranker.stop()
    },
  }
}
