// The windows the ballot plane was told of: who may be received when its voter key is ready, and what the index then counts anew.

import type { WindowId } from '../../shared/basics/ids.ts'
import { sentenceOf } from '../../shared/basics/refusal.ts'
import type { VotingWindow } from '../../shared/ballot/poll.ts'
import type { TallyIndex } from '../storage/tally-index.ts'
import type { AnswerBook } from './answer-book.ts'
import type { LogFollower } from './log-follower.ts'
import { createRoutedPoll, type PollRouting, type RoutedPoll } from './poll-routing.ts'
import type { VoterKeys } from './voter-key.ts'

export interface PlaneWindows {
  /** At start: the index knows the windows when it resolves, and nothing was merged yet. */
  start(windows: readonly VotingWindow[], moreKeyIds: readonly string[], asOf?: number): Promise<void>
  /**
   * All windows that may still get messages, whenever one opened or changed; those not named any more are forgotten.
   * They are known when it returns, but one whose voter key is not ready: that one when it resolves. Rejects where a voter
   * key cannot be had. `asOf`: the journal position at which they are so.
   */
  set(windows: readonly VotingWindow[], asOf?: number): Promise<void>
  /** Throws for a window that was never named, or is forgotten. */
  pollOf(windowId: WindowId): RoutedPoll
  polls(): ReadonlyMap<WindowId, RoutedPoll>
  /** The index knows all windows. */
  told(): Promise<void>
  /** And has counted anew what they judge otherwise than before; new ballots may still be on their way to it. */
  settled(): Promise<void>
}

/** `forget`: the windows that are left when some were forgotten. `changed`: counts may have. */
export function createPlaneWindows({
  index,
  follower,
  voterKeys,
  book,
  routing,
  forget,
  changed,
  onError,
}: {
  readonly index: TallyIndex
  readonly follower: Pick<LogFollower, 'countAnew'>
  readonly voterKeys: VoterKeys
  readonly book: AnswerBook
  readonly routing: PollRouting
  readonly forget: (windowNumbersLeft: ReadonlySet<number>) => void
  readonly changed: () => void
  readonly onError: (error: unknown) => void
}): PlaneWindows {
  const polls = new Map<WindowId, RoutedPoll>()
  /** The windows as they were last named. */
  let wanted: readonly VotingWindow[] = []
  let wantedAsOf: number | undefined
  let told = Promise.resolve()
  let settled = Promise.resolve()

  const prepareKeys = async (ids: readonly string[]) => {
    const tried = await Promise.allSettled(ids.map((id) => voterKeys.prepare(id)))
    for (const one of tried) {
      if (one.status === 'rejected') throw one.reason
      if (!one.value.ok) throw new Error(sentenceOf(one.value.refusal))
    }
  }

  const take = (windows: readonly VotingWindow[]) => {
    for (const window of windows) {
      const known = polls.get(window.windowId)
      const hasSameUnits = known?.window.units === window.units
      const slot = hasSameUnits ? known.slot : book.addWindow(window.units.map(({ name }) => name)).slot
      polls.set(window.windowId, createRoutedPoll(window, slot, hasSameUnits ? known : null))
    }
    routing.set([...polls.values()])
    forget(new Set([...polls.values()].map(({ windowNumber }) => windowNumber)))
  }
  const tellIndex = async (windows: readonly VotingWindow[]) => {
    for (const window of windows) await index.setWindow(window, wantedAsOf)
  }
  /** Makes the plane know those of them whose voter key is on disk: for another no ballot could be taken. */
  const setReady = () => {
    const windows = wanted
      .filter(({ voterKeyId }) => voterKeys.isReady(voterKeyId))
      .map((window) => withKnownUnits(window, polls.get(window.windowId)?.window))
    const news = windows.filter((window) => isNews(window, polls.get(window.windowId)?.window))
    const named = new Set(windows.map(({ windowId }) => windowId))
    const gone = [...polls.keys()].filter((windowId) => !named.has(windowId))
    if (news.length === 0 && gone.length === 0) return
    for (const windowId of gone) polls.delete(windowId)
    take(news)
    const telling = tellIndex(news)
    told = Promise.all([told, telling]).then(() => {}, onError)
    settled = settled
      .then(async () => {
        await telling
        for (const windowId of gone) if (!polls.has(windowId)) await index.forgetWindow(windowId)
        await follower.countAnew()
      })
      .catch(onError)
      .finally(changed)
  }

  return {
    async start(windows, moreKeyIds, asOf) {
      await prepareKeys([...moreKeyIds, ...windows.map(({ voterKeyId }) => voterKeyId)])
      wanted = windows
      wantedAsOf = asOf
      take(windows)
      await tellIndex(windows)
    },
    async set(windows, asOf) {
      wanted = windows
      wantedAsOf = asOf
      setReady()
      const missing = wanted.map(({ voterKeyId }) => voterKeyId).filter((id) => !voterKeys.isReady(id))
      if (missing.length === 0) return
      try {
        await prepareKeys(missing)
      } finally {
        setReady()
      }
    },
    pollOf(windowId) {
      const poll = polls.get(windowId)
      if (poll === undefined) throw new Error(`the ballot plane was not told of window ${windowId}`)
      return poll
    },
    polls: () => polls,
    told: () => told,
    settled: () => settled,
  }
}

/** The list of units as it is known where it is the same: 10,000 units are compared once a change of the poll, not once a ballot. */
function withKnownUnits(window: VotingWindow, known: VotingWindow | undefined): VotingWindow {
  if (known === undefined || known.units === window.units) return window
  return JSON.stringify(known.units) === JSON.stringify(window.units)
    ? { ...window, units: known.units }
    : window
}

function isNews(window: VotingWindow, known: VotingWindow | undefined): boolean {
  if (known?.units !== window.units) return true
  return JSON.stringify({ ...known, units: null }) !== JSON.stringify({ ...window, units: null })
}
