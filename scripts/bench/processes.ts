// Starts the processes of a bench on cores of their own, and reads what the kernel knows of them.

import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'

export interface Server {
  readonly pid: number
  readonly port: number
  /** Everything it said so far. */
  said(): string
  /** Processor time so far, in ms. */
  cpuMs(): number
  rssMb(): number
  /** SIGTERM; resolves when it has ended. */
  stop(): Promise<void>
}

const SERVER_CORE = '0'
const LOAD_CORE = String(Math.min(1, cpus().length - 1))
/** For what is spread over threads itself. */
export const BOTH_CORES = `0-${LOAD_CORE}`

/** Resolves when `ready` finds the port in what the server says. Rejects where it ends before. */
export function startServer(
  file: string,
  env: Readonly<Record<string, string>>,
  ready: (said: string) => number | null,
): Promise<Server> {
  const child = onCore(SERVER_CORE, [file], env)
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  let said = ''
  return new Promise((started, fail) => {
    child.once('exit', (code) => fail(new Error(`${file} ended with ${code}:\n${said}`)))
    const hear = (text: string) => {
      said += text
      const port = ready(said)
      if (port === null) return
      started({
        pid: child.pid!,
        port,
        said: () => said,
        cpuMs: () => cpuMsOf(child.pid!),
        rssMb: () =>
          Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1_024,
        stop: () => {
          child.kill('SIGTERM')
          return ended
        },
      })
    }
    for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding('utf8').on('data', hear)
  })
}

/** Runs a script on the generator's core, or the cores told, to its end and reads its standard output as JSON. */
export function runForJson<T>(file: string, args: readonly string[], cores = LOAD_CORE): Promise<T> {
  const child = onCore(cores, [file, ...args], {})
  let [out, err] = ['', '']
  child.stdout!.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (err += text))
  return new Promise((done, fail) => {
    child.once('close', (code) => {
      if (code === 0) done(JSON.parse(out) as T)
      else fail(new Error(`${file} ended with ${code}:\n${err}${out.slice(0, 2_000)}`))
    })
  })
}

function onCore(core: string, args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  return spawn('taskset', ['-c', core, process.execPath, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
}

/** Processor time of all processes that this one started and that have ended. */
export function childrenCpuMs(): number {
  return ticksMs('self', 13)
}

function cpuMsOf(pid: number): number {
  return ticksMs(String(pid), 11)
}

/** User and system time, from the field told; the kernel counts in hundredths of a second. */
function ticksMs(of: string, field: number): number {
  const fields = readFileSync(`/proc/${of}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[field]) + Number(fields[field + 1])) * 10
}
