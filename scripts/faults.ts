// Runs the fault tests at their full count instead of the share that npm test has time for, and prints counts and seeds.
//   npm run faults -- [redis] [kill] [tamper] [--rounds N] [--seed N]

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

/** What a full run reaches. */
const FAULTS = {
  redis: { file: 'tests/faults/redis.test.ts', rounds: 200 },
  kill: { file: 'tests/faults/ballot-kill.test.ts', rounds: 1_000 },
  tamper: { file: 'tests/faults/tampering.test.ts', rounds: 100_000 },
} as const
type Fault = keyof typeof FAULTS

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string' }, seed: { type: 'string' } },
  allowPositionals: true,
})
const unknown = positionals.filter((name) => !Object.hasOwn(FAULTS, name))
if (unknown.length > 0) {
  process.stderr.write(`没有这项故障试验：${unknown.join('、')}；有 ${Object.keys(FAULTS).join('、')}。\n`)
  process.exit(2)
}
const named = positionals.length > 0 ? (positionals as Fault[]) : (Object.keys(FAULTS) as Fault[])

let failed = 0
for (const name of named) {
  const { file, rounds } = FAULTS[name]
  const many = values.rounds ?? String(rounds)
  process.stdout.write(
    `${name}: ${many} rounds of ${file}${values.seed === undefined ? '' : `, seed ${values.seed}`}\n`,
  )
  const { status } = spawnSync(
    process.execPath,
    [join('node_modules', 'vitest', 'vitest.mjs'), 'run', file],
    {
      cwd: join(import.meta.dirname, '..'),
      stdio: 'inherit',
      env: {
        ...process.env,
        WENZHENG_ROUNDS: many,
        ...(values.seed === undefined ? {} : { WENZHENG_SEED: values.seed }),
      },
    },
  )
  if (status !== 0) failed += 1
}
process.exit(failed === 0 ? 0 : 1)
