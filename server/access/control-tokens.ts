// Bearer tokens: a director's for control surfaces, the office's for systems that send counts. Each acts in its maker's name until it is ended.

import type { PersonId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import type { ControlTokenMade, ControlTokenView } from '../../shared/protocol/control-api.ts'
import type { House } from '../../shared/show/house.ts'
import type { Clock } from '../clock.ts'
import { hashOf, newId, newToken } from './secrets.ts'
import type { ControlToken, Vault } from './vault.ts'

/** A studio has a handful of surfaces, a city a handful of systems. */
const TOKENS_MOST = 30

export interface ControlTokens {
  list(): readonly ControlTokenView[]
  make(personId: PersonId, name: string): Promise<Result<ControlTokenMade>>
  /** Ending one that is none is done already. */
  revoke(tokenId: string): Promise<void>
  /** Null: unknown, ended, or of a person who has not this role. */
  holderOf(token: string): ControlToken | null
}

export function createControlTokens({
  vault,
  house,
  clock,
  role = 'director',
}: {
  readonly vault: Vault
  readonly house: () => House
  readonly clock: Clock
  /** Whose tokens these are: of other roles none is listed, and none lets in. */
  readonly role?: 'director' | 'office'
}): ControlTokens {
  const isOurs = ({ personId }: ControlToken) => own(house().people.people, personId)?.role === role
  const viewOf = ({ tokenId, name, personId, createdAtMs }: ControlToken): ControlTokenView => ({
    tokenId,
    name,
    personName: own(house().people.people, personId)?.name ?? personId,
    createdAtMs,
  })
  return {
    list: () => vault.controlTokens().filter(isOurs).map(viewOf),
    async make(personId, name) {
      if (vault.controlTokens().filter(isOurs).length >= TOKENS_MOST)
        return refuse('control_tokens_full', { count: TOKENS_MOST })
      const token = newToken()
      const made: ControlToken = { tokenId: newId(), personId, name, createdAtMs: clock.nowMs() }
      await vault.addControlToken(hashOf(token), made)
      return ok({ ...viewOf(made), token })
    },
    async revoke(tokenId) {
      if (vault.controlTokens().some((token) => token.tokenId === tokenId && isOurs(token)))
        await vault.dropControlToken(tokenId)
    },
    holderOf(token) {
      const found = vault.controlTokenOf(hashOf(token))
      if (found === null) return null
      const person = own(house().people.people, found.personId)
      return person === undefined || person.disabled || person.role !== role ? null : found
    },
  }
}
