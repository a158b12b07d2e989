// What the bench measures of screens: fan-out (P4), a ballot's way into the display's DOM (P5), pages' weight and first frame (P11).

import { runCrowd, runFanOut, type FanOutRun } from '../fan-out.ts'
import { runOnScreen, type OnScreenRun } from '../on-screen.ts'
import { runPages, type PagesRun } from '../pages.ts'
import { rowOf, spreadOf } from '../report/row.ts'
import type { BenchCase } from './bench.ts'

export const fanOutCase: BenchCase = {
  goals: ['P4'],
  async run({ folder, rounds, isQuick, progress }) {
    const measureMs = isQuick ? 5_000 : 15_000
    const runs: FanOutRun[] = []
    for (let round = 0; round < rounds; round++) {
      const run = await runFanOut(folder, 1_000, measureMs)
      runs.push(run)
      progress(
        `round ${round + 1}/${rounds} a delivery to 1,000: ${run.ourUs.toFixed(1)} µs, bare ${run.bareUs.toFixed(1)} µs`,
      )
    }
    const crowd = await runCrowd(folder, 5_000, measureMs * 2)
    progress(`5,000 viewers: ${crowd.connected} connected, p99 ${crowd.spreadP99Ms.toFixed(0)} ms`)
    return [
      rowOf({
        ...{ key: 'P4-1000', goal: 'P4', label: '发给1,000块屏 ÷ 裸 ws 循环' },
        work: 'fan-out to 1,000 viewers ÷ bare ws loop, by the server’s processor time a delivery',
        limit: { is: '≥', value: 0.8, unit: '' },
        rounds: runs.map(({ ourUs, bareUs }) => bareUs / ourUs),
        notes: {
          ourUs: spreadOf(runs.map(({ ourUs }) => ourUs)),
          bareUs: spreadOf(runs.map(({ bareUs }) => bareUs)),
          deliveriesASecond: spreadOf(runs.map(({ deliveriesASecond }) => deliveriesASecond)),
        },
      }),
      rowOf({
        ...{ key: 'P4-5000', goal: 'P4', label: '5,000块屏：同一版先后到齐 p99' },
        work: '5,000 viewers: from the first arrival of a version to its arrival at each, p99',
        limit: { is: '<', value: 250, unit: 'ms' },
        besides: { words: 'nobody behind', holds: crowd.connected === 5_000 && crowd.behindMs < 1_000 },
        rounds: [crowd.spreadP99Ms],
        notes: {
          ...{ connected: crowd.connected, behindMs: crowd.behindMs },
          deliveriesASecond: crowd.deliveriesASecond,
        },
      }),
    ]
  },
}

export const onScreenCase: BenchCase = {
  goals: ['P5'],
  async run({ folder, rounds, isQuick, progress }) {
    const plan = { ratePerSecond: 1_000, lastsMs: isQuick ? 8_000 : 20_000 }
    const runs: OnScreenRun[] = []
    for (let round = 0; round < rounds; round++) {
      const run = await runOnScreen(folder, plan)
      runs.push(run)
      progress(
        `round ${round + 1}/${rounds} answered → on screen: p50 ${run.p50Ms.toFixed(0)} p99 ${run.p99Ms.toFixed(0)} ms`,
      )
    }
    return [
      rowOf({
        ...{ key: 'P5', goal: 'P5', label: '应答 → 大屏数字变化 p99' },
        work: 'answered → number changed in the display’s DOM at 1,000 ballots/s, p99',
        limit: { is: '<', value: 300, unit: 'ms' },
        rounds: runs.map(({ p99Ms }) => p99Ms),
        notes: {
          p50Ms: spreadOf(runs.map(({ p50Ms }) => p50Ms)),
          changesASecond: spreadOf(runs.map(({ changes }) => (changes * 1_000) / plan.lastsMs)),
        },
      }),
    ]
  },
}

/** Gzip decides the weight: what a telephone gets over plain http; over TLS it takes brotli, which is a note. */
export const pagesCase: BenchCase = {
  goals: ['P11'],
  async run({ folder, rounds, progress }) {
    const { citizenBytes, firstFrameMs, bareFrameMs }: PagesRun = await runPages(folder, rounds, progress)
    return [
      rowOf({
        ...{ key: 'P11-page', goal: 'P11', label: '市民页压缩后' },
        work: 'citizen’s page with scripts and styles, as served gzipped',
        limit: { is: '<', value: 80, unit: 'kB' },
        rounds: [citizenBytes.gzip / 1_000],
        notes: { brotliKb: citizenBytes.br / 1_000 },
      }),
      rowOf({
        ...{ key: 'P11-frame', goal: 'P11', label: '大屏：打开到第一幅完整画面' },
        work: 'display: from navigation to its first whole picture, nothing cached',
        limit: { is: '<', value: 800, unit: 'ms' },
        rounds: firstFrameMs,
        notes: {
          barePageMs: spreadOf(bareFrameMs),
          timesTheBarePage: spreadOf(firstFrameMs.map((ms, round) => ms / bareFrameMs[round]!)),
        },
      }),
    ]
  },
}
