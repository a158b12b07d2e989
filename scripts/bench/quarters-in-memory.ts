// What years of quarters cost a house that is read from its journal: `node --expose-gc scripts/bench/quarters-in-memory.ts [UNITS] [QUARTERS]`.

import type { Journal } from '../../server/storage/journal.ts'
import { EMPTY_HOUSE, foldHouse } from '../../shared/show/house-evolve.ts'
import type { Recorded } from '../../shared/show/house.ts'
import { writeQuarters } from './many-quarters.ts'

const units = Number(process.argv[2] ?? 9_999)
const quarters = Number(process.argv[3] ?? 20)
const collect = (globalThis as { gc?: () => void }).gc
if (collect === undefined) throw new Error('run it with --expose-gc')
const heapMb = () => {
  collect()
  return process.memoryUsage().heapUsed / 1e6
}

/** Every event as its line of the journal, so that reading is measured from text, as a start reads it. */
const lines: string[] = []
const versions = new Map<string, number>()
const journal: Pick<Journal, 'append'> = {
  async append(_expected, { events, ...by }) {
    for (const { stream, event } of events) {
      const streamVersion = (versions.get(stream) ?? 0) + 1
      versions.set(stream, streamVersion)
      lines.push(JSON.stringify({ position: lines.length + 1, stream, streamVersion, ...by, event }))
    }
    return []
  },
}
await writeQuarters(journal as Journal, { units, quarters, fromYear: 2022, seed: 1 })
const bytes = lines.reduce((sum, line) => sum + line.length, 0)

const before = heapMb()
let house = EMPTY_HOUSE
let [parsedMs, foldedMs] = [0, 0]
for (const line of lines) {
  const startMs = performance.now()
  const recorded = JSON.parse(line) as Recorded
  const readMs = performance.now()
  house = foldHouse(house, recorded)
  parsedMs += readMs - startMs
  foldedMs += performance.now() - readMs
}
const heap = heapMb() - before
console.log(
  `${units} units × ${quarters} quarters: journal ${(bytes / 1e6).toFixed(0)} MB, heap ${heap.toFixed(0)} MB, ` +
    `parsed in ${parsedMs.toFixed(0)} ms, folded in ${foldedMs.toFixed(0)} ms (${Object.keys(house.periods).length} periods)`,
)
