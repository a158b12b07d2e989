// Runs commands one after another: decide, append to the journal, fold, announce. The only writer of the journal.

import type { Refusal } from '../../shared/basics/refusal.ts'
import { unreachable } from '../../shared/basics/result.ts'
import type { WindowId } from '../../shared/basics/ids.ts'
import type { PollChannel } from '../../shared/ballot/poll.ts'
import type { QuarterResultOf } from '../../shared/period/rolled.ts'
import type { Actor } from '../../shared/show/event.ts'
import { decideHouse, reasonsAgainstInHouse, streamOf } from '../../shared/show/house-decide.ts'
import { EMPTY_HOUSE, foldHouse } from '../../shared/show/house-evolve.ts'
import type { Command, House, Recorded } from '../../shared/show/house.ts'
import type { Clock } from '../clock.ts'
import type { Journal } from '../storage/journal.ts'

export type RunAnswer =
  /** `repeated`: this sender's command id has run before and was not run again; `setAside`: a score kept, not counted. */
  | { readonly ok: true; readonly repeated: boolean; readonly setAside?: 'late' | 'old_generation' }
  | { readonly ok: false; readonly refusals: readonly Refusal[] }

/** What a decision must know that is not in the journal. */
export interface RunnerFacts {
  readonly channelsOn: readonly PollChannel[]
  /** Messages received for a window so far. */
  readonly received: (windowId: WindowId) => number
  /** What a frozen quarter came to, for the roll-up that is frozen. */
  readonly quarterResult: QuarterResultOf
}

/** Called after events are durable and folded in. The command is answered once all listeners have settled. */
export type ChangeListener = (house: House, recorded: readonly Recorded[]) => void | Promise<void>

export interface Runner {
  /** Everything decided, as of the last event. A new value after every change. */
  readonly house: () => House
  /**
   * Runs a command once. A failing disk is a refusal (`storage_failed`: whether it was written is unknown until the disk
   * is back), a full queue too (`queue_full`). Rejects only on a bug.
   */
  readonly run: (
    command: Command,
    who: { readonly commandId: string; readonly by: Actor },
  ) => Promise<RunAnswer>
  /** Returns how to stop listening. */
  readonly onChange: (listener: ChangeListener) => () => void
  /** The last events, oldest first, at most TAIL_MOST. */
  readonly tail: () => readonly Recorded[]
  /** Chain hash (hex SHA-256) behind the last event. */
  readonly chainHash: () => string
  /** Commands waiting, the running one included. */
  readonly queueDepth: () => number
  /** Null, or why the journal cannot be written at the moment (an error's message). */
  readonly failing: () => string | null
  /**
   * Resolves when everything is folded that any process had written by the time of the call; at once where nobody else writes.
   * Rejects where that cannot be asked.
   */
  readonly upToDate: () => Promise<void>
  /** How long something another process wrote has been known of and not folded; 0: nothing is. */
  readonly behindMs: () => number
  /** Refuses what comes from now on; resolves when everything accepted has run. */
  readonly stop: () => Promise<void>
}

export const TAIL_MOST = 200
const QUEUE_MOST = 1_000
const CONFLICTS_MOST = 5
const PAGE = 1_000
/** How long after a failure the journal is looked at again without anybody asking. */
const RECOVER_AFTER_MS = 1_000
/** Ids kept in memory; for an older one the journal is asked, so that the bound costs time, never correctness. */
const IDS_MOST = 20_000

type SetAside = 'late' | 'old_generation'

/**
 * Folds the whole journal, then takes commands. Rejects where the journal cannot be read.
 * A command's time is the time it came in, so that a slow disk makes no score late; it is never before the last event (SAFE5).
 */
export async function createRunner({
  journal,
  clock,
  facts,
}: {
  readonly journal: Journal
  readonly clock: Clock
  readonly facts: RunnerFacts
}): Promise<Runner> {
  let house = EMPTY_HOUSE
  let chainHash = ''
  let lastAtMs = 0
  let tail: readonly Recorded[] = []
  let failing: string | null = null
  let waiting = 0
  let stopping = false
  let recovering = false
  let started = false
  let last: Promise<unknown> = Promise.resolve()
  /** The newest position that others are known to have written, and since when it is waited for. */
  let heard = 0
  let heardAtMs = 0
  let listeners: readonly ChangeListener[] = []
  const ran = new Map<string, SetAside | undefined>()
  let forgotten = false

  const remember = (recorded: readonly Recorded[]) => {
    for (const one of recorded) {
      const key = idKey(one.by, one.commandId)
      ran.set(key, setAsideIn(one) ?? ran.get(key))
    }
    for (const key of ran.keys()) {
      if (ran.size <= IDS_MOST) break
      ran.delete(key)
      forgotten = true
    }
  }

  const fold = (recorded: readonly Recorded[]) => {
    house = recorded.reduce(foldHouse, house)
    lastAtMs = recorded.reduce((latest, { atMs }) => Math.max(latest, atMs), lastAtMs)
    tail = [...tail, ...recorded].slice(-TAIL_MOST)
    remember(recorded)
  }

  const onDisk = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      failing = error instanceof Error ? error.message : String(error)
      recoverLater()
      throw new JournalFailed(failing)
    }
  }

  /** A process that is not ready is sent nothing, so it must find out by itself that the disk is back. */
  const recoverLater = () => {
    if (recovering || !started) return
    recovering = true
    clock.at(clock.nowMs() + RECOVER_AFTER_MS, () => {
      recovering = false
      if (!stopping)
        last = last.then(() => recover((recorded) => void announce(recorded))).catch(() => undefined)
    })
  }

  /** Folds what the journal holds beyond us: at the start all of it, later what another process or a failed answer left. */
  const catchUp = async (announce: (recorded: readonly Recorded[]) => void) => {
    for (;;) {
      const page = await onDisk(journal.read(house.position, PAGE))
      if (page.length === 0) break
      fold(page)
      announce(page)
    }
    chainHash = (await onDisk(journal.head())).chainHash
  }

  const announce = (recorded: readonly Recorded[]): Promise<unknown> =>
    Promise.allSettled(listeners.map(async (listener) => listener(house, recorded)))

  const recover = async (tell: (recorded: readonly Recorded[]) => void) => {
    if (failing === null) return
    await catchUp(tell)
    failing = null
  }

  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    return turn
  }
  const hear = (position: number): Promise<void> => {
    if (position <= house.position || stopping) return Promise.resolve()
    if (heard <= house.position) heardAtMs = clock.nowMs()
    heard = Math.max(heard, position)
    return inTurn(async () => {
      if (position > house.position) await catchUp((recorded) => void announce(recorded))
      // Read to its end: what was heard of is no more.
      if (heard === position && position > house.position) heard = house.position
    })
  }

  const repeatOf = async (key: string, commandId: string): Promise<RunAnswer | null> => {
    if (!ran.has(key) && forgotten) {
      const before = await onDisk(journal.ofCommand(commandId))
      const same = before.filter((one) => idKey(one.by, one.commandId) === key)
      if (same.length > 0) return answered(true, same.map(setAsideIn).find(Boolean))
    }
    return ran.has(key) ? answered(true, ran.get(key)) : null
  }

  const runOne = async (
    command: Command,
    { commandId, by }: { readonly commandId: string; readonly by: Actor },
    receivedAtMs: number,
  ): Promise<{ readonly answer: RunAnswer; readonly told: Promise<unknown> }> => {
    let told: Promise<unknown> = Promise.resolve()
    const done = (answer: RunAnswer) => ({ answer, told })
    const tell = (recorded: readonly Recorded[]) => {
      told = announce(recorded)
    }
    // Whether the last append is on disk is unknown: what it left is folded before anything new is decided.
    await recover(tell)
    for (let tries = 0; tries < CONFLICTS_MOST; tries += 1) {
      // Asked again after a conflict: what another process wrote meanwhile may be this very command.
      const repeat = await repeatOf(idKey(by, commandId), commandId)
      if (repeat) return done(repeat)
      const moment = { nowMs: Math.max(receivedAtMs, lastAtMs), by }
      const decided = decideHouse(command, house, moment, facts)
      if (!decided.ok) {
        const all = reasonsAgainstInHouse(command, house, moment, facts)
        return done({ ok: false, refusals: all.length > 0 ? all : [decided.refusal] })
      }
      // Nothing to record: what the command asks for is so already.
      if (decided.value.length === 0) return done(answered(false, undefined))
      const streams = new Set([streamOf(command), ...decided.value.map(({ stream }) => stream)])
      const expected = Object.fromEntries([...streams].map((stream) => [stream, house.versions[stream] ?? 0]))
      const decidedAt = house.position
      const events = { atMs: moment.nowMs, by, commandId, decidedAt, events: decided.value }
      const recorded = await onDisk(journal.append(expected, events))
      if (recorded === 'conflict') {
        await catchUp(tell)
        continue
      }
      if (recorded[0]?.position !== house.position + 1) {
        // Another process has written to other streams meanwhile: in the journal's order, theirs first.
        await catchUp(tell)
        return done(answered(false, recorded.map(setAsideIn).find(Boolean)))
      }
      fold(recorded)
      chainHash = (await onDisk(journal.head())).chainHash
      tell(recorded)
      return done(answered(false, recorded.map(setAsideIn).find(Boolean)))
    }
    return done({ ok: false, refusals: [{ code: 'conflict', detail: {} }] })
  }

  await catchUp(() => undefined)
  started = true
  const stopFollowing = journal.follow((position) => void hear(position).catch(() => undefined))

  return {
    house: () => house,
    tail: () => tail,
    chainHash: () => chainHash,
    queueDepth: () => waiting,
    failing: () => failing,
    upToDate: async () => hear(await journal.newest()),
    behindMs: () => (heard > house.position ? clock.nowMs() - heardAtMs : 0),
    onChange(listener) {
      listeners = [...listeners, listener]
      return () => {
        listeners = listeners.filter((other) => other !== listener)
      }
    },
    async run(command, who) {
      if (stopping) return { ok: false, refusals: [{ code: 'server_stopping', detail: {} }] }
      if (waiting >= QUEUE_MOST)
        return { ok: false, refusals: [{ code: 'queue_full', detail: { count: waiting } }] }
      const receivedAtMs = clock.nowMs()
      waiting += 1
      const turn = last.then(() => runOne(command, who, receivedAtMs))
      last = turn.catch(() => undefined)
      try {
        const { answer, told } = await turn
        await told
        return answer
      } catch (error) {
        if (!(error instanceof JournalFailed)) throw error
        return { ok: false, refusals: [{ code: 'storage_failed', detail: {} }] }
      } finally {
        waiting -= 1
      }
    },
    async stop() {
      stopping = true
      stopFollowing()
      await last
    },
  }
}

class JournalFailed extends Error {}

/** Ids are remembered by sender: nobody can use up another's. */
function idKey(by: Actor, commandId: string): string {
  switch (by.role) {
    case 'director':
    case 'office':
    case 'auditor':
    case 'reviewer':
      return `${by.role} ${by.id} ${commandId}`
    case 'examiner':
      return `examiner ${by.sessionId} ${by.seatId} ${commandId}`
    case 'system':
      return `system ${commandId}`
    default:
      return unreachable(by)
  }
}

function setAsideIn({ event }: Recorded): SetAside | undefined {
  return event.type === 'ScoreKeptAside' ? event.score.why : undefined
}

function answered(repeated: boolean, setAside: SetAside | undefined): RunAnswer {
  return setAside === undefined ? { ok: true, repeated } : { ok: true, repeated, setAside }
}
