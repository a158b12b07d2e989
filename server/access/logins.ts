// Login sessions of persons: the cookie that carries one, who it stands for now, and how it ends.

import type { PersonId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import type { Identity } from '../../shared/protocol/socket-events.ts'
import type { Clock } from '../clock.ts'
import { hashOf, newId, newToken } from './secrets.ts'
import type { Show } from './show.ts'
import type { Vault } from './vault.ts'

/** One long day in the studio; then a password again. */
const LOGIN_MS = 16 * 3_600_000
/** More than that is no cookie header of ours. */
const COOKIES_LONGEST = 8_192

export type AccountIdentity = Extract<Identity, { kind: 'account' }>

export interface Logins {
  /** Starts a login; answers the Set-Cookie header that carries it. */
  start(personId: PersonId): { readonly loginId: string; readonly setCookie: string }
  /** Who a Cookie header stands for now: the role is the journal's, and a disabled person stands for nobody. */
  identityOf(cookieHeader: string | undefined): AccountIdentity | null
  isOpen(identity: AccountIdentity): boolean
  end(loginId: string): void
  endAllOf(personId: PersonId, but: string | null): void
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
  const expiryOf = new Map<string, number>()

  const tell = (loginIds: readonly string[]) => {
    for (const loginId of loginIds) expiryOf.delete(loginId)
    if (loginIds.length > 0) for (const listener of listeners) listener(new Set(loginIds))
  }

  const endAllOf = (personId: PersonId, but: string | null) => {
    tell(vault.endLoginsOf(personId, but))
  }

  const identityOf: Logins['identityOf'] = (cookieHeader) => {
    const token = cookieIn(cookieHeader, name)
    if (token === null) return null
    const login = vault.loginOf(hashOf(token))
    if (login === null || login.expiresAtMs <= clock.nowMs()) return null
    const person = own(show.house().people.people, login.personId)
    if (person === undefined || person.disabled) return null
    expiryOf.set(login.loginId, login.expiresAtMs)
    return { kind: 'account', personId: person.personId, role: person.role, loginId: login.loginId }
  }

  for (const person of Object.values(show.house().people.people)) {
    if (person.disabled) endAllOf(person.personId, null)
  }
  show.onChange((_, recorded) => {
    for (const { event } of recorded) {
      if (event.type === 'PersonDisabled' && event.disabled) endAllOf(event.personId, null)
    }
  })

  return {
    start(personId) {
      const token = newToken()
      const nowMs = clock.nowMs()
      const login = { loginId: newId(), personId, expiresAtMs: nowMs + LOGIN_MS }
      tell(vault.addLogin(hashOf(token), login, nowMs))
      for (const [loginId, expiresAtMs] of expiryOf) if (expiresAtMs <= nowMs) expiryOf.delete(loginId)
      expiryOf.set(login.loginId, login.expiresAtMs)
      return {
        loginId: login.loginId,
        setCookie: `${name}=${token}; Max-Age=${Math.floor(LOGIN_MS / 1_000)}; ${attributes}`,
      }
    },
    identityOf,
    isOpen: ({ loginId }) => (expiryOf.get(loginId) ?? 0) > clock.nowMs(),
    end(loginId) {
      vault.endLogin(loginId)
      tell([loginId])
    },
    endAllOf,
    onEnded(listener) {
      listeners.push(listener)
    },
    clearCookie: `${name}=; Max-Age=0; ${attributes}`,
  }
}

/** The value of one cookie of a Cookie header, or null. Of two of the same name the first counts. */
function cookieIn(header: string | undefined, name: string): string | null {
  if (header === undefined || header.length > COOKIES_LONGEST) return null
  for (const part of header.split(';')) {
    const equals = part.indexOf('=')
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim()
  }
  return null
}
