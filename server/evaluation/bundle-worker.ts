// The thread that writes one bundle and ends: ranking, drawing and packing a million ballots must not stall a screen.

import { parentPort, workerData } from 'node:worker_threads'
import type { PollRows } from '../storage/sealed-polls.ts'
import { writeBundle, type BundleOrder } from './bundle-write.ts'

export interface BundleWork {
  readonly order: BundleOrder
  readonly rows: readonly PollRows[]
  readonly folder: string
  readonly signingKey: Uint8Array
}

const { order, rows, folder, signingKey } = workerData as BundleWork
parentPort?.postMessage(writeBundle(order, rows, { folder, signingKey }))
