// Tokens of control surfaces: each acts in the name of the director who made it, for air control alone, until it is ended.

import type { PersonId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import type { ControlTokenMade, ControlTokenView } from '../../shared/protocol/control-api.ts'
import type { House } from '../../shared/show/house.ts'
import type { Clock } from '../clock.ts'
import { hashOf, newId, newToken } from './secrets.ts'
import type { ControlToken, Vault } from './vault.ts'

/** A studio has a handful of surfaces. */
const TOKENS_MOST = 30

export interface ControlTokens {
  list(): readonly ControlTokenView[]
  make(personId: PersonId, name: string): Promise<Result<ControlTokenMade>>
  /** Ending one that is none is done already. */
  revoke(tokenId: string): Promise<void>
  /** Null: unknown, ended, or of a person who is no director any more. */
  holderOf(token: string): ControlToken | null
}

export function createControlTokens({
  vault,
  house,
  clock,
}: {
  readonly vault: Vault
  readonly house: () => House
  readonly clock: Clock
}): ControlTokens {
  const viewOf = ({ tokenId, name, personId, createdAtMs }: ControlToken): ControlTokenView => ({
    tokenId,
    name,
    personName: own(house().people.people, personId)?.name ?? personId,
    createdAtMs,
  })
  return {
    list: () => vault.controlTokens().map(viewOf),
    async make(personId, name) {
      if (vault.controlTokens().length >= TOKENS_MOST)
        return refuse('control_tokens_full', { count: TOKENS_MOST })
      const token = newToken()
      const made: ControlToken = { tokenId: newId(), personId, name, createdAtMs: clock.nowMs() }
      await vault.addControlToken(hashOf(token), made)
      return ok({ ...viewOf(made), token })
    },
    revoke: (tokenId) => vault.dropControlToken(tokenId),
    holderOf(token) {
      const found = vault.controlTokenOf(hashOf(token))
      if (found === null) return null
      const person = own(house().people.people, found.personId)
      return person === undefined || person.disabled || person.role !== 'director' ? null : found
    },
  }
}
