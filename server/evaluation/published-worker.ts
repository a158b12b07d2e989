// The thread that reads the ranking out of one bundle, in the parts that are kept of it, and ends.

import { parentPort, workerData } from 'node:worker_threads'
import { readBundleRanking } from './published-bundle.ts'
import { partsOfPublished } from './published-parts.ts'

const { file, bundleHash } = workerData as { readonly file: string; readonly bundleHash: string }
parentPort?.postMessage(partsOfPublished(await readBundleRanking(file, bundleHash)))
