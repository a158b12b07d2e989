// A Journal in memory, for tests that need one and no disk; it keeps the contract of tests/contracts/journal.

import { createHash } from 'node:crypto'
import type { Recorded, Stream } from '../../shared/show/house.ts'
import type { Journal } from '../../server/storage/journal.ts'

export interface MemoryJournal extends Journal {
  /** Appends fail from now on: before anything is written, or after (the answer alone is lost). Null: they work again. */
  failWith(how: 'before' | 'after' | null): void
  /** Appends wait until the returned function is called: a stalled disk. */
  stall(): () => void
  /** The same for reads. */
  stallReads(): () => void
}

export function createMemoryJournal(): MemoryJournal {
  const events: Recorded[] = []
  const hashes: string[] = []
  const listeners = new Set<(position: number) => void>()
  let failing: 'before' | 'after' | null = null
  let stalled: Promise<void> = Promise.resolve()
  let readsStalled: Promise<void> = Promise.resolve()
  const copy = (of: readonly Recorded[]) => structuredClone(of)
  const versionOf = (stream: Stream) =>
    events.findLast((event) => event.stream === stream)?.streamVersion ?? 0
  const hashOf = (before: string, recorded: Recorded) =>
    createHash('sha256').update(before).update(JSON.stringify(recorded)).digest('hex')
  const NO_HASH = '0'.repeat(64)

  return {
    failWith(how) {
      failing = how
    },
    stall() {
      let release: () => void = () => undefined
      stalled = new Promise((settle) => {
        release = settle
      })
      return release
    },
    async append(expected, given) {
      await stalled
      if (failing === 'before') throw new Error('the disk fails')
      for (const [stream, at] of Object.entries(expected)) {
        if (versionOf(stream as Stream) !== at) return 'conflict'
      }
      const { decidedAt, commandId } = given
      const ran = events.slice(decidedAt ?? events.length).some((one) => one.commandId === commandId)
      if (ran) return 'conflict'
      const recorded = given.events.map(({ stream, event }) => {
        const one = JSON.parse(
          JSON.stringify({
            position: events.length + 1,
            stream,
            streamVersion: versionOf(stream) + 1,
            atMs: given.atMs,
            by: given.by,
            commandId: given.commandId,
            event,
          }),
        ) as Recorded
        events.push(one)
        hashes.push(hashOf(hashes.at(-1) ?? NO_HASH, one))
        return one
      })
      // Several runners may share it, as processes share a journal.
      for (const listener of listeners) queueMicrotask(() => listener(events.length))
      if (failing === 'after') throw new Error('the disk fails')
      return copy(recorded)
    },
    stallReads() {
      let release: () => void = () => undefined
      readsStalled = new Promise((settle) => {
        release = settle
      })
      return release
    },
    async read(after, limit) {
      await readsStalled
      return copy(events.slice(after, after + limit))
    },
    readStream: async (stream) => copy(events.filter((event) => event.stream === stream)),
    ofCommand: async (commandId) => copy(events.filter((event) => event.commandId === commandId)),
    head: async () => ({ position: events.length, chainHash: hashes.at(-1) ?? NO_HASH }),
    newest: async () => events.length,
    async verifyChain() {
      let before = NO_HASH
      for (const [i, recorded] of events.entries()) {
        before = hashOf(before, recorded)
        if (before !== hashes[i]) return recorded.position
      }
      return null
    },
    follow(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    fault: () => null,
    close: async () => undefined,
  }
}
