// P1 and P2: signed Twilio POSTs, whole path, answered after fsync, against two yardsticks, in rounds by turns.

import { mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { LoadPlan, LoadReport } from './load.ts'
import { runForJson, startServer, type Server } from './processes.ts'
import { BENCH_ACCOUNT, metric, openWindow, startReal } from './real-show.ts'
import { SAID } from './requests.ts'

export type Case = 'real' | 'bare' | 'express'

export interface CaseRun {
  readonly rate: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Processor time of the server for each answer, in µs. */
  readonly cpuUs: number
  /** Ballots that went to disk together; null where there is no batch. */
  readonly ballotsACommit: number | null
  /** Answered unique ballots, and what the server's tally is after a restart. */
  readonly answered: number
  readonly tallied: number | null
}

const here = import.meta.dirname
const port = (said: string) => {
  const found = /^port (\d+)/m.exec(said)?.[1]
  return found === undefined ? null : Number(found)
}

/** One case in a fresh process and data folder. Throws where the tally after a restart is not what was answered. */
export async function runCase(
  name: Case,
  folder: string,
  times: Pick<LoadPlan, 'warmUpMs' | 'measureMs' | 'prepared'>,
) {
  const dataDir = join(folder, name)
  rmSync(dataDir, { recursive: true, force: true })
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const server = await start(name, dataDir)
  try {
    const windowId = name === 'real' ? await openWindow(server) : null
    const plan: LoadPlan = { account: BENCH_ACCOUNT, port: server.port, connections: 64, ...times }
    const cpuBefore = server.cpuMs()
    const load = await runForJson<LoadReport>(join(here, 'load.ts'), [JSON.stringify(plan)])
    const answers = Object.values(load.byStatus).reduce((sum, count) => sum + count, 0)
    const cpuUs = ((server.cpuMs() - cpuBefore) * 1_000) / answers
    const answered = load.answered.reduce((sum, count) => sum + count, 0)
    const commits = name === 'real' ? await metric(server, 'wenzheng_ballot_commit_seconds_count') : 0
    const committed = name === 'real' ? await metric(server, 'wenzheng_ballots_committed_total') : 0
    await server.stop()
    const tallied = await tallyAfterRestart(name, dataDir, load, windowId)
    if (tallied !== null && tallied !== answered) {
      throw new Error(
        `${name}: ${answered} ballots were answered, but ${tallied} are in the tally after a restart`,
      )
    }
    const { rate, p50Ms, p99Ms } = load
    return {
      ...{ rate, p50Ms, p99Ms, cpuUs, answered, tallied },
      ballotsACommit: commits === 0 ? null : committed / commits,
    } satisfies CaseRun
  } finally {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

function start(name: Case, dataDir: string): Promise<Server> {
  const env = {
    PORT: '0',
    PUBLIC_URL: BENCH_ACCOUNT.publicUrl,
    TWILIO_AUTH_TOKEN: BENCH_ACCOUNT.authToken,
    DATA_DIR: dataDir,
  }
  switch (name) {
    case 'real':
      return startReal(dataDir)
    case 'bare':
      return startServer(join(here, 'yardsticks/bare-hmac.ts'), env, port)
    case 'express':
      return startServer(join(here, 'yardsticks/express-insert.ts'), env, port)
  }
}

/** What the restarted server counts; of the yardstick with a table its rows; null where nothing is kept. */
async function tallyAfterRestart(
  name: Case,
  dataDir: string,
  load: LoadReport,
  windowId: string | null,
): Promise<number | null> {
  switch (name) {
    case 'bare':
      return null
    case 'express': {
      const db = new DatabaseSync(join(dataDir, 'votes.db'), { readOnly: true })
      const count = Number(db.prepare('SELECT count(*) AS count FROM vote').get()?.['count'])
      db.close()
      return count
    }
    case 'real': {
      const again = await startReal(dataDir)
      const counted = await metric(again, 'wenzheng_poll_messages', ['outcome="counted"'])
      await again.stop()
      await assertRecount(dataDir, load, windowId)
      return counted
    }
  }
}

interface Recounted {
  readonly holds: boolean
  readonly windows: readonly {
    readonly windowId: string
    readonly count: {
      readonly result: { readonly channels: readonly { readonly split: Readonly<Record<string, number>> }[] }
    }
  }[]
}

/** The split, choice by choice, counted by another program than the server. */
async function assertRecount(
  dataDir: string,
  { answered }: LoadReport,
  windowId: string | null,
): Promise<void> {
  const files = ['journal.db', 'ballots.db'].map((file) => join(dataDir, file))
  const { holds, windows } = await runForJson<Recounted>(resolve(here, '../recount.ts'), ['--json', ...files])
  const window = windows.find((one) => one.windowId === windowId)
  const split = window?.count.result.channels[0]?.split
  const found = ['satisfied', 'fair', 'dissatisfied'].map((choice) => split?.[choice])
  if (holds && SAID.every((_, choice) => found[choice] === answered[choice])) return
  throw new Error(`answered ${answered.join(' ')}, but recounted ${found.join(' ')} (holds: ${holds})`)
}
