// Walks ballot log files and hands over the records of sealed polls up to their seals, once each seal is found in its log (LOG3).

import type { LogId } from '../../shared/basics/ids.ts'
import { RECORD_BYTES } from './ballot-record.ts'
import { walkChain, withBallotLogFile } from './ballot-log-reader.ts'
import { toHex } from './batch-chain.ts'
import type { SealedPoll } from './sealed-polls.ts'

/** Where a poll's number stands in a record (ballot-record.ts). */
const POLL_AT = 36
const POLL_BYTES = 6

/**
 * Synchronous. `each` gets the place of the poll in `polls` and the record, which is only its own until it returns. Throws
 * where a sealed log is missing or given twice, where its chain is broken, and where a seal is not what the file holds.
 */
export function eachSealedRecord(
  files: readonly string[],
  polls: readonly SealedPoll[],
  each: (poll: number, record: Buffer) => void,
): void {
  const missing = new Set(polls.flatMap(({ seals }) => Object.keys(seals) as LogId[]))
  const byNumber = new Map(polls.map(({ window }, i) => [Number.parseInt(window.windowId, 16), i]))
  if (byNumber.size !== polls.length) throw new Error('a poll is given twice')
  for (const file of files) {
    withBallotLogFile(file, (db, logId) => {
      const seals = polls.map((poll) => (Object.hasOwn(poll.seals, logId) ? poll.seals[logId] : undefined))
      const upTo = Math.max(0, ...seals.map((seal) => seal?.sequence ?? 0))
      if (seals.every((seal) => seal === undefined)) return
      if (!missing.delete(logId)) throw new Error(`ballot log ${logId}: given twice`)
      const counts = polls.map(() => 0)
      const hashAt = new Map<number, string>([[0, '0'.repeat(64)]])
      const wanted = new Set(seals.map((seal) => seal?.sequence))
      const { brokenAt } = walkChain(
        db,
        ({ first_sequence: first, count, chain_hash: hash, records }) => {
          const bytes = Buffer.from(records.buffer, records.byteOffset, records.byteLength)
          for (let i = 0; i < count; i++) {
            const at = i * RECORD_BYTES
            const poll = byNumber.get(bytes.readUIntBE(at + POLL_AT, POLL_BYTES))
            if (poll === undefined || first + i > (seals[poll]?.sequence ?? 0)) continue
            counts[poll]! += 1
            each(poll, bytes.subarray(at, at + RECORD_BYTES))
          }
          const last = first + count - 1
          if (wanted.has(last)) hashAt.set(last, toHex(hash))
        },
        upTo,
      )
      if (brokenAt !== null) throw new Error(`ballot log ${logId}: the chain is broken at ballot ${brokenAt}`)
      seals.forEach((seal, i) => {
        if (seal === undefined) return
        const of = `ballot log ${logId}, poll ${polls[i]!.window.windowId}`
        if (hashAt.get(seal.sequence) !== seal.chainHash)
          throw new Error(`${of}: sealed at ballot ${seal.sequence}, but the file does not hold that seal`)
        if (counts[i] !== seal.count)
          throw new Error(`${of}: sealed with ${seal.count} ballots, but ${counts[i]!} are in the file`)
      })
    })
  }
  for (const logId of missing) throw new Error(`ballot log ${logId}: its file is not there`)
}
