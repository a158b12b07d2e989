// Persons' accounts: the one-time set-up link, new accounts, sign-in with its lock-out, change of password.

import type { z } from 'zod'
import { sentenceOf, type Refusal } from '../../shared/basics/refusal.ts'
import { PersonId } from '../../shared/basics/ids.ts'
import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import type {
  AddPersonRequest,
  ChangePasswordRequest,
  Me,
  ReviewerPlan,
  ReviewersAdded,
  SetupRequest,
  SignInRequest,
} from '../../shared/protocol/http-api.ts'
import type { Actor } from '../../shared/show/event.ts'
import type { Clock } from '../clock.ts'
import type { Lockout } from './lockout.ts'
import type { AccountIdentity, Logins } from './logins.ts'
import type { Passwords } from './passwords.ts'
import { actorOf, mayRun } from './roles.ts'
import { hashOf, newFirstPassword, newId, newToken } from './secrets.ts'
import { firstRefusal, type Show } from './show.ts'
import type { Vault } from './vault.ts'

const SETUP_LINK_MS = 24 * 3_600_000

export interface SignedIn {
  readonly me: Me
  readonly loginId: string
  readonly setCookie: string
}

export interface Accounts {
  /** A new one-time token while nobody can sign in (it replaces the last one); null from the first account on. */
  newSetupToken(): Promise<string | null>
  isSetupOpen(token: string): boolean
  /** Makes the first account and signs it in. Refuses setup_done, setup_link_invalid and what the core refuses. */
  setUp(request: z.infer<typeof SetupRequest>): Promise<Result<SignedIn>>
  /** `replaces`: the login this browser held, which ends. Refuses wrong_password, locked_out, too_many_requests. */
  signIn(
    request: z.infer<typeof SignInRequest>,
    address: string,
    replaces: AccountIdentity | null,
  ): Promise<Result<SignedIn>>
  add(identity: AccountIdentity, request: z.infer<typeof AddPersonRequest>): Promise<Result<Me>>
  /** One after another, each with a first password of its own; stops at the first that is refused. */
  addReviewers(identity: AccountIdentity, reviewers: readonly ReviewerPlan[]): Promise<Result<ReviewersAdded>>
  /** Ends the person's other logins and renews this one. */
  changePassword(
    identity: AccountIdentity,
    request: z.infer<typeof ChangePasswordRequest>,
    address: string,
  ): Promise<Result<SignedIn>>
  me(identity: AccountIdentity): Me | null
}

export function createAccounts({
  vault,
  show,
  clock,
  logins,
  passwords,
  lockout,
}: {
  readonly vault: Vault
  readonly show: Show
  readonly clock: Clock
  readonly logins: Logins
  readonly passwords: Passwords
  readonly lockout: Lockout
}): Accounts {
  const busy: Refusal = { code: 'too_many_requests', detail: { seconds: 2 } }
  let last: Promise<unknown> = Promise.resolve()

  /** One after another: what is looked up before adding a person still holds when the person is added. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    return turn
  }

  const personOf = (personId: string) =>
    Object.values(show.house().people.people).find((person) => person.personId === personId)

  const isDone = () =>
    Object.values(show.house().people.people).some(({ personId }) => vault.passwordOf(personId) !== null)

  const meOf = (personId: string): Me | null => {
    const person = personOf(personId)
    if (person === undefined) return null
    return { personId: person.personId, name: person.name, role: person.role }
  }

  const signedIn = async (personId: PersonId): Promise<Result<SignedIn>> => {
    const me = meOf(personId)
    if (me === null) return refuse('person_unknown')
    return ok({ me, ...(await logins.start(personId)) })
  }

  /** The password first: a person in the journal without one could never sign in, one in the vault alone is nobody. */
  const addPerson = async (
    { personId, name, role, standsFor, password }: z.infer<typeof AddPersonRequest>,
    by: Actor,
  ): Promise<Result<null>> => {
    if (personOf(personId) !== undefined) return refuse('person_exists', { name: personId })
    const hash = await passwords.hash(password)
    if (hash === null) return { ok: false, refusal: busy }
    await vault.setPassword(personId, hash, clock.nowMs())
    const person = { personId, name, role, ...(standsFor && { standsFor }) }
    const answer = await show.run({ type: 'AddPerson', ...person }, { commandId: newId(), by })
    if (answer.ok) return ok(null)
    if (personOf(personId) === undefined) await vault.dropPassword(personId)
    return { ok: false, refusal: firstRefusal(answer.refusals) }
  }

  const checkPassword = async (
    personId: string,
    password: string,
    address: string,
  ): Promise<Result<PersonId>> => {
    const begun = lockout.begin(personId, address, clock.nowMs())
    if (!begun.ok) return begun
    const known = PersonId.safeParse(personId)
    const hash = known.success ? vault.passwordOf(known.data) : null
    const right = await passwords.check(password, hash)
    if (right === 'busy') return { ok: false, refusal: busy }
    const person = personOf(personId)
    if (!right || person === undefined || person.disabled) return refuse('wrong_password')
    lockout.succeeded(personId, address)
    return ok(person.personId)
  }

  return {
    async newSetupToken() {
      if (isDone()) {
        await vault.dropSetupToken()
        return null
      }
      const token = newToken()
      await vault.setSetupToken(hashOf(token), clock.nowMs() + SETUP_LINK_MS)
      return token
    },
    isSetupOpen: (token) => !isDone() && vault.isSetupToken(hashOf(token), clock.nowMs()),
    setUp: ({ token, ...person }) =>
      inTurn(async () => {
        if (isDone()) return refuse('setup_done')
        if (!vault.isSetupToken(hashOf(token), clock.nowMs())) return refuse('setup_link_invalid')
        const added = await addPerson(person, { role: 'system' })
        if (!added.ok) return added
        await vault.dropSetupToken()
        return signedIn(person.personId)
      }),
    async signIn({ personId, password }, address, replaces) {
      const checked = await checkPassword(personId, password, address)
      if (!checked.ok) return checked
      // In this order to the disk, without a pause in which the person could be disabled unseen.
      const ended = replaces === null ? null : logins.end(replaces.loginId)
      const [signed] = await Promise.all([signedIn(checked.value), ended])
      return signed
    },
    async add(identity, request) {
      const { personId, name, role } = request
      const refusal = mayRun(identity, { type: 'AddPerson', personId, name, role })
      if (refusal !== null) return { ok: false, refusal }
      const added = await inTurn(() => addPerson(request, actorOf(identity)))
      return added.ok ? ok({ personId, name, role }) : added
    },
    async addReviewers(identity, reviewers) {
      const added: ReviewersAdded['added'][number][] = []
      for (const { personId, name, standsFor } of reviewers) {
        const role = 'reviewer'
        const refusal = mayRun(identity, { type: 'AddPerson', personId, name, role, standsFor })
        if (refusal !== null) return { ok: false, refusal }
        const password = newFirstPassword()
        const person = { personId, name, role, standsFor, password } as const
        const answer = await inTurn(() => addPerson(person, actorOf(identity)))
        // What was made stays made: its passwords are told now or never.
        if (!answer.ok) return ok({ added, refusal: sentenceOf(answer.refusal) })
        added.push({ personId, name, password })
      }
      return ok({ added, refusal: null })
    },
    async changePassword(identity, { oldPassword, newPassword }, address) {
      const checked = await checkPassword(identity.personId, oldPassword, address)
      if (!checked.ok) return checked
      const hash = await passwords.hash(newPassword)
      if (hash === null) return { ok: false, refusal: busy }
      await vault.setPassword(checked.value, hash, clock.nowMs())
      const renewed = await signedIn(checked.value)
      await logins.endAllOf(checked.value, renewed.ok ? renewed.value.loginId : null)
      return renewed
    },
    me: ({ personId }) => meOf(personId),
  }
}
