// The thread that sets one bulletin and ends: reading the fonts alone would stall a screen.

import { parentPort, workerData } from 'node:worker_threads'
import { bulletinOf } from './bulletin.ts'

const { content, publication, number } = workerData as {
  readonly content: Parameters<typeof bulletinOf>[0]
  readonly publication: Parameters<typeof bulletinOf>[1]
  readonly number: number
}
parentPort?.postMessage(await bulletinOf(content, publication, number))
