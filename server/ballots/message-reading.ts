// Reads what a message says: which poll takes it, and a choice for a unit or the reason why there is none (POLL1, POLL3).

import type { UnitCode, WindowId } from '../../shared/basics/ids.ts'
import { unreachable } from '../../shared/basics/result.ts'
import type { InvalidReason } from '../../shared/ballot/ballot.ts'
import { parseChoiceText, type ParsedChoice } from '../../shared/ballot/choice-text.ts'
import type { Choice } from '../../shared/ballot/poll.ts'
import type { Inbound } from './inbound.ts'
import { isTrustedCarrierTime } from './order-time.ts'
import type { Lane, PollRouting, RoutedPoll } from './poll-routing.ts'

/** Texts remembered as read, a lane: most citizens send the same few short ones. */
const READ_TEXTS_MAX = 500
const READ_TEXT_LONGEST = 64

export type Reading =
  /** No poll took it. `reason`: it asks to be left alone or for help, which is answered all the same. */
  | { readonly poll: null; readonly reason: InvalidReason | null }
  | { readonly poll: RoutedPoll; readonly reason: InvalidReason; readonly unitCode: number }
  | { readonly poll: RoutedPoll; readonly reason: null; readonly unitCode: number; readonly choice: Choice }

/** `receivedMs`: the receipt as it is stamped. */
export type ReadMessage = (message: Inbound, receivedMs: number) => Reading

const NOBODYS: Reading = { poll: null, reason: null }

export function createMessageReader(routing: PollRouting): ReadMessage {
  /** By lane; lanes are made anew when a window changes, and what was read with them goes. */
  const readTexts = new WeakMap<
    Lane,
    { readonly codeless: Map<string, Reading>; readonly withCode: Map<string, Reading> }
  >()

  const readText = (lane: Lane, text: string, needsCode: boolean): Reading => {
    let known = readTexts.get(lane)
    if (known === undefined) readTexts.set(lane, (known = { codeless: new Map(), withCode: new Map() }))
    const texts = needsCode ? known.withCode : known.codeless
    const before = texts.get(text)
    if (before !== undefined) return before
    const reading = readingOf(lane, parseChoiceText(text, needsCode ? lane.contextWithCode : lane.context))
    if (text.length <= READ_TEXT_LONGEST) {
      if (texts.size >= READ_TEXTS_MAX) texts.clear()
      texts.set(text, reading)
    }
    return reading
  }

  const takeText = (message: Inbound, text: string, receivedMs: number): Reading => {
    const lane = routing.lane(message.channel, message.accessNumber)
    if (lane.codeless === null || receivedMs > lane.untilMs) {
      const parsed = parseChoiceText(text, lane.contextWithCode)
      return !parsed.ok && isHeardWithoutPoll(parsed.reason) ? { poll: null, reason: parsed.reason } : NOBODYS
    }
    const needsCode = mayBeAnothers(message, lane, lane.codeless.window.drainMs[message.channel], receivedMs)
    return offered(readText(lane, text, needsCode), message)
  }

  const takeChoice = (windowId: WindowId, unitCode: UnitCode, choice: Choice): Reading => {
    const poll = routing.byId(windowId)
    if (poll === null) return NOBODYS
    if (!poll.window.units.some(({ code }) => code === unitCode))
      return { poll, reason: 'UNKNOWN_SUBJECT', unitCode: 0 }
    if (choice === 'unsure' && !poll.window.offersUnsure) return { poll, reason: 'UNKNOWN_OPTION', unitCode }
    return { poll, reason: null, unitCode, choice }
  }

  return (message, receivedMs) => {
    const { content } = message
    switch (content.kind) {
      case 'text':
        return takeText(message, content.text, receivedMs)
      case 'choice':
        return offered(takeChoice(content.windowId, content.unitCode, content.choice), message)
      default:
        return unreachable(content)
    }
  }
}

/**
 * POLL3: a trusted carrier time tells a stray message of an earlier poll by itself. Without one the guard must; and a
 * carrier who delivers an hour late, after failures, brings one from within the earlier poll although the guard is over.
 */
function mayBeAnothers({ carrierMs }: Inbound, lane: Lane, drainMs: number, receivedMs: number): boolean {
  if (carrierMs === null) return receivedMs < lane.codelessFromMs
  if (isTrustedCarrierTime(carrierMs, receivedMs, drainMs)) return false
  return receivedMs < lane.codelessFromMs || lane.wasAnothersAt(carrierMs)
}

/** What is answered as itself although no poll is on: nobody who wants out, or asks how, is told of polls. */
export function isHeardWithoutPoll(reason: InvalidReason): boolean {
  return reason === 'OPT_OUT' || reason === 'HELP'
}

function readingOf(lane: Lane, parsed: ParsedChoice): Reading {
  const { codeless } = lane
  if (codeless === null) return NOBODYS
  if (!parsed.ok) return { poll: codeless, reason: parsed.reason, unitCode: 0 }
  const poll = lane.pollOf(parsed.code)
  return poll === null
    ? { poll: codeless, reason: 'UNKNOWN_SUBJECT', unitCode: 0 }
    : { poll, reason: null, unitCode: parsed.code, choice: parsed.choice }
}

function offered(reading: Reading, { channel }: Inbound): Reading {
  if (reading.poll === null || reading.reason !== null) return reading
  if (reading.poll.window.channels.includes(channel)) return reading
  return { poll: reading.poll, reason: 'CHANNEL_NOT_OFFERED', unitCode: reading.unitCode }
}
