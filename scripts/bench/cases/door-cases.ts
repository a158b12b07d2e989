// What the bench measures at the doors: ballots a second against two yardsticks (P1, P2), delays under load (P3), Aliyun's batches.

import { runAliyunBatches } from '../aliyun-batches.ts'
import { runCase, type Case, type CaseRun } from '../ballots-a-second.ts'
import { runOpenLoop } from '../open-loop.ts'
import { rowOf, spreadOf } from '../report/row.ts'
import type { BenchCase } from './bench.ts'

export const ballotsASecondCase: BenchCase = {
  goals: ['P1', 'P2'],
  async run({ folder, rounds, times, wants, progress }) {
    const order: Case[] = ['bare', 'real', ...(wants('P2') ? (['express'] as const) : [])]
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
    const cpuUs = (name: Case) => spreadOf(runs[name].map((run) => run.cpuUs))
    const first = rowOf({
      ...{ key: 'P1', goal: 'P1', label: '全程落盘后应答 ÷ 什么都不做的门' },
      work: 'signed Twilio POSTs, whole path, answered after fsync ÷ node:http + HMAC doing nothing else',
      ...{ limit: { is: '≥', value: 0.9, unit: '' }, rounds: ratios('bare') },
      notes: {
        ...{ realASecond: rates('real'), bareASecond: rates('bare') },
        ...{ realUs: cpuUs('real'), bareUs: cpuUs('bare') },
        ballotsACommit: spreadOf(runs.real.flatMap(({ ballotsACommit }) => ballotsACommit ?? [])),
        answeredAndCounted: runs.real.reduce((sum, run) => sum + run.answered, 0),
      },
    })
    if (!wants('P2')) return [first]
    const second = rowOf({
      ...{ key: 'P2', goal: 'P2', label: '全程落盘后应答 ÷ 最先想到的写法' },
      work: 'the same ÷ express + Twilio’s middleware + one INSERT a vote',
      ...{ limit: { is: '≥', value: 5, unit: '' }, rounds: ratios('express') },
      notes: { realASecond: rates('real'), expressASecond: rates('express'), expressUs: cpuUs('express') },
    })
    return wants('P1') ? [first, second] : [second]
  },
}

export const openLoopCase: BenchCase = {
  goals: ['P3'],
  async run({ folder, isQuick, progress }) {
    const plan = { ratePerSecond: 2_000, lastsMs: isQuick ? 10_000 : 60_000, viewers: 500 }
    const { load, viewers, lost } = await runOpenLoop(folder, plan)
    progress(`${load.sent} messages at 2,000/s: p99.9 ${load.p999Ms.toFixed(1)} ms, lost ${lost}`)
    return [
      rowOf({
        ...{ key: 'P3', goal: 'P3', label: '每秒2,000条、500块屏：应答 p99.9' },
        work: `2,000/s for ${plan.lastsMs / 1_000} s, 500 viewers: p99.9 of the answer`,
        limit: { is: '<', value: 150, unit: 'ms' },
        besides: { words: 'lost 0', holds: lost === 0 },
        rounds: [load.p999Ms],
        notes: {
          ...{ p50Ms: load.p50Ms, p99Ms: load.p99Ms, mostMs: load.mostMs, lost, answered: load.answered },
          viewersConnected: viewers.connected,
          snapshotsASecond: (viewers.snapshots * 1_000) / plan.lastsMs,
          viewersBehind: viewers.sawMost - viewers.sawLeast,
        },
      }),
    ]
  },
}

export const aliyunCase: BenchCase = {
  goals: ['aliyun'],
  async run({ folder, isQuick, progress }) {
    const { answeredMs, besideASecond } = await runAliyunBatches(folder, isQuick ? 20 : 60)
    const { median, most } = spreadOf(answeredMs)
    progress(`aliyun 500 at once: median ${median.toFixed(1)} ms, worst ${most.toFixed(1)} ms`)
    return [
      rowOf({
        ...{ key: 'aliyun', goal: 'aliyun', label: '阿里云一批500条：应答' },
        work: 'a batch of 500 until answered, beside 1,000/s at Twilio’s',
        limit: { is: '<', value: 700, unit: 'ms' },
        besides: { words: 'the worst too', holds: most < 700 },
        rounds: answeredMs,
        notes: { batches: answeredMs.length, besideASecond },
      }),
    ]
  },
}
