// Proves the rest of the house: registry, air, people, logs, and which stream each event goes to.

import { describe, expect, test } from 'vitest'
import { LogId, PersonId, SessionId, UnitId } from '../basics/ids.ts'
import { DEFAULT_SCHEME } from '../evaluation/scheme.ts'
import {
  AUDITOR,
  DIRECTOR,
  LOG,
  OFFICE,
  SESSION,
  SYSTEM,
  unitId,
  unitOf,
} from '../../tests/support/given-parts.ts'
import { draftPeriod, PERIOD } from '../../tests/support/given-periods.ts'
import { givenUnits } from '../../tests/support/given-polls.ts'
import { givenDraft, givenHouse, givenLive } from '../../tests/support/given.ts'
import { streamOf } from './house-decide.ts'

describe('registry', () => {
  test('an import adds and updates, whole or not at all; codes are one unit’s each', () => {
    const show = givenHouse()
    show.when({ type: 'ImportUnits', units: [unitOf(1), unitOf(2)] }, OFFICE)
    expect(
      show.refusal({ type: 'ImportUnits', units: [unitOf(3), { ...unitOf(4), code: unitOf(1).code }] }),
    ).toBe('unit_code_duplicate')
    expect(show.refusal({ type: 'ImportUnits', units: [unitOf(3), unitOf(3)] })).toBe('unit_id_duplicate')
    expect(Object.keys(show.house().registry.units)).toEqual(['u1', 'u2'])
    expect(show.refusal({ type: 'ImportUnits', units: [{ ...unitOf(2), code: unitOf(1).code }] })).toBe(
      'unit_code_duplicate',
    )
    const swapped = [
      { ...unitOf(1), code: unitOf(2).code },
      { ...unitOf(2), code: unitOf(1).code },
    ]
    show.when({ type: 'ImportUnits', units: swapped }, OFFICE)
    expect(show.house().registry.units[unitId(1)]?.code).toBe(2)
  })

  test('a unit that stands in a session stays', () => {
    const show = givenDraft()
    show.when({ type: 'ImportUnits', units: [unitOf(9)] })
    expect(show.refusal({ type: 'RemoveUnit', unitId: unitId(1) })).toBe('unit_in_use')
    expect(show.refusal({ type: 'RemoveUnit', unitId: unitId(50) })).toBe('unit_unknown')
    show.when({ type: 'RemoveUnit', unitId: unitId(9) })
    expect(show.house().registry.units[unitId(9)]).toBeUndefined()
  })

  test('[EVAL2] [EVAL9] a unit of a period that was opened stays: its id would be another’s in the next quarter, and its totals with it', () => {
    const show = givenUnits()
    draftPeriod(show)
    show.when({ type: 'ImportUnits', units: [unitOf(9)] })
    show.when({ type: 'RemoveUnit', unitId: unitId(9) })
    show.when({ type: 'OpenPeriod', periodId: PERIOD }, OFFICE)
    expect(show.refusal({ type: 'RemoveUnit', unitId: unitId(1) })).toBe('unit_in_use')
    const on = { unitId: unitId(1), on: '2027-02-01', reason: '机构改革撤销' }
    show.when({ type: 'RetireUnit', ...on }, OFFICE)
    expect(show.refusal({ type: 'ImportUnits', units: [unitOf(1)] })).toBe('unit_ended')
  })

  test('an id that every object inherits is an id like others', () => {
    const show = givenHouse()
    const odd = UnitId.parse('constructor')
    expect(show.refusal({ type: 'RemoveUnit', unitId: odd })).toBe('unit_unknown')
    show.when({ type: 'ImportUnits', units: [{ ...unitOf(1), unitId: odd }] })
    show.when({ type: 'RemoveUnit', unitId: odd })
    expect(show.refusal({ type: 'MarkReady', sessionId: SessionId.parse('constructor') })).toBe(
      'session_unknown',
    )
    expect(show.refusal({ type: 'DisablePerson', personId: PersonId.parse('valueOf'), disabled: true })).toBe(
      'person_unknown',
    )
  })

  test('[EVAL2] [SCORE8] weights of a scheme sum to 10,000, those of the tv result too', () => {
    const show = givenHouse()
    expect(show.house().registry.scheme).toEqual(DEFAULT_SCHEME)
    const scheme = (change: object) =>
      ({ type: 'SetScheme', scheme: { ...DEFAULT_SCHEME, ...change } }) as const
    expect(show.refusal(scheme({ weightsBp: { ...DEFAULT_SCHEME.weightsBp, tv: 1_499 } }))).toBe(
      'scheme_weights',
    )
    expect(show.refusal(scheme({ tv: { ...DEFAULT_SCHEME.tv, pollBp: 2_999 } }))).toBe('scheme_tv_shares')
    expect(show.refusal(scheme({ tieStages: ['citizens_higher', 'citizens_higher'] }))).toBe(
      'scheme_tie_stages',
    )
    show.when(scheme({ listMost: 5 }))
    expect(show.house().registry.scheme.listMost).toBe(5)
  })
})

describe('people and logs', () => {
  test('an account is added once and switched off and on; the server’s own name is nobody’s', () => {
    const show = givenHouse()
    const add = { type: 'AddPerson', personId: PersonId.parse('li'), name: '李导', role: 'director' } as const
    show.when(add)
    expect(show.refusal(add)).toBe('person_exists')
    expect(show.refusal({ ...add, personId: PersonId.parse('system') })).toBe('person_exists')
    expect(show.refusal({ type: 'DisablePerson', personId: PersonId.parse('wu'), disabled: true })).toBe(
      'person_unknown',
    )
    show.when({ type: 'DisablePerson', personId: add.personId, disabled: true })
    expect(show.when({ type: 'DisablePerson', personId: add.personId, disabled: true })).toEqual([])
    expect(show.house().people.people[add.personId]).toEqual({
      personId: 'li',
      name: '李导',
      standsFor: null,
      role: 'director',
      disabled: true,
    })
  })

  test('[LOG3] a log is announced once; again is no error and no event', () => {
    const show = givenHouse()
    expect(show.house().logs).toEqual([LOG])
    expect(show.when({ type: 'AnnounceLog', logId: LOG }, SYSTEM)).toEqual([])
    show.when({ type: 'AnnounceLog', logId: LogId.parse('00000000000000bb') }, SYSTEM)
    expect(show.house().logs).toHaveLength(2)
  })
})

describe('streams', () => {
  test('[LOG1] every event goes to the stream of its command, versions without a gap', () => {
    const show = givenLive()
    show.openExaminers()
    expect(streamOf({ type: 'MarkReady', sessionId: SESSION })).toBe('session-show-1')
    const versions: Record<string, number> = {}
    show.recorded.forEach(({ stream, streamVersion, position }, i) => {
      expect(position).toBe(i + 1)
      expect(streamVersion).toBe((versions[stream] ?? 0) + 1)
      versions[stream] = streamVersion
    })
    expect(show.house()).toMatchObject({ position: show.recorded.length, versions })
    expect(Object.keys(versions).sort()).toEqual(['logs', 'registry', 'session-show-1'])
  })

  test('who decided is in the state where a rule needs it, and nowhere else', () => {
    const show = givenLive()
    show.openExaminers()
    const { windowId: id } = { windowId: show.examiners().id }
    show.when(
      { type: 'RequestVoid', sessionId: SESSION, requestId: 'request-1', windowId: id, reason: '口误' },
      AUDITOR,
    )
    expect(show.session().requests).toMatchObject([{ by: 'shen', atMs: show.nowMs }])
    expect(JSON.stringify(show.session().windows)).not.toContain(DIRECTOR.role)
  })
})
