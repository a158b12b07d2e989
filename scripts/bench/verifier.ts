// P10: the verifier on a bundle of many ballots, in a process of its own as anybody runs it, beside what only reading the file takes.

import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { childrenCpuMs, runForJson } from './processes.ts'
import type { VerifierBundle } from './verifier-bundle.ts'

export interface VerifierRun {
  readonly verifiedMs: number
  readonly verifiedCpuMs: number
  readonly readMs: number
}

const HERE = import.meta.dirname
const VERIFIER = resolve(HERE, '../verify/main.ts')

export function givenVerifierBundle(folder: string, rows: number): Promise<VerifierBundle> {
  const into = join(folder, 'bundle')
  mkdirSync(into, { recursive: true })
  return runForJson<VerifierBundle>(join(HERE, 'verifier-bundle.ts'), [String(rows), into])
}

/** From starting each process to its end. Throws where the verifier finds anything, or saw other rows than there are. */
export async function verifierRun(bundle: VerifierBundle, readFirst: boolean): Promise<VerifierRun> {
  const { file, rows, publicKey } = bundle
  const read = async () => {
    const { result, tookMs } = await timed(() =>
      runForJson<{ rows: number }>(join(HERE, 'yardsticks/read-bundle.ts'), [file]),
    )
    if (result.rows !== rows) throw new Error(`${rows} rows written, ${result.rows} read`)
    return tookMs
  }
  const before = readFirst ? await read() : null
  const { result, tookMs, cpuMs } = await timed(() =>
    runForJson<{ holds: boolean; ballots: number; findings: unknown }>(VERIFIER, [
      ...['--json', '--key', publicKey],
      file,
    ]),
  )
  if (!result.holds || result.ballots !== rows)
    throw new Error(
      `verified ${result.ballots} of ${rows} rows: ${JSON.stringify(result.findings).slice(0, 500)}`,
    )
  return { verifiedMs: tookMs, verifiedCpuMs: cpuMs, readMs: before ?? (await read()) }
}

async function timed<T>(run: () => Promise<T>) {
  const cpuBefore = childrenCpuMs()
  const startedAt = performance.now()
  const result = await run()
  return { result, tookMs: performance.now() - startedAt, cpuMs: childrenCpuMs() - cpuBefore }
}
