// One piece of work in a thread of its own, which says one thing and ends.

import { Worker } from 'node:worker_threads'

/** What `file` posts, given `work` as its workerData. Rejects where it throws, or ends without a word. */
export function inThread<T>(file: URL, work: unknown): Promise<T> {
  return new Promise((settle, fail) => {
    const worker = new Worker(file, { workerData: work, name: file.pathname.split('/').at(-1) ?? 'thread' })
    worker.once('message', settle)
    worker.once('error', fail)
    worker.once('exit', (code) => fail(new Error(`${file.pathname} ended with code ${code}`)))
  })
}
