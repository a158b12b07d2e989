// kill -9 in mid-window under load: every ballot that was answered is in the log, which goes on from there.

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { RECORD_BYTES, unpack, viewOf } from '../../server/storage/ballot-record.ts'
import { walkChain, withBallotLogFile } from '../../server/storage/ballot-log-reader.ts'

const ROUNDS = 4
/** Printed with a failure; the moments of the kills follow from it. */
const SEED = 20_260_318

/** Runs the writer for some time after it is ready, kills it, and gives the message ids that were answered. */
async function killedAfter(file: string, round: number, ms: number): Promise<readonly string[]> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'ballot-writer.ts'), file, String(round)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let said = ''
  child.stdout.setEncoding('utf8')
  await new Promise<void>((ready, fail) => {
    child.once('exit', (code) => fail(new Error(`the writer ended with ${code} before it was killed`)))
    child.stdout.on('data', (text: string) => {
      if (said === '') setTimeout(ready, ms)
      said += text
    })
  })
  const ended = new Promise((done) => child.once('close', done))
  child.kill('SIGKILL')
  await ended
  // A line cut off by the kill was not said.
  return said.slice(0, said.lastIndexOf('\n')).split('\n').slice(1)
}

/** The message hashes of a log, its chain walked. */
function loggedHashes(file: string): Map<string, number> {
  const hashes = new Map<string, number>()
  withBallotLogFile(file, (db) => {
    const { brokenAt } = walkChain(db, ({ records }) => {
      const view = viewOf(records)
      for (let at = 0; at < view.byteLength; at += RECORD_BYTES) {
        const hash = unpack(view, at).messageHash.join()
        hashes.set(hash, (hashes.get(hash) ?? 0) + 1)
      }
    })
    expect(brokenAt).toBeNull()
  })
  return hashes
}

test(`[BAL3] no answered ballot is lost by kill -9, over ${ROUNDS} rounds on one log (seed ${SEED})`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ballot-kill-'))
  try {
    const file = join(folder, 'ballots.db')
    const answered: string[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const ms = createHash('sha256').update(`${SEED} ${round}`).digest().readUInt16BE() % 400
      answered.push(...(await killedAfter(file, round, ms)))
      const hashes = loggedHashes(file)
      const lost = answered.filter((messageId) => {
        const digest = createHash('sha256').update(`twilio\0${messageId}`).digest()
        return hashes.get(`${digest.readUInt32BE(0)},${digest.readUInt32BE(4)}`) !== 1
      })
      expect(lost).toEqual([])
    }
    // Enough to mean something.
    expect(answered.length).toBeGreaterThan(ROUNDS * 40)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
