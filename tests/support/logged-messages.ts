// What a data folder's files hold by themselves: the messages in the ballot log, and the recount as the auditor runs it.

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'
import type { ChannelCount } from '../../shared/ballot/tally.ts'
import { walkChain, withBallotLogFile } from '../../server/storage/ballot-log-reader.ts'
import { RECORD_BYTES, unpack, viewOf } from '../../server/storage/ballot-record.ts'

/** How a log knows a message: the first 64 bits of SHA-256(channel NUL message id), as two numbers. */
export function messageHashOf(channel: string, messageId: string): string {
  const digest = createHash('sha256').update(`${channel}\0${messageId}`).digest()
  return `${digest.readUInt32BE(0)},${digest.readUInt32BE(4)}`
}

/** The message hashes of a log and how often each is there. Throws where its chain is broken. */
export function loggedHashes(file: string): ReadonlyMap<string, number> {
  const hashes = new Map<string, number>()
  withBallotLogFile(file, (db) => {
    const { brokenAt } = walkChain(db, ({ records }) => {
      const view = viewOf(records)
      for (let at = 0; at < view.byteLength; at += RECORD_BYTES) {
        const hash = unpack(view, at).messageHash.join()
        hashes.set(hash, (hashes.get(hash) ?? 0) + 1)
      }
    })
    if (brokenAt !== null) throw new Error(`${file}: the chain is broken at ${String(brokenAt)}`)
  })
  return hashes
}

export interface Recounted {
  readonly holds: boolean
  readonly windows: readonly {
    readonly windowId: string
    readonly agrees: boolean | null
    readonly problems: readonly string[]
    readonly count: { readonly result: { readonly channels: readonly ChannelCount[] } }
  }[]
  /** All that was printed, for people and as JSON. */
  readonly printed: string
}

/**
 * `npm run recount` over a data folder, the server running or not; `moreLogs`: of other processes. Throws where it cannot read
 * the files.
 */
export function recountOf(dataDir: string, moreLogs: readonly string[] = []): Recounted {
  const files = [...['journal.db', 'ballots.db'].map((name) => join(dataDir, name)), ...moreLogs]
  const print = (...options: string[]) => {
    const run = spawnSync(process.execPath, [resolve('scripts/recount.ts'), ...options, ...files], {
      encoding: 'utf8',
      timeout: 60_000,
    })
    if (run.status !== 0 && run.status !== 1)
      throw new Error(`the recount failed: ${run.stdout}${run.stderr}`)
    return run.stdout + run.stderr
  }
  const json = print('--json')
  return { ...(JSON.parse(json) as Omit<Recounted, 'printed'>), printed: json + print() }
}

/** Ballots that count, over all channels of a window. */
export function countedIn(recounted: Recounted, windowId: string): number {
  const window = recounted.windows.find((each) => each.windowId === windowId)
  if (window === undefined) throw new Error(`the recount has no window ${windowId}`)
  return window.count.result.channels.reduce(
    (sum, { split }) => sum + split.satisfied + split.fair + split.dissatisfied + split.unsure,
    0,
  )
}
