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
}

/** What a text on one channel and access number meets. */
export interface Lane {
  /** Takes text without a code: the poll that occupies the number, or the last shut one. Null: 现在没有评议. */
  readonly codeless: RoutedPoll | null
  /** Before this a message without a trusted carrier time needs a code (POLL3's guard). */
  readonly codelessFromMs: number
  /** Whether an earlier poll took text without a code at this time: a delivery this old may be meant for it. */
  wasAnothersAt(sentMs: number): boolean
  /** After this the shut poll is not named any more. */
  readonly untilMs: number
  /** What the text is read against, with a code needed or not. */
  readonly context: ChoiceContext
  readonly contextWithCode: ChoiceContext
  pollOf(code: number): RoutedPoll | null
}

export interface PollRouting {
  set(polls: readonly RoutedPoll[]): void
  byId(windowId: WindowId): RoutedPoll | null
  byNumber(windowNumber: number): RoutedPoll | null
  lane(channel: PollChannel, accessNumber: string | null): Lane
  /** The poll that takes text without a code there at this time, or null. */
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
      const { codeless, untilMs } = laneAt(channel, accessNumber)
      return codeless === null || atMs > untilMs ? null : codeless.window
    },
  }
}

function laneOf(polls: readonly RoutedPoll[], channel: PollChannel, accessNumber: string | null): Lane {
  const isSms = SMS_CHANNELS.includes(channel)
  const here = polls
    .filter(({ window }) => !isSms || isOnNumber(window, accessNumber))
    .sort((a, b) => b.window.opensAtMs - a.window.opensAtMs)
  const taking = here.filter(({ window }) => window.phase !== 'shut')
  const offering = (poll: RoutedPoll) => poll.window.channels.includes(channel)
  // A shut poll only names late what was meant for it.
  const shut = here.find((poll) => poll.window.phase === 'shut' && offering(poll)) ?? null
  const codeless = taking.find(offering) ?? taking[0] ?? shut
  const open = taking.length > 0 ? taking : codeless === null ? [] : [codeless]
  const context: ChoiceContext = {
    currentCode: codeless?.window.units[0]?.code ?? null,
    offersUnsure: codeless?.window.offersUnsure ?? false,
    standingOf(code) {
      const has = ({ window }: RoutedPoll) => window.units.some((unit) => unit.code === code)
      return open.some(has) ? 'open' : here.some(has) ? 'closed' : 'unknown'
    },
  }
  return {
    codeless,
    codelessFromMs: isSms && codeless !== null ? guardedUntil(codeless.window, here) : 0,
    wasAnothersAt: (sentMs) =>
      isSms &&
      codeless !== null &&
      sentMs < codeless.window.opensAtMs &&
      here.some(({ window }) => isEarlier(window, codeless.window) && took(window, sentMs)),
    untilMs:
      codeless?.window.phase === 'shut'
        ? (codeless.window.closesAtMs ?? codeless.window.opensAtMs) + NAMED_LATE_MS
        : Infinity,
    context,
    contextWithCode: { ...context, currentCode: null },
    pollOf: (code) => open.find(({ window }) => window.units.some((unit) => unit.code === code)) ?? null,
  }
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

function isEarlier(earlier: VotingWindow, window: VotingWindow): boolean {
  return earlier.windowId !== window.windowId && earlier.opensAtMs <= window.opensAtMs
}

/** From its opening until those who were slow had sent theirs; one that was voided, until the next one opened. */
function took({ opensAtMs, closesAtMs, smsTransitMs }: VotingWindow, sentMs: number): boolean {
  return sentMs >= opensAtMs && sentMs <= (closesAtMs ?? Infinity) + smsTransitMs
}
