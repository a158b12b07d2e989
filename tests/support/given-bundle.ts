// A small quarter with everything a bundle can hold: two period polls and a live poll in a real log, small units, duplicates, the web page.

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SegmentId, SessionId, UnitCode, UnitId, WindowId } from '../../shared/basics/ids.ts'
import type { Ballot } from '../../shared/ballot/ballot.ts'
import { CHOICES } from '../../shared/ballot/choices.ts'
import { EMPTY_SPLIT, type Split } from '../../shared/ballot/tally.ts'
import { ballotsIn } from '../../shared/evaluation/poll-points.ts'
import type { Scheme } from '../../shared/evaluation/scheme.ts'
import type { PeriodId } from '../../shared/period/ids.ts'
import type { PeriodInputs, UnitInputs } from '../../shared/period/inputs.ts'
import type { BundlePoll } from '../../server/evaluation/bundle-polls.ts'
import type { BundleOrder } from '../../server/evaluation/bundle-write.ts'
import { openBallotLogFile } from '../../server/storage/sqlite-ballot-log-file.ts'
import { countFilesBySql } from '../../server/storage/sqlite-sql-tally-file.ts'
import { ballot, packed, T0, voterKey, votingWindow } from './ballots.ts'
import { evidenceOf, inputsOf, periodUnitOf, SMALL_SCHEME } from './given-period.ts'

export const SIGNING_KEY = new Uint8Array(32).fill(7)

const SPRING = 'a00000000001' as WindowId
const SUMMER = 'a00000000002' as WindowId
const LIVE = 'b00000000003' as WindowId
const SESSION = { sessionId: 's' as SessionId, segmentId: 'g' as SegmentId }

/** How many voted what, by unit and poll; what is left out voted nothing. */
type Votes = readonly (readonly [
  poll: WindowId,
  code: number,
  split: Partial<Split>,
  channel?: 'web' | 'wechat',
])[]

const VOTES: Votes = [
  ...Array.from(
    { length: 10 },
    (_, i) => [SPRING, i + 1, { satisfied: 20 + i, fair: 12, unsure: 3 }] as const,
  ),
  ...Array.from({ length: 10 }, (_, i) => [SUMMER, i + 1, { fair: 4, dissatisfied: 5 + (i % 3) }] as const),
  // Two units below 30, together above it.
  [SPRING, 11, { satisfied: 14, dissatisfied: 4 }],
  [SPRING, 12, { satisfied: 2, fair: 17, unsure: 1 }],
  [LIVE, 1, { satisfied: 80, fair: 20, dissatisfied: 11 }],
  [SPRING, 1, { satisfied: 90, dissatisfied: 15 }, 'web'],
  [SPRING, 2, { satisfied: 3 }, 'web'],
]

/** Equal totals at 3 and 4, a veto on 1, what does not apply to 5, what 6 owes; 13 is ranked by imported counts. */
const SPECIAL: Readonly<Record<number, Partial<UnitInputs>>> = {
  1: { vetoes: ['弄虚作假'] },
  2: { tv: [] },
  5: { department: [], notApplicable: ['department'] },
  6: { bigData: [], notDelivered: ['bigData'] },
  8: {
    bigData: [{ indicatorId: 'on-time', numerator: 20, denominator: 110, lifted: true }],
    rectification: [{ itemId: 'k8', weight: 3, kind: 'late', lifted: true }],
  },
  7: { bigData: [{ indicatorId: 'on-time', numerator: 0, denominator: 3 }] },
}

export interface GivenBundle {
  readonly folder: string
  readonly logFile: string
  readonly order: BundleOrder
  readonly inputs: PeriodInputs
}

export function givenBundle(scheme: Scheme = SMALL_SCHEME): GivenBundle {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'))
  const logFile = join(folder, 'ballots.db')
  const log = openBallotLogFile(logFile)
  const ballots = ballotsOf(VOTES)
  for (let at = 0; at < ballots.length; at += 500) log.append(packed(ballots.slice(at, at + 500)))
  log.close()
  const sealOf = (windowId: WindowId) => ({
    ...log.head(),
    count: ballots.filter((each) => each.windowId === windowId).length,
  })
  const polls = [SPRING, SUMMER, LIVE].map((windowId): BundlePoll => {
    const codes = windowId === LIVE ? [1] : Array.from({ length: 12 }, (_, i) => i + 1)
    return {
      kind: windowId === LIVE ? 'live' : 'period',
      segment: windowId === LIVE ? SESSION : null,
      window: votingWindow({ windowId, units: codes.map(pollUnit) }),
      seals: { [log.logId]: sealOf(windowId) },
      verified: { result: { kind: 'citizens', channels: [] }, units: null, unfiltered: null },
    }
  })
  const counts = countFilesBySql([logFile], polls)
  const verified = polls.map((poll, i): BundlePoll => {
    const { result, units, unfiltered } = counts[i]!
    return {
      ...poll,
      verified: {
        result,
        units: poll.kind === 'live' ? null : units,
        unfiltered: unfiltered?.result ?? null,
      },
    }
  })
  const inputs = inputsOf(
    Array.from({ length: 13 }, (_, i) => evidence(i + 1)),
    (n) => (n === 10 ? 'station' : 'office'),
  )
  return {
    ...{ folder, logFile, inputs },
    order: {
      period: {
        ...{ periodId: 'q2' as PeriodId, title: '二季度', kind: 'quarter', rollsUp: [] },
        ...{ startsOn: '2027-04-01', endsOn: '2027-06-30' },
      },
      ...{ replaces: null, sources: [], inputs, scheme, organisations: [], polls: verified },
    },
  }
}

function evidence(n: number): UnitInputs {
  const split = splitOf((poll, code, channel) => poll !== LIVE && code === n && channel !== 'web')
  const pollIds = n <= 10 ? [SPRING, SUMMER] : [SPRING]
  const panel = { num: String(70 + n), den: '1', marks: [60, 70 + (n % 9), 80, 84, 90] }
  return evidenceOf(n, {
    ...(n <= 12 ? { citizens: { split, pollIds } } : {}),
    bigData: [{ indicatorId: 'on-time', numerator: 90 + (n === 4 ? 3 : n), denominator: 110 }],
    tv:
      n > 4
        ? []
        : [{ ...SESSION, examiners: panel, poll: n === 1 ? splitOf((poll) => poll === LIVE) : null }],
    ...SPECIAL[n],
  })
}

function splitOf(of: (poll: WindowId, code: number, channel: string | undefined) => boolean): Split {
  const sum = { ...EMPTY_SPLIT }
  for (const [poll, code, votes, channel] of VOTES)
    if (of(poll, code, channel)) for (const choice of CHOICES) sum[choice] += votes[choice] ?? 0
  return sum
}

const pollUnit = (code: number) => ({
  id: `u${code}` as UnitId,
  code: code as UnitCode,
  name: periodUnitOf(code).name,
})

/** Every fifth voter votes again, later and otherwise; a few come late, or are no ballots. */
function ballotsOf(votes: Votes): readonly Ballot[] {
  let voter = 0
  const all = votes.flatMap(([windowId, code, split, channel = 'wechat' as const]) =>
    CHOICES.flatMap((choice) =>
      Array.from({ length: split[choice] ?? 0 }, (): readonly Ballot[] => {
        voter += 1
        const given = ballot({
          ...{ windowId, choice, channel, voterKey: voterKey(voter) },
          unitCode: code as UnitCode,
          messageHash: [voter, 1],
        })
        return voter % 5 === 0
          ? [{ ...given, orderMs: T0 + 9_000, messageHash: [voter, 2], choice: 'fair' }, given]
          : [given]
      }).flat(),
    ),
  )
  const aside = [
    ballot({ windowId: SPRING, unitCode: 1 as UnitCode, orderMs: T0 + 60_001, channel: 'wechat' }),
    ballot({ windowId: SPRING, unitCode: null, choice: 'FREE_TEXT', channel: 'wechat' }),
    ballot({ windowId: SUMMER, unitCode: 2 as UnitCode, stale: true, channel: 'gateway' }),
  ]
  return [...all, ...aside]
}

/** Half a year of what a quarter's bundle said. */
export function rolledOrder(
  bundleHash: string,
  rows: readonly {
    readonly unitId: string
    readonly total: { readonly num: string; readonly den: string }
  }[],
): BundleOrder {
  const periodId = 'q2' as PeriodId
  const { order } = given()
  return {
    ...order,
    period: {
      ...order.period,
      periodId: 'h1' as PeriodId,
      title: '上半年',
      kind: 'half',
      rollsUp: [periodId],
    },
    sources: [{ periodId, bundleHash }],
    polls: [],
    inputs: {
      units: order.inputs.units,
      evidence: [],
      rolled: order.inputs.units.map(({ unitId }) => {
        const row = rows.find((each) => each.unitId === unitId)
        return { unitId, periods: row === undefined ? [] : [{ periodId, ...row.total }] }
      }),
    },
  }
}

let known: GivenBundle | null = null
function given(): GivenBundle {
  known ??= givenBundle()
  return known
}

/** All headline ballots that count. */
export const COUNTED = ballotsIn(splitOf((_poll, _code, channel) => channel !== 'web'))
