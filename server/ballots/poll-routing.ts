// Says which poll takes a message, and whether it needs a code there (POLL1, POLL3).

import type { WindowId } from '../../shared/basics/ids.ts'
import type { ChoiceContext } from '../../shared/ballot/choice-text.ts'
import { CHANNELS, SMS_CHANNELS, type PollChannel } from '../../shared/ballot/choices.ts'
import { type VotingWindow } from '../../shared/ballot/poll.ts'
import { windowNumberOf } from '../storage/ballot-record.ts'

/** For how long after its close a shut poll is still named to who comes too late; then 现在没有评议. */
const NAMED_LATE_MS = 600_000
const LANES_MAX = 1_000

export interface RoutedPoll {
  readonly window: VotingWindow
  readonly windowNumber: number
  /** Its answers in the answer book. */
  readonly slot: number
  /** Public code → place in the window's units. */
  readonly unitPlaces: ReadonlyMap<number, number>
}

/** `known`: the same poll before, with the same units. */
export function createRoutedPoll(
  window: VotingWindow,
  slot: number,
  known: RoutedPoll | null = null,
): RoutedPoll {
  return {
    window,
    windowNumber: windowNumberOf(window.windowId),
    slot,
    unitPlaces: known?.unitPlaces ?? new Map(window.units.map(({ code }, place) => [code, place])),
  }
}

/** One that takes what is said on a lane: it keeps what is no ballot, and the text is read against it. */
export interface Taker {
  readonly poll: RoutedPoll
  /** Until then a shut poll names late who comes for it; one that is not shut has no such end. */
  readonly untilMs: number
  /** What the text is read against, with a code needed or not. A period poll always needs one. */
  readonly context: ChoiceContext
  readonly contextWithCode: ChoiceContext
  /** The poll of a code that stands open: one that runs on the channel, if there is one; live before period (POLL3). */
  pollOf(code: number): RoutedPoll | null
}

/** What a text on one channel and access number meets. */
export interface Lane {
  /** The live poll that occupies the number: it takes text without a code. */
  readonly live: Taker | null
  /** Before this a message without a trusted carrier time needs a code (POLL3's guard). */
  readonly codelessFromMs: number
  /** Whether an earlier poll took text without a code at this time: a delivery this old may be meant for it. */
  wasAnothersAt(sentMs: number): boolean
  /** The live poll that was shut last. */
  readonly shut: Taker | null
  /** The period poll that keeps what is said here and is no ballot. */
  readonly period: Taker | null
}

export interface PollRouting {
  set(polls: readonly RoutedPoll[]): void
  byId(windowId: WindowId): RoutedPoll | null
  byNumber(windowNumber: number): RoutedPoll | null
  lane(channel: PollChannel, accessNumber: string | null): Lane
  /** The poll that hears text without a code there at this time, or null. */
  pollOn(channel: PollChannel, accessNumber: string | null, atMs: number): VotingWindow | null
}

export function createPollRouting(): PollRouting {
  let byNumber = new Map<number, RoutedPoll>()
  let lanes = CHANNELS.map(() => new Map<string | null, Lane>())
  const laneAt = (channel: PollChannel, accessNumber: string | null): Lane => {
    const ofChannel = lanes[CHANNELS.indexOf(channel)]!
    const known = ofChannel.get(accessNumber)
    if (known !== undefined) return known
    const lane = laneOf([...byNumber.values()], channel, accessNumber)
    if (ofChannel.size < LANES_MAX) ofChannel.set(accessNumber, lane)
    return lane
  }
  return {
    set(polls) {
      byNumber = new Map(polls.map((poll) => [poll.windowNumber, poll]))
      lanes = CHANNELS.map(() => new Map<string | null, Lane>())
    },
    byId: (windowId) => byNumber.get(windowNumberOf(windowId)) ?? null,
    byNumber: (windowNumber) => byNumber.get(windowNumber) ?? null,
    lane: laneAt,
    pollOn(channel, accessNumber, atMs) {
      const { live, shut, period } = laneAt(channel, accessNumber)
      const taker = [live, shut, period].find((each) => each !== null && atMs <= each.untilMs)
      return taker?.poll.window ?? null
    },
  }
}

function laneOf(polls: readonly RoutedPoll[], channel: PollChannel, accessNumber: string | null): Lane {
  const isSms = SMS_CHANNELS.includes(channel)
  const offering = (poll: RoutedPoll) => poll.window.channels.includes(channel)
  // Of the polls that could take a text those that run on the channel come first.
  const offersFirst = (a: RoutedPoll, b: RoutedPoll) => Number(offering(b)) - Number(offering(a))
  const here = polls
    .filter(({ window }) => !isSms || isOnNumber(window, accessNumber))
    .sort((a, b) => offersFirst(a, b) || b.window.opensAtMs - a.window.opensAtMs)
  const of = (kind: VotingWindow['kind'], isShut: boolean) =>
    here.filter(({ window }) => window.kind === kind && (window.phase === 'shut') === isShut)
  const [live, shutLive, period, shutPeriod] = [
    of('live', false),
    of('live', true).filter(offering),
    // One that is only planned stands behind those that are open.
    of('period', false).sort((a, b) => offersFirst(a, b) || a.window.opensAtMs - b.window.opensAtMs),
    of('period', true),
  ]
  const taker = (poll: RoutedPoll | undefined, open: readonly RoutedPoll[]) =>
    poll === undefined ? null : takerOf(poll, open, here)
  const codeless = live[0] ?? shutLive[0]
  return {
    live: taker(live[0], [...live, ...period]),
    codelessFromMs: isSms && codeless !== undefined ? guardedUntil(codeless.window, here) : 0,
    wasAnothersAt: (sentMs) =>
      isSms &&
      codeless !== undefined &&
      sentMs < codeless.window.opensAtMs &&
      here.some(({ window }) => isEarlier(window, codeless.window) && took(window, sentMs)),
    // A shut poll only names late what was meant for it.
    shut: taker(shutLive[0], [...period, ...shutLive.slice(0, 1)]),
    period: taker(period[0] ?? shutPeriod[0], period.length > 0 ? period : shutPeriod.slice(0, 1)),
  }
}

function takerOf(poll: RoutedPoll, open: readonly RoutedPoll[], here: readonly RoutedPoll[]): Taker {
  const holder = (among: readonly RoutedPoll[], code: number) =>
    among.find(({ unitPlaces }) => unitPlaces.has(code)) ?? null
  const contextWithCode: ChoiceContext = {
    currentCode: null,
    // Of several polls the one that takes it says so itself.
    offersUnsure: open.some(({ window }) => window.offersUnsure),
    standingOf: (code) =>
      holder(open, code) !== null ? 'open' : holder(here, code) !== null ? 'closed' : 'unknown',
  }
  const { kind, units, phase } = poll.window
  return {
    poll,
    untilMs: phase === 'shut' ? namedUntil(poll.window) : Infinity,
    context: kind === 'live' ? { ...contextWithCode, currentCode: units[0]?.code ?? null } : contextWithCode,
    contextWithCode,
    pollOf: (code) => holder(open, code),
  }
}

/** On cue and voided: from its opening. */
function namedUntil({ opensAtMs, closesAtMs }: VotingWindow): number {
  return (closesAtMs ?? opensAtMs) + NAMED_LATE_MS
}

/** No numbers: any of ours. */
function isOnNumber({ accessNumbers }: VotingWindow, accessNumber: string | null): boolean {
  return accessNumbers.length === 0 || accessNumber === null || accessNumbers.includes(accessNumber)
}

/** When the last stray message of an earlier poll on this number has had its transit. */
function guardedUntil(window: VotingWindow, here: readonly RoutedPoll[]): number {
  let until = 0
  for (const { window: earlier } of here) {
    if (!isEarlier(earlier, window)) continue
    if (!earlier.channels.some((channel) => SMS_CHANNELS.includes(channel))) continue
    // A poll that was voided took messages until the next one opened, at the latest.
    const closedMs = Math.min(earlier.closesAtMs ?? Infinity, window.opensAtMs)
    until = Math.max(until, closedMs + window.smsTransitMs)
  }
  return until
}

/** What strays from a period poll has its code. */
function isEarlier(earlier: VotingWindow, window: VotingWindow): boolean {
  return (
    earlier.kind === 'live' && earlier.windowId !== window.windowId && earlier.opensAtMs <= window.opensAtMs
  )
}

/** From its opening until those who were slow had sent theirs; one that was voided, until the next one opened. */
function took({ opensAtMs, closesAtMs, smsTransitMs }: VotingWindow, sentMs: number): boolean {
  return sentMs >= opensAtMs && sentMs <= (closesAtMs ?? Infinity) + smsTransitMs
}
