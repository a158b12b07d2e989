// Recounts one poll from ballot log files up to their seals, having walked each chain and found the seal in it (LOG3).

import type { LogId } from '../../shared/basics/ids.ts'
import type { PollCount, SealedTally } from '../../shared/ballot/tally.ts'
import { RECORD_BYTES, unpack, viewOf } from './ballot-record.ts'
import { walkChain, withBallotLogFile } from './ballot-log-reader.ts'
import { toHex } from './batch-chain.ts'
import { createRecount, type RecountWindow } from './recount-tally.ts'

export type SealedLog = SealedTally

/** What stands in the logs is not what was sealed: nothing can be said of the tally until a person has looked. */
export class LogDiffers extends Error {
  readonly logId: LogId
  constructor(logId: LogId, why: string) {
    super(`ballot log ${logId}: ${why}`)
    this.name = 'LogDiffers'
    this.logId = logId
  }
}

/**
 * Synchronous. `files` are searched for the sealed logs; each must be there exactly once. Throws LogDiffers where a log is
 * missing, its chain is broken before the seal, or the seal's sequence, hash or count is not what the file holds.
 */
export function recountFiles(
  files: readonly string[],
  window: RecountWindow,
  seals: Readonly<Record<LogId, SealedLog>>,
): PollCount {
  const recount = createRecount(window)
  const missing = new Set(Object.keys(seals) as LogId[])
  for (const file of files) {
    withBallotLogFile(file, (db, logId) => {
      const seal = Object.hasOwn(seals, logId) ? seals[logId] : undefined
      if (seal === undefined) return
      if (!missing.delete(logId)) throw new LogDiffers(logId, 'given twice')
      const before = recount.count()
      const { sequence, hash, brokenAt } = walkChain(
        db,
        ({ records }) => {
          const view = viewOf(records)
          for (let at = 0; at < view.byteLength; at += RECORD_BYTES) recount.add(unpack(view, at))
        },
        seal.sequence,
      )
      if (brokenAt !== null) throw new LogDiffers(logId, `the hash chain is broken at ballot ${brokenAt}`)
      if (sequence !== seal.sequence || toHex(hash) !== seal.chainHash) {
        throw new LogDiffers(logId, `sealed at ballot ${seal.sequence}, but the file does not hold that seal`)
      }
      const count = recount.count() - before
      if (count !== seal.count) {
        throw new LogDiffers(
          logId,
          `sealed with ${seal.count} ballots of the window, but ${count} are in the file`,
        )
      }
    })
  }
  for (const logId of missing) throw new LogDiffers(logId, 'its file is not there')
  return recount.result()
}
