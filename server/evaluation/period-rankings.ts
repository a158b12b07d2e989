// The ranking of a period as it stands, made at most once for the same inputs, and while the period runs at most once a second (RANK10).

import type { Scheme } from '../../shared/evaluation/scheme.ts'
import { rankPeriod, type PeriodRanking } from '../../shared/evaluation/period-ranking.ts'
import type { UnitCertainty } from '../../shared/evaluation/certainty.ts'
import type { PollCounts } from '../../shared/evaluation/provisional.ts'
import type { RankingBasis } from '../../shared/evaluation/ranking-input.ts'
import type { UnitId } from '../../shared/basics/ids.ts'
import { schemeOf } from '../../shared/period/in-force.ts'
import type { PeriodInputs } from '../../shared/period/inputs.ts'
import type { Period } from '../../shared/period/period.ts'
import { periodInputsOf } from '../../shared/period/period-inputs.ts'
import type { House } from '../../shared/show/house.ts'
import type { Clock } from '../clock.ts'

export interface RankedPeriod {
  readonly inputs: PeriodInputs
  readonly scheme: Scheme
  readonly ranking: PeriodRanking
  readonly basis: RankingBasis
  /** Null until drawn. */
  readonly certainty: ReadonlyMap<UnitId, UnitCertainty> | null
}

/** Ranks elsewhere than on the thread that runs a show (server/evaluation/ranking-worker), or here where there is none. */
export type Rank = (
  inputs: PeriodInputs,
  scheme: Scheme,
  basis: RankingBasis,
) => Promise<Pick<RankedPeriod, 'ranking' | 'certainty'>>

export const rankHere: Rank = async (inputs, scheme, basis) => ({
  ranking: rankPeriod(inputs, scheme, basis),
  certainty: null,
})

/** Rankings of 10,000 units are large: of frozen periods the last few asked for are kept. */
const FROZEN_KEPT = 3
const AGAIN_MS = 1_000

export interface PeriodRankings {
  /** Null for a draft. */
  of(period: Period): Promise<RankedPeriod | null>
}

interface Running {
  readonly of: readonly unknown[]
  readonly atMs: number
  readonly ranked: Promise<RankedPeriod>
}

export function createPeriodRankings({
  house,
  polls,
  clock,
  rank = rankHere,
}: {
  readonly house: () => House
  /** Live counts: of polls that are in the open, and of no other (SHOW5). */
  readonly polls: () => PollCounts
  readonly clock: Pick<Clock, 'nowMs'>
  readonly rank?: Rank
}): PeriodRankings {
  const frozen = new Map<PeriodInputs, Promise<RankedPeriod>>()
  const running = new Map<Period['id'], Running>()

  const ranked = async (
    inputs: PeriodInputs,
    scheme: Scheme,
    basis: RankingBasis,
  ): Promise<RankedPeriod> => ({
    ...{ inputs, scheme, basis },
    ...(await rank(inputs, scheme, basis)),
  })

  const ofFrozen = (inputs: PeriodInputs, scheme: Scheme): Promise<RankedPeriod> => {
    const known = frozen.get(inputs) ?? ranked(inputs, scheme, 'final')
    frozen.delete(inputs)
    frozen.set(inputs, known)
    known.catch(() => frozen.delete(inputs))
    for (const oldest of frozen.keys()) {
      if (frozen.size <= FROZEN_KEPT) break
      frozen.delete(oldest)
    }
    return known
  }

  const ofRunning = (period: Period): Promise<RankedPeriod> => {
    const now = house()
    const nowMs = clock.nowMs()
    const of = [period, now.polls, now.sessions, now.reviews, now.ledger, polls()]
    const known = running.get(period.id)
    const isFresh = known !== undefined && nowMs - known.atMs < AGAIN_MS && known.of[0] === period
    if (known !== undefined && (isFresh || known.of.every((each, i) => each === of[i]))) return known.ranked
    const live = { polls: polls(), without: null }
    const answer = ranked(periodInputsOf(now, period, nowMs, live), schemeOf(period), 'provisional')
    running.set(period.id, { of, atMs: nowMs, ranked: answer })
    answer.catch(() => running.delete(period.id))
    return answer
  }

  return {
    async of(period) {
      if (period.stage.phase === 'draft') return null
      if (period.inputs !== null) return ofFrozen(period.inputs, schemeOf(period))
      for (const id of running.keys()) if (house().periods[id]?.inputs !== null) running.delete(id)
      return ofRunning(period)
    },
  }
}
