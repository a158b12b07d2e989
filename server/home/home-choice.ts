// Which process is the home of the private rows: the journal says so, and where it says nothing yet, who asks first.
//
// It stands in the journal and not in a key of Redis, because it must outlive Redis: a Redis that was emptied or put back to an older
// state would make a second home, and the same list would be sent twice.

import type { LogId } from '../../shared/basics/ids.ts'
import type { House, PrivateHome } from '../../shared/show/house.ts'
import type { Clock } from '../clock.ts'
import type { PrivateStore } from '../private/private-store.ts'
import type { Runner } from '../show/runner.ts'

/** Who holds lists, invitations or who left asks at once; who holds other rows a little later; who holds none, last. */
const WAITS_MS = { invitations: 0, rows: 1_500, none: 3_000 }
/** Of processes started together the first one is the home, as a rule. */
const NOT_FIRST_MS = 1_500
const AGAIN_MS = 2_000

const OF_INVITATIONS = /^(listed|invite|draw|callback|reasons):|^left$/

export interface HomeChoice {
  /** Whose folder is the home; null: nobody's yet. */
  chosen(): PrivateHome | null
  /** The store of private rows where this process is the home; null: it is not. */
  store(): PrivateStore | null
  /** Asks for it where nobody has it, or a person told us to (`take`). Resolves when that is decided, or has to wait. */
  start(take: boolean): Promise<void>
  stop(): void
}

/** `held`: by ballot log, the stores of our own folder (the first) and of dead processes' folders that we opened. */
export function createHomeChoice({
  held,
  name,
  first,
  show,
  clock,
  onError,
}: {
  readonly held: ReadonlyMap<LogId, PrivateStore>
  readonly name: string
  /** The first of processes that are started together, or one that was started alone. */
  readonly first: boolean
  readonly show: Pick<Runner, 'house' | 'run'>
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}): HomeChoice {
  const [logId, own] = [...held][0]!
  let stopped = false
  let cancel = () => {}

  const ask = async (from: LogId | null) => {
    const who = { commandId: `private-home-${logId}-${from ?? 'first'}`, by: { role: 'system' } } as const
    const answer = await show.run({ type: 'TakePrivateHome', logId, name, from }, who)
    // Whoever was quicker has it; and a journal that cannot be written now is asked again.
    if (!answer.ok && answer.refusals[0]?.code !== 'private_home_taken') later(AGAIN_MS)
  }
  const askIfNobody = async () => {
    if (!stopped && show.house().privateHome === null) await ask(null)
  }
  const later = (inMs: number) => {
    cancel = clock.at(clock.nowMs() + inMs, () => void askIfNobody().catch(onError))
  }

  return {
    chosen: () => show.house().privateHome,
    store: () => storeIn(show.house(), held),
    async start(take) {
      const chosen = show.house().privateHome
      if (take && chosen !== null && !held.has(chosen.logId)) return ask(chosen.logId)
      if (chosen !== null) return
      try {
        const waitMs = waitOf(await own.counts()) + (first ? 0 : NOT_FIRST_MS)
        if (waitMs === 0) await askIfNobody()
        else later(waitMs)
      } catch (error) {
        // A store that cannot be read is nobody's home before it can.
        onError(error)
        cancel = clock.at(clock.nowMs() + AGAIN_MS, () => void this.start(take).catch(onError))
      }
    },
    stop() {
      stopped = true
      cancel()
    },
  }
}

function storeIn({ privateHome }: House, held: ReadonlyMap<LogId, PrivateStore>): PrivateStore | null {
  return privateHome === null ? null : (held.get(privateHome.logId) ?? null)
}

function waitOf(counts: Readonly<Record<string, number>>): number {
  const kinds = Object.keys(counts)
  if (kinds.some((kind) => OF_INVITATIONS.test(kind))) return WAITS_MS.invitations
  return kinds.length > 0 ? WAITS_MS.rows : WAITS_MS.none
}
