// What followed from answers here, on its way to the home: in order, told again until the home has it, bounded, each done there once.

import { z } from 'zod'
import type { Clock } from '../clock.ts'
import { DeskNote } from '../desk/listening.ts'
import { Aftermath } from '../invitations/aftermath.ts'
import { PrivateHomeRefused } from '../private/refused.ts'
import type { Calls, HomeAddress } from './calls.ts'

export const Tell = z.union([Aftermath, DeskNote.extend({ kind: z.literal('heard') })])
export type Tell = Readonly<z.infer<typeof Tell>>

/** Words for the desk that wait; the rest are kept, for a poll and a person depend on them, up to a bound of their own. */
export const WORDS_MOST = 2_000
export const TELLS_MOST = 50_000
/** Who left has room beyond that. */
const LEAVERS_MORE = 50_000
const AT_ONCE = 200
const AGAIN_MS = 1_000

/** `run` and `first`: the number of the first of them, in the order of the run that tells them. */
export const Told = z.object({
  run: z.string(),
  first: z.number().int(),
  tells: z.array(Tell).max(AT_ONCE),
  /** Words for the desk that were dropped so far. */
  dropped: z.number().int().min(0),
})

export interface Tells {
  add(tell: Tell): void
  /** All that waits, in order, taken away: the home is here now. */
  takeAll(): readonly Tell[]
  waiting(): number
  dropped(): { readonly words: number; readonly others: number }
  stop(): void
}

export function createTells({
  run,
  calls,
  home,
  clock,
  onError,
}: {
  readonly run: string
  readonly calls: Pick<Calls, 'ask'>
  readonly home: () => HomeAddress | null
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}): Tells {
  let queue: Tell[] = []
  let words = 0
  let first = 1
  const dropped = { words: 0, others: 0 }
  let underWay = false
  let stopped = false
  let cancel = () => {}

  const tell = async () => {
    const there = home()
    if (underWay || stopped || there === null || queue.length === 0) return
    underWay = true
    const tells = queue.slice(0, AT_ONCE)
    try {
      await calls.ask(there, 'tell', [{ run, first, tells, dropped: dropped.words }])
      // Who left meanwhile may have been taken out: what was told is told.
      const told = new Set(tells)
      queue = queue.filter((each) => !told.has(each))
      words = queue.filter(({ kind }) => kind === 'heard').length
      first += tells.length
      underWay = false
      if (queue.length > 0) soon(0)
    } catch {
      underWay = false
    }
  }
  const soon = (inMs: number) => {
    cancel()
    cancel = clock.at(clock.nowMs() + inMs, () => {
      if (stopped) return
      void tell()
      soon(AGAIN_MS)
    })
  }
  soon(AGAIN_MS)

  return {
    add(one) {
      if (one.kind === 'heard' && words >= WORDS_MOST) dropped.words += 1
      else if (queue.length >= TELLS_MOST + (one.kind === 'left' ? LEAVERS_MORE : 0)) {
        dropped.others += 1
        if (dropped.others % 1_000 === 1)
          onError(
            new Error(
              `${String(dropped.others)} replies and reasons were dropped: the home is away too long`,
            ),
          )
      } else {
        queue.push(one)
        if (one.kind === 'heard') words += 1
        void tell()
      }
    },
    takeAll() {
      const all = queue
      queue = []
      words = 0
      return all
    },
    waiting: () => queue.length,
    dropped: () => ({ ...dropped }),
    stop() {
      stopped = true
      cancel()
    },
  }
}

/** Runs of other processes whose tells are remembered, the newest ones. */
const RUNS_MOST = 1_000

/** At the home: what another process tells, each once and in order, however often it is told. */
export function createTellReader(
  take: (tell: Tell) => Promise<void>,
  missed: (words: number) => void,
): (told: unknown) => Promise<null> {
  /** By the run that tells: the number of the last one that was done, and the words it had dropped. */
  const runs = new Map<string, { last: number; dropped: number; busy: boolean }>()
  return async (told) => {
    const { run, first, tells, dropped } = Told.parse(told)
    const known = runs.get(run) ?? { last: 0, dropped: 0, busy: false }
    runs.set(run, known)
    if (runs.size > RUNS_MOST) for (const oldest of runs.keys()) if (runs.delete(oldest)) break
    // Told again because it takes long: whoever tells asks again later.
    if (known.busy) throw new PrivateHomeRefused({ code: 'queue_full', detail: { count: 1 } })
    known.busy = true
    try {
      missed(Math.max(0, dropped - known.dropped))
      known.dropped = Math.max(known.dropped, dropped)
      for (const [i, tell] of tells.entries()) {
        if (first + i <= known.last) continue
        await take(tell)
        known.last = first + i
      }
      return null
    } finally {
      known.busy = false
    }
  }
}
