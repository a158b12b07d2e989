// Usage: npm run day -- [--small] [--seed N]. Plays the scripted day and prints its figures; exit code 1 on any difference.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { CHANNEL_NAMES, type PollChannel } from '../../shared/ballot/choices.ts'
import { BIG_DAY, runDay, SMALL_DAY, type DayPlan } from './day.ts'

const { values } = parseArgs({
  options: { small: { type: 'boolean', default: false }, seed: { type: 'string', default: '20261125' } },
})
const folder = mkdtempSync(join(tmpdir(), 'wenzheng-day-'))
const plan: DayPlan = {
  ...(values.small ? SMALL_DAY : BIG_DAY),
  seed: Number(values.seed),
  dataDir: join(folder, 'data'),
  say: (line) => console.log(line),
}
console.log(`一日演练：约${plan.messages}条消息，种子${plan.seed}。`)
try {
  const report = await runDay(plan)
  const { letters, byDoor } = report
  const sent = Object.values(letters).reduce((sum, n) => sum + n, 0)
  const share = (n: number) => `${n}（${((100 * n) / sent).toFixed(1)}%）`
  console.log(`
发出消息　${sent}：${Object.entries(byDoor)
    .map(([door, n]) => `${CHANNEL_NAMES[door as PollChannel]} ${n}`)
    .join('，')}
其中重复　${share(letters.again + letters.second)}，迟到 ${share(letters.late)}，看不懂 ${share(letters.garbage)}
计入　　　${report.counted}；另有重复 ${report.duplicates}、迟到 ${report.late}、无效 ${report.invalid}
请求　　　${report.requests}，其中没有得到答复而重发 ${report.again}；最慢的答复 ${report.slowestMs.toFixed(0)} 毫秒
发送用时　${(report.sentInMs / 1_000).toFixed(1)} 秒；SIGKILL ${report.kills} 次`)
  for (const line of report.differences.slice(0, 50)) console.log(`【不一致】${line}`)
  console.log(
    report.differences.length === 0
      ? '\n实时计票、重新计票与脚本自己的计数完全一致。'
      : `\n【共${report.differences.length}处不一致】`,
  )
  process.exitCode = report.differences.length === 0 ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
