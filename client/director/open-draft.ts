// The draft of a window about to be opened: its length or cue, channels and visibility, and the command it becomes.

import { CHANNEL_NAMES, SMS_CHANNELS, type PollChannel } from '../../shared/ballot/choices.ts'
import { type PollVisibility } from '../../shared/ballot/poll.ts'
import type { SegmentId, SessionId, WindowId } from '../../shared/basics/ids.ts'
import { sentenceOf, type Refusal } from '../../shared/basics/refusal.ts'
import type { ConsoleSnapshot, ConsoleWindow } from '../../shared/protocol/console-topic.ts'
import type { SessionCommand } from '../../shared/show/command.ts'
import { SHORTEST_WINDOW_MS, type SessionRules } from '../../shared/show/session-rules.ts'

export interface OpenDraft {
  /** Null: on cue. */
  readonly seconds: number | null
  readonly channels: readonly PollChannel[]
  readonly visibility: PollVisibility
  readonly offersUnsure: boolean
}

export const QUICK_SECONDS = [60, 90, 120, 180] as const
export const LONGEST_SECONDS = 3_600

/** The shortest window SMS may have (POLL2), in whole seconds. */
export function smsSecondsLeast(rules: SessionRules): number {
  return Math.ceil((rules.smsTransitMs * 3) / 1_000)
}

/** All channels that are on; the quickest length that leaves SMS its time. */
export function firstDraft(snapshot: ConsoleSnapshot, kind: ConsoleWindow['kind']): OpenDraft {
  const channels = snapshot.channels.filter((each) => each.on).map((each) => each.channel)
  const hasSms = kind === 'citizens' && channels.some((channel) => SMS_CHANNELS.includes(channel))
  const least = hasSms && snapshot.session !== null ? smsSecondsLeast(snapshot.session.rules) : 0
  const seconds = kind === 'examiners' ? 60 : (QUICK_SECONDS.find((each) => each >= least) ?? least)
  return { seconds, channels, visibility: 'live', offersUnsure: false }
}

/** Refusals that hang on what the draft says; they are judged here, by the draft, not by the server's snapshot. */
const BY_DRAFT: readonly Refusal['code'][] = [
  'sms_window_too_short',
  'channels_empty',
  'channel_off',
  'closes_too_soon',
  'closes_in_past',
]

/** Every reason, as sentences, why this draft cannot be opened now; empty = it can. */
export function openProblems(
  kind: ConsoleWindow['kind'],
  draft: OpenDraft,
  snapshot: ConsoleSnapshot,
): readonly string[] {
  const button = kind === 'examiners' ? 'OpenExaminersWindow' : 'OpenCitizensWindow'
  const told = (snapshot.grey[button] ?? [])
    .filter((refusal) => !BY_DRAFT.includes(refusal.code))
    .map(sentenceOf)
  return [...told, ...draftProblems(kind, draft, snapshot)]
}

function draftProblems(
  kind: ConsoleWindow['kind'],
  draft: OpenDraft,
  snapshot: ConsoleSnapshot,
): readonly string[] {
  const problems: string[] = []
  if (draft.seconds !== null && draft.seconds * 1_000 < SHORTEST_WINDOW_MS)
    problems.push(sentenceOf({ code: 'closes_too_soon', detail: {} }))
  if (kind === 'examiners') return problems
  if (draft.channels.length === 0) problems.push(sentenceOf({ code: 'channels_empty', detail: {} }))
  for (const channel of draft.channels)
    if (!snapshot.channels.some((each) => each.channel === channel && each.on))
      problems.push(sentenceOf({ code: 'channel_off', detail: { channel: CHANNEL_NAMES[channel] } }))
  const hasSms = draft.channels.some((channel) => SMS_CHANNELS.includes(channel))
  if (hasSms && draft.seconds !== null && snapshot.session !== null) {
    const seconds = smsSecondsLeast(snapshot.session.rules)
    if (draft.seconds < seconds)
      problems.push(sentenceOf({ code: 'sms_window_too_short', detail: { seconds } }))
  }
  return problems
}

/** A command needs this long to reach the server; without it a length that is just long enough would be refused there. */
const ON_ITS_WAY_MS = 500

/** The close falls on a full second of the wall clock, at least `seconds` from now. */
export function closesAt(seconds: number, nowMs: number): number {
  return Math.ceil((nowMs + ON_ITS_WAY_MS) / 1_000) * 1_000 + seconds * 1_000
}

/** The void window of this kind and segment that the new one stands for: the newest one no other window names (SHOW3). */
export function replacedBy(
  windows: readonly ConsoleWindow[],
  kind: ConsoleWindow['kind'],
  segmentId: SegmentId,
): WindowId | null {
  const named = new Set(windows.map((window) => window.replaces))
  const candidates = windows
    .filter((window) => window.kind === kind && window.segmentId === segmentId && window.phase === 'void')
    .filter((window) => !named.has(window.windowId))
    .sort((a, b) => b.openedAtMs - a.openedAtMs)
  return candidates[0]?.windowId ?? null
}

export function openCommand(
  kind: ConsoleWindow['kind'],
  draft: OpenDraft,
  at: {
    readonly sessionId: SessionId
    readonly segmentId: SegmentId
    readonly windowId: WindowId
    readonly replaces: WindowId | null
    readonly nowMs: number
  },
): SessionCommand {
  const { sessionId, segmentId, windowId, replaces, nowMs } = at
  const closesAtMs = draft.seconds === null ? null : closesAt(draft.seconds, nowMs)
  const shared = { sessionId, segmentId, windowId, replaces, closesAtMs }
  if (kind === 'examiners') return { type: 'OpenExaminersWindow', ...shared, form: null }
  return {
    type: 'OpenCitizensWindow',
    ...shared,
    channels: [...draft.channels],
    visibility: draft.visibility,
    offersUnsure: draft.offersUnsure,
  }
}
