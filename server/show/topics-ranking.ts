// The topics `ranking/CATEGORY`: the provisional ranking as one audience may see it, ranked anew only where its inputs changed (RANK10).

import { dayOf } from '../../shared/basics/city-day.ts'
import type { UnitId } from '../../shared/basics/ids.ts'
import { showTotal } from '../../shared/evaluation/exact-total.ts'
import { inputsWithoutTv, schemeInForce, tvResultsOf, withTv } from '../../shared/evaluation/provisional.ts'
import { type CategoryRanking, rankCategory, type RankedUnit } from '../../shared/evaluation/ranking.ts'
import type { RankingInput } from '../../shared/evaluation/ranking-input.ts'
import type { Registry } from '../../shared/evaluation/registry.ts'
import type { TvResult } from '../../shared/evaluation/tv-points.ts'
import type { Category } from '../../shared/evaluation/unit.ts'
import { periodInForce } from '../../shared/period/days.ts'
import type { Period } from '../../shared/period/period.ts'
import { isOverAt } from '../../shared/review/duties.ts'
import type { ReviewRound } from '../../shared/review/round.ts'
import type { RankingRow, RankingSnapshot } from '../../shared/protocol/topics.ts'
import type { House } from '../../shared/show/house.ts'
import type { Session } from '../../shared/show/session.ts'
import type { LiveFacts } from './live-facts.ts'
import { lastEndedSessionOf, liveSessionOf, unitViewOf } from './topic-parts.ts'

/**
 * `public` (screens on air too) sees what the scheme's visibility allows, `staff` always everything. `moved` compares
 * with the ranking as it would be without the session on air, or else the last that ended.
 */
export function rankingSnapshotOf(
  category: Category,
  house: House,
  facts: LiveFacts,
  visibleFor: 'public' | 'staff',
): RankingSnapshot {
  const period = periodInForce(house.periods, dayOf(facts.nowMs))
  const visibility = visibleFor === 'staff' ? 'full' : schemeInForce(period, house).visibility
  if (visibility === 'hidden')
    return {
      category,
      provisional: true,
      coverage: [],
      listN: 0,
      rows: [],
      unranked: [],
      ranked: 0,
      visibility,
      boundary: { best: 'none', worst: 'none' },
    }

  const tonight = liveSessionOf(house) ?? lastEndedSessionOf(house)
  const ranking = rankedFrom(
    category,
    house,
    period,
    facts.nowMs,
    tvResultsOf(house, period, facts.tallies, null),
  )
  const before =
    tonight === null
      ? ranking
      : rankedFrom(
          category,
          house,
          period,
          facts.nowMs,
          tvResultsOf(house, period, facts.tallies, tonight.id),
        )
  const isTonight = unitsOf(tonight)
  const shown = (unitId: UnitId) => visibility === 'full' || isTonight.has(unitId)
  const placeBefore = placesOf(before)
  return {
    category,
    provisional: true,
    coverage: ranking.coverage,
    listN: ranking.listN,
    rows: ranking.rows
      .filter((row) => shown(row.unit.unitId))
      .map((row) => rowOf(row, placeBefore.get(row.unit.unitId), isTonight.has(row.unit.unitId))),
    unranked: ranking.unranked
      .filter((one) => shown(one.unit.unitId))
      .map((one) => ({ unit: unitViewOf(one.unit), why: one.why })),
    ranked: ranking.rows.length,
    visibility,
    boundary: ranking.boundary,
  }
}

function rowOf(row: RankedUnit, placeBefore: number | undefined, tonight: boolean): RankingRow {
  const shown = shownOf(row)
  return {
    unit: unitViewOf(row.unit),
    place: row.place,
    moved: placeBefore === undefined ? null : placeBefore - row.place,
    total: shown.total,
    parts: row.parts.map((part, i) => ({
      method: part.method,
      points: shown.parts[i] ?? '0.00',
      note: part.note,
    })),
    list: row.list,
    decidedBy: row.decidedBy,
    tonight,
  }
}

/** Units in the rundown of a session. */
function unitsOf(session: Session | null): ReadonlySet<UnitId> {
  return new Set(session?.segments.flatMap((segment) => segment.unitId ?? []))
}

// ── what is remembered: the same inputs give the same ranking, so a memory changes nothing but the time it takes ──

interface Memory {
  /** What its inputs were made of, beside what it is remembered by. */
  readonly of: readonly unknown[]
  readonly inputs: Readonly<Record<Category, readonly RankingInput[]>>
  /** Rankings by category and tv results, the longest unused first, at most RANKINGS_KEPT. */
  readonly rankings: Map<string, CategoryRanking>
}

/** Two a category (with and without tonight), and as many again that a change is about to replace. */
const RANKINGS_KEPT = 16
/** By the period or the registry, and the polls, they are made of. */
const memories = new WeakMap<Period | Registry, WeakMap<House['polls'], Memory>>()
const placesKnown = new WeakMap<CategoryRanking, ReadonlyMap<UnitId, number>>()
const shownKnown = new WeakMap<RankedUnit, ReturnType<typeof showTotal>>()

function rankedFrom(
  category: Category,
  house: House,
  period: Period | null,
  nowMs: number,
  tv: ReadonlyMap<UnitId, TvResult>,
): CategoryRanking {
  const memory = memoryOf(house, period, nowMs)
  const inputs = memory.inputs[category]
  const key = `${category} ${keyOf(memory.inputs[category], tv)}`
  const known = memory.rankings.get(key)
  memory.rankings.delete(key)
  const ranking =
    known ??
    rankCategory(
      inputs.map((input) => withTv(input, tv.get(input.unit.unitId))),
      schemeInForce(period, house),
    )
  const oldest = memory.rankings.keys().next().value
  if (memory.rankings.size >= RANKINGS_KEPT && oldest !== undefined) memory.rankings.delete(oldest)
  memory.rankings.set(key, ranking)
  return ranking
}

function memoryOf(house: House, period: Period | null, nowMs: number): Memory {
  const { registry, polls } = house
  const source = period ?? registry
  const ofSource = memories.get(source) ?? new WeakMap<House['polls'], Memory>()
  memories.set(source, ofSource)
  const of = period === null ? [] : [house.ledger, reviewsOverIn(house, period, nowMs), isLate(period, nowMs)]
  const known = ofSource.get(polls)
  if (known !== undefined && known.of.every((each, i) => each === of[i])) return known
  const inputs: Record<Category, RankingInput[]> = { office: [], station: [], institution: [], utility: [] }
  for (const input of inputsWithoutTv(house, period, nowMs)) inputs[input.unit.category].push(input)
  const memory = { of, inputs, rankings: new Map<string, CategoryRanking>() }
  ofSource.set(polls, memory)
  return memory
}

/** Rounds of the period that are over: what is given in one that still runs counts nowhere yet. */
function reviewsOverIn({ reviews, versions }: House, period: Period, nowMs: number): string {
  return Object.values<ReviewRound>(reviews)
    .filter((round) => round.periodId === period.id && isOverAt(round, nowMs))
    .map(({ id }) => `${id}:${versions[`reviews-${id}`] ?? 0}`)
    .join(' ')
}

function isLate({ evidenceDueOn }: Period, nowMs: number): boolean {
  return dayOf(nowMs) > evidenceDueOn
}

/** The tv results of one category's units as text: what a ranking depends on beside what it is remembered by. */
function keyOf(inputs: readonly RankingInput[], tv: ReadonlyMap<UnitId, TvResult>): string {
  if (tv.size === 0) return ''
  return inputs
    .flatMap(({ unit: { unitId } }) => {
      const result = tv.get(unitId)
      return result === undefined
        ? []
        : [`${unitId}:${result.points.num}/${result.points.den}:${result.note}`]
    })
    .join(' ')
}

function placesOf(ranking: CategoryRanking): ReadonlyMap<UnitId, number> {
  const known = placesKnown.get(ranking)
  if (known !== undefined) return known
  const places = new Map(ranking.rows.map((row) => [row.unit.unitId, row.place]))
  placesKnown.set(ranking, places)
  return places
}

function shownOf(row: RankedUnit): ReturnType<typeof showTotal> {
  const known = shownKnown.get(row)
  if (known !== undefined) return known
  const shown = showTotal(
    row.total,
    row.parts.map((part) => part.points),
    row.weights,
  )
  shownKnown.set(row, shown)
  return shown
}
