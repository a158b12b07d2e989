// GET /api/periods/:id/not-applicable: what the office confirmed not to apply to which unit and why, withdrawn or not (EVAL3).

import { unitHeadOf } from '../../shared/evaluation/unit.ts'
import { nameOf } from '../../shared/period/head.ts'
import { unitsById } from '../../shared/period/in-force.ts'
import type { Period } from '../../shared/period/period.ts'
import type { NotApplicableAnswer } from '../../shared/protocol/period-api.ts'
import type { House } from '../../shared/show/house.ts'
import { fits, type MissingQuery, organisationName, PAGE } from './period-answer.ts'

/** Newest first. */
export function notApplicableAnswerOf(
  period: Period,
  house: House,
  { method, category, q, page }: MissingQuery,
): NotApplicableAnswer {
  const units = unitsById(period)
  const found = period.notApplicable.flatMap((each) => {
    const unit = units.get(each.unitId)
    const wanted =
      unit !== undefined &&
      (method === null || each.method === method) &&
      (category === null || unit.category === category) &&
      (q === '' || fits(unit, house, q))
    return wanted ? [{ unit, each }] : []
  })
  const rows = found.reverse().slice((page - 1) * PAGE, page * PAGE)
  return {
    total: found.length,
    rows: rows.map(({ unit, each: { method, reason, by, atMs, withdrawn } }) => ({
      ...{ unit: unitHeadOf(unit), organisation: organisationName(unit.organisationId, house) },
      ...{ method, reason, atMs, by: nameOf(by, house) },
      withdrawn:
        withdrawn === null
          ? null
          : { ...withdrawn, by: withdrawn.by === null ? null : nameOf(withdrawn.by, house) },
    })),
  }
}
