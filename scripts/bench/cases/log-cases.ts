// What the bench measures with many ballots in the log: restarts (P6), the index's memory (P7), the cost of one more ballot (P12).

import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { IndexGrowth } from '../index-growth.ts'
import { costIn, filledFolder, type CostRun } from '../log-growth.ts'
import { runForJson } from '../processes.ts'
import { rowOf, spreadOf, type Row } from '../report/row.ts'
import { fill, runRestarts } from '../restart.ts'
import type { BenchCase } from './bench.ts'

const MILLION = 1_000_000

/** With a million and, if that is more, with as many as asked for: the larger one in fewer rounds. */
export const restartCase: BenchCase = {
  goals: ['P6'],
  async run({ folder, rounds, ballots, progress }) {
    const empty = await runRestarts(folder, 0, rounds)
    progress(`empty start ${empty.map(({ readyMs }) => readyMs.toFixed(0)).join(' ')} ms`)
    const found: Row[] = []
    for (const count of new Set([Math.min(ballots, MILLION), ballots])) {
      const isMany = count > MILLION
      const full = await runRestarts(folder, count, isMany ? Math.min(3, rounds) : rounds)
      progress(`restart with ${count} ${full.map(({ readyMs }) => readyMs.toFixed(0)).join(' ')} ms`)
      found.push(
        rowOf({
          ...{ key: isMany ? 'P6-10m' : 'P6-1m', goal: 'P6', label: `重启：日志里${inWan(count)}万票` },
          work: `restart with ${count.toLocaleString('en')} ballots until ready`,
          limit: { is: '<', value: isMany ? 8_000 : 1_500, unit: 'ms' },
          rounds: full.map(({ readyMs }) => readyMs),
          notes: {
            emptyMs: spreadOf(empty.map(({ readyMs }) => readyMs)),
            emptyRssMb: spreadOf(empty.map(({ rssMb }) => rssMb)),
            rssMb: spreadOf(full.map(({ rssMb }) => rssMb)),
            diskBytesABallot: spreadOf(full.map(({ diskBytes }) => diskBytes)),
          },
        }),
      )
    }
    return found
  },
}

/** Processor time and memory of one thread by itself, and bytes on disk: one run tells. */
export const indexGrowthCase: BenchCase = {
  goals: ['P7'],
  async run({ folder, ballots, progress }) {
    const { bytesABallot, mostBytesABallot, worstStallMs, nsABallot } = await runForJson<IndexGrowth>(
      join(import.meta.dirname, '../index-growth.ts'),
      [String(ballots)],
    )
    const diskBytes = diskBytesABallot(folder, Math.min(ballots, MILLION))
    progress(
      `index of ${ballots}: ${bytesABallot.toFixed(1)} bytes a ballot, stall ${worstStallMs.toFixed(1)} ms, on disk ${diskBytes.toFixed(1)} bytes`,
    )
    return [
      rowOf({
        ...{ key: 'P7', goal: 'P7', label: `${inWan(ballots)}万票时每票占内存` },
        work: `index memory a ballot at ${ballots.toLocaleString('en')} ballots`,
        limit: { is: '<', value: 45, unit: 'B' },
        besides: {
          words: 'so on the way; disk < 80 B, stall < 25 ms',
          holds: mostBytesABallot < 45 && diskBytes < 80 && worstStallMs < 25,
        },
        rounds: [bytesABallot],
        notes: { mostOnTheWay: mostBytesABallot, diskBytes, worstStallMs, nsABallot },
      }),
    ]
  },
}

export const logGrowthCase: BenchCase = {
  goals: ['P12'],
  async run({ folder, rounds, ballots, times, progress }) {
    const few = 1_000
    const sizes = [few, ballots]
    const folders = new Map<number, string>()
    for (const size of sizes) folders.set(size, await filledFolder(folder, size))
    const runs = new Map<number, CostRun[]>(sizes.map((size) => [size, []]))
    for (let round = 0; round < rounds; round++) {
      for (const size of round % 2 === 0 ? sizes : sizes.toReversed()) {
        const run = await costIn(folders.get(size)!, size, times)
        runs.get(size)!.push(run)
        progress(`round ${round + 1}/${rounds} log of ${size}: ${run.cpuUs.toFixed(1)} µs CPU a ballot`)
      }
    }
    const us = (size: number) => runs.get(size)!.map(({ cpuUs }) => cpuUs)
    return [
      rowOf({
        ...{ key: 'P12', goal: 'P12', label: `每票耗时：日志${inWan(ballots)}万票 ÷ 1,000票` },
        work: `processor time a ballot through a door onto the disk, ${ballots.toLocaleString('en')} in the log ÷ 1,000`,
        limit: { is: '≤', value: 1.2, unit: '' },
        rounds: us(ballots).map((cpuUs, round) => cpuUs / us(few)[round]!),
        notes: { usFew: spreadOf(us(few)), usMany: spreadOf(us(ballots)) },
      }),
    ]
  },
}

/** Of a log as the server writes it, in a busy window's batches. */
function diskBytesABallot(folder: string, ballots: number): number {
  const file = join(folder, 'disk.db')
  fill(file, 1, ballots)
  const { size } = statSync(file)
  rmSync(file)
  return size / ballots
}

/** As Chinese counts: in ten thousands. */
const inWan = (count: number) => (count / 10_000).toLocaleString('en')
