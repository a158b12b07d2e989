// The thread that sets one bulletin and ends: reading the bundle and the fonts alone would stall a screen.

import { parentPort, workerData } from 'node:worker_threads'
import type { Publication } from '../../shared/period/period.ts'
import { bulletinOf } from './bulletin.ts'
import { readPublished } from './published-bundle.ts'

export interface BulletinOrder {
  /** The bundle. */
  readonly file: string
  readonly publication: Publication
  /** Of this publication in its period, from 1. */
  readonly number: number
}

const { file, publication, number } = workerData as BulletinOrder
parentPort?.postMessage(
  await bulletinOf(await readPublished(file, publication.bundleHash), publication, number),
)
