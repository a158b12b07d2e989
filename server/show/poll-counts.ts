// The staff's table of a period poll: every unit with its n, and its split where that may be seen (SHOW5, BAL11, PUB4). Pure.

import type { UnitTally } from '../../shared/ballot/tally.ts'
import { ballotsIn, sidesOf } from '../../shared/evaluation/poll-points.ts'
import type { PeriodPoll } from '../../shared/poll/period-poll.ts'
import { unitSplitShown, unitWebSplitShown } from '../../shared/poll/visibility.ts'
import type { PollCountsAnswer, UnitCountsRow } from '../../shared/protocol/polls-api.ts'

/** `live`: the index's counts; null once the poll is verified, whose own are used. */
export function pollCountsOf(
  poll: PeriodPoll,
  live: { readonly units: readonly UnitTally[]; readonly complete: boolean } | null,
): PollCountsAnswer {
  const counted = poll.outcome?.units ?? live?.units ?? []
  const byCode = new Map<number, UnitTally['channels']>(counted.map(({ code, channels }) => [code, channels]))
  return {
    pollId: poll.id,
    complete: live?.complete ?? true,
    revealed: poll.stage.phase === 'revealed',
    units: poll.units.map(({ code, name, category }): UnitCountsRow => {
      const channels = byCode.get(code) ?? []
      const { headline, web } = sidesOf({ channels })
      const n = ballotsIn(headline)
      const webN = ballotsIn(web)
      return {
        ...{ code, name, category },
        headline: { n, split: unitSplitShown(poll, n) ? headline : null },
        web: { n: webN, split: unitWebSplitShown(poll, webN) ? web : null },
        setAside: channels.reduce(
          (sum, { duplicate, early, late, stale, quarantined }) =>
            sum + duplicate + early + late + stale + quarantined,
          0,
        ),
      }
    }),
  }
}
