// Rankings of periods as the doors ask for them: computed in a thread of their own, once for the same scheme and inputs (RANK7, P8).

import type { UnitId } from '../../shared/basics/ids.ts'
import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import { CATEGORIES, type Category } from '../../shared/evaluation/categories.ts'
import type { UnitCertainty } from '../../shared/evaluation/certainty.ts'
import type { UnrankedUnit } from '../../shared/evaluation/measure.ts'
import type { PeriodRanking } from '../../shared/evaluation/period-ranking.ts'
import type { CategoryRanking, RankedUnit } from '../../shared/evaluation/ranking.ts'
import type { RankingBasis } from '../../shared/evaluation/ranking-input.ts'
import type { Scheme } from '../../shared/evaluation/scheme.ts'
import { closenessOf, type Closeness } from '../../shared/evaluation/uncertain-units.ts'
import type { PeriodInputs, PeriodUnit, UnitInputs } from '../../shared/period/inputs.ts'
import { type RunningWorker, startWorker } from '../storage/worker-shell.ts'
import type { CategoryHead, PeriodColumns, RankingApi, UnitCard, UnitStandings } from './ranking-worker.ts'

export type { UnitCard, UnitStandings } from './ranking-worker.ts'

export interface PeriodStanding {
  readonly ranking: PeriodRanking
  /** Null until it has been drawn; a provisional ranking and a roll-up have none. */
  readonly certainty: ReadonlyMap<UnitId, UnitCertainty> | null
  /** Null as long as `certainty` is. */
  readonly close: Readonly<Record<Category, Closeness>> | null
}

/** What is ranked. The same objects are not handed over twice; equal ones are not computed twice. */
export interface RankingQuestion {
  readonly inputs: PeriodInputs
  readonly scheme: Scheme
  readonly basis: RankingBasis
}

/** A frozen period as the house keeps it. */
export interface FrozenQuestion {
  readonly units: readonly PeriodUnit[]
  readonly packed: string
  readonly scheme: Scheme
}

export interface Rankings {
  /** Refused where too many wait (SAFE2). */
  ranking(question: RankingQuestion): Promise<Result<PeriodStanding>>
  /** Places, totals and lists of what was frozen, and nothing else: a fraction of a ranking's work. Refused as that is. */
  columns(frozen: FrozenQuestion): Promise<Result<PeriodColumns>>
  /** A unit's card without its evidence (RANK6); empty parts where the unit is not there. */
  card(question: RankingQuestion, unitId: UnitId): Promise<Result<UnitCard>>
  /** Where a unit stands, and would stand with other evidence of its own. Refused as a ranking is. */
  standings(
    question: RankingQuestion,
    unitId: UnitId,
    alternatives: readonly UnitInputs[],
  ): Promise<Result<UnitStandings>>
  stop(): Promise<void>
}

const WORKER = new URL('./ranking-worker.ts', import.meta.url)
const CALLS = ['take', 'rank', 'columns', 'rows', 'unranked', 'certainty', 'card', 'standings'] as const
/** Units handed over, and rows handed back, at a time: a few milliseconds of the event loop. */
const PIECE = 250
const WAITING_MOST = 16
/** Rankings kept here, by what they are made of; the longest unused goes first. */
const KEPT_MOST = 6

interface Kept {
  readonly ranking: PeriodRanking
  certainty: ReadonlyMap<UnitId, UnitCertainty> | null
  close: Readonly<Record<Category, Closeness>> | null
  drawing: boolean
}

/** `onCertain`: a certainty has been drawn, whoever shows the ranking may ask again. `onError`: one could not be drawn. */
export function createRankings({
  onCertain = () => {},
  onError = () => {},
}: { readonly onCertain?: () => void; readonly onError?: (error: unknown) => void } = {}): Rankings {
  let worker: RunningWorker<RankingApi> | null = null
  /** The thread starts with the first question. */
  const call = () => (worker ??= startWorker<RankingApi>(WORKER, CALLS)).call
  const kept = new Map<string, Kept>()
  /** By the objects asked about, so that a question is not handed over again to learn its key. */
  const keys = new WeakMap<
    PeriodInputs,
    { readonly scheme: Scheme; readonly basis: RankingBasis; readonly key: Promise<string> }[]
  >()
  let jobs = 0
  let waiting = 0
  let stopped = false

  async function ranked({ inputs, scheme, basis }: RankingQuestion): Promise<string> {
    const job = jobs++
    const longest = Math.max(inputs.units.length, inputs.evidence.length, inputs.rolled.length)
    for (let from = 0; from < longest; from += PIECE) {
      const to = from + PIECE
      const piece = {
        units: inputs.units.slice(from, to),
        evidence: inputs.evidence.slice(from, to),
        rolled: inputs.rolled.slice(from, to),
      }
      await call().take(job, piece)
    }
    const { key, heads } = await call().rank(job, scheme, basis)
    if (!kept.has(key)) {
      const categories: Partial<Record<Category, CategoryRanking>> = {}
      for (const category of CATEGORIES) categories[category] = await wholeOf(key, category, heads[category])
      keep(key, {
        ranking: { categories: categories as PeriodRanking['categories'] },
        certainty: null,
        close: null,
        drawing: false,
      })
    }
    return key
  }

  async function wholeOf(key: string, category: Category, head: CategoryHead): Promise<CategoryRanking> {
    const rows: RankedUnit[] = []
    const unranked: UnrankedUnit[] = []
    while (rows.length < head.rows)
      rows.push(...there(await call().rows(key, category, rows.length, rows.length + PIECE)))
    while (unranked.length < head.unranked)
      unranked.push(...there(await call().unranked(key, category, unranked.length, unranked.length + PIECE)))
    return { ...head, rows, unranked }
  }

  /** Category by category, so that other questions come in between. */
  async function draw(key: string, one: Kept): Promise<void> {
    one.drawing = true
    try {
      const certainty = new Map<UnitId, UnitCertainty>()
      for (const category of CATEGORIES) {
        const drawn = await call().certainty(key, category)
        if (drawn === null) return
        one.ranking.categories[category].rows.forEach((row, i) => certainty.set(row.unit.unitId, drawn[i]!))
      }
      one.certainty = certainty
      one.close = closenessOf(one.ranking, certainty)
      onCertain()
    } catch (error) {
      // A ranking without its certainty is still the ranking: nothing else stops for it.
      if (!stopped) onError(error)
    } finally {
      one.drawing = false
    }
  }

  function keep(key: string, one: Kept): void {
    kept.delete(key)
    kept.set(key, one)
    const oldest = kept.keys().next().value
    if (kept.size > KEPT_MOST && oldest !== undefined) kept.delete(oldest)
  }

  /** The key of a question, ranked now unless it is known; `anew`: whatever is known. */
  function keyOf(question: RankingQuestion, anew: boolean): Promise<string> {
    const { inputs, scheme, basis } = question
    const asked = (keys.get(inputs) ?? []).filter(
      (each) => !anew || each.scheme !== scheme || each.basis !== basis,
    )
    const before = asked.find((each) => each.scheme === scheme && each.basis === basis)
    if (before !== undefined) return before.key
    const key = ranked(question)
    keys.set(inputs, [...asked, { scheme, basis, key }])
    key.catch(() => keys.delete(inputs))
    return key
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

  /** Asked of the thread by the question's key; again, with the question handed in anew, where it kept it no longer. */
  const known = <T>(question: RankingQuestion, ask: (key: string) => Promise<T | null>): Promise<Result<T>> =>
    bounded(
      async () => (await ask(await keyOf(question, false))) ?? there(await ask(await keyOf(question, true))),
    )

  return {
    ranking: (question) =>
      bounded(async () => {
        let key = await keyOf(question, false)
        if (!kept.has(key)) key = await keyOf(question, true)
        const one = there(kept.get(key) ?? null)
        keep(key, one)
        const { basis, inputs } = question
        const isDrawn = basis === 'final' && inputs.rolled.length === 0
        if (isDrawn && one.certainty === null && !one.drawing) void draw(key, one)
        const { ranking, certainty, close } = one
        return { ranking, certainty, close }
      }),
    columns: ({ units, packed, scheme }) =>
      bounded(async () => {
        const job = jobs++
        for (let from = 0; from < units.length; from += PIECE)
          await call().take(job, { units: units.slice(from, from + PIECE), evidence: [], rolled: [] })
        return call().columns(job, packed, scheme)
      }),
    card: (question, unitId) => known(question, (key) => call().card(key, unitId)),
    standings: (question, unitId, alternatives) =>
      known(question, (key) => call().standings(key, unitId, alternatives)),
    async stop() {
      stopped = true
      await worker?.stop()
    },
  }
}

/** What was computed a moment ago is kept longer than it takes to ask for it. */
function there<T>(value: T | null): T {
  if (value === null) throw new Error('a ranking was dropped while it was asked for')
  return value
}
