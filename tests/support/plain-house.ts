// Houses, sessions, windows and live facts as plain data in any phase, for tests of what is read from them.

import { EMPTY_ACTS } from '../../shared/acts/acts-evolve.ts'
import {
  LogId,
  OutputName,
  PersonId,
  SeatId,
  SegmentId,
  SessionId,
  UnitCode,
  UnitId,
  WindowId,
} from '../../shared/basics/ids.ts'
import { EMPTY_SPLIT, type PollResult, type Split } from '../../shared/ballot/tally.ts'
import type { Registry } from '../../shared/evaluation/registry.ts'
import { EMPTY_REGISTRY } from '../../shared/evaluation/registry-evolve.ts'
import { DEFAULT_SCHEME, type Scheme } from '../../shared/evaluation/scheme.ts'
import type { Category, Unit, UnitHead } from '../../shared/evaluation/unit.ts'
import type { Air, Scene } from '../../shared/show/air.ts'
import { EMPTY_AIR, newOutput } from '../../shared/show/air-evolve.ts'
import { EMPTY_LEDGER } from '../../shared/ledger/item.ts'
import { EMPTY_INVITATIONS } from '../../shared/invitation/invitations-decide.ts'
import { PeriodId } from '../../shared/period/ids.ts'
import { packCitizensRows } from '../../shared/period/packed-evidence.ts'
import { periodUnitsOf } from '../../shared/period/period-units.ts'
import type { Period } from '../../shared/period/period.ts'
import type { House } from '../../shared/show/house.ts'
import type { Seat } from '../../shared/show/panel.ts'
import type { ExaminersResult, Mark, Score } from '../../shared/show/score.ts'
import { DEFAULT_RULES } from '../../shared/show/session-rules.ts'
import type {
  CitizensWindow,
  ExaminersWindow,
  Segment,
  Session,
  WindowPhase,
  WindowStage,
} from '../../shared/show/session.ts'
import type { LiveFacts, LiveTally } from '../../server/show/live-facts.ts'

export const START_MS = 1_800_000_000_000
export const DIRECTOR = PersonId.parse('dir')
export const LOG = LogId.parse('00000000000000aa')

export const unitIdOf = (n: number) => UnitId.parse(`u${n}`)
export const seatIdOf = (n: number) => SeatId.parse(`s${n}`)
export const windowIdOf = (n: number) => WindowId.parse(n.toString(16).padStart(12, '0'))
export const segmentIdOf = (n: number) => SegmentId.parse(`g${n}`)
export const sessionIdOf = (name: string) => SessionId.parse(name)

/** Unit n has id `un`, code n and a name that says so. */
export function unitOf(n: number, category: Category = 'office'): Unit {
  return {
    unitId: unitIdOf(n),
    code: UnitCode.parse(n),
    name: `单位${n}`,
    category,
    organisationId: null,
    authorityId: null,
  }
}

export function splitOf(satisfied: number, fair: number, dissatisfied: number, unsure = 0): Split {
  return { satisfied, fair, dissatisfied, unsure }
}

/** WeChat carries the headline, the web page its own. */
export function pollResultOf(headline: Split, web: Split = EMPTY_SPLIT): PollResult {
  const none = { duplicate: 0, early: 0, late: 0, stale: 0, invalid: 0, quarantined: 0 }
  return {
    kind: 'citizens',
    channels: [
      { channel: 'wechat', split: headline, ...none },
      { channel: 'web', split: web, ...none },
    ],
  }
}

export function examinersResultOf(mean: { num: number; den: number } | null): ExaminersResult {
  return {
    kind: 'examiners',
    form: { kind: 'marks', trim: 0 },
    invalid: mean === null ? 'fewer_than_five' : null,
    mean: mean === null ? null : { num: String(mean.num), den: String(mean.den) },
    present: 6,
    recused: 0,
    counted: 6,
    abstained: 0,
    onPaper: 0,
    trimmed: 0,
    distribution: [],
    groups: [],
  }
}

export function stageOf(phase: WindowPhase): WindowStage {
  const frozenAtMs = START_MS + 70_000
  const verifiedAtMs = frozenAtMs + 10
  switch (phase) {
    case 'open':
    case 'closing':
      return { phase }
    case 'frozen':
      return { phase, frozenAtMs, mismatch: null }
    case 'verified':
      return { phase, frozenAtMs, verifiedAtMs }
    case 'revealed':
      return { phase, frozenAtMs, verifiedAtMs, revealedAtMs: verifiedAtMs + 10_000 }
    case 'void':
      return { phase, voidedAtMs: START_MS + 30_000, reason: '设备故障', by: [DIRECTOR], withdrawn: false }
  }
}

/** The verified result of a window in this phase, or null. */
const sinceVerified = <T>(phase: WindowPhase, result: T): T | null =>
  phase === 'verified' || phase === 'revealed' ? result : null

interface WindowPlan {
  readonly n: number
  readonly unit: number
  readonly segment: number
  readonly phase: WindowPhase
}

const coreOf = (plan: WindowPlan) => ({
  id: windowIdOf(plan.n),
  segmentId: segmentIdOf(plan.segment),
  segmentKind: 'scoring' as const,
  unitId: unitIdOf(plan.unit),
  openedAtMs: START_MS + plan.n,
  closesAtMs: START_MS + 60_000,
  onCue: false,
  extensions: [],
  replaces: null,
  stage: stageOf(plan.phase),
})

export function scoreOf(seat: number, mark: Mark): Score {
  return {
    seatId: seatIdOf(seat),
    mark,
    generation: 1,
    revision: 1,
    receivedAtMs: START_MS + 20_000,
    onPaper: false,
    lockedAtMs: null,
    releaseRequested: false,
    earlier: [],
  }
}

export function examinersWindowOf(
  plan: WindowPlan & { readonly marks?: readonly Mark[]; readonly result?: ExaminersResult },
): ExaminersWindow {
  const marks = plan.marks ?? []
  return {
    ...coreOf(plan),
    kind: 'examiners',
    form: { kind: 'marks', trim: 0 },
    groupWeights: null,
    presentSeats: marks.map((_, i) => seatIdOf(i + 1)),
    scores: Object.fromEntries(marks.map((mark, i) => [seatIdOf(i + 1), scoreOf(i + 1, mark)])),
    setAside: [],
    paper: null,
    slips: {},
    result: sinceVerified(plan.phase, plan.result ?? examinersResultOf({ num: 80, den: 1 })),
  }
}

export function citizensWindowOf(
  plan: WindowPlan & { readonly visibility?: 'live' | 'hidden'; readonly result?: PollResult },
): CitizensWindow {
  return {
    ...coreOf(plan),
    kind: 'citizens',
    channels: ['wechat', 'web'],
    visibility: plan.visibility ?? 'live',
    offersUnsure: true,
    accessNumbers: [],
    seals: [],
    excludedLogs: [],
    result: sinceVerified(plan.phase, plan.result ?? pollResultOf(splitOf(60, 30, 10))),
    unfiltered: null,
  }
}

export function seatOf(n: number): Seat {
  return {
    seatId: seatIdOf(n),
    label: `${n}`,
    group: 'citizen',
    name: '',
    generation: 1,
    held: true,
    signedInAtMs: START_MS - 1_000,
  }
}

/** Segment n is about unit n; the last one is on air where the session is live. */
export function sessionOf(plan: {
  readonly id?: string
  readonly phase?: Session['phase']
  readonly rehearsal?: boolean
  readonly units?: readonly Unit[]
  readonly seats?: number
  readonly windows?: Session['windows']
}): Session {
  const units = plan.units ?? [unitOf(1)]
  const phase = plan.phase ?? 'live'
  const segments = units.map(({ code, unitId }, i): Segment => ({
    segmentId: segmentIdOf(code),
    kind: 'scoring',
    title: `打分${code}`,
    question: '这件事办成了吗？',
    unitId,
    plannedMs: 60_000,
    state: phase === 'live' && i === units.length - 1 ? 'on_air' : 'planned',
    takenAtMs: null,
  }))
  return {
    id: sessionIdOf(plan.id ?? 'show1'),
    phase,
    title: '第一场',
    theme: '问作风',
    rehearsal: plan.rehearsal ?? false,
    rules: DEFAULT_RULES,
    form: { kind: 'grades' },
    groupWeights: null,
    units: Object.fromEntries(units.map((unit) => [unit.unitId, unit])),
    segments,
    onAir: phase === 'live' ? (segments.at(-1)?.segmentId ?? null) : null,
    seats: Array.from({ length: plan.seats ?? 6 }, (_, i) => seatOf(i + 1)),
    recusals: [],
    windows: plan.windows ?? [],
    requests: [],
    promises: [],
    notes: [],
    helpCalls: {},
    commentary: null,
    wentLiveAtMs: phase === 'live' || phase === 'ended' ? START_MS : null,
    endedAtMs: phase === 'ended' ? START_MS + 3_600_000 : null,
  }
}

export function registryOf(units: readonly Unit[], scheme: Partial<Scheme> = {}): Registry {
  return {
    ...EMPTY_REGISTRY,
    units: Object.fromEntries(units.map((unit) => [unit.unitId, unit])),
    scheme: { ...DEFAULT_SCHEME, ...scheme },
  }
}

/** A quarter that collects, with everything of these years in its days, and counts imported for units by number. */
export function openPeriodOf(
  { units, scheme }: Pick<Registry, 'units' | 'scheme'>,
  counts: Readonly<Record<number, Split>> = {},
): Period {
  const importId = 'import-1'
  return {
    ...{ id: PeriodId.parse('q1'), title: '第一季度', kind: 'quarter', rollsUp: [] },
    ...{ startsOn: '2020-01-01', endsOn: '2090-12-31', evidenceDueOn: '2091-01-31' },
    stage: { phase: 'collecting', sinceMs: START_MS, correcting: null },
    schemes: [{ version: 1, scheme, reason: '随周期启用', by: [DIRECTOR], atMs: START_MS }],
    units: periodUnitsOf({ units }),
    imports: [
      {
        ...{ importId, words: '短信评议报表', fileHash: null, method: 'citizens', by: DIRECTOR },
        ...{ rows: Object.keys(counts).length, replaced: 0, atMs: START_MS },
      },
    ],
    evidence: [
      {
        ...{ importId, method: 'citizens' },
        packed: packCitizensRows(
          Object.entries(counts).map(([n, split]) => ({ unitId: unitIdOf(Number(n)), split })),
        ),
      },
    ],
    ...{ notApplicable: [], vetoes: [], reliefs: [], inputs: null, publications: [] },
  }
}

/** The scene on each output by its name, taken at `takenAtMs`. */
export function airOf(scenes: Readonly<Record<string, Scene>>, takenAtMs = START_MS): Air {
  const outputs = Object.keys(scenes).map((name) => {
    const output = OutputName.parse(name)
    return [output, { ...newOutput(output), scene: scenes[name]!, takenAtMs }] as const
  })
  return { ...EMPTY_AIR, outputs: Object.fromEntries(outputs) }
}

export function houseOf({
  counts,
  ...parts
}: Partial<Omit<House, 'sessions'>> & {
  readonly sessions?: readonly Session[]
  /** Imported citizens' counts by unit; absent: there is no period. */
  readonly counts?: Readonly<Record<number, Split>> | undefined
}): House {
  const sessions = parts.sessions ?? []
  const registry =
    parts.registry ??
    registryOf(
      sessions
        .flatMap((session) => Object.values<UnitHead>(session.units))
        .map((unit) => ({ ...unit, organisationId: null, authorityId: null })),
    )
  const period = counts === undefined ? null : openPeriodOf(registry, counts)
  return {
    position: 1,
    versions: {},
    registry,
    periods: period === null ? {} : { [period.id]: period },
    air: airOf({}),
    people: {
      people: {
        [DIRECTOR]: { personId: DIRECTOR, name: '李导', role: 'director', standsFor: null, disabled: false },
      },
    },
    polls: {},
    grades: {},
    invitations: EMPTY_INVITATIONS,
    acts: EMPTY_ACTS,
    reviews: {},
    ledger: EMPTY_LEDGER,
    logs: [LOG],
    privateHome: null,
    ...parts,
    sessions: Object.fromEntries(sessions.map((session) => [session.id, session])),
  }
}

export function liveTallyOf(result: PollResult, complete = true): LiveTally {
  return { result, complete, perSecond: { wechat: 3 } }
}

export function factsOf(parts: Partial<LiveFacts> = {}): LiveFacts {
  return {
    nowMs: START_MS + 100_000,
    tallies: new Map(),
    tablets: new Map(),
    screens: new Map(),
    tabletStates: new Map(),
    diskFreeBytes: 50_000_000_000,
    clockFault: null,
    displays: [],
    sockets: 0,
    channelsOn: ['wechat', 'web'],
    accepting: true,
    acceptingWhy: null,
    queueDepth: 0,
    transits: {},
    evaluated: 0,
    tail: [],
    chainHash: '0'.repeat(64),
    ...parts,
  }
}
