// P4: what it costs to tell a thousand screens of every tick, against a bare loop of `ws`; and whether five thousand keep up.

import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ManyViewersPlan, ManyViewersReport } from './many-viewers.ts'
import type { OpenPlan, OpenReport } from './open-load.ts'
import { runForJson, startServer, type Server } from './processes.ts'
import { BENCH_ACCOUNT, openWindow, startReal } from './real-show.ts'

export interface FanOutRun {
  /** Processor time of the server a delivery, in µs: the load's own share taken off. */
  readonly ourUs: number
  readonly bareUs: number
  readonly deliveriesASecond: number
}

export interface CrowdRun extends ManyViewersReport {
  readonly deliveriesASecond: number
}

/** Enough that every tick has something new; it costs what it costs without viewers too, which is measured and taken off. */
const BALLOTS_A_SECOND = 50
const HERE = import.meta.dirname

/** One round: the real server with and without viewers, and the yardstick with texts of the same size. */
export async function runFanOut(folder: string, viewers: number, measureMs: number): Promise<FanOutRun> {
  const idle = await withReal(folder, 0, measureMs)
  const busy = await withReal(folder, viewers, measureMs)
  const ourUs = ((busy.cpuMs - idle.cpuMs) * 1_000) / busy.report.deliveries
  const bare = await startServer(
    join(HERE, 'yardsticks/ws-loop.ts'),
    { BYTES: String(Math.round(busy.report.bytesADelivery)) },
    (said) => (/port (\d+)/.exec(said)?.[1] === undefined ? null : Number(/port (\d+)/.exec(said)![1])),
  )
  try {
    const { report, cpuMs } = await watched(bare, { viewers, speak: 'plain', measureMs })
    return {
      ourUs,
      bareUs: (cpuMs * 1_000) / report.deliveries,
      deliveriesASecond: (busy.report.deliveries * 1_000) / measureMs,
    }
  } finally {
    await bare.stop()
  }
}

export async function runCrowd(folder: string, viewers: number, measureMs: number): Promise<CrowdRun> {
  const { report } = await withReal(folder, viewers, measureMs)
  return { ...report, deliveriesASecond: (report.deliveries * 1_000) / measureMs }
}

async function withReal(folder: string, viewers: number, measureMs: number) {
  const dataDir = join(folder, 'fan-out')
  rmSync(dataDir, { recursive: true, force: true })
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const server = await startReal(dataDir)
  try {
    await openWindow(server)
    const lastsMs = connectMsOf(viewers) + measureMs + 2_000
    const sending: OpenPlan = {
      account: BENCH_ACCOUNT,
      ...{ port: server.port, ratePerSecond: BALLOTS_A_SECOND, lastsMs },
    }
    const load = runForJson<OpenReport>(join(HERE, 'open-load.ts'), [JSON.stringify(sending)])
    const seen = await watched(server, { viewers, speak: 'socket.io', measureMs })
    await load
    return seen
  } finally {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Processor time of the server while the deliveries are counted. */
async function watched(
  server: Server,
  { viewers, speak, measureMs }: Pick<ManyViewersPlan, 'viewers' | 'speak' | 'measureMs'>,
): Promise<{ readonly report: ManyViewersReport; readonly cpuMs: number }> {
  const connectMs = connectMsOf(viewers)
  const plan: ManyViewersPlan = { port: server.port, viewers, speak, connectMs, measureMs }
  const reported = runForJson<ManyViewersReport>(join(HERE, 'many-viewers.ts'), [JSON.stringify(plan)])
  await sleep(connectMs)
  const before = server.cpuMs()
  await sleep(measureMs)
  const cpuMs = server.cpuMs() - before
  return { report: await reported, cpuMs }
}

function connectMsOf(viewers: number): number {
  return 3_000 + viewers * 2
}

function sleep(ms: number): Promise<void> {
  return new Promise((over) => setTimeout(over, ms))
}
