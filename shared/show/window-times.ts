// When a window closes, freezes and may be revealed, and how it is found: rules judge by times, not by the phase
// some process has reached (SHOW4).

import type { SeatId, SegmentId, WindowId } from '../basics/ids.ts'
import type { PollChannel } from '../ballot/poll.ts'
import type { Seat } from './panel.ts'
import { SCORE_GRACE_MS, SEAL_AFTER_DRAIN_MS } from './session-rules.ts'
import type { SessionRules } from './session-rules.ts'
import type { ExaminersWindow, Segment, Session, Window } from './session.ts'

export function windowIn(session: Session, id: WindowId): Window | null {
  return session.windows.find((window) => window.id === id) ?? null
}

export function segmentIn(session: Session, id: SegmentId): Segment | null {
  return session.segments.find((segment) => segment.segmentId === id) ?? null
}

export function seatIn(session: Session, id: SeatId): Seat | null {
  return session.seats.find((seat) => seat.seatId === id) ?? null
}

/** Open at this moment by its times: at closesAt it no longer is. */
export function isOpenAt(window: Window, nowMs: number): boolean {
  return window.stage.phase === 'open' && (window.closesAtMs === null || nowMs < window.closesAtMs)
}

/** Open or closing: nothing is final yet, and it keeps others of its kind from opening (SHOW10). */
export function isNotYetFrozen(window: Window): boolean {
  return window.stage.phase === 'open' || window.stage.phase === 'closing'
}

/** A score received now counts: until 2 s after the close, that millisecond included (SCORE3). */
export function takesScoresAt(window: ExaminersWindow, nowMs: number): boolean {
  return isNotYetFrozen(window) && (window.closesAtMs === null || nowMs <= window.closesAtMs + SCORE_GRACE_MS)
}

/** The longest drain among a window's channels in ms (BAL6). */
export function slowestDrainMs(channels: readonly PollChannel[], rules: SessionRules): number {
  return Math.max(0, ...channels.map((channel) => rules.drainMs[channel]))
}

/**
 * When it can be frozen at the earliest, null before the cue and while slips are typed: examiners' the millisecond after the last score that
 * counts (SCORE3); citizens' when the slowest drain is over and the logs seal (BAL6, LOG3).
 */
export function freezesAtMs(window: Window, rules: SessionRules): number | null {
  if (window.closesAtMs === null) return null
  return window.kind === 'examiners'
    ? afterPaper(window, window.closesAtMs + SCORE_GRACE_MS + 1)
    : window.closesAtMs + slowestDrainMs(window.channels, rules) + SEAL_AFTER_DRAIN_MS
}

/** While slips are typed there is no such moment; then it is at once (SCORE9). */
function afterPaper({ paper }: ExaminersWindow, atMs: number): number | null {
  if (paper === null) return atMs
  return paper.endedAtMs === null ? null : Math.max(atMs, paper.endedAtMs)
}

/** When it may be revealed: its delay after frozen (SHOW9). Null before frozen, and where void. */
export function revealsAtMs(window: Window, rules: SessionRules): number | null {
  const { stage } = window
  if (stage.phase === 'open' || stage.phase === 'closing' || stage.phase === 'void') return null
  const delayMs = window.kind === 'examiners' ? rules.examinersRevealDelayMs : rules.pollRevealDelayMs
  return stage.frozenAtMs + delayMs
}
