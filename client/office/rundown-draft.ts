// The rundown while it is edited: adding, moving, changing and taking out segments; aired ones stay as they are.

import type { SegmentId } from '../../shared/basics/ids.ts'
import type { SessionSetup } from '../../shared/protocol/setup-topic.ts'
import { SegmentPlan } from '../../shared/show/session.ts'

/** A title may be empty while it is typed. */
export type DraftSegment = SegmentPlan

export interface RundownDraft {
  readonly segments: readonly DraftSegment[]
  /** What the server had when the draft began, to see whether somebody else has changed it since. */
  readonly begunFrom: string
}

export function rundownDraft(session: SessionSetup): RundownDraft {
  const segments = session.segments.map(planOf)
  return { segments, begunFrom: JSON.stringify(segments) }
}

function planOf(segment: SegmentPlan): SegmentPlan {
  const { segmentId, kind, title, question, unitId, plannedMs } = segment
  return { segmentId, kind, title, question, unitId, plannedMs }
}

export type Standing = 'same' | 'edited' | 'overtaken'

/** `overtaken`: the server's rundown is neither what the draft began from nor what it says now. */
export function standingOf(draft: RundownDraft, session: SessionSetup): Standing {
  const told = JSON.stringify(session.segments.map(planOf))
  const mine = JSON.stringify(draft.segments)
  if (mine === told) return 'same'
  return draft.begunFrom === told ? 'edited' : 'overtaken'
}

/** How many segments from the top can no longer be changed or moved: all up to the last that is or was on air. */
export function lockedCount(session: SessionSetup): number {
  return session.segments.findLastIndex((segment) => segment.state !== 'planned') + 1
}

export function withSegment(
  draft: RundownDraft,
  segmentId: SegmentId,
  kind: SegmentPlan['kind'] = 'scoring',
): RundownDraft {
  const last = draft.segments.at(-1)
  const added: DraftSegment = {
    segmentId,
    kind,
    title: '',
    question: '',
    unitId: kind === 'interlude' ? null : (last?.unitId ?? null),
    plannedMs: kind === 'interlude' ? 180_000 : 300_000,
  }
  return { ...draft, segments: [...draft.segments, added] }
}

export function withChange(
  draft: RundownDraft,
  segmentId: SegmentId,
  change: Partial<DraftSegment>,
): RundownDraft {
  const segments = draft.segments.map((segment) =>
    segment.segmentId === segmentId ? { ...segment, ...change } : segment,
  )
  return { ...draft, segments }
}

export function withoutSegment(draft: RundownDraft, segmentId: SegmentId): RundownDraft {
  return { ...draft, segments: draft.segments.filter((segment) => segment.segmentId !== segmentId) }
}

/** Moves a segment to another place; neither it nor what it passes may be among the first `locked`. */
export function withMove(draft: RundownDraft, from: number, to: number, locked: number): RundownDraft {
  const segments = [...draft.segments]
  const moved = segments[from]
  if (moved === undefined || from < locked || to < locked || to >= segments.length || from === to)
    return draft
  segments.splice(from, 1)
  segments.splice(to, 0, moved)
  return { ...draft, segments }
}

/** What would be refused on saving, with the line it stands in; a missing unit is allowed until the session is made ready. */
export function rundownProblems(draft: RundownDraft): readonly string[] {
  return draft.segments.flatMap((segment, i) => {
    if (segment.title.trim() === '') return [`第${i + 1}个环节没有标题。`]
    return SegmentPlan.safeParse(segment).success ? [] : [`第${i + 1}个环节“${segment.title}”的内容太长。`]
  })
}

export function plannedMinutes(draft: RundownDraft): number {
  return draft.segments.reduce((sum, segment) => sum + segment.plannedMs, 0) / 60_000
}
