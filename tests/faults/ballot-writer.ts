// A process to be killed: casts ballots through the plane as fast as the disk takes them, and writes what was answered.
//
// Usage: node ballot-writer.ts FILE ROUND ANSWERED. Standard output: `ready`. To the file ANSWERED: a message id a line, each only
// once it was answered; a file, because a pipe that its reader is slow to empty would refuse the next line.

import { openSync, writeSync } from 'node:fs'
import { createBallotPlane } from '../../server/ballots/plane.ts'
import { createMemoryVoterKeyStore, createVoterKeys } from '../../server/ballots/voter-key.ts'
import { createSystemClock } from '../../server/clock.ts'
import { createMemoryTallyIndex } from '../../server/storage/memory-tally-index.ts'
import { openSqliteBallotLog } from '../../server/storage/sqlite-ballot-log.ts'
import { inbound, votingWindow } from '../support/ballots.ts'
import { recountBatches } from '../support/recount-batches.ts'

const [file, round, answeredFile] = process.argv.slice(2)
if (file === undefined || round === undefined || answeredFile === undefined)
  throw new Error('usage: node ballot-writer.ts FILE ROUND ANSWERED')
const answered = openSync(answeredFile, 'w')
const clock = createSystemClock()
const log = await openSqliteBallotLog({ file })
const plane = createBallotPlane({
  log,
  index: createMemoryTallyIndex(),
  clock,
  voterKeys: createVoterKeys(createMemoryVoterKeyStore(), 'secret'),
  recount: (window, seals) => recountBatches(log, window, seals),
})
const nowMs = clock.nowMs()
await plane.start([votingWindow({ opensAtMs: nowMs - 1_000, closesAtMs: nowMs + 600_000 })])
writeSync(1, 'ready\n')

/** One citizen after another; forty of these at once keep the queue filled. */
async function cast(lane: number): Promise<never> {
  for (let n = 0; ; n++) {
    const messageId = `${round}-${lane}-${n}`
    const answer = await plane.submit(inbound({ messageId, receivedAtMs: clock.nowMs() }))
    if (answer.kind !== 'received') throw new Error(`answered ${answer.kind}`)
    writeSync(answered, `${messageId}\n`)
  }
}
await Promise.all(Array.from({ length: 40 }, (_, lane) => cast(lane)))
