// Reads what a message says: which poll takes it, and a choice for a unit or the reason why there is none (POLL1, POLL3).

import type { UnitCode, WindowId } from '../../shared/basics/ids.ts'
import { unreachable } from '../../shared/basics/result.ts'
import type { InvalidReason } from '../../shared/ballot/ballot.ts'
import { parseChoiceText, type ChoiceContext, type ParsedChoice } from '../../shared/ballot/choice-text.ts'
import type { Choice } from '../../shared/ballot/poll.ts'
import type { Inbound } from './inbound.ts'
import { isTrustedCarrierTime } from './order-time.ts'
import type { Lane, PollRouting, RoutedPoll, Taker } from './poll-routing.ts'

/** Texts remembered as read, a taker: most citizens send the same few short ones. */
const READ_TEXTS_MAX = 2_000
const READ_TEXT_LONGEST = 64

export type Reading =
  /**
   * No poll took it. `reason`: it asks to be left alone or for help, which is answered all the same, or is a probe that was
   * sent at `probedAtMs`.
   */
  | { readonly poll: null; readonly reason: InvalidReason | null; readonly probedAtMs?: number }
  | { readonly poll: RoutedPoll; readonly reason: InvalidReason; readonly unitCode: number }
  | { readonly poll: RoutedPoll; readonly reason: null; readonly unitCode: number; readonly choice: Choice }

/** `receivedMs`: the receipt as it is stamped. */
export type ReadMessage = (message: Inbound, receivedMs: number) => Reading

/** What this citizen was asked: to rate a unit of a period poll, or why they are not satisfied with it. */
export interface Question {
  readonly windowId: WindowId
  readonly unitCode: UnitCode
  /** Without it: to rate. */
  readonly asksWhy?: true
}

/** The question that this message may be the reply to. Asked for every text that no live poll takes, so it must know at once. */
export type Invited = (message: Inbound) => Question | null

const NOBODYS: Reading = { poll: null, reason: null }

/** When a probe message of ours was sent; null for any other text. */
export type ProbedAt = (text: string) => number | null

export function createMessageReader(
  routing: PollRouting,
  invited: Invited = () => null,
  probedAt: ProbedAt = () => null,
): ReadMessage {
  /** By taker; they are made anew when a window changes, and what was read with them goes. */
  const readTexts = new WeakMap<
    Taker,
    { readonly codeless: Map<string, Reading>; readonly withCode: Map<string, Reading> }
  >()

  const readText = (taker: Taker, text: string, needsCode: boolean): Reading => {
    let known = readTexts.get(taker)
    if (known === undefined) readTexts.set(taker, (known = { codeless: new Map(), withCode: new Map() }))
    const texts = needsCode ? known.withCode : known.codeless
    const before = texts.get(text)
    if (before !== undefined) return before
    const parsed = parseChoiceText(text, needsCode ? taker.contextWithCode : taker.context)
    const reading = readingOf(taker, parsed)
    if (text.length <= READ_TEXT_LONGEST) {
      if (texts.size >= READ_TEXTS_MAX) texts.clear()
      texts.set(text, reading)
    }
    return reading
  }

  /** The reply to an invitation: without a code it is for the unit that was asked about; null where it is none. */
  const readInvited = (message: Inbound, text: string, taker: Taker | null): Reading | null => {
    const invitation = invited(message)
    const poll = invitation === null ? null : routing.byId(invitation.windowId)
    if (invitation === null || poll?.unitPlaces.has(invitation.unitCode) !== true) return null
    const { unitCode, asksWhy } = invitation
    const parsed = parseChoiceText(text, {
      // A ballot needs its code now: `1` is the first of the reasons.
      currentCode: asksWhy === true ? null : unitCode,
      offersUnsure: poll.window.offersUnsure,
      standingOf: (code) =>
        code === unitCode ? 'open' : (taker?.contextWithCode.standingOf(code) ?? 'unknown'),
    })
    if (!parsed.ok) {
      const isReason = asksWhy === true && !isHeardWithoutPoll(parsed.reason)
      return { poll, reason: isReason ? 'REASON_GIVEN' : parsed.reason, unitCode }
    }
    if (parsed.code === unitCode) return { poll, reason: null, unitCode, choice: parsed.choice }
    return taker === null ? null : readingOf(taker, parsed)
  }

  const takeText = (message: Inbound, text: string, receivedMs: number): Reading => {
    const probedAtMs = probedAt(text)
    if (probedAtMs !== null) return { poll: null, reason: 'PROBE', probedAtMs }
    const lane = routing.lane(message.channel, message.accessNumber)
    if (lane.live !== null) {
      return readText(lane.live, text, mayBeAnothers(message, lane, lane.live.poll, receivedMs))
    }
    const reply = readInvited(message, text, lane.period)
    if (reply !== null) return reply
    if (lane.shut !== null && receivedMs <= lane.shut.untilMs) {
      return readText(lane.shut, text, mayBeAnothers(message, lane, lane.shut.poll, receivedMs))
    }
    if (lane.period !== null && receivedMs <= lane.period.untilMs) {
      return readText(lane.period, text, true)
    }
    const parsed = parseChoiceText(text, NO_POLLS)
    return !parsed.ok && isHeardWithoutPoll(parsed.reason) ? { poll: null, reason: parsed.reason } : NOBODYS
  }

  const takeChoice = (windowId: WindowId, unitCode: UnitCode, choice: Choice): Reading => {
    const poll = routing.byId(windowId)
    if (poll === null) return NOBODYS
    if (!poll.unitPlaces.has(unitCode)) return { poll, reason: 'UNKNOWN_SUBJECT', unitCode: 0 }
    return chosen(poll, unitCode, choice)
  }

  return (message, receivedMs) => {
    const { content } = message
    switch (content.kind) {
      case 'text':
        return offered(takeText(message, content.text, receivedMs), message)
      case 'choice':
        return offered(takeChoice(content.windowId, content.unitCode, content.choice), message)
      default:
        return unreachable(content)
    }
  }
}

const NO_POLLS: ChoiceContext = { currentCode: null, offersUnsure: false, standingOf: () => 'unknown' }

/**
 * POLL3: a trusted carrier time tells a stray message of an earlier poll by itself. Without one the guard must; and a
 * carrier who delivers an hour late, after failures, brings one from within the earlier poll although the guard is over.
 */
function mayBeAnothers(
  { carrierMs, channel }: Inbound,
  lane: Lane,
  { window }: RoutedPoll,
  receivedMs: number,
): boolean {
  if (carrierMs === null) return receivedMs < lane.codelessFromMs
  if (isTrustedCarrierTime(carrierMs, receivedMs, window.drainMs[channel])) return false
  return receivedMs < lane.codelessFromMs || lane.wasAnothersAt(carrierMs)
}

/** What is answered as itself although no poll is on: nobody who wants out, or asks how, is told of polls. */
export function isHeardWithoutPoll(reason: InvalidReason): boolean {
  return reason === 'OPT_OUT' || reason === 'HELP' || reason === 'PROBE'
}

function readingOf(taker: Taker, parsed: ParsedChoice): Reading {
  if (!parsed.ok) return { poll: taker.poll, reason: parsed.reason, unitCode: 0 }
  const poll = parsed.coded ? taker.pollOf(parsed.code) : taker.poll
  if (poll === null) return { poll: taker.poll, reason: 'UNKNOWN_SUBJECT', unitCode: 0 }
  return chosen(poll, parsed.code, parsed.choice)
}

function chosen(poll: RoutedPoll, unitCode: number, choice: Choice): Reading {
  if (choice === 'unsure' && !poll.window.offersUnsure) return { poll, reason: 'UNKNOWN_OPTION', unitCode }
  return { poll, reason: null, unitCode, choice }
}

function offered(reading: Reading, { channel }: Inbound): Reading {
  if (reading.poll === null || reading.reason !== null) return reading
  if (reading.poll.window.channels.includes(channel)) return reading
  return { poll: reading.poll, reason: 'CHANNEL_NOT_OFFERED', unitCode: reading.unitCode }
}
