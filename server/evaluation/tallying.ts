// After a freeze: has the bundle made, the polls counted by SQL and the verifier run, and says what they came to (PUB1).

import { randomBytes } from 'node:crypto'
import { WindowId } from '../../shared/basics/ids.ts'
import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import type { Refusal } from '../../shared/basics/refusal.ts'
import type { PeriodId } from '../../shared/period/ids.ts'
import type { Period } from '../../shared/period/period.ts'
import type { House } from '../../shared/show/house.ts'
import type { Show } from '../access/show.ts'
import type { BundleOrder } from './bundle-write.ts'
import { bundleOrderOf, type ThreeTallies } from './three-tallies.ts'

export interface TallyState {
  readonly running: boolean
  /** Why the last attempt came to no end: a disk, a log that is not as it was sealed. Nothing can be certified then. */
  readonly failed: string | null
}

export interface Tallying {
  /** Looks after periods that are frozen and not compared yet, those from before a restart too. */
  start(): void
  /** Once more, at somebody's request. Answers when it has begun. */
  again(periodId: PeriodId): Result<{ readonly begun: true }>
  state(periodId: PeriodId): TallyState
  /** Waits for nothing: what is under way is not said any more. */
  stop(): void
}

const NOTHING: TallyState = { running: false, failed: null }

export function createTallying({
  show,
  tallies,
  onChange,
  onError,
}: {
  readonly show: Pick<Show, 'house' | 'run' | 'onChange'>
  /** Makes the bundle and compares; rejects where that cannot be done. */
  readonly tallies: (order: BundleOrder) => Promise<ThreeTallies>
  /** A state changed that no event tells of. */
  readonly onChange: () => void
  readonly onError: (error: unknown) => void
}): Tallying {
  const states = new Map<PeriodId, TallyState>()
  /** Frozen values that were begun with: another one is another freeze. */
  const begun = new WeakSet<object>()
  let stopped = false
  let stopListening: () => void = () => undefined
  // One after another: each reads whole logs.
  let last: Promise<unknown> = Promise.resolve()

  const set = (periodId: PeriodId, state: TallyState) => {
    states.set(periodId, state)
    onChange()
  }

  const tally = async (periodId: PeriodId, inputs: Period['inputs'], attempt: string | null) => {
    const house = show.house()
    const period = house.periods[periodId]
    // Reopened, or frozen anew, while it waited its turn.
    if (stopped || period === undefined || period.inputs !== inputs || period.stage.phase !== 'frozen') {
      return set(periodId, NOTHING)
    }
    try {
      const told = await tallies(bundleOrderOf(house, period))
      if (stopped) return
      const polls = told.polls.map(({ pollId, ballots }) => ({ pollId: WindowId.parse(pollId), ballots }))
      const ran = await show.run(
        { type: 'RecordTallies', periodId, frozenAtMs: period.stage.sinceMs, ...told, polls },
        // Of several processes all compare; each draws a bundle of its own, and the first one's is the period's.
        { commandId: `tally-${attempt ?? `${periodId}-${period.stage.sinceMs}`}`, by: { role: 'system' } },
      )
      const why = ran.ok || isOver(ran.refusals) ? null : '核对结果没有记录下来，请再核对一次。'
      set(periodId, { running: false, failed: why })
    } catch (error) {
      onError(error)
      set(periodId, { running: false, failed: sentenceOf(error) })
    }
  }

  const begin = (
    periodId: PeriodId,
    inputs: NonNullable<Period['inputs']>,
    attempt: string | null = null,
  ) => {
    begun.add(inputs)
    set(periodId, { running: true, failed: null })
    last = last.then(() => tally(periodId, inputs, attempt)).catch(onError)
  }

  const look = ({ periods }: House) => {
    for (const { id, inputs, stage } of Object.values<Period>(periods)) {
      if (inputs === null || stage.phase !== 'frozen' || stage.differences !== null) continue
      if (!begun.has(inputs)) begin(id, inputs)
    }
  }

  return {
    start() {
      stopListening = show.onChange((house, recorded) => {
        if (recorded.some(({ event }) => event.type === 'InputsFrozen')) look(house)
      })
      look(show.house())
    },
    again(periodId) {
      const period = show.house().periods[periodId]
      if (period === undefined) return refuse('period_unknown')
      if (period.stage.phase !== 'frozen' || period.inputs === null) return refuse('period_not_frozen')
      if (states.get(periodId)?.running === true) return refuse('tallies_running')
      begin(periodId, period.inputs, randomBytes(8).toString('hex'))
      return ok({ begun: true })
    },
    state: (periodId) => states.get(periodId) ?? NOTHING,
    stop() {
      stopped = true
      stopListening()
    },
  }
}

const OVER: ReadonlySet<Refusal['code']> = new Set(['period_phase', 'tallies_outdated', 'server_stopping'])

/** The period went on meanwhile: there is nothing to say any more. */
function isOver(refusals: readonly Refusal[]): boolean {
  return refusals.some(({ code }) => OVER.has(code))
}

function sentenceOf(error: unknown): string {
  const why = error instanceof Error ? error.message : String(error)
  return `核对没有完成，不能签发：${why.slice(0, 300)}`
}
