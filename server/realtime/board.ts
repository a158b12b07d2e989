// Keeps the latest snapshot of every watched topic, and sends it when it changed: at most ten times a second, never back.

import type { TopicMessage } from '../../shared/protocol/socket-events.ts'
import type { TopicName } from '../../shared/protocol/topics.ts'
import { compareVersions, type Version } from '../../shared/protocol/version.ts'
import type { Clock } from '../clock.ts'

const TICK_MS = 100
const RANKING_MS = 1_000
/** What the clock alone changes (buttons turning possible, rates falling) is looked at this often. */
const PULSE_MS = 1_000
/** One tick slower for each thousand who watch a topic: fan-out is what saturates a process (performance.md). */
const WATCHERS_A_TICK = 1_000

/** Where a topic's snapshot comes from: the same code for the first message and every later one. */
export interface BoardSource {
  /** [journal position, ballots merged] as of now. */
  version(): Version
  /** Makes a snapshot of the moment; called once a round, its answer for each topic of it. */
  moment(): (topic: TopicName) => unknown
}

export interface Board {
  /** One more watches the topic: its message now. Throws where no snapshot could be made. */
  watch(topic: TopicName): TopicMessage
  unwatch(topic: TopicName): void
  /** The latest message and its snapshot as JSON; made now where nobody watches or the last is older than a tick. */
  readonly look: (topic: TopicName) => { readonly message: TopicMessage; readonly json: string }
  /** The message a watcher is behind on who holds this version of a watched topic (null: none yet); null where it is up to date. */
  missedBy(topic: TopicName, held: Version | null): TopicMessage | null
  /** Topics somebody watches. */
  readonly topics: () => readonly TopicName[]
  /** Something changed: the first change after quiet is sent at once, those that follow together. */
  changed(): void
  stop(): void
}

interface Entry {
  readonly topic: TopicName
  watchers: number
  json: string
  message: TopicMessage
  madeAtMs: number
  stale: boolean
}

/** Topics nobody watches, kept for `look`. */
const UNWATCHED_MOST = 16

export function createBoard({
  source,
  clock,
  send,
  onError,
}: {
  readonly source: BoardSource
  readonly clock: Clock
  /** To everybody who watches the topic: one emit, serialised once. */
  readonly send: (message: TopicMessage) => void
  readonly onError: (error: unknown) => void
}): Board {
  const entries = new Map<TopicName, Entry>()
  let newest: Version = [0, 0]
  let cancelTick: (() => void) | null = null
  let tickAtMs = Infinity
  let cancelPulse: (() => void) | null = null
  let stopped = false

  /** Never goes back, though an index that is made whole again counts from zero. */
  const versionNow = (): Version => {
    const version = source.version()
    if (compareVersions(version, newest) > 0) newest = version
    return newest
  }

  const make = (topic: TopicName, snapshotOf = source.moment()) => {
    const version = versionNow()
    const snapshot = snapshotOf(topic)
    return { json: JSON.stringify(snapshot), message: { topic, version, snapshot } }
  }

  /** Makes it anew; a snapshot that is the same keeps the version at which it last changed. */
  const renew = (entry: Entry, snapshotOf?: (topic: TopicName) => unknown) => {
    entry.madeAtMs = clock.nowMs()
    const made = make(entry.topic, snapshotOf)
    entry.stale = false
    if (made.json === entry.json) return
    entry.json = made.json
    entry.message = made.message
    if (entry.watchers > 0) send(made.message)
  }

  const entryOf = (topic: TopicName): Entry => {
    const known = entries.get(topic)
    if (known !== undefined) {
      if (clock.nowMs() - known.madeAtMs >= intervalOf(known)) renew(known)
      return known
    }
    const entry: Entry = { topic, watchers: 0, ...make(topic), madeAtMs: clock.nowMs(), stale: false }
    entries.set(topic, entry)
    const unwatched = [...entries.values()].filter(({ watchers }) => watchers === 0)
    for (const old of unwatched.slice(0, -UNWATCHED_MOST)) entries.delete(old.topic)
    return entry
  }

  const plan = (atMs: number) => {
    if (stopped || atMs >= tickAtMs) return
    cancelTick?.()
    tickAtMs = atMs
    cancelTick = clock.at(atMs, tick)
  }

  const planStale = () => {
    const due = [...entries.values()]
      .filter(({ stale }) => stale)
      .map((entry) => entry.madeAtMs + intervalOf(entry))
    if (due.length > 0) plan(Math.max(clock.nowMs(), Math.min(...due)))
  }

  const tick = () => {
    cancelTick = null
    tickAtMs = Infinity
    const nowMs = clock.nowMs()
    let snapshotOf: ((topic: TopicName) => unknown) | undefined
    for (const entry of entries.values()) {
      if (!entry.stale || nowMs - entry.madeAtMs < intervalOf(entry)) continue
      try {
        snapshotOf ??= source.moment()
        renew(entry, snapshotOf)
      } catch (error) {
        onError(error)
      }
    }
    planStale()
  }

  const pulse = () => {
    cancelPulse = null
    let watched = false
    for (const entry of entries.values()) {
      if (entry.watchers === 0) continue
      watched = true
      if (!isRanking(entry.topic)) entry.stale = true
    }
    planStale()
    if (watched) startPulse()
  }

  const startPulse = () => {
    if (!stopped) cancelPulse ??= clock.at(clock.nowMs() + PULSE_MS, pulse)
  }

  return {
    watch(topic) {
      const entry = entryOf(topic)
      entry.watchers += 1
      startPulse()
      return entry.message
    },
    unwatch(topic) {
      const entry = entries.get(topic)
      if (entry === undefined) return
      entry.watchers -= 1
      if (entry.watchers <= 0) entries.delete(topic)
    },
    look: entryOf,
    missedBy(topic, held) {
      const entry = entries.get(topic)
      if (entry === undefined) return null
      return held === null || compareVersions(held, entry.message.version) < 0 ? entry.message : null
    },
    topics: () => [...entries.values()].filter(({ watchers }) => watchers > 0).map(({ topic }) => topic),
    changed() {
      for (const entry of entries.values()) if (entry.watchers > 0) entry.stale = true
      planStale()
    },
    stop() {
      stopped = true
      cancelTick?.()
      cancelPulse?.()
    },
  }
}

function intervalOf({ topic, watchers }: Entry): number {
  const ticks = Math.max(1, Math.ceil(watchers / WATCHERS_A_TICK))
  return Math.max(ticks * TICK_MS, isRanking(topic) ? RANKING_MS : 0)
}

function isRanking(topic: TopicName): boolean {
  return topic.startsWith('ranking/')
}
