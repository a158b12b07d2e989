// Where the server's time goes under load, as a flame graph: signed Twilio messages for some seconds, a profile by Node itself.
//
// Usage: npm run flame -- [--seconds 10] [--out flame.svg]
// Beside the SVG lies the .cpuprofile of the main thread: speedscope.app and Chromium's developer tools open it as it is.

import { copyFileSync, globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { LoadPlan, LoadReport } from './bench/load.ts'
import { runForJson } from './bench/processes.ts'
import { BENCH_ACCOUNT, openWindow, startReal } from './bench/real-show.ts'
import { flameSvg } from './flame/flame-svg.ts'
import { stacksOf, type CpuProfile } from './flame/stacks.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    out: { type: 'string', default: 'flame.svg' },
  },
})
const measureMs = Number(values.seconds) * 1_000
if (!Number.isFinite(measureMs) || measureMs <= 0) {
  process.stderr.write('--seconds 须是正数。\n')
  process.exit(2)
}
const folder = mkdtempSync(join(tmpdir(), 'wenzheng-flame-'))
try {
  const profiles = join(folder, 'profiles')
  const dataDir = join(folder, 'data')
  const server = await startReal(dataDir, { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profiles}` })
  await openWindow(server)
  const plan: LoadPlan = {
    ...{ account: BENCH_ACCOUNT, port: server.port, connections: 64 },
    ...{ warmUpMs: 1_000, measureMs, prepared: 80_000 },
  }
  const { rate } = await runForJson<LoadReport>(join(import.meta.dirname, 'bench/load.ts'), [
    JSON.stringify(plan),
  ])
  await server.stop()
  // A thread each; the main thread's, where doors and tallies are, has the most in it.
  const files = globSync('*.cpuprofile', { cwd: profiles }).map((name) => join(profiles, name))
  const largest = files.toSorted((a, b) => statSync(b).size - statSync(a).size)[0]
  if (largest === undefined) throw new Error('Node wrote no profile')
  const profile = JSON.parse(readFileSync(largest, 'utf8')) as CpuProfile
  const out = resolve(values.out)
  writeFileSync(
    out,
    flameSvg(
      stacksOf(profile, measureMs * 1_000),
      `${rate.toFixed(0)} ballots a second, ${values.seconds} s, main thread`,
    ),
  )
  const raw = out.replace(/\.svg$/, '') + '.cpuprofile'
  copyFileSync(largest, raw)
  process.stdout.write(`${out}\n${raw}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
