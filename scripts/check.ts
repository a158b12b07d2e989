// `npm run check`: format, lint, types, import rules and rule ids, one line each, and the whole output of what fails.

import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const bin = (path: string) => resolve(root, 'node_modules', path)

// The longest first, so that two lanes end at about the same time.
const checks: { name: string; command: string[]; showsLastLine?: true }[] = [
  { name: 'lint', command: [bin('eslint/bin/eslint.js'), '--max-warnings=0', '.'] },
  { name: 'types', command: [bin('typescript/bin/tsc'), '--pretty', 'false'] },
  {
    name: 'format',
    command: [
      bin('prettier/bin/prettier.cjs'),
      ...['--check', '--log-level=warn', '--cache', '--cache-strategy=content'],
      '.',
    ],
  },
  { name: 'imports', command: [resolve(root, 'scripts/check-imports.ts')], showsLastLine: true },
  { name: 'rule ids', command: [resolve(root, 'scripts/check-rule-ids.ts')], showsLastLine: true },
]

// Two at a time: the machines this runs on have two cores.
const waiting = [...checks]
let failed = 0
await Promise.all([lane(), lane()])
process.exit(failed > 0 ? 1 : 0)

async function lane(): Promise<void> {
  for (let check = waiting.shift(); check; check = waiting.shift()) {
    const startedAtMs = performance.now()
    const { code, output } = await run(check.command)
    const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1)
    const lastLine = check.showsLastLine && code === 0 ? `  ${output.trimEnd().split('\n').at(-1) ?? ''}` : ''
    console.log(
      `${code === 0 ? 'ok  ' : 'FAIL'}  ${check.name.padEnd(8)} ${seconds.padStart(5)} s${lastLine}`,
    )
    if (code === 0) continue
    failed += 1
    console.log(output.trimEnd())
  }
}

function run(command: string[]): Promise<{ code: number; output: string }> {
  return new Promise((settle) => {
    const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const take = (chunk: Buffer) => (output += chunk.toString())
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.on('error', (error) => settle({ code: 1, output: error.message }))
    child.on('close', (code) => settle({ code: code ?? 1, output }))
  })
}
