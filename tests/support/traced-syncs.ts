// Attaches strace to a running server: makes its syncs fail or hang from the Nth on, and keeps a record of every one.

import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Sync {
  readonly path: string
  readonly ok: boolean
  /** Milliseconds since 1970, with a fraction. */
  readonly startMs: number
  readonly endMs: number
}

export interface TracedSyncs {
  /** When the last thread was attached. */
  readonly attachedAtMs: number
  /** Leaves the server, whose syncs work again, and gives every sync seen, in order of its end; asked again, the same. */
  detach(): Promise<readonly Sync[]>
}

const ATTACH_WITHIN_MS = 10_000
const LINE = /^(\d+\.\d+) f(?:data)?sync\(\d+<([^>]*)>\)\s+= (-?\d+)[^<]*(?:\([^)]*\)\s*)*<(\d+\.\d+)>/

/**
 * `fault`: strace's words for what happens, such as `error=EIO:when=3+` (counted in each thread). `onlyPaths`: of these
 * files; empty: of all. Throws with a sentence where strace is absent or may not attach.
 */
export async function traceSyncs(
  pid: number,
  fault: string,
  onlyPaths: readonly string[] = [],
): Promise<TracedSyncs> {
  const folder = mkdtempSync(join(tmpdir(), 'wenzheng-strace-'))
  const calls = 'fdatasync,fsync'
  const strace = spawn(
    'strace',
    [
      ...['-ff', '-ttt', '-T', '-y', '-o', join(folder, 'syncs'), '-p', String(pid)],
      ...['-e', `trace=${calls}`, '-e', `inject=${calls}:${fault}`],
      ...onlyPaths.flatMap((path) => ['-P', path]),
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let said = ''
  const ended = new Promise<void>((done) => strace.once('close', () => done()))
  await new Promise<void>((attached, failed) => {
    const why = (reason: string) =>
      new Error(
        `The promise about a failing disk needs strace (apt-get install strace) and the right to attach it (root): ${reason} ${said}`,
      )
    const timer = setTimeout(() => failed(why('it did not attach in time.')), ATTACH_WITHIN_MS)
    strace.once('error', (error) => failed(why(error.message)))
    strace.once('exit', () => failed(why('it ended.')))
    strace.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (!/^strace: Process \d+ attached/m.test(said)) return
      clearTimeout(timer)
      attached()
    })
  }).catch((error: unknown) => {
    strace.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
    throw error
  })
  const detached = async () => {
    strace.kill('SIGINT')
    await ended
    const syncs = readdirSync(folder)
      .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
      .flatMap((line) => syncOf(line))
    rmSync(folder, { recursive: true, force: true })
    return syncs.sort((a, b) => a.endMs - b.endMs)
  }
  let answer: Promise<readonly Sync[]> | null = null
  return { attachedAtMs: Date.now(), detach: () => (answer ??= detached()) }
}

function syncOf(line: string): Sync[] {
  const [, seconds, path, result, took] = LINE.exec(line) ?? []
  if (seconds === undefined || path === undefined) return []
  const startMs = Number(seconds) * 1_000
  return [{ path, ok: result === '0', startMs, endMs: startMs + Number(took) * 1_000 }]
}
