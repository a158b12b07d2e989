// P10: writes a bundle of many ballot rows, seeded, by the real maker: one period poll of a whole city, one row in ten a repeat.
//
// Usage: node verifier-bundle.ts ROWS FOLDER. Standard output: VerifierBundle as JSON.

import { join } from 'node:path'
import { LogId, WindowId } from '../../shared/basics/ids.ts'
import { CHANNELS, CHOICES } from '../../shared/ballot/choices.ts'
import { EMPTY_SPLIT } from '../../shared/ballot/tally.ts'
import { DEFAULT_SCHEME } from '../../shared/evaluation/scheme.ts'
import { PeriodId } from '../../shared/period/ids.ts'
import { writeBundle } from '../../server/evaluation/bundle-write.ts'
import { createSigning } from '../../server/signing.ts'
import type { PollRows, Received } from '../../server/storage/sealed-polls.ts'
import { createVoterRows } from '../../server/storage/voter-rows.ts'
import { createRandom } from '../demo/random.ts'
import { inputsOf, unitsOf } from './many-quarters.ts'

export interface VerifierBundle {
  readonly file: string
  readonly bytes: number
  readonly rows: number
  readonly units: number
  /** Ranking, certainty, grouping and packing included. */
  readonly writeMs: number
  readonly publicKey: string
}

const [rowsWanted, folder = ''] = process.argv.slice(2)
const rows = Number(rowsWanted)
const UNITS = 1_000
const REPEATED_EVERY = 10
const POLL = WindowId.parse('0123456789ab')
const OPENED_MS = Date.parse('2026-07-01T00:00:00+08:00')
const NOTHING: Received = {
  ...{ counted: 0, duplicate: 0, early: 0, late: 0, stale: 0, invalid: 0, quarantined: 0 },
}
const random = createRandom(10)
const units = unitsOf(UNITS)
const splits = units.map(() => ({ ...EMPTY_SPLIT }))
const headline = createVoterRows()
const web = createVoterRows()

let voterKey = new Uint8Array(16)
for (let row = 0; row < rows; row++) {
  const isRepeat = row % REPEATED_EVERY === REPEATED_EVERY - 1
  // A repeat is of the voter just before, for the same unit.
  const unit = Math.floor(row / REPEATED_EVERY) % UNITS
  const choice = random.below(CHOICES.length)
  if (!isRepeat) {
    voterKey = Uint8Array.from({ length: 16 }, () => random.below(256))
    splits[unit]![CHOICES[choice]!] += 1
  }
  headline.add({
    ...{ voterKey, code: unit + 1, choice, orderMs: OPENED_MS + row, hash: row },
    channel: CHANNELS.indexOf('twilio'),
  })
}
const duplicate = Math.floor(rows / REPEATED_EVERY)
const below = (limit: number) => random.below(limit)
const polled: PollRows = {
  pollId: POLL,
  headline: {
    received: { ...NOTHING, counted: rows - duplicate, duplicate },
    rows: headline.rows(below),
  },
  web: { received: NOTHING, rows: web.rows(below) },
}
const logId = LogId.parse('0123456789abcdef')
const signingKey = new Uint8Array(32).fill(10)
const startedAt = performance.now()
const { bundleHash, bytes } = writeBundle(
  {
    period: {
      ...{ periodId: PeriodId.parse('2026-q3'), title: '2026年第三季度', kind: 'quarter', rollsUp: [] },
      ...{ startsOn: '2026-07-01', endsOn: '2026-09-30' },
    },
    ...{ replaces: null, sources: [], scheme: DEFAULT_SCHEME, organisations: [] },
    inputs: {
      units,
      evidence: units.map((unit, i) => ({
        ...inputsOf(unit, random),
        citizens: { split: splits[i]!, pollIds: [POLL] },
      })),
      rolled: [],
    },
    polls: [
      {
        ...{ kind: 'period', segment: null },
        window: {
          ...{ windowId: POLL, opensAtMs: OPENED_MS, closesAtMs: OPENED_MS + rows },
          units: units.map(({ unitId, code, name }) => ({ id: unitId, code, name })),
          drainMs: { twilio: 0, wechat: 0, web: 0, aliyun: 0, tencent: 0, gateway: 0 },
          ...{ channels: [...CHANNELS], quarantines: [] },
        },
        seals: { [logId]: { sequence: rows, count: rows, chainHash: 'c'.repeat(64) } },
        verified: { result: { kind: 'citizens', channels: [] }, units: null, unfiltered: null },
      },
    ],
  },
  [polled],
  { folder, signingKey },
)
const made: VerifierBundle = {
  ...{ file: join(folder, `${bundleHash}.zip`), bytes, rows, units: UNITS },
  writeMs: performance.now() - startedAt,
  publicKey: createSigning(signingKey).publicKey,
}
console.log(JSON.stringify(made))
