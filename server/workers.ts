// Starts WORKERS identical processes on one port, starts those again that end, and stops them together.

import cluster, { type Worker } from 'node:cluster'
import type { Log } from './log.ts'

const AGAIN_FIRST_MS = 500
const AGAIN_LONGEST_MS = 30_000
/** The exit code of one that said why it does not start. */
const NOT_STARTED = 78
/** One that ran so long had started well. */
const STARTED_WELL_MS = 60_000

/**
 * In the process that the operator started. It holds no data and serves nothing: where it dies, the others end with it, and
 * whoever watches over it starts all again.
 */
export function startWorkers(count: number, log: Log): void {
  let stopping = false
  /** One of them has served. Where none ever did and none is left, it is the operator who has to know. */
  let served = false
  const running = new Map<number, Worker>()
  const fork = (number: number, againMs: number) => {
    const startedAt = performance.now()
    const worker = cluster.fork({ WENZHENG_WORKER: String(number) })
    running.set(number, worker)
    // As of one that is told to stop while it ends by itself.
    worker.on('error', (error) =>
      log.warn({ worker: number, error: error.message }, 'a process was not reached'),
    )
    worker.once('listening', () => (served = true))
    worker.once('exit', (code, signal) => {
      running.delete(number)
      if (code === NOT_STARTED && !served && running.size === 0) process.exit(1)
      if (stopping) {
        if (running.size === 0) process.exit(process.exitCode ?? 0)
        return
      }
      log.error({ worker: number, code, signal }, 'a process of several ended; it is started again')
      const nextMs = performance.now() - startedAt > STARTED_WELL_MS ? AGAIN_FIRST_MS : againMs
      setTimeout(() => {
        if (!stopping) fork(number, Math.min(nextMs * 2, AGAIN_LONGEST_MS))
      }, nextMs)
    })
  }
  for (let number = 1; number <= count; number += 1) fork(number, AGAIN_FIRST_MS)

  const stop = () => {
    if (stopping) return
    stopping = true
    if (running.size === 0) process.exit(0)
    // By message: a signal from a terminal has reached them already, and a second one would cut them short.
    for (const worker of running.values()) worker.send('stop')
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

/** In one of several, which the way to the one that started it would keep alive. */
export function endUnstarted(): void {
  if (process.connected) process.exit(NOT_STARTED)
}

/** In one of several: calls back when the process that started them wants it to stop. */
export function onStopOfAll(stop: () => void): void {
  process.on('message', (message) => {
    if (message === 'stop') stop()
  })
}
