// P3: two thousand messages a second for a minute while five hundred screens watch; how long answers take, and what is lost.

import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { OpenPlan, OpenReport } from './open-load.ts'
import { runForJson } from './processes.ts'
import { BENCH_ACCOUNT, metric, openWindow, startReal } from './real-show.ts'
import type { ViewersPlan, ViewersReport } from './viewers.ts'

export interface OpenLoopRun {
  readonly load: Omit<OpenReport, 'answeredAtMs'>
  readonly viewers: ViewersReport
  /** Answered and not in the tally after a restart. */
  readonly lost: number
}

export async function runOpenLoop(
  folder: string,
  plan: { readonly ratePerSecond: number; readonly lastsMs: number; readonly viewers: number },
): Promise<OpenLoopRun> {
  const dataDir = join(folder, 'open-loop')
  rmSync(dataDir, { recursive: true, force: true })
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  let server = await startReal(dataDir)
  try {
    await openWindow(server)
    const { port } = server
    const watching: ViewersPlan = { port, viewers: plan.viewers, lastsMs: plan.lastsMs + 8_000 }
    const sending: OpenPlan = { account: BENCH_ACCOUNT, port, ...plan }
    const here = import.meta.dirname
    const seen = runForJson<ViewersReport>(join(here, 'viewers.ts'), [JSON.stringify(watching)])
    await new Promise((connected) => setTimeout(connected, 4_000))
    const { answeredAtMs: _, ...load } = await runForJson<OpenReport>(join(here, 'open-load.ts'), [
      JSON.stringify(sending),
    ])
    const viewers = await seen
    await server.stop()
    server = await startReal(dataDir)
    const counted = await metric(server, 'wenzheng_poll_messages', ['outcome="counted"'])
    return { load, viewers, lost: load.answered - counted }
  } finally {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
