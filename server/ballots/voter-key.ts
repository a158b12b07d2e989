// Turns who sent a ballot into a VoterKey: an HMAC under a random key of the show, which is kept only wrapped (BAL8).

import { randomBytes } from 'node:crypto'
import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import { createKeyWrapping, KEY_BYTES } from '../key-wrapping.ts'
import { createShortHmac } from '../short-hmac.ts'

/** Where wrapped keys are kept, apart from journal, logs and backups. `save` resolves when the key is on disk; `load` knows it then. */
export interface VoterKeyStore {
  load(id: string): Uint8Array | null
  save(id: string, wrapped: Uint8Array): Promise<void>
  destroy(id: string): Promise<void>
}

export interface VoterKeys {
  /**
   * Makes the key of `id` ready, new where there is none. Refuses `voter_key_secret_wrong` where the stored one was wrapped
   * by another secret. Rejects where the store fails. Asked for twice at once it is made once.
   */
  prepare(id: string): Promise<Result<null>>
  isReady(id: string): boolean
  /**
   * BAL8: forgets the key here and in the store, for good; done at once where there is none. Whoever calls it has told the
   * plane to take no more ballots by it. Rejects where the store fails: it is to be called again.
   */
  destroy(id: string): Promise<void>
  /** 16 bytes: the first 128 bits of HMAC-SHA-256(key of `id`, identity). Throws where the key is not ready. */
  voterKeyOf(id: string, identity: string): Uint8Array
  /**
   * BAL9: keyed 32-bit hash of the number segment (first 7 digits of a mainland mobile: operator and region) an identity
   * belongs to; 0 where it has none. Throws where the key is not ready.
   */
  segmentHashOf(id: string, identity: string): number
}

/** As `phone-number.ts` writes them: `phone:+86` and 11 digits that begin with 1. */
const MAINLAND_PREFIX = 'phone:+86'
const MAINLAND_MOBILE = `${MAINLAND_PREFIX}1`
const MOBILE_IDENTITY_LENGTH = MAINLAND_PREFIX.length + 11
const SEGMENT_DIGITS = 7
/** Segments remembered, of all keys: there are some 500,000 in the country, and a city sees a few thousand. */
const SEGMENTS_MAX = 20_000

const PURPOSE = 'wenzheng voter key wrapping'

/** Whether these are all wrapped by this secret; so is none. */
export function areWrappedBy(
  secret: string,
  keys: readonly { readonly id: string; readonly wrapped: Uint8Array }[],
): boolean {
  const wrapping = createKeyWrapping(secret, PURPOSE)
  return keys.every(({ id, wrapped }) => wrapping.unwrap(id, wrapped)?.fill(0) !== undefined)
}

/** `secret`: VOTER_KEY_SECRET, any length; the wrapping key is derived from it by HKDF-SHA-256. */
export function createVoterKeys(store: VoterKeyStore, secret: string): VoterKeys {
  const wrapping = createKeyWrapping(secret, PURPOSE)
  const ready = new Map<string, (identity: string) => Uint8Array>()
  const segments = new Map<string, number>()

  const preparing = new Map<string, Promise<Result<null>>>()

  /** No voter is counted under a key before it is on disk: after a restart he would be another. */
  const make = async (id: string): Promise<Result<null>> => {
    const wrapped = store.load(id)
    const key = wrapped === null ? randomBytes(KEY_BYTES) : wrapping.unwrap(id, wrapped)
    if (key === null) return refuse('voter_key_secret_wrong')
    if (wrapped === null) {
      try {
        await store.save(id, wrapping.wrap(id, key))
      } catch (error) {
        // Another process was first: its key is everybody's.
        if (store.load(id) === null) throw error
        return make(id)
      }
    }
    ready.set(id, createShortHmac(key))
    key.fill(0)
    return ok(null)
  }

  const hmacOf = (id: string) => {
    const hmac = ready.get(id)
    if (hmac === undefined) throw new Error(`the voter key of ${id} is not ready`)
    return hmac
  }

  return {
    async prepare(id) {
      if (ready.has(id)) return ok(null)
      let making = preparing.get(id)
      if (making === undefined) {
        making = make(id).finally(() => preparing.delete(id))
        preparing.set(id, making)
      }
      return making
    },
    isReady: (id) => ready.has(id),
    async destroy(id) {
      ready.delete(id)
      segments.clear()
      await preparing.get(id)
      if (store.load(id) !== null) await store.destroy(id)
      ready.delete(id)
    },
    voterKeyOf: (id, identity) => hmacOf(id)(identity),
    segmentHashOf(id, identity) {
      const hmac = hmacOf(id)
      if (!identity.startsWith(MAINLAND_MOBILE) || identity.length !== MOBILE_IDENTITY_LENGTH) return 0
      const segment = identity.slice(MAINLAND_PREFIX.length, MAINLAND_PREFIX.length + SEGMENT_DIGITS)
      const known = segments.get(`${id} ${segment}`)
      if (known !== undefined) return known
      // 0 stands for none.
      const hash = Buffer.from(hmac(`segment:${segment}`)).readUInt32BE(0) || 1
      if (segments.size >= SEGMENTS_MAX) segments.clear()
      segments.set(`${id} ${segment}`, hash)
      return hash
    },
  }
}

/** Wrapped keys in memory: for tests and rehearsals that leave nothing behind. */
export function createMemoryVoterKeyStore(): VoterKeyStore {
  const kept = new Map<string, Uint8Array>()
  return {
    load: (id) => kept.get(id) ?? null,
    save: async (id, wrapped) => {
      kept.set(id, wrapped)
    },
    destroy: async (id) => {
      kept.delete(id)
    },
  }
}
