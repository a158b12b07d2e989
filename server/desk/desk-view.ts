// What the desk's screen shows of a question: its groups, newest first, and the counts beside them.

import { INVALID_REASONS } from '../../shared/ballot/ballot.ts'
import { CHANNELS } from '../../shared/ballot/choices.ts'
import { normaliseChoiceText } from '../../shared/ballot/choice-normalise.ts'
import {
  DESK_REASONS,
  type DeskAnswer,
  type DeskCounts,
  type DeskGroup,
  type DeskQuery,
  type DeskReason,
} from '../../shared/protocol/desk-api.ts'
import type { Desk } from './desk.ts'
import type { MessageGroup } from './grouping.ts'
import { maskPersonal } from './masking.ts'

/** Names offered in the filter. */
const UNITS_MOST = 200

export interface DeskSurroundings {
  /** Of each poll known now, messages that were no ballot for each of INVALID_REASONS. */
  readonly invalid: () => readonly (readonly number[])[]
  /** What a citizen is answered by a reason. */
  readonly answerOf: (reason: DeskReason) => string
}

export function deskAnswerOf(desk: Desk, query: DeskQuery, surroundings: DeskSurroundings): DeskAnswer {
  const counts = deskCountsOf(desk, surroundings)
  // Counts of the log rise without the desk's own version, as with whoever writes nothing that is kept.
  const version = desk.version() + counts.reasons.reduce((sum, { count }) => sum + count, 0)
  if (query.version === version) return { changed: false, version }
  const all = desk.groups()
  const found = all.filter((group) => isAskedFor(desk, group, query))
  const units = [...new Set(all.flatMap((group) => [...group.units.keys()]))].sort()
  return {
    changed: true,
    version,
    groups: found
      .slice(query.skip, query.skip + query.limit)
      .map((group) => viewOf(desk, group, surroundings)),
    total: found.length,
    units: units.slice(0, UNITS_MOST),
    counts,
  }
}

function deskCountsOf(desk: Desk, { invalid }: DeskSurroundings): DeskCounts {
  const polls = invalid()
  const byReason = new Map<DeskReason, number>(
    INVALID_REASONS.map((reason, i) => [reason, polls.reduce((sum, counts) => sum + (counts[i] ?? 0), 0)]),
  )
  const all = desk.groups()
  const nobodys = all.filter(({ reason }) => reason === 'NO_POLL')
  byReason.set(
    'NO_POLL',
    nobodys.reduce((sum, { messages }) => sum + messages.size, 0),
  )
  return {
    reasons: DESK_REASONS.flatMap((reason) => {
      const count = byReason.get(reason) ?? 0
      return count === 0 ? [] : [{ reason, count }]
    }),
    fresh: all.filter(({ id }) => desk.markOf(id) === null || desk.markOf(id)?.state === 'new').length,
    kept: desk.kept().now,
    room: desk.kept().most,
    dropped: desk.dropped(),
    fault: desk.fault(),
  }
}

function isAskedFor(
  desk: Desk,
  group: MessageGroup,
  { reason, channel, state, unit, text }: DeskQuery,
): boolean {
  if (reason !== null && group.reason !== reason) return false
  if (channel !== null && !group.channels.has(channel)) return false
  if (unit !== null && !group.units.has(unit)) return false
  if (state !== null && (desk.markOf(group.id)?.state ?? 'new') !== state) return false
  // A number that is searched for is masked in the words too.
  const wanted = normaliseChoiceText(maskPersonal(text))
  return wanted === '' || normaliseChoiceText(group.text).includes(wanted)
}

function viewOf(desk: Desk, group: MessageGroup, { answerOf }: DeskSurroundings): DeskGroup {
  const mark = desk.markOf(group.id)
  return {
    id: group.id,
    text: group.text,
    reason: group.reason,
    count: group.messages.size,
    channels: CHANNELS.flatMap((channel) => {
      const count = group.channels.get(channel) ?? 0
      return count === 0 ? [] : [{ channel, count }]
    }),
    units: [...group.units.keys()],
    firstAtMs: group.firstAtMs,
    lastAtMs: group.lastAtMs,
    state: mark?.state ?? 'new',
    by: mark?.by ?? null,
    markedAtMs: mark?.atMs ?? null,
    note: mark?.note ?? '',
    answer: answerOf(group.reason),
  }
}
