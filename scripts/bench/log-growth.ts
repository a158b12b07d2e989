// P12: what a ballot costs the server, through a door and onto the disk, with few ballots in its log and with many.

import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { windowNumberOf } from '../../server/storage/ballot-record.ts'
import type { LoadPlan, LoadReport } from './load.ts'
import { runForJson, type Server } from './processes.ts'
import { BENCH_ACCOUNT, openWindow, startReal } from './real-show.ts'
import { fill, ready } from './restart.ts'

export interface CostRun {
  readonly ballots: number
  /** Processor time of the server for each answer, in µs. */
  readonly cpuUs: number
  readonly rate: number
}

/** A data folder with an open window and `ballots` ballots in it. */
export async function filledFolder(folder: string, ballots: number): Promise<string> {
  const dataDir = join(folder, `growth-${ballots}`)
  rmSync(dataDir, { recursive: true, force: true })
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const first = await startReal(dataDir)
  const windowId = await openWindow(first)
  await first.stop()
  fill(join(dataDir, 'ballots.db'), windowNumberOf(windowId), ballots)
  return dataDir
}

export async function costIn(
  dataDir: string,
  ballots: number,
  times: Pick<LoadPlan, 'warmUpMs' | 'measureMs' | 'prepared'>,
): Promise<CostRun> {
  const server = await startReal(dataDir)
  try {
    await ready(server)
    await quiet(server)
    const plan: LoadPlan = { account: BENCH_ACCOUNT, port: server.port, connections: 64, ...times }
    const cpuBefore = server.cpuMs()
    const load = await runForJson<LoadReport>(join(import.meta.dirname, 'load.ts'), [JSON.stringify(plan)])
    const answers = Object.values(load.byStatus).reduce((sum, count) => sum + count, 0)
    return { ballots, cpuUs: ((server.cpuMs() - cpuBefore) * 1_000) / answers, rate: load.rate }
  } finally {
    await server.stop()
  }
}

/** Receipts and detectors read the log behind the server's back when it starts: that is no ballot's cost. */
async function quiet(server: Server): Promise<void> {
  for (let before = server.cpuMs(); ;) {
    await new Promise((later) => setTimeout(later, 1_000))
    const now = server.cpuMs()
    if (now - before < 30) return
    before = now
  }
}
