// Finds out for whom a socket acts, from its handshake and cookie; and whether that still holds later.

import type { Refusal } from '../../shared/basics/refusal.ts'
import { OutputName } from '../../shared/basics/ids.ts'
import { ok, refuse, unreachable, type Result } from '../../shared/basics/result.ts'
import { HandshakeAuth, type Identity } from '../../shared/protocol/socket-events.ts'
import type { Logins } from './logins.ts'
import type { Pairing } from './pairing.ts'
import { parsed } from './parsed.ts'

export interface Identities {
  /** `auth` as the client sent it; refuses malformed, not_signed_in, device_released (token unknown). */
  ofHandshake(auth: unknown, cookieHeader: string | undefined): Result<Identity>
  /**
   * Null while the identity holds. A released tablet is told device_released and sees nothing more, but what it still
   * has to deliver is taken and kept aside (SCORE3).
   */
  readonly lapsed: (identity: Identity) => Refusal | null
}

export function createIdentities(logins: Logins, pairing: Pairing): Identities {
  return {
    ofHandshake(auth, cookieHeader) {
      const handshake = parsed(HandshakeAuth, auth)
      if (!handshake.ok) return handshake
      const { kind, seatToken, output, monitor } = handshake.value
      switch (kind) {
        case 'account': {
          const account = logins.identityOf(cookieHeader)
          return account === null ? refuse('not_signed_in') : ok(account)
        }
        case 'seat': {
          const seat = seatToken === undefined ? null : pairing.identityOf(seatToken)
          return seat === null ? refuse('device_released') : ok(seat)
        }
        case 'display': {
          const name = parsed(OutputName, output)
          return name.ok
            ? ok({ kind: 'display', output: name.value, monitor: monitor ?? false })
            : refuse('malformed', { field: 'output' })
        }
        case 'public':
          return ok({ kind: 'public' })
        default:
          return unreachable(kind)
      }
    },
    lapsed(identity) {
      switch (identity.kind) {
        case 'account':
          return logins.isOpen(identity) ? null : { code: 'not_signed_in', detail: {} }
        case 'seat':
          return pairing.holds(identity) ? null : { code: 'device_released', detail: {} }
        case 'display':
        case 'public':
          return null
        default:
          return unreachable(identity)
      }
    },
  }
}
