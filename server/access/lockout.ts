// Stops guessing at passwords: failures are counted by account and address, and too many lock for a while.

import type { Result } from '../../shared/basics/result.ts'
import { ok, refuse } from '../../shared/basics/result.ts'

const MINUTE_MS = 60_000

/**
 * A stranger must not be able to lock the director out on the evening of the show: few failures lock an account for the
 * address they came from, and only many (ASVS 5: at most 100 an hour) lock it for all.
 */
const KINDS = {
  pair: { most: 5, windowMs: 15 * MINUTE_MS },
  address: { most: 40, windowMs: 15 * MINUTE_MS },
  account: { most: 100, windowMs: 60 * MINUTE_MS },
} as const
type Kind = keyof typeof KINDS

/** Senders told apart in each table; beyond them the oldest are forgotten. */
const KEYS_MOST = 10_000

interface Failures {
  count: number
  readonly sinceMs: number
}

export interface Lockout {
  /** Counts the attempt as failed before it is judged, so that attempts at the same time are all counted. */
  begin(account: string, address: string, nowMs: number): Result<null>
  /** It was the right password: the attempt is taken back, and the failures of this account and address forgotten. */
  succeeded(account: string, address: string): void
}

export function createLockout(keysMost = KEYS_MOST): Lockout {
  const tables: Readonly<Record<Kind, Map<string, Failures>>> = {
    pair: new Map(),
    address: new Map(),
    account: new Map(),
  }

  const failuresOf = (kind: Kind, key: string, nowMs: number): Failures => {
    const table = tables[kind]
    const known = table.get(key)
    if (known !== undefined && nowMs - known.sinceMs < KINDS[kind].windowMs) return known
    table.delete(key)
    for (const oldest of table.keys()) {
      if (table.size < keysMost) break
      table.delete(oldest)
    }
    const fresh = { count: 0, sinceMs: nowMs }
    table.set(key, fresh)
    return fresh
  }

  const keysOf = (account: string, address: string): readonly (readonly [Kind, string])[] => [
    ['pair', `${account}\n${address}`],
    ['address', address],
    ['account', account],
  ]

  return {
    begin(account, address, nowMs) {
      const counted = keysOf(account, address).map(([kind, key]) => ({
        kind,
        failures: failuresOf(kind, key, nowMs),
      }))
      const untilMs = counted
        .filter(({ kind, failures }) => failures.count >= KINDS[kind].most)
        .reduce((latest, { kind, failures }) => Math.max(latest, failures.sinceMs + KINDS[kind].windowMs), 0)
      if (untilMs > 0) return refuse('locked_out', { minutes: Math.ceil((untilMs - nowMs) / MINUTE_MS) })
      for (const { failures } of counted) failures.count += 1
      return ok(null)
    },
    succeeded(account, address) {
      for (const [kind, key] of keysOf(account, address)) {
        const known = tables[kind].get(key)
        if (known === undefined) continue
        if (kind === 'pair') tables[kind].delete(key)
        else known.count = Math.max(0, known.count - 1)
      }
    },
  }
}
