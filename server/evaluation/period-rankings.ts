// The ranking of a period as it stands: of a frozen one by what was frozen, of a running one gathered at most once a second (RANK10).

import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import type { UnitId } from '../../shared/basics/ids.ts'
import type { PollCounts } from '../../shared/evaluation/poll-counts.ts'
import type { RankingBasis } from '../../shared/evaluation/ranking-input.ts'
import type { Scheme } from '../../shared/evaluation/scheme.ts'
import { frozenInputsOf } from '../../shared/period/frozen-inputs.ts'
import { schemeOf } from '../../shared/period/in-force.ts'
import type { PeriodInputs, PeriodUnit, UnitInputs } from '../../shared/period/inputs.ts'
import type { Period } from '../../shared/period/period.ts'
import { periodInputsOf } from '../../shared/period/period-inputs.ts'
import type { House } from '../../shared/show/house.ts'
import type { Clock } from '../clock.ts'
import type { QuarterResults } from './quarter-results.ts'
import type { PeriodStanding, RankingQuestion, Rankings, UnitCard, UnitStandings } from './rankings.ts'

export interface RankedPeriod extends PeriodStanding {
  readonly units: readonly PeriodUnit[]
  readonly scheme: Scheme
  readonly basis: RankingBasis
}

const AGAIN_MS = 1_000

export interface PeriodRankings {
  /** What a quarter would be ranked from now; null for a draft, and for a roll-up, which has no evidence of its own. */
  inputsOf(period: Period): PeriodInputs | null
  /** Refused for a draft, and where too many wait. */
  of(period: Period): Promise<Result<RankedPeriod>>
  /** The same, and what may be asked of one unit in it. */
  unit(period: Period, unitId: UnitId): Promise<Result<UnitInPeriod>>
}

export interface UnitInPeriod {
  readonly ranked: RankedPeriod
  /** What it was ranked by; undefined for a roll-up's. */
  readonly evidence: UnitInputs | undefined
  card(): Promise<Result<UnitCard>>
  /** Where it stands, and would stand with each of these in place of its evidence. */
  standings(alternatives: readonly UnitInputs[]): Promise<Result<UnitStandings>>
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
  quarters,
}: {
  readonly house: () => House
  /** Live counts: of them only what is in the open is read (SHOW5). */
  readonly polls: () => PollCounts
  readonly clock: Pick<Clock, 'nowMs'>
  /** In a thread of its own: no show waits for a ranking. */
  readonly rankings: Pick<Rankings, 'ranking' | 'card' | 'standings'>
  readonly quarters: Pick<QuarterResults, 'read' | 'of'>
}): PeriodRankings {
  const running = new Map<Period['id'], Gathered>()

  /** Of a roll-up: once its quarters were read. */
  const gathered = (period: Period): PeriodInputs => {
    const now = house()
    const nowMs = clock.nowMs()
    const of =
      period.kind === 'quarter'
        ? [period, now.polls, now.sessions, now.reviews, now.ledger, polls()]
        : [period, now.periods]
    const known = running.get(period.id)
    // Whatever was decided in the period itself shows at once.
    const isFresh = known !== undefined && known.of[0] === period && nowMs - known.atMs < AGAIN_MS
    if (known !== undefined && (isFresh || known.of.every((each, i) => each === of[i]))) return known.inputs
    const inputs = periodInputsOf(now, period, nowMs, { polls: polls(), without: null }, quarters.of)
    running.set(period.id, { of, atMs: nowMs, inputs })
    return inputs
  }

  const questionOf = async (period: Period): Promise<Result<RankingQuestion>> => {
    if (period.stage.phase === 'draft') return refuse('period_phase', { phase: '草稿', wanted: '收集佐证' })
    const scheme = schemeOf(period)
    if (period.inputs !== null) {
      running.delete(period.id)
      return ok({ inputs: { units: period.units, frozen: period.inputs }, scheme, basis: 'final' })
    }
    const read = await quarters.read(period, house())
    return read.ok ? ok({ inputs: gathered(period), scheme, basis: 'provisional' }) : read
  }

  const rankedBy = async (question: RankingQuestion): Promise<Result<RankedPeriod>> => {
    const standing = await rankings.ranking(question)
    const { inputs, scheme, basis } = question
    return standing.ok ? ok({ units: inputs.units, scheme, basis, ...standing.value }) : standing
  }

  const inputsOf: PeriodRankings['inputsOf'] = (period) =>
    period.stage.phase === 'draft' || period.kind !== 'quarter'
      ? null
      : (frozenInputsOf(period) ?? gathered(period))

  return {
    inputsOf,
    async of(period) {
      const question = await questionOf(period)
      return question.ok ? rankedBy(question.value) : question
    },
    async unit(period, unitId) {
      const asked = await questionOf(period)
      if (!asked.ok) return asked
      const question = asked.value
      const ranked = await rankedBy(question)
      if (!ranked.ok) return ranked
      const { evidence } = 'frozen' in question.inputs ? frozenInputsOf(period)! : question.inputs
      return ok({
        ranked: ranked.value,
        evidence: evidence.find((each) => each.unitId === unitId),
        card: () => rankings.card(question, unitId),
        standings: (alternatives) => rankings.standings(question, unitId, alternatives),
      })
    },
  }
}
