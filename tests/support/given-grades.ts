// Given, when, then for organisations' assessments: a published quarter, two departments and a district, scored and settled.

import { PersonId } from '../../shared/basics/ids.ts'
import type { OrganisationFacts } from '../../shared/grade/assessment.ts'
import { NO_FACTS } from '../../shared/grade/assessment.ts'
import type { GradeCommand, UnitsResult } from '../../shared/grade/command.ts'
import { OFFICE, SYSTEM, unitId } from './given-parts.ts'
import {
  PERIOD,
  periodIn,
  publishPeriod,
  sourceOf,
  vetoOn,
  openPeriod,
  refreeze,
  certifyPeriod,
} from './given-periods.ts'
import { givenUnits } from './given-polls.ts'
import type { TestShow } from './given.ts'

/** Unit 1 belongs to `dep-a`, unit 2 to `dep-b`, units 3 and 4 to nobody; `dis-c` has no unit. */
export function givenOrganisations(): TestShow {
  const show = givenUnits()
  show.when(
    {
      type: 'ImportOrganisations',
      organisations: [
        { organisationId: 'dep-a', name: '市城管委', kind: 'department' },
        { organisationId: 'dep-b', name: '市水务局', kind: 'department' },
        { organisationId: 'dis-c', name: '江滨区', kind: 'district' },
      ],
    },
    OFFICE,
  )
  const units = Object.values(show.house().registry.units)
  const belongs = { [unitId(1)]: 'dep-a', [unitId(2)]: 'dep-b' }
  show.when(
    {
      type: 'ImportUnits',
      units: units.map((unit) => ({ ...unit, organisationId: belongs[unit.unitId] ?? null })),
    },
    OFFICE,
  )
  return show
}

export function publishedQuarter(veto = false): TestShow {
  const show = givenOrganisations()
  if (!veto) {
    publishPeriod(show)
    return show
  }
  openPeriod(show)
  show.when(vetoOn(1), OFFICE)
  refreeze(show)
  certifyPeriod(show)
  return show
}

export function scores(
  of: Readonly<Record<string, number>>,
  change: Partial<Extract<GradeCommand, { type: 'AcceptOrganisationScores' }>> = {},
): Extract<GradeCommand, { type: 'AcceptOrganisationScores' }> {
  return {
    type: 'AcceptOrganisationScores',
    periodId: PERIOD,
    source: sourceOf('scores-1', '季度考核汇总'),
    replaces: false,
    rows: Object.entries(of).map(([organisationId, points]) => ({
      organisationId,
      hundredths: Math.round(points * 100),
    })),
    ...change,
  }
}

export function factsOf(
  organisationId: string,
  facts: Partial<OrganisationFacts>,
): Extract<GradeCommand, { type: 'SetOrganisationFacts' }> {
  return { type: 'SetOrganisationFacts', periodId: PERIOD, organisationId, facts: { ...NO_FACTS, ...facts } }
}

export const ON_FILE = { words: '省厅通报第12期点名', files: ['a'.repeat(64)] }

/** By the server, as asked by a person of the office. */
export function settle(show: TestShow, results: readonly UnitsResult[] = [], periodId = PERIOD): void {
  const { publicationId } = periodIn(show, periodId).publications.at(-1)!
  const askedBy = PersonId.parse((OFFICE as { id: string }).id)
  show.when({ type: 'SettleGrades', periodId, publicationId, askedBy, results: [...results] }, SYSTEM)
}

export function rowIn(show: TestShow, organisationId: string, periodId = PERIOD) {
  return show
    .house()
    .grades[periodId]!.settlements.at(-1)!
    .rows.find((row) => row.organisationId === organisationId)!
}
