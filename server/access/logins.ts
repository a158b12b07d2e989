// Login sessions of persons: the cookie that carries one, who it stands for now, and how it ends.

import type { PersonId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import type { Identity } from '../../shared/protocol/socket-events.ts'
import type { Clock } from '../clock.ts'
import { cookieIn } from './cookies.ts'
import { hashOf, newId, newToken } from './secrets.ts'
import type { Show } from './show.ts'
import type { Vault } from './vault.ts'

/** One long day in the studio; then a password again. */
const LOGIN_MS = 16 * 3_600_000

export type AccountIdentity = Extract<Identity, { kind: 'account' }>

export interface Logins {
  /** Starts a login; answers the Set-Cookie header that carries it. */
  start(personId: PersonId): Promise<{ readonly loginId: string; readonly setCookie: string }>
  /** Who a Cookie header stands for now: the role is the journal's, and a disabled person stands for nobody. */
  identityOf(cookieHeader: string | undefined): AccountIdentity | null
  isOpen(identity: AccountIdentity): boolean
  /** It counts no more from the call on; resolves when that is on disk. */
  end(loginId: string): Promise<void>
  /** The same for all logins of a person but one. */
  endAllOf(personId: PersonId, but: string | null): Promise<void>
  /** Called with the ids of logins that ended, so that their sockets end too. */
  onEnded(listener: (loginIds: ReadonlySet<string>) => void): void
  readonly clearCookie: string
}

export function createLogins({
  vault,
  show,
  clock,
  tls,
}: {
  readonly vault: Vault
  readonly show: Show
  readonly clock: Clock
  /** Served over TLS: the cookie is Secure and bound to this host. */
  readonly tls: boolean
}): Logins {
  const name = tls ? '__Host-wenzheng' : 'wenzheng'
  const attributes = `Path=/; HttpOnly; SameSite=Strict${tls ? '; Secure' : ''}`
  const listeners: ((loginIds: ReadonlySet<string>) => void)[] = []
  /** Logins seen by this process: what sockets hold. */
  const known = new Map<string, { readonly personId: PersonId; readonly expiresAtMs: number }>()

  const tell = (loginIds: readonly string[]) => {
    for (const loginId of loginIds) known.delete(loginId)
    if (loginIds.length > 0) for (const listener of listeners) listener(new Set(loginIds))
  }

  const endAllOf = async (personId: PersonId, but: string | null) => {
    const ended = vault.endLoginsOf(personId, but)
    tell(
      [...known].flatMap(([loginId, one]) => (one.personId === personId && loginId !== but ? [loginId] : [])),
    )
    tell(await ended)
  }

  const identityOf: Logins['identityOf'] = (cookieHeader) => {
    const token = cookieIn(cookieHeader, name)
    if (token === null) return null
    const login = vault.loginOf(hashOf(token))
    if (login === null || login.expiresAtMs <= clock.nowMs()) return null
    const person = own(show.house().people.people, login.personId)
    if (person === undefined || person.disabled) return null
    known.set(login.loginId, login)
    return { kind: 'account', personId: person.personId, role: person.role, loginId: login.loginId }
  }

  for (const person of Object.values(show.house().people.people)) {
    // They stand for nobody whatever the vault holds; a disk that fails has been told of elsewhere.
    if (person.disabled) void endAllOf(person.personId, null).catch(() => undefined)
  }
  show.onChange(async (_, recorded) => {
    for (const { event } of recorded) {
      if (event.type === 'PersonDisabled' && event.disabled) await endAllOf(event.personId, null)
    }
  })

  return {
    async start(personId) {
      const token = newToken()
      const nowMs = clock.nowMs()
      const login = { loginId: newId(), personId, expiresAtMs: nowMs + LOGIN_MS }
      tell(await vault.addLogin(hashOf(token), login, nowMs))
      for (const [loginId, { expiresAtMs }] of known) if (expiresAtMs <= nowMs) known.delete(loginId)
      return {
        loginId: login.loginId,
        setCookie: `${name}=${token}; Max-Age=${Math.floor(LOGIN_MS / 1_000)}; ${attributes}`,
      }
    },
    identityOf,
    isOpen: ({ loginId }) => (known.get(loginId)?.expiresAtMs ?? 0) > clock.nowMs(),
    end(loginId) {
      const ended = vault.endLogin(loginId)
      tell([loginId])
      return ended
    },
    endAllOf,
    onEnded(listener) {
      listeners.push(listener)
    },
    clearCookie: `${name}=; Max-Age=0; ${attributes}`,
  }
}
