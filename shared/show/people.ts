// Who has an account, by events: the journal knows name and roles, never a password or its hash.

import { z } from 'zod'
import { PersonId } from '../basics/ids.ts'

export const AccountRole = z.enum(['director', 'office', 'auditor'])
export type AccountRole = z.infer<typeof AccountRole>

export const ROLE_NAMES: Readonly<Record<AccountRole, string>> = {
  director: '导演',
  office: '评议办',
  auditor: '审计',
}

export const PeopleCommand = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('AddPerson'),
    personId: PersonId,
    name: z.string().trim().min(1).max(20),
    role: AccountRole,
  }),
  z.strictObject({ type: z.literal('DisablePerson'), personId: PersonId, disabled: z.boolean() }),
])
export type PeopleCommand = z.infer<typeof PeopleCommand>

export type PeopleEvent =
  | {
      readonly type: 'PersonAdded'
      readonly personId: PersonId
      readonly name: string
      readonly role: AccountRole
    }
  | { readonly type: 'PersonDisabled'; readonly personId: PersonId; readonly disabled: boolean }

export interface Person {
  readonly personId: PersonId
  readonly name: string
  readonly role: AccountRole
  readonly disabled: boolean
}

export interface People {
  readonly people: Readonly<Record<PersonId, Person>>
}
