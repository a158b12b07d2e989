// `npm run bench`: measures the goals of performance.md that are within this machine's reach, and prints them as a table.
//
// Usage: npm run bench -- [--quick] [--json] [--rounds N] [--ballots N] [P1] [P2] [P6] [aliyun] …   Without a name: all of them.
// Ratios within one run are to be trusted, the figures of one run against another's are not. Exit code 1: a case failed
// (a ballot answered and not counted, say), never that a goal was missed: no timing decides anything.

import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runAliyunBatches } from './aliyun-batches.ts'
import { runCase, type Case, type CaseRun } from './ballots-a-second.ts'
import { linesOf, spreadOf, type Row } from './report.ts'
import { runRestarts } from './restart.ts'

const { values: options, positionals } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    ballots: { type: 'string', default: '1000000' },
  },
  allowPositionals: true,
})
const wanted = (goal: string) => positionals.length === 0 || positionals.includes(goal)
const rounds = Number(options.rounds ?? (options.quick ? 2 : 5))
const ballots = Number(options.ballots)
const times = options.quick
  ? { warmUpMs: 1_000, measureMs: 2_000, prepared: 25_000 }
  : { warmUpMs: 3_000, measureMs: 5_000, prepared: 80_000 }
const folder = mkdtempSync(join(tmpdir(), 'wenzheng-bench-'))
const progress = (line: string) => process.stderr.write(`${line}\n`)
const rows: Row[] = []

try {
  if (wanted('P1') || wanted('P2')) rows.push(...(await ballotsASecond()))
  if (wanted('P6')) rows.push(...(await restarts()))
  if (wanted('aliyun')) rows.push(await aliyun())
} finally {
  rmSync(folder, { recursive: true, force: true })
}
const machine = {
  node: process.version,
  cpu: cpus()[0]?.model ?? '',
  cores: cpus().length,
  load: loadavg()[0],
}
if (options.json) console.log(JSON.stringify({ machine, rounds, rows }, null, 2))
else console.log(linesOf(machine, rows).join('\n'))

async function ballotsASecond(): Promise<Row[]> {
  const order: Case[] = ['bare', 'real', ...(wanted('P2') ? (['express'] as const) : [])]
  const runs: Record<Case, CaseRun[]> = { real: [], bare: [], express: [] }
  for (let round = 0; round < rounds; round++) {
    // By turns, so that no case always meets the warmer machine.
    for (const name of round % 2 === 0 ? order : order.toReversed()) {
      const run = await runCase(name, folder, times)
      runs[name].push(run)
      progress(
        `round ${round + 1}/${rounds} ${name.padEnd(8)}${run.rate.toFixed(0).padStart(7)}/s  ` +
          `p50 ${run.p50Ms.toFixed(1)} ms  p99 ${run.p99Ms.toFixed(1)} ms  ${run.cpuUs.toFixed(0)} µs CPU` +
          (run.ballotsACommit === null ? '' : `  ${run.ballotsACommit.toFixed(1)} ballots a commit`),
      )
    }
  }
  const ratios = (other: Case) => runs.real.map(({ rate }, round) => rate / runs[other][round]!.rate)
  const rates = (name: Case) => spreadOf(runs[name].map(({ rate }) => rate))
  const answered = runs.real.reduce((sum, run) => sum + run.answered, 0)
  const found: Row[] = []
  if (wanted('P1')) {
    found.push({
      goal: 'P1',
      work: 'whole path, answered after fsync ÷ node:http + HMAC',
      wanted: '≥ 0.90',
      spread: spreadOf(ratios('bare')),
      holds: spreadOf(ratios('bare')).median >= 0.9,
      notes: { realASecond: rates('real'), bareASecond: rates('bare'), answeredAndCounted: answered },
    })
  }
  if (wanted('P2')) {
    found.push({
      goal: 'P2',
      work: 'the same ÷ express + twilio + one INSERT a vote',
      wanted: '≥ 5',
      spread: spreadOf(ratios('express')),
      holds: spreadOf(ratios('express')).median >= 5,
      notes: { expressASecond: rates('express') },
    })
  }
  return found
}

async function restarts(): Promise<Row[]> {
  const empty = await runRestarts(folder, 0, rounds)
  progress(`empty start ${empty.map(({ readyMs }) => readyMs.toFixed(0)).join(' ')} ms`)
  const full = await runRestarts(folder, ballots, rounds)
  progress(`restart with ${ballots} ${full.map(({ readyMs }) => readyMs.toFixed(0)).join(' ')} ms`)
  const goalMs = ballots <= 1_000_000 ? 1_500 : 8_000
  const readyMs = spreadOf(full.map((run) => run.readyMs))
  return [
    {
      goal: 'P6',
      work: `restart with ${ballots} ballots until ready, ms`,
      wanted: `< ${goalMs}`,
      spread: readyMs,
      holds: readyMs.median < goalMs,
      notes: {
        emptyMs: spreadOf(empty.map((run) => run.readyMs)),
        emptyRssMb: spreadOf(empty.map(({ rssMb }) => rssMb)),
        rssMb: spreadOf(full.map(({ rssMb }) => rssMb)),
        diskBytesABallot: spreadOf(full.map(({ diskBytes }) => diskBytes)),
      },
    },
  ]
}

async function aliyun(): Promise<Row> {
  const { answeredMs, besideASecond } = await runAliyunBatches(folder, options.quick ? 20 : 60)
  const spread = spreadOf(answeredMs)
  progress(`aliyun 500 at once: median ${spread.median.toFixed(1)} ms, worst ${spread.most.toFixed(1)} ms`)
  return {
    goal: 'aliyun',
    work: 'a batch of 500 until answered, beside 1,000/s at Twilio’s, ms',
    wanted: '< 700',
    spread,
    holds: spread.most < 700,
    notes: { batches: answeredMs.length, besideASecond },
  }
}
