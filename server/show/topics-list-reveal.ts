// One end of a category's ranking, turned over place by place from the bottom: what is not turned over yet is not sent (SHOW5).

import type { Category } from '../../shared/evaluation/unit.ts'
import type { ListRevealView, RankingRow } from '../../shared/protocol/topics.ts'
import type { RankingList } from '../../shared/show/air.ts'
import type { House } from '../../shared/show/house.ts'
import type { LiveFacts } from './live-facts.ts'
import { rankingSnapshotOf } from './topics-ranking.ts'

/**
 * `step`: places turned over so far. The best list ends with the first place, the worst with the last one: each with what
 * weighs most. Until there are publications the ranking is provisional, and so is the list (RANK10).
 */
export function listRevealOf(
  {
    category,
    list,
    step,
  }: { readonly category: Category; readonly list: RankingList; readonly step: number },
  house: House,
  facts: LiveFacts,
): ListRevealView {
  const { visibility } = rankingSnapshotOf(category, house, facts, 'public')
  const whole = rankingSnapshotOf(category, house, facts, 'staff')
  const listed = visibility === 'hidden' ? [] : whole.rows.filter((row) => row.list === list)
  const groups = groupsByPlace(listed)
  const inOrder = list === 'best' ? groups.toReversed() : groups
  const open = Math.min(step, inOrder.length)
  return {
    category,
    list,
    status: 'provisional',
    listN: visibility === 'hidden' ? 0 : whole.listN,
    ranked: visibility === 'hidden' ? 0 : whole.ranked,
    boundary: whole.boundary?.[list] ?? 'none',
    visibility,
    steps: inOrder.length,
    step: open,
    nextPlace: inOrder[open]?.[0]?.place ?? null,
    places: inOrder.slice(0, open).map((rows) => ({
      place: rows[0]?.place ?? 0,
      total: rows[0]?.total ?? '',
      units: rows.map((row) => (visibility === 'full' || row.tonight ? row.unit : null)),
    })),
  }
}

/** Best place first. */
function groupsByPlace(rows: readonly RankingRow[]): readonly (readonly RankingRow[])[] {
  const groups = new Map<number, RankingRow[]>()
  for (const row of rows) {
    const group = groups.get(row.place)
    if (group === undefined) groups.set(row.place, [row])
    else group.push(row)
  }
  return [...groups.values()]
}
