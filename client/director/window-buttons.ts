// Why a window's buttons are grey at this very second: the server's refusals, kept true while its snapshot grows older.

import type { LogId } from '../../shared/basics/ids.ts'
import type { Refusal } from '../../shared/basics/refusal.ts'
import type { ConsoleWindow, WindowButton } from '../../shared/protocol/console-topic.ts'
import { unreachable } from '../../shared/basics/result.ts'
import { EXTEND_AT_LEAST_BEFORE_MS, WITHDRAW_WITHIN_MS } from '../../shared/show/session-rules.ts'

/** Refusals of a button at `nowMs` of the server's clock; empty = it can be pressed (SHOW6). The server has the last word. */
export function refusalsNow(window: ConsoleWindow, button: WindowButton, nowMs: number): readonly Refusal[] {
  const told = window.grey[button] ?? []
  switch (button) {
    case 'Reveal': {
      if (window.revealsAtMs === null) return told
      const others = told.filter((refusal) => refusal.code !== 'reveal_too_early')
      const leftMs = window.revealsAtMs - nowMs
      if (leftMs <= 0) return others
      return [...others, { code: 'reveal_too_early', detail: { seconds: Math.ceil(leftMs / 1_000) } }]
    }
    case 'WithdrawWindow':
      return withRefusal(told, 'undo_too_late', nowMs > window.openedAtMs + WITHDRAW_WITHIN_MS)
    case 'ExtendWindow':
      return withRefusal(
        told,
        'extend_too_late',
        window.phase === 'open' &&
          window.closesAtMs !== null &&
          window.closesAtMs - nowMs < EXTEND_AT_LEAST_BEFORE_MS,
      )
    case 'CueClose':
    case 'RequestVoid':
      return told
    default:
      return unreachable(button)
  }
}

function withRefusal(told: readonly Refusal[], code: Refusal['code'], holds: boolean): readonly Refusal[] {
  if (!holds || told.some((refusal) => refusal.code === code)) return told
  return told.length > 0 ? told : [{ code, detail: {} }]
}

/** Seconds in which a mistaken opening can still be taken back; 0 when that is over. */
export function withdrawSecondsLeft(window: ConsoleWindow, nowMs: number): number {
  if (window.phase !== 'open') return 0
  return Math.max(0, Math.ceil((window.openedAtMs + WITHDRAW_WITHIN_MS - nowMs) / 1_000))
}

/** A seal follows its moment within a second: only then is it missed. */
const SEAL_PATIENCE_MS = 3_000

/** Logs whose seal a window waits for longer than it should (LOG3). */
export function sealsOverdue(
  { phase, freezesAtMs, unsealedLogs }: Pick<ConsoleWindow, 'phase' | 'freezesAtMs' | 'unsealedLogs'>,
  nowMs: number,
): readonly LogId[] {
  const due = phase === 'closing' && freezesAtMs !== null && nowMs >= freezesAtMs + SEAL_PATIENCE_MS
  return due ? unsealedLogs : []
}

/** Windows of a kind that still ask something of the director: neither revealed nor void, newest first. */
export function unfinished(
  windows: readonly ConsoleWindow[],
  kind: ConsoleWindow['kind'],
): readonly ConsoleWindow[] {
  return windows
    .filter((window) => window.kind === kind && window.phase !== 'revealed' && window.phase !== 'void')
    .sort((a, b) => b.openedAtMs - a.openedAtMs)
}

/**
 * What a window pane shows by itself: the newest unfinished window of its kind, else the newest one of the segment on
 * air, else null: the form that opens a new one.
 */
export function windowInFocus(
  windows: readonly ConsoleWindow[],
  kind: ConsoleWindow['kind'],
  onAirSegmentId: string | null,
): ConsoleWindow | null {
  const open = unfinished(windows, kind)[0]
  if (open !== undefined) return open
  const ofSegment = windows
    .filter((window) => window.kind === kind && window.segmentId === onAirSegmentId)
    .sort((a, b) => b.openedAtMs - a.openedAtMs)[0]
  return ofSegment === undefined || ofSegment.phase === 'void' ? null : ofSegment
}
