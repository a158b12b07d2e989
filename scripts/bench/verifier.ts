// P10: a bundle of a quarter with so many ballots, recounted and ranked anew by the verifier in a process of its own.

import { spawnSync } from 'node:child_process'
import { rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import { UnitCode, UnitId, WindowId } from '../../shared/basics/ids.ts'
import { CATEGORIES } from '../../shared/evaluation/categories.ts'
import { createRandomBits } from '../../shared/evaluation/random.ts'
import { DEFAULT_SCHEME } from '../../shared/evaluation/scheme.ts'
import { CHANNELS, CHOICES } from '../../shared/ballot/choices.ts'
import { EMPTY_SPLIT, type Split } from '../../shared/ballot/tally.ts'
import { PeriodId } from '../../shared/period/ids.ts'
import type { PeriodInputs } from '../../shared/period/inputs.ts'
import { writeBundle, type BundleOrder } from '../../server/evaluation/bundle-write.ts'
import type { PollRows } from '../../server/storage/sealed-polls.ts'

export interface VerifierRun {
  readonly ballots: number
  readonly bundleBytes: number
  readonly writeMs: number
  readonly verifyMs: number
  readonly holds: boolean
}

const UNITS = 400
const POLL = WindowId.parse('0123456789ab')

/** One poll over 400 units; every tenth voter sent a second ballot. */
export function runVerifierOn(ballots: number, folder: string): VerifierRun {
  const { rows, splits } = rowsOf(ballots)
  const started = performance.now()
  const made = writeBundle(orderOf(splits, ballots), [rows], {
    folder,
    signingKey: new Uint8Array(32).fill(1),
  })
  const written = performance.now()
  const file = join(folder, `${made.bundleHash}.zip`)
  const { status } = spawnSync(process.execPath, [resolve('scripts/verify/main.ts'), file], {
    encoding: 'utf8',
  })
  const verifyMs = performance.now() - written
  const bundleBytes = statSync(file).size
  rmSync(file)
  return { ballots, bundleBytes, writeMs: written - started, verifyMs, holds: status === 0 }
}

function rowsOf(ballots: number): { rows: PollRows; splits: readonly Split[] } {
  const random = createRandomBits('9f86d081884c7d659a2feaa0c55ad015')
  const code = new Uint16Array(ballots)
  const voter = new Uint32Array(ballots)
  const order = new Uint32Array(ballots)
  const choice = new Uint8Array(ballots)
  const splits = Array.from({ length: UNITS }, () => ({ ...EMPTY_SPLIT }))
  const each = ballots / UNITS
  let counted = 0
  for (let i = 0; i < ballots; i++) {
    const unit = Math.floor(i / each)
    const isFirst = i === 0 || Math.floor((i - 1) / each) !== unit
    const again = !isFirst && i % 11 === 10
    code[i] = unit + 1
    voter[i] = isFirst ? 1 : voter[i - 1]! + (again ? 0 : 1)
    order[i] = again ? order[i - 1]! + 1 : 1
    choice[i] = random.next() >>> 30
    if (again) continue
    counted += 1
    splits[unit]![CHOICES[choice[i]!]!] += 1
  }
  const none = { counted: 0, duplicate: 0, early: 0, late: 0, stale: 0, invalid: 0, quarantined: 0 }
  const empty = {
    ...{
      code: new Uint16Array(),
      voter: new Uint32Array(),
      order: new Uint32Array(),
      choice: new Uint8Array(),
    },
  }
  return {
    rows: {
      pollId: POLL,
      headline: {
        received: { ...none, counted, duplicate: ballots - counted },
        rows: { code, voter, order, choice },
      },
      web: { received: none, rows: empty },
    },
    splits,
  }
}

function orderOf(splits: readonly Split[], ballots: number): BundleOrder {
  const inputs: PeriodInputs = {
    units: splits.map((_, i) => ({
      ...{ unitId: UnitId.parse(`u${i + 1}`), code: UnitCode.parse(i + 1), name: `单位${i + 1}` },
      ...{ category: CATEGORIES[i % 4]!, organisationId: null, authorityId: null },
    })),
    evidence: splits.map((split, i) => ({
      ...{ unitId: UnitId.parse(`u${i + 1}`), citizens: { split, pollIds: [POLL] }, tv: [] },
      bigData: DEFAULT_SCHEME.indicators.map(({ indicatorId }) => ({
        ...{ indicatorId, numerator: 90 + (i % 30), denominator: 130 },
      })),
      department: [{ group: 'line', reviewer: 1, mark: 60 + (i % 40) }],
      ...{ rectification: [], notApplicable: [], notDelivered: [], vetoes: [] },
    })),
    rolled: [],
  }
  const drainMs = Object.fromEntries(CHANNELS.map((channel) => [channel, 0])) as Record<
    (typeof CHANNELS)[number],
    number
  >
  return {
    period: {
      ...{ periodId: PeriodId.parse('bench'), title: '量', kind: 'quarter', rollsUp: [] },
      ...{ startsOn: '2027-01-01', endsOn: '2027-03-31' },
    },
    ...{ replaces: null, sources: [], inputs, scheme: DEFAULT_SCHEME, organisations: [] },
    polls: [
      {
        ...{ kind: 'period', segment: null },
        window: {
          ...{ windowId: POLL, opensAtMs: 0, closesAtMs: 1, drainMs, channels: CHANNELS, quarantines: [] },
          units: inputs.units.map(({ unitId, code, name }) => ({ id: unitId, code, name })),
        },
        seals: { ['0'.repeat(16)]: { sequence: ballots, count: ballots, chainHash: '0'.repeat(64) } },
        verified: { result: { kind: 'citizens', channels: [] }, units: null, unfiltered: null },
      },
    ],
  }
}
