// A worker thread that answers calls: what blocks on the disk runs there, so that a stalled disk stalls no screen (SAFE3).

import { parentPort, Worker } from 'node:worker_threads'
import { NotOurFile } from './sqlite.ts'

/** What a worker offers: plain functions of structured-clone values, called one at a time. */
export type WorkerApi = Readonly<Record<string, (...args: never[]) => unknown>>

type Call = { readonly id: number; readonly name: string; readonly args: readonly unknown[] }
type Answer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | {
      readonly id: number
      readonly ok: false
      readonly error: { name: string; message: string; file: string | null }
    }

/** The calls of a worker as its owner makes them. */
export type Remote<Api extends WorkerApi> = {
  readonly [Name in keyof Api]: (...args: Parameters<Api[Name]>) => Promise<Awaited<ReturnType<Api[Name]>>>
}

/** Ends the thread; calls that still wait are rejected. */
export interface RunningWorker<Api extends WorkerApi> {
  readonly call: Remote<Api>
  stop(): Promise<void>
}

/** Starts `file` (a module that calls serveCalls) in a thread of its own. Calls are answered in order. */
export function startWorker<Api extends WorkerApi>(
  file: URL,
  names: readonly (keyof Api & string)[],
): RunningWorker<Api> {
  const worker = new Worker(file, { name: file.pathname.split('/').at(-1) ?? 'worker' })
  const waiting = new Map<number, { settle: (value: unknown) => void; fail: (error: Error) => void }>()
  let nextId = 1
  let ended: Error | null = null
  const end = (error: Error) => {
    ended ??= error
    for (const { fail } of waiting.values()) fail(ended)
    waiting.clear()
  }
  worker.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))))
  worker.on('exit', (code) => end(new Error(`${file.pathname} ended with code ${code}`)))
  worker.on('message', (answer: Answer) => {
    const call = waiting.get(answer.id)
    waiting.delete(answer.id)
    if (answer.ok) call?.settle(answer.value)
    else call?.fail(errorOf(answer.error))
  })
  const callOf =
    (name: string) =>
    (...args: readonly unknown[]) =>
      new Promise<unknown>((settle, fail) => {
        if (ended) return fail(ended)
        const id = nextId++
        waiting.set(id, { settle, fail })
        worker.postMessage({ id, name, args } satisfies Call)
      })
  return {
    call: Object.fromEntries(names.map((name) => [name, callOf(name)])) as unknown as Remote<Api>,
    async stop() {
      end(new Error(`${file.pathname} was stopped`))
      await worker.terminate()
    },
  }
}

/** The worker's side: answers the calls of its owner. */
export function serveCalls(api: WorkerApi): void {
  if (parentPort === null) throw new Error('serveCalls belongs into a worker thread')
  const port = parentPort
  const functions: Readonly<Record<string, ((...args: never[]) => unknown) | undefined>> = api
  port.on('message', ({ id, name, args }: Call) => {
    try {
      const work = functions[name]
      if (work === undefined) throw new Error(`no such call: ${name}`)
      port.postMessage({ id, ok: true, value: work(...(args as never[])) } satisfies Answer)
    } catch (error) {
      const { name: kind, message } = error instanceof Error ? error : new Error(String(error))
      const file = error instanceof NotOurFile ? error.file : null
      port.postMessage({ id, ok: false, error: { name: kind, message, file } } satisfies Answer)
    }
  })
}

function errorOf({ name, message, file }: { name: string; message: string; file: string | null }): Error {
  if (file !== null) return new NotOurFile(file, message)
  const error = new Error(message)
  error.name = name
  return error
}
