// kill -9 in mid-window under load: every ballot that was answered is in the log, which goes on from there.

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loggedHashes, messageHashOf } from '../support/logged-messages.ts'

const ROUNDS = 4
/** Printed with a failure; the moments of the kills follow from it. */
const SEED = 20_260_318

/** Runs the writer for some time after it is ready, kills it, and gives the message ids that were answered. */
async function killedAfter(file: string, round: number, ms: number): Promise<readonly string[]> {
  const answeredFile = `${file}.answered-${round}`
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'ballot-writer.ts'), file, String(round), answeredFile],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  await new Promise<void>((ready, fail) => {
    child.once('exit', (code) => fail(new Error(`the writer ended with ${code} before it was killed`)))
    child.stdout.once('data', () => setTimeout(ready, ms))
  })
  const ended = new Promise((done) => child.once('close', done))
  child.kill('SIGKILL')
  await ended
  // A line cut off by the kill was not said.
  const said = readFileSync(answeredFile, 'utf8')
  return said
    .slice(0, said.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
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
        return hashes.get(messageHashOf('twilio', messageId)) !== 1
      })
      expect(lost).toEqual([])
    }
    // Enough to mean something.
    expect(answered.length).toBeGreaterThan(ROUNDS * 40)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
