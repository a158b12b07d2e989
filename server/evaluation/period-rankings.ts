// The ranking of a period as it stands: of a frozen one by what was frozen, of a running one gathered at most once a second (RANK10).

import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import type { UnitId } from '../../shared/basics/ids.ts'
import type { PollCounts } from '../../shared/evaluation/poll-counts.ts'
import { frozenInputsOf } from '../../shared/period/frozen-inputs.ts'
import { schemeOf } from '../../shared/period/in-force.ts'
import type { PeriodInputs } from '../../shared/period/inputs.ts'
import type { Period } from '../../shared/period/period.ts'
import { periodInputsOf } from '../../shared/period/period-inputs.ts'
import type { House } from '../../shared/show/house.ts'
import type { Clock } from '../clock.ts'
import type { PeriodStanding, RankingQuestion, Rankings, UnitCard } from './rankings.ts'

export interface RankedPeriod extends RankingQuestion, PeriodStanding {}

const AGAIN_MS = 1_000

export interface PeriodRankings {
  /** What a period would be ranked from now; null for a draft. */
  inputsOf(period: Period): PeriodInputs | null
  /** Refused for a draft, and where too many wait. */
  of(period: Period): Promise<Result<RankedPeriod>>
  card(period: Period, unitId: UnitId): Promise<Result<UnitCard>>
  /** Where a unit stands in what was ranked, and would stand with each of these in place of its evidence. */
  standings: Rankings['standings']
}

interface Gathered {
  readonly of: readonly unknown[]
  readonly atMs: number
  readonly inputs: PeriodInputs
}

export function createPeriodRankings({
  house,
  polls,
  clock,
  rankings,
}: {
  readonly house: () => House
  /** Live counts: of them only what is in the open is read (SHOW5). */
  readonly polls: () => PollCounts
  readonly clock: Pick<Clock, 'nowMs'>
  /** In a thread of its own: no show waits for a ranking. */
  readonly rankings: Pick<Rankings, 'ranking' | 'card' | 'standings'>
}): PeriodRankings {
  const running = new Map<Period['id'], Gathered>()

  const inputsOf = (period: Period): PeriodInputs | null => {
    if (period.stage.phase === 'draft') return null
    const frozen = frozenInputsOf(period)
    if (frozen !== null) {
      running.delete(period.id)
      return frozen
    }
    const now = house()
    const nowMs = clock.nowMs()
    const of = [period, now.polls, now.sessions, now.reviews, now.ledger, polls()]
    const known = running.get(period.id)
    // Whatever was decided in the period itself shows at once.
    const isFresh = known !== undefined && known.of[0] === period && nowMs - known.atMs < AGAIN_MS
    if (known !== undefined && (isFresh || known.of.every((each, i) => each === of[i]))) return known.inputs
    const inputs = periodInputsOf(now, period, nowMs, { polls: polls(), without: null })
    running.set(period.id, { of, atMs: nowMs, inputs })
    return inputs
  }

  const questionOf = (period: Period): RankingQuestion | null => {
    const inputs = inputsOf(period)
    if (inputs === null) return null
    const basis = period.stage.phase === 'collecting' ? 'provisional' : 'final'
    return { inputs, scheme: schemeOf(period), basis }
  }
  const draft = refuse('period_phase', { phase: '草稿', wanted: '收集佐证' })

  return {
    inputsOf,
    async of(period) {
      const question = questionOf(period)
      if (question === null) return draft
      const standing = await rankings.ranking(question)
      return standing.ok ? ok({ ...question, ...standing.value }) : standing
    },
    async card(period, unitId) {
      const question = questionOf(period)
      return question === null ? draft : rankings.card(question, unitId)
    },
    standings: (question, unitId, alternatives) => rankings.standings(question, unitId, alternatives),
  }
}
