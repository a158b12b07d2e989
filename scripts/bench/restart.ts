// P6: how long a restart takes with many ballots in the log, until the server is ready; and an empty one's start and memory.

import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { CHANNELS } from '../../shared/ballot/choices.ts'
import { pack, RECORD_BYTES, windowNumberOf } from '../../server/storage/ballot-record.ts'
import { openBallotLogFile } from '../../server/storage/sqlite-ballot-log-file.ts'
import type { Server } from './processes.ts'
import { metric, openWindow, startReal } from './real-show.ts'

export interface RestartRun {
  readonly ballots: number
  readonly readyMs: number
  readonly rssMb: number
  /** Bytes on disk a ballot. */
  readonly diskBytes: number
}

/** Ballots a batch, as a busy window makes them. */
const BATCH = 64

/** A data folder with an open window and `ballots` ballots of as many citizens; restarted `rounds` times. */
export async function runRestarts(
  folder: string,
  ballots: number,
  rounds: number,
): Promise<readonly RestartRun[]> {
  const dataDir = join(folder, `restart-${ballots}`)
  rmSync(dataDir, { recursive: true, force: true })
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const first = await startReal(dataDir)
  const windowId = await openWindow(first)
  await first.stop()
  const file = join(dataDir, 'ballots.db')
  if (ballots > 0) fill(file, windowNumberOf(windowId), ballots)
  const runs: RestartRun[] = []
  try {
    for (let round = 0; round < rounds; round++) {
      const startedAt = performance.now()
      const server = await startReal(dataDir)
      await ready(server)
      const readyMs = performance.now() - startedAt
      const counted = await metric(server, 'wenzheng_poll_messages', ['outcome="counted"'])
      const rssMb = server.rssMb()
      await server.stop()
      if (counted !== ballots) throw new Error(`${ballots} ballots in the log, ${counted} in the tally`)
      runs.push({ ballots, readyMs, rssMb, diskBytes: ballots === 0 ? 0 : statSync(file).size / ballots })
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
  return runs
}

export async function ready(server: Server): Promise<void> {
  for (;;) {
    const { status } = await fetch(`http://127.0.0.1:${server.port}/readyz`)
    if (status === 200) return
    await new Promise((again) => setTimeout(again, 5))
  }
}

/** Written as the server writes it: every batch is a commit. */
export function fill(file: string, windowNumber: number, ballots: number): void {
  const log = openBallotLogFile(file)
  const bytes = new Uint8Array(BATCH * RECORD_BYTES)
  const view = new DataView(bytes.buffer)
  const nowMs = Date.now()
  for (let done = 0; done < ballots;) {
    const count = Math.min(BATCH, ballots - done)
    const random = randomBytes(count * 24)
    for (let i = 0; i < count; i++) {
      pack(view, bytes, i * RECORD_BYTES, {
        voterKey: random.subarray(i * 24, i * 24 + 16),
        orderMs: nowMs,
        receivedMs: nowMs,
        hashHigh: random.readUInt32BE(i * 24 + 16),
        hashLow: random.readUInt32BE(i * 24 + 20),
        windowNumber,
        unitCode: 1,
        choiceCode: (done + i) % 3,
        channelIndex: CHANNELS.indexOf('twilio'),
        flags: 0,
        segmentHash: 0,
      })
    }
    log.append(bytes.subarray(0, count * RECORD_BYTES))
    done += count
  }
  log.close()
}
