// Ranks in a thread of its own (P8), and nothing frozen twice: what a frozen period came to is kept beside the data and read from there.

import { refuse, ok, type Result } from '../../shared/basics/result.ts'
import type { UnitId } from '../../shared/basics/ids.ts'
import type { Category } from '../../shared/evaluation/categories.ts'
import type { RankingBasis } from '../../shared/evaluation/ranking-input.ts'
import type { Scheme } from '../../shared/evaluation/scheme.ts'
import type { PeriodInputs, PeriodUnit, UnitInputs } from '../../shared/period/inputs.ts'
import type { FrozenInputs } from '../../shared/period/period.ts'
import { type RunningWorker, startWorker } from '../storage/worker-shell.ts'
import {
  certaintyOf,
  type Drawn,
  drawnFromParts,
  partsOfDrawn,
  type PeriodCertainty,
  type PeriodDrawn,
} from './drawn.ts'
import { createFrozenKeys } from './frozen-keys.ts'
import type { KeptFiles } from './kept-files.ts'
import {
  outcomeIn,
  partsOfPeriod,
  periodFromParts,
  type PackedPeriod,
  type PeriodColumns,
  type PeriodOutcome,
} from './period-outcome.ts'
import type { RankingApi, UnitCard, UnitStandings } from './ranking-worker.ts'

export type { UnitCard, UnitStandings } from './ranking-worker.ts'

export interface PeriodStanding {
  readonly outcome: PeriodOutcome
  /** Null until it has been drawn; a provisional ranking and a roll-up have none. */
  readonly certainty: PeriodCertainty | null
}

/** What was frozen, as the house keeps it. */
export interface Frozen {
  readonly units: readonly PeriodUnit[]
  readonly frozen: FrozenInputs
}

/** What is ranked. The same objects are not handed over twice; equal ones are not computed twice. */
export interface RankingQuestion {
  readonly inputs: PeriodInputs | Frozen
  readonly scheme: Scheme
  readonly basis: RankingBasis
}

export interface Rankings {
  /** Refused where too many wait (SAFE2). */
  ranking(question: RankingQuestion): Promise<Result<PeriodStanding>>
  /** The same without its certainty, which is not drawn for it. */
  outcome(question: RankingQuestion): Promise<Result<PeriodOutcome>>
  /** Places, totals and lists alone; of many periods in turn, so the rest is not remembered. */
  columns(question: RankingQuestion): Promise<Result<PeriodColumns>>
  /** A unit's card without its evidence (RANK6); empty parts where the unit is not there. */
  card(question: RankingQuestion, unitId: UnitId): Promise<Result<UnitCard>>
  /** Where a unit stands, and would stand with other evidence of its own. Refused as a ranking is. */
  standings(
    question: RankingQuestion,
    unitId: UnitId,
    alternatives: readonly UnitInputs[],
  ): Promise<Result<UnitStandings>>
  /** Somebody will ask soon: the thread starts now. */
  readonly prepare: () => void
  /** Resolves when the thread has ended and what it found is kept. */
  stop(): Promise<void>
}

const WORKER = new URL('./ranking-worker.ts', import.meta.url)
const CALLS = ['take', 'rank', 'outcome', 'certainty', 'card', 'standings'] as const
/** Units handed over at a time: a few milliseconds of the event loop. */
const PIECE = 250
const WAITING_MOST = 16
/** Rankings kept in memory, by what they are made of; the longest unused goes first. */
const KEPT_MOST = 4

interface Known {
  readonly key: string
  readonly outcome: PeriodOutcome
  certainty: PeriodCertainty | null
  drawing: boolean
}

/** `onCertain`: a certainty has been drawn, whoever shows the ranking may ask again. `onError`: one could not be drawn. */
export function createRankings({
  kept,
  onCertain = () => {},
  onError = () => {},
}: {
  readonly kept: KeptFiles
  readonly onCertain?: () => void
  readonly onError?: (error: unknown) => void
}): Rankings {
  let worker: RunningWorker<RankingApi> | null = null
  /** The thread starts with the first question that no file answers. */
  const call = () => (worker ??= startWorker<RankingApi>(WORKER, CALLS)).call
  const frozenKeys = createFrozenKeys()
  const known = new Map<string, Promise<Known>>()
  /** Of gathered inputs, by the objects asked about: they are handed over to learn their key. */
  const gathered = new WeakMap<
    PeriodInputs,
    { readonly scheme: Scheme; readonly basis: RankingBasis; readonly key: Promise<string> }[]
  >()
  let jobs = 0
  let waiting = 0
  let stopped = false
  let keeping: Promise<unknown> = Promise.resolve()
  /** Nobody waits for the disk. */
  const keep = (name: string, parts: readonly Uint8Array[]) => {
    keeping = Promise.all([keeping, kept.keep(name, parts)])
  }

  async function handOver({ inputs, scheme, basis }: RankingQuestion, key: string | null): Promise<string> {
    const job = jobs++
    const { units, evidence, rolled } =
      'frozen' in inputs ? { units: inputs.units, evidence: [], rolled: [] } : inputs
    const longest = Math.max(units.length, evidence.length, rolled.length)
    for (let from = 0; from < longest; from += PIECE) {
      const to = from + PIECE
      const piece = {
        units: units.slice(from, to),
        evidence: evidence.slice(from, to),
        rolled: rolled.slice(from, to),
      }
      await call().take(job, piece)
    }
    const frozen = 'frozen' in inputs && key !== null ? { packed: inputs.frozen.packed, key } : null
    return call().rank(job, frozen, scheme, basis)
  }

  /** Of what was gathered it is handed over, unless these very objects were before. */
  function keyOf(question: RankingQuestion): Promise<string> {
    const { inputs, scheme, basis } = question
    if ('frozen' in inputs) return frozenKeys.of(inputs.units, inputs.frozen, scheme, basis)
    const asked = gathered.get(inputs) ?? []
    const before = asked.find((each) => each.scheme === scheme && each.basis === basis)
    if (before !== undefined) return before.key
    const key = handOver(question, null)
    gathered.set(inputs, [...asked, { scheme, basis, key }])
    key.catch(() => gathered.delete(inputs))
    return key
  }

  /** Asks the thread for what it has under a key; what it dropped, or never had, is handed over once more. */
  async function asked<T>(question: RankingQuestion, key: string, ask: () => Promise<T | null>): Promise<T> {
    const answer = await ask()
    if (answer !== null) return answer
    await handOver(question, key)
    const again = await ask()
    if (again === null) throw new Error('a ranking was dropped while it was asked for')
    return again
  }

  async function computed(question: RankingQuestion, key: string): Promise<PackedPeriod> {
    const isFrozen = 'frozen' in question.inputs
    const parts = isFrozen ? await kept.read(`${key}.ranking`) : null
    if (parts !== null) return periodFromParts(parts)
    const packed = await asked(question, key, () => call().outcome(key))
    if (isFrozen) keep(`${key}.ranking`, partsOfPeriod(packed))
    return packed
  }

  async function knownOf(question: RankingQuestion): Promise<Known> {
    const key = await keyOf(question)
    const { units } = question.inputs
    const one =
      known.get(key) ??
      computed(question, key).then((packed) => ({
        ...{ key, outcome: outcomeIn(packed, units), certainty: null, drawing: false },
      }))
    known.delete(key)
    known.set(key, one)
    one.catch(() => known.delete(key))
    const oldest = known.keys().next().value
    if (known.size > KEPT_MOST && oldest !== undefined) known.delete(oldest)
    return one
  }

  const certain = (one: Known, drawn: PeriodDrawn) => {
    one.certainty = certaintyOf(drawn, (category) => one.outcome.of(category).rows)
  }

  async function readCertainty({ inputs }: RankingQuestion, one: Known): Promise<void> {
    const parts = 'frozen' in inputs ? await kept.read(`${one.key}.certainty`) : null
    if (parts !== null) certain(one, drawnFromParts(parts))
  }

  async function draw(question: RankingQuestion, one: Known): Promise<void> {
    one.drawing = true
    try {
      const drawn = await drawnAnew(question, one.key)
      certain(one, drawn)
      if ('frozen' in question.inputs) keep(`${one.key}.certainty`, partsOfDrawn(drawn))
      onCertain()
    } catch (error) {
      // A ranking without its certainty is still the ranking: nothing else stops for it.
      if (!stopped) onError(error)
    } finally {
      one.drawing = false
    }
  }

  /** Category by category, so that other questions come in between. */
  async function drawnAnew(question: RankingQuestion, key: string): Promise<PeriodDrawn> {
    const of = (category: Category): Promise<Drawn> =>
      asked(question, key, () => call().certainty(key, category))
    return {
      office: await of('office'),
      station: await of('station'),
      institution: await of('institution'),
      utility: await of('utility'),
    }
  }

  async function bounded<T>(work: () => Promise<T>): Promise<Result<T>> {
    if (waiting >= WAITING_MOST) return refuse('rankings_waiting', { count: waiting })
    waiting += 1
    try {
      return ok(await work())
    } finally {
      waiting -= 1
    }
  }

  return {
    outcome: (question) => bounded(async () => (await knownOf(question)).outcome),
    columns: (question) =>
      bounded(async () => {
        const key = await keyOf(question)
        const { columns } = (await known.get(key))?.outcome ?? (await computed(question, key))
        return columns
      }),
    ranking: (question) =>
      bounded(async () => {
        const one = await knownOf(question)
        const isDrawn = question.basis === 'final' && !one.outcome.isRolled
        if (isDrawn && one.certainty === null) await readCertainty(question, one)
        if (isDrawn && one.certainty === null && !one.drawing) void draw(question, one)
        return { outcome: one.outcome, certainty: one.certainty }
      }),
    card: (question, unitId) =>
      bounded(async () => {
        const key = await keyOf(question)
        return asked(question, key, () => call().card(key, unitId))
      }),
    standings: (question, unitId, alternatives) =>
      bounded(async () => {
        const key = await keyOf(question)
        return asked(question, key, () => call().standings(key, unitId, alternatives))
      }),
    prepare: () => void call(),
    async stop() {
      stopped = true
      await worker?.stop()
      await keeping
    },
  }
}
