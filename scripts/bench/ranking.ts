// P8: a period of many units ranked and drawn 2,000 times in its thread, while the event loop that asked for it is watched.
//
// Usage: node ranking.ts UNITS. Standard output: RankingRun as JSON.

import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { createRankings } from '../../server/evaluation/rankings.ts'
import { UnitCode, UnitId, WindowId } from '../../shared/basics/ids.ts'
import { CATEGORIES } from '../../shared/evaluation/categories.ts'
import { createRandomBits } from '../../shared/evaluation/random.ts'
import { DEFAULT_SCHEME } from '../../shared/evaluation/scheme.ts'
import type { PeriodInputs, UnitInputs } from '../../shared/period/inputs.ts'

export interface RankingRun {
  readonly units: number
  readonly rankedMs: number
  /** From the question to its certainty, ranking included. */
  readonly certainMs: number
  readonly loopP99Ms: number
  readonly loopMostMs: number
  /** The same loop with nothing to do just before: what the machine itself makes it wait. */
  readonly idleP99Ms: number
  /** Of the asking thread alone: handing the question over and taking the answers. */
  readonly loopCpuMs: number
  /** Processor time of all threads, from the question to its certainty. */
  readonly cpuMs: number
  /** One unit's card with all that would have changed its place, in the thread. */
  readonly cardMs: number
}

const units = Number(process.argv[2])
const IDLE_MS = 1_000
const random = createRandomBits('9f86d081884c7d659a2feaa0c55ad015')
const below = (most: number) => Math.floor((random.next() / 2 ** 32) * most)
const pollIds = [WindowId.parse('0123456789ab')]

/** A quarter as a city has it: every method, six indicators, one unit in fifty questioned on air. */
function evidenceOf(n: number): UnitInputs {
  const marks = Array.from({ length: 50 }, () => [0, 60, 100][below(3)]!).sort((a, b) => a - b)
  return {
    unitId: UnitId.parse(`u${n}`),
    citizens: {
      split: { satisfied: 30 + below(400), fair: below(200), dissatisfied: below(100), unsure: below(50) },
      pollIds,
    },
    bigData: DEFAULT_SCHEME.indicators.map(({ indicatorId, direction }) => {
      const denominator = 30 + below(2_000)
      const few = below(Math.ceil(denominator / 10))
      return { indicatorId, denominator, numerator: direction === 'high' ? denominator - few : few }
    }),
    department: Array.from({ length: 12 }, (_, i) => ({
      group: (['line', 'district', 'town'] as const)[i % 3]!,
      reviewer: i + 1,
      mark: 60 + below(41),
    })),
    rectification: Array.from({ length: below(4) }, (_, i) => ({
      itemId: `i${n}-${i}`,
      weight: 1 + below(3),
      kind: (['on_time', 'on_time', 'late', 'overdue'] as const)[below(4)]!,
    })),
    tv:
      n % 49 === 0
        ? [
            {
              ...{ sessionId: 's', segmentId: `g${n}` },
              examiners: { num: String(marks.reduce((a, b) => a + b, 0)), den: '50', marks },
              poll: { satisfied: 100 + below(900), fair: below(500), dissatisfied: below(300), unsure: 9 },
            },
          ]
        : [],
    ...{ notApplicable: [], notDelivered: [], vetoes: n % 97 === 0 ? ['弄虚作假'] : [] },
  }
}

const inputs: PeriodInputs = {
  units: Array.from({ length: units }, (_, i) => ({
    unitId: UnitId.parse(`u${i + 1}`),
    code: UnitCode.parse((i % 9_999) + 1),
    name: `第${i + 1}单位`,
    category: CATEGORIES[i % 4]!,
    organisationId: null,
    authorityId: null,
  })),
  evidence: Array.from({ length: units }, (_, i) => evidenceOf(i + 1)),
  rolled: [],
}

/** Gathered, not frozen: nothing of it is kept. */
const NOTHING_KEPT = { read: async () => null, keep: async () => {} }
let drawn = () => {}
const nextDrawn = () => new Promise<void>((resolve) => (drawn = resolve))
const rankings = createRankings({ kept: NOTHING_KEPT, onCertain: () => drawn() })
const question = { inputs, scheme: DEFAULT_SCHEME, basis: 'final' as const }
// The thread has started and read its code, as in a running server; the period itself is new to it.
const warm = nextDrawn()
const few = { ...inputs, units: inputs.units.slice(0, 40), evidence: inputs.evidence.slice(0, 40) }
await rankings.ranking({ ...question, inputs: few })
await warm
const done = nextDrawn()

const idle = monitorEventLoopDelay({ resolution: 5 })
idle.enable()
await new Promise((later) => setTimeout(later, IDLE_MS))
idle.disable()
const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()
const cpu = process.cpuUsage()
const ownCpu = process.threadCpuUsage()
const startMs = performance.now()
const answer = await rankings.ranking(question)
const rankedMs = performance.now() - startMs
await done
const certainMs = performance.now() - startMs
const { user, system } = process.cpuUsage(cpu)
const own = process.threadCpuUsage(ownCpu)
delay.disable()
if (!answer.ok) throw new Error(answer.refusal.code)
const rows = CATEGORIES.flatMap((category) => answer.value.outcome.of(category).rows)
if (rows.length < units * 0.99) throw new Error(`only ${rows.length} of ${units} were ranked`)
const cardMs = performance.now()
const card = await rankings.card(question, rows.at(-1)!.unit.unitId)
if (!card.ok || card.value.whatIf.length === 0) throw new Error('no card')
const run: RankingRun = {
  units,
  rankedMs,
  certainMs,
  loopP99Ms: delay.percentile(99) / 1e6,
  loopMostMs: delay.max / 1e6,
  idleP99Ms: idle.percentile(99) / 1e6,
  loopCpuMs: (own.user + own.system) / 1_000,
  cpuMs: (user + system) / 1_000,
  cardMs: performance.now() - cardMs,
}
await rankings.stop()
console.log(JSON.stringify(run))
