// The run-of-show clock: planned against actual, how far the evening is over, and when it will end.

import type { ConsoleSegment } from '../../shared/protocol/console-topic.ts'

export interface RunOfShow {
  /** Sum of all planned lengths, ms. */
  readonly plannedMs: number
  /** Since the first segment was taken; 0 before. */
  readonly elapsedMs: number
  /** The segment on air: since it was taken, and its planned length; null between segments. */
  readonly segment: { readonly elapsedMs: number; readonly plannedMs: number } | null
  /** Behind the plan (positive), or ahead of it (negative), ms. */
  readonly overMs: number
  /** Where every segment still to come keeps its planned length; null before the first. */
  readonly endsAtMs: number | null
}

/**
 * Over-run = time since the first segment − planned lengths of those done − what the segment on air may have used by
 * plan. A segment skipped (never taken, before the one on air) still counts as to come: it may be taken later.
 */
export function runOfShow(segments: readonly ConsoleSegment[], nowMs: number): RunOfShow {
  const plannedMs = sumOf(segments)
  const takenAt = segments.flatMap((segment) => (segment.takenAtMs === null ? [] : [segment.takenAtMs]))
  if (takenAt.length === 0) return { plannedMs, elapsedMs: 0, segment: null, overMs: 0, endsAtMs: null }
  const elapsedMs = Math.max(0, nowMs - Math.min(...takenAt))
  const onAir = segments.find((segment) => segment.state === 'on_air')
  const done = sumOf(segments.filter((segment) => segment.state === 'done'))
  const toCome = sumOf(segments.filter((segment) => segment.state === 'planned'))
  const segment =
    onAir === undefined || onAir.takenAtMs === null
      ? null
      : { elapsedMs: Math.max(0, nowMs - onAir.takenAtMs), plannedMs: onAir.plannedMs }
  const usedByPlan = segment === null ? 0 : Math.min(segment.elapsedMs, segment.plannedMs)
  const leftOfThis = segment === null ? 0 : Math.max(0, segment.plannedMs - segment.elapsedMs)
  return {
    plannedMs,
    elapsedMs,
    segment,
    overMs: elapsedMs - done - usedByPlan,
    endsAtMs: nowMs + leftOfThis + toCome,
  }
}

function sumOf(segments: readonly ConsoleSegment[]): number {
  return segments.reduce((total, segment) => total + segment.plannedMs, 0)
}
