// What the bench measures of the index on Redis: packed against one a call, two processes against one, memory a voter (P9).

import { memoryAVoter, runRedis, type RedisRun } from '../redis.ts'
import { rowOf, spreadOf } from '../report/row.ts'
import type { BenchCase } from './bench.ts'

export const redisCase: BenchCase = {
  goals: ['P9'],
  async run({ rounds, isQuick, ballots, progress }) {
    const runs: RedisRun[] = []
    for (let round = 0; round < rounds; round++) {
      const run = await runRedis(isQuick ? 100_000 : 400_000)
      runs.push(run)
      progress(
        `round ${round + 1}/${rounds} packed ${run.packedASecond.toFixed(0)}/s, one a call ${run.singleASecond.toFixed(0)}/s, ` +
          `on two ${run.onTwoASecond.toFixed(0)}/s`,
      )
    }
    const of = (name: keyof RedisRun) => spreadOf(runs.map((run) => run[name]))
    const voters = Math.min(ballots, isQuick ? 200_000 : 5_000_000)
    return [
      rowOf({
        ...{ key: 'P9-packed', goal: 'P9', label: 'Redis：每次512票 ÷ 每次一票' },
        work: 'merged into Redis packed 512 ÷ the same function one a call, redis-benchmark at depth 64',
        limit: { is: '≥', value: 1.5, unit: '' },
        rounds: runs.map((run) => run.packedASecond / run.singleASecond),
        notes: {
          ...{ packedASecond: of('packedASecond'), singleASecond: of('singleASecond') },
          ...{ redisUsPacked: of('packedUs'), redisUsSingle: of('singleUs'), processUs: of('processUs') },
          ...{ bytesAVoter: await memoryAVoter(voters), voters },
        },
      }),
      rowOf({
        ...{ key: 'P9-two', goal: 'P9', label: 'Redis：两个进程 ÷ 一个' },
        work: 'two Redis processes ÷ one, shards by turns',
        limit: { is: '≥', value: 1.6, unit: '' },
        rounds: runs.map((run) => run.onTwoASecond / run.packedASecond),
        notes: { onTwoASecond: of('onTwoASecond'), packedASecond: of('packedASecond') },
      }),
    ]
  },
}
