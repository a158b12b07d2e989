// What the bench measures of the evaluation: a ranking with its certainty (P8), and the verifier on a million ballots (P10).

import { join } from 'node:path'
import { BOTH_CORES, runForJson } from '../processes.ts'
import type { RankingRun } from '../ranking.ts'
import { rowOf, spreadOf } from '../report/row.ts'
import { givenVerifierBundle, verifierRun, type VerifierRun } from '../verifier.ts'
import type { BenchCase } from './bench.ts'

/** On both cores: the thread that ranks has one, the event loop that asked the other. */
export const rankingCase: BenchCase = {
  goals: ['P8'],
  async run({ rounds, progress }) {
    const runs: RankingRun[] = []
    for (let round = 0; round < rounds; round++) {
      const run = await runForJson<RankingRun>(
        join(import.meta.dirname, '../ranking.ts'),
        ['10000'],
        BOTH_CORES,
      )
      runs.push(run)
      progress(
        `round ${round + 1}/${rounds} ranked ${run.rankedMs.toFixed(0)} ms, certain ${run.certainMs.toFixed(0)} ms, loop p99 ${run.loopP99Ms.toFixed(1)} ms (idle ${run.idleP99Ms.toFixed(1)}), card ${run.cardMs.toFixed(0)} ms`,
      )
    }
    const of = (name: keyof RankingRun) => runs.map((run) => run[name])
    return [
      rowOf({
        ...{ key: 'P8-certainty', goal: 'P8', label: '一万个单位排名与2,000次抽样' },
        work: 'ranking of 10,000 units with certainty, 2,000 draws, in its thread',
        limit: { is: '<', value: 3_000, unit: 'ms' },
        rounds: of('certainMs'),
        notes: {
          rankedMs: spreadOf(of('rankedMs')),
          cardMs: spreadOf(of('cardMs')),
          cpuMs: spreadOf(of('cpuMs')),
        },
      }),
      rowOf({
        ...{ key: 'P8-loop', goal: 'P8', label: '其间主线程延迟 p99' },
        work: 'delay of the event loop that asked meanwhile, p99',
        limit: { is: '<', value: 20, unit: 'ms' },
        rounds: of('loopP99Ms'),
        notes: {
          ...{ mostMs: spreadOf(of('loopMostMs')), idleLoopP99Ms: spreadOf(of('idleP99Ms')) },
          ownCpuMs: spreadOf(of('loopCpuMs')),
        },
      }),
    ]
  },
}

/** The yardstick reads the same file and does no more than any verifier must: unpacks and hashes it, and looks at every row. */
export const verifierCase: BenchCase = {
  goals: ['P10'],
  async run({ folder, rounds, isQuick, progress }) {
    const rows = isQuick ? 200_000 : 1_000_000
    const bundle = await givenVerifierBundle(folder, rows)
    progress(`bundle of ${rows} rows: ${(bundle.bytes / 1e6).toFixed(1)} MB`)
    const runs: VerifierRun[] = []
    for (let round = 0; round < rounds; round++) {
      const run = await verifierRun(bundle, round % 2 === 1)
      runs.push(run)
      progress(
        `round ${round + 1}/${rounds} verified in ${run.verifiedMs.toFixed(0)} ms (${run.verifiedCpuMs.toFixed(0)} CPU), only read in ${run.readMs.toFixed(0)} ms`,
      )
    }
    const of = (name: keyof VerifierRun) => spreadOf(runs.map((run) => run[name]))
    return [
      rowOf({
        ...{
          key: 'P10',
          goal: 'P10',
          label: `独立核对：${(rows / 10_000).toLocaleString('en')}万票的公开数据包`,
        },
        work: `verifier: bundle of ${rows.toLocaleString('en')} ballot rows and ${bundle.units.toLocaleString('en')} units recomputed`,
        limit: { is: '<', value: 15, unit: 's' },
        rounds: runs.map(({ verifiedMs }) => verifiedMs / 1_000),
        notes: {
          verifiedCpuMs: of('verifiedCpuMs'),
          onlyReadMs: of('readMs'),
          timesOnlyReading: spreadOf(runs.map(({ verifiedMs, readMs }) => verifiedMs / readMs)),
          ...{ bundleMb: bundle.bytes / 1e6, writeMs: bundle.writeMs },
        },
      }),
    ]
  },
}
