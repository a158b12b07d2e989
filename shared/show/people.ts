// Who has an account, by events: the journal knows name and roles, never a password or its hash.

import { z } from 'zod'
import { PersonId } from '../basics/ids.ts'
import { OrganisationId, ReviewerGroup } from '../evaluation/department.ts'

export const AccountRole = z.enum(['director', 'office', 'auditor', 'reviewer'])
export type AccountRole = z.infer<typeof AccountRole>

/** Who works in the house; reviewers come in by /review and may do nothing but review. */
export const StaffRole = AccountRole.exclude(['reviewer'])
export type StaffRole = z.infer<typeof StaffRole>

export const ROLE_NAMES: Readonly<Record<AccountRole, string>> = {
  director: '导演',
  office: '评议办',
  auditor: '审计',
  reviewer: '评议人',
}

/** Whom a reviewer speaks for (EVAL6): an organisation, as one of its group. */
export const StandsFor = z.strictObject({ organisationId: OrganisationId, group: ReviewerGroup })
export type StandsFor = z.infer<typeof StandsFor>

export const PeopleCommand = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('AddPerson'),
    personId: PersonId,
    name: z.string().trim().min(1).max(20),
    role: AccountRole,
    /** Of a reviewer, and of nobody else. */
    standsFor: StandsFor.optional(),
  }),
  /** A reviewer's place from the next round on; rounds that are planned keep what was. */
  z.strictObject({ type: z.literal('PlaceReviewer'), personId: PersonId, standsFor: StandsFor }),
  z.strictObject({ type: z.literal('DisablePerson'), personId: PersonId, disabled: z.boolean() }),
])
export type PeopleCommand = z.infer<typeof PeopleCommand>

export type PeopleEvent =
  | {
      readonly type: 'PersonAdded'
      readonly personId: PersonId
      readonly name: string
      readonly role: AccountRole
      readonly standsFor?: StandsFor
    }
  | { readonly type: 'ReviewerPlaced'; readonly personId: PersonId; readonly standsFor: StandsFor }
  | { readonly type: 'PersonDisabled'; readonly personId: PersonId; readonly disabled: boolean }

export interface Person {
  readonly personId: PersonId
  readonly name: string
  readonly role: AccountRole
  /** Null for all but reviewers. */
  readonly standsFor: StandsFor | null
  readonly disabled: boolean
}

export interface People {
  readonly people: Readonly<Record<PersonId, Person>>
}
