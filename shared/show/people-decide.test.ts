// Moving a reviewer to another organisation: whom, where to, and from when on (EVAL6).

import { expect, test } from 'vitest'
import { PersonId } from '../basics/ids.ts'
import { OFFICE } from '../../tests/support/given-parts.ts'
import { givenUnits } from '../../tests/support/given-polls.ts'

const CHEN = PersonId.parse('shuiwu-01')

test('[EVAL6] a reviewer is moved to a registered organisation; nobody else is, nowhere else, and the same place is no change', () => {
  const show = givenUnits()
  show.when(
    {
      type: 'ImportOrganisations',
      organisations: [
        { organisationId: 'water', name: '市水务局', kind: 'department' },
        { organisationId: 'east', name: '城东区', kind: 'district' },
      ],
    },
    OFFICE,
  )
  const line = { organisationId: 'water', group: 'line' } as const
  show.when({ type: 'AddPerson', personId: CHEN, name: '陈望舒', role: 'reviewer', standsFor: line }, OFFICE)
  const clerk = PersonId.parse('wangfang')
  show.when({ type: 'AddPerson', personId: clerk, name: '王芳', role: 'office' }, OFFICE)
  const place = (personId: PersonId, organisationId: string, group: 'line' | 'district') =>
    ({ type: 'PlaceReviewer', personId, standsFor: { organisationId, group } }) as const
  expect(show.when(place(CHEN, 'water', 'line'), OFFICE)).toEqual([])
  expect(show.refusal(place(CHEN, 'nowhere', 'line'), OFFICE)).toBe('organisation_unknown')
  expect(show.refusal(place(clerk, 'east', 'district'), OFFICE)).toBe('person_stands_for')
  expect(show.refusal(place(PersonId.parse('nobody'), 'east', 'district'), OFFICE)).toBe('person_unknown')
  show.when(place(CHEN, 'east', 'district'), OFFICE)
  expect(show.house().people.people[CHEN]).toMatchObject({
    standsFor: { organisationId: 'east', group: 'district' },
  })
})
