// Who wants to be left alone: at once for everything that is sent, and out of the private store as soon as it can be written.

import type { Clock } from '../clock.ts'
import type { PrivateStore } from '../private/private-store.ts'
import { kinds, LEFT_KEPT_MS, pagesOf } from './private-rows.ts'

export interface Leavers {
  load(): Promise<void>
  has(identityTag: string): boolean
  /** Counts at once; resolves when everything of theirs is wiped, however long that takes. */
  add(identity: string): Promise<void>
  stop(): Promise<void>
}

const AGAIN_MS = 5_000
/** Persons whose rows wait to be wiped; beyond, the store has failed for days. */
const WAITING_MOST = 100_000

export function createLeavers(store: PrivateStore, clock: Clock, onError: (error: unknown) => void): Leavers {
  const tags = new Set<string>()
  /** With whoever waits for it. */
  const waiting = new Map<string, (() => void)[]>()
  let under: Promise<void> | null = null
  let stopped = false
  let cancel = () => {}

  const wipeAll = async () => {
    for (const [identity, waiters] of waiting) {
      await store.wipe(identity)
      // What stays is a keyed hash without a phone: else the next list would bring the person back.
      const tag = store.tagOf(identity)
      const expiresAtMs = clock.nowMs() + LEFT_KEPT_MS
      await store.put([{ kind: kinds.left, id: tag, identityTag: tag, expiresAtMs, json: '{}' }])
      waiting.delete(identity)
      for (const done of waiters) done()
    }
  }
  const work = () => {
    if (under !== null || stopped) return
    under = wipeAll().then(
      () => {
        under = null
        if (waiting.size > 0) work()
      },
      (error: unknown) => {
        under = null
        onError(error)
        if (!stopped) cancel = clock.at(clock.nowMs() + AGAIN_MS, work)
      },
    )
  }

  return {
    async load() {
      for await (const page of pagesOf(store, kinds.left)) for (const { id } of page) tags.add(id)
    },
    has: (identityTag) => tags.has(identityTag),
    add(identity) {
      tags.add(store.tagOf(identity))
      const waiters = waiting.get(identity) ?? []
      if (waiting.size < WAITING_MOST) waiting.set(identity, waiters)
      work()
      return new Promise((done) => waiters.push(done))
    },
    async stop() {
      stopped = true
      cancel()
      await under
    },
  }
}
