// Which polls a period's frozen inputs are counted from, with what judges their ballots and where each was sealed (PUB3).

import { quarantineStateOf } from '../../shared/acts/acts-evolve.ts'
import type { LogId, SegmentId, SessionId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import type { PollResult, SealedTally, UnitTally } from '../../shared/ballot/tally.ts'
import type { PeriodInputs } from '../../shared/period/inputs.ts'
import type { House } from '../../shared/show/house.ts'
import type { LogSeal } from '../../shared/show/session.ts'
import type { SealedPoll } from '../storage/sealed-polls.ts'

export interface BundlePoll extends SealedPoll {
  readonly kind: 'period' | 'live'
  /** Of a live poll: the scoring segment it was held in. */
  readonly segment: { readonly sessionId: SessionId; readonly segmentId: SegmentId } | null
  /** What the live index and the recount agreed on when it was verified: the first tally (LOG3). */
  readonly verified: {
    readonly result: PollResult
    /** Null: a live poll has one unit, and keeps its total alone. */
    readonly units: readonly UnitTally[] | null
    readonly unfiltered: PollResult | null
  }
}

/** Period polls in the order the units name them, then live polls in the order of sessions and windows. */
export function bundlePollsOf(house: House, inputs: PeriodInputs): readonly BundlePoll[] {
  return [...periodPollsOf(house, inputs), ...livePollsOf(house, inputs)]
}

function periodPollsOf({ polls, acts }: House, { evidence }: PeriodInputs): readonly BundlePoll[] {
  const ids = new Set(evidence.flatMap(({ citizens }) => citizens?.pollIds ?? []))
  return [...ids].map((pollId) => {
    const poll = own(polls, pollId)
    if (poll === undefined || poll.outcome === null) throw new Error(`poll ${pollId} has no outcome`)
    const { total, unfiltered, units } = poll.outcome
    return {
      kind: 'period',
      segment: null,
      window: {
        windowId: poll.id,
        units: poll.units.map(({ unitId, code, name }) => ({ id: unitId, code, name })),
        ...{ opensAtMs: poll.opensAtMs, closesAtMs: poll.closesAtMs, drainMs: poll.rules.drainMs },
        ...{ channels: poll.channels, quarantines: quarantineStateOf(acts, poll.id).quarantines },
      },
      seals: sealsOf(poll.seals),
      verified: { result: total, units, unfiltered },
    }
  })
}

function livePollsOf({ sessions, acts }: House, { evidence }: PeriodInputs): readonly BundlePoll[] {
  const wanted = new Set(
    evidence.flatMap(({ unitId, tv }) =>
      tv.flatMap(({ sessionId, segmentId, poll }) =>
        poll === null ? [] : [`${sessionId}/${segmentId}/${unitId}`],
      ),
    ),
  )
  return Object.values(sessions).flatMap((session) =>
    session.windows.flatMap((window): readonly BundlePoll[] => {
      if (window.kind !== 'citizens' || window.result === null || window.stage.phase !== 'revealed') return []
      if (window.segmentKind !== 'scoring') return []
      if (!wanted.has(`${session.id}/${window.segmentId}/${window.unitId}`)) return []
      const unit = own(session.units, window.unitId)
      if (unit === undefined) throw new Error(`window ${window.id} is about no unit of its session`)
      const { result, unfiltered } = window
      return [
        {
          kind: 'live',
          segment: { sessionId: session.id, segmentId: window.segmentId },
          window: {
            windowId: window.id,
            units: [{ id: unit.unitId, code: unit.code, name: unit.name }],
            ...{ opensAtMs: window.openedAtMs, closesAtMs: window.closesAtMs },
            ...{ drainMs: session.rules.drainMs, channels: window.channels },
            quarantines: quarantineStateOf(acts, window.id).quarantines,
          },
          seals: sealsOf(window.seals),
          verified: { result, units: null, unfiltered },
        },
      ]
    }),
  )
}

function sealsOf(seals: readonly LogSeal[]): Readonly<Record<LogId, SealedTally>> {
  return Object.fromEntries(seals.map(({ logId, ...seal }) => [logId, seal]))
}
