// Units over time: mergers, ends, restorings and renames are kept; codes are unique among the living; nothing half-applied.

import { describe, expect, test } from 'vitest'
import { foldHouse, EMPTY_HOUSE } from '../show/house-evolve.ts'
import { givenHouse } from '../../tests/support/given.ts'
import { OFFICE, T0, unitId, unitOf } from '../../tests/support/given-parts.ts'
import type { Command, Recorded } from '../show/house.ts'
import { Organisation } from './organisation.ts'
import type { UnitChange } from './unit-history.ts'

const DISTRICT = Organisation.parse({ organisationId: 'yunxi', name: '云溪区', kind: 'district' })
const BUREAU = Organisation.parse({ organisationId: 'zhujian', name: '市住建局', kind: 'department' })
const merge: Extract<Command, { type: 'MergeUnits' }> = {
  type: 'MergeUnits',
  from: [unitId(2), unitId(3)],
  into: unitId(1),
  on: '2026-07-01',
  reason: '机构改革',
}

function given() {
  const show = givenHouse()
  show.when({ type: 'ImportOrganisations', organisations: [DISTRICT, BUREAU] }, OFFICE)
  show.when({ type: 'ImportUnits', units: [1, 2, 3, 4].map((n) => unitOf(n)) }, OFFICE)
  const registry = () => show.house().registry
  const stepsOf = (n: number) =>
    (registry().unitHistories[unitId(n)] ?? []).map(({ step }: UnitChange) => step.kind)
  return { ...show, registry, stepsOf }
}

describe('[RANK1] a unit over time', () => {
  test('keeps what it was called when and by whom; a row that changes nothing leaves no trace', () => {
    const show = given()
    show.when({ type: 'ImportUnits', units: [unitOf(1, '新名称'), unitOf(2)] }, OFFICE)
    expect(show.stepsOf(1)).toEqual(['registered', 'changed'])
    expect(show.stepsOf(2)).toEqual(['registered'])
    const names = show
      .registry()
      .unitHistories[unitId(1)]?.map(({ step, by, atMs }: UnitChange) => [
        'unit' in step ? step.unit.name : '',
        by,
        atMs >= T0,
      ])
    expect(names).toEqual([
      ['虚构单位1', OFFICE, true],
      ['新名称', OFFICE, true],
    ])
  })

  test('belongs to an organisation and a line authority that the registry knows, or the file is refused whole', () => {
    const show = given()
    const unit = { ...unitOf(1), organisationId: 'yunxi', authorityId: 'zhujian' }
    show.when({ type: 'ImportUnits', units: [unit] }, OFFICE)
    expect(show.registry().units[unitId(1)]).toEqual(unit)
    const bad = { ...unitOf(2, '改名'), authorityId: 'nowhere' }
    expect(show.refusal({ type: 'ImportUnits', units: [unitOf(5), bad] })).toBe('organisation_unknown')
    expect(show.registry().units[unitId(5)]).toBeUndefined()
  })

  test('merged into another: gone from the living, its code free, its id not, both histories tell', () => {
    const show = given()
    show.when(merge, OFFICE)
    expect(Object.keys(show.registry().units)).toEqual(['u1', 'u4'])
    expect([1, 2, 3, 4].map(show.stepsOf)).toEqual([
      ['registered', 'took_over'],
      ['registered', 'merged'],
      ['registered', 'merged'],
      ['registered'],
    ])
    expect(show.refusal({ type: 'ImportUnits', units: [unitOf(2)] })).toBe('unit_ended')
    show.when({ type: 'ImportUnits', units: [{ ...unitOf(9), code: unitOf(2).code }] }, OFFICE)
    expect(show.refusal({ type: 'RestoreUnit', unitId: unitId(2), reason: '误操作' })).toBe('unit_code_taken')
    show.when({ type: 'RestoreUnit', unitId: unitId(3), reason: '误操作' }, OFFICE)
    expect(show.stepsOf(3)).toEqual(['registered', 'merged', 'restored'])
    expect(show.registry().pastUnits[unitId(3)]).toBeUndefined()
  })

  test.each([
    ['into itself', { ...merge, from: [unitId(1)] }, 'merger_into_itself'],
    ['one named twice', { ...merge, from: [unitId(2), unitId(2)] }, 'unit_id_duplicate'],
    ['one that is none', { ...merge, from: [unitId(2), unitId(7)] }, 'unit_unknown'],
    ['into one that is none', { ...merge, into: unitId(7) }, 'unit_unknown'],
  ])('not merged %s, and then nothing of it happens', (_what, command, code) => {
    const show = given()
    expect(show.refusal(command)).toBe(code)
    expect(Object.keys(show.registry().units)).toHaveLength(4)
  })

  test('retired while in use: sessions and polls keep their own copy; it can end only once', () => {
    const show = given()
    const retire = { type: 'RetireUnit', unitId: unitId(4), on: '2026-07-01', reason: '撤销' } as const
    show.when(retire, OFFICE)
    expect(show.refusal(retire)).toBe('unit_ended')
    expect(show.refusal({ ...merge, into: unitId(4) })).toBe('unit_ended')
    expect(show.refusal({ type: 'RestoreUnit', unitId: unitId(1), reason: '误操作' })).toBe('unit_not_ended')
  })

  test('of a journal from before organisations: folded as of none', () => {
    const { organisationId: _o, authorityId: _a, ...plain } = unitOf(1)
    const recorded: Recorded = {
      ...{ position: 1, stream: 'registry', streamVersion: 1, atMs: T0, by: OFFICE, commandId: 'command-1' },
      event: { type: 'UnitsImported', units: [plain] },
    }
    expect(foldHouse(EMPTY_HOUSE, recorded).registry.units[unitId(1)]).toEqual(unitOf(1))
  })
})

describe('[GRADE1] organisations', () => {
  test('are added and renamed whole or not at all; ids and names are told apart', () => {
    const show = given()
    const twice = { ...BUREAU, organisationId: 'other' }
    expect(show.refusal({ type: 'ImportOrganisations', organisations: [twice] })).toBe(
      'organisation_name_duplicate',
    )
    expect(show.refusal({ type: 'ImportOrganisations', organisations: [DISTRICT, DISTRICT] })).toBe(
      'organisation_id_duplicate',
    )
    show.when({ type: 'ImportOrganisations', organisations: [{ ...BUREAU, name: '市住房和城建局' }] }, OFFICE)
    expect(show.registry().organisations['zhujian']?.name).toBe('市住房和城建局')
  })

  test('are not removed while a unit is theirs', () => {
    const show = given()
    show.when({ type: 'ImportUnits', units: [{ ...unitOf(1), authorityId: 'zhujian' }] }, OFFICE)
    const remove = (...organisationIds: string[]) =>
      ({ type: 'RemoveOrganisations', organisationIds }) as const
    expect(show.refusal(remove('yunxi', 'zhujian'))).toBe('organisation_in_use')
    expect(show.refusal(remove('nowhere'))).toBe('organisation_unknown')
    show.when(remove('yunxi'), OFFICE)
    expect(Object.keys(show.registry().organisations)).toEqual(['zhujian'])
  })
})
