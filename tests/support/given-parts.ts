// The ids, people, plans, marks and tallies that test shows are made of, each by a number.

import type { SessionId } from '../../shared/basics/ids.ts'
import { LogId, PersonId, SeatId, SegmentId, UnitId, WindowId } from '../../shared/basics/ids.ts'
import { SessionId as SessionIdSchema } from '../../shared/basics/ids.ts'
import { CHANNELS, type PollChannel } from '../../shared/ballot/choices.ts'
import type { PollResult } from '../../shared/ballot/tally.ts'
import { CATEGORIES, Unit } from '../../shared/evaluation/unit.ts'
import type { Actor } from '../../shared/show/event.ts'
import { SeatGroup, type SeatPlan } from '../../shared/show/panel.ts'
import type { Mark } from '../../shared/show/score.ts'
import { DEFAULT_RULES } from '../../shared/show/session-rules.ts'
import type { SegmentPlan } from '../../shared/show/session.ts'

/** When every test show begins. */
export const T0 = 1_800_000_000_000

export const DIRECTOR: Actor = { role: 'director', id: PersonId.parse('dao') }
export const OFFICE: Actor = { role: 'office', id: PersonId.parse('ping') }
export const AUDITOR: Actor = { role: 'auditor', id: PersonId.parse('shen') }
export const SYSTEM: Actor = { role: 'system' }

export const SESSION = SessionIdSchema.parse('show-1')
export const LOG = LogId.parse('00000000000000aa')

/** The command that drafts SESSION, by the default rules. */
export const DRAFT = {
  type: 'DraftSession',
  sessionId: SESSION,
  title: '问作风',
  theme: '问作风',
  rehearsal: false,
  form: { kind: 'grades' },
  groupWeights: null,
  rules: DEFAULT_RULES,
} as const

/** Ids by number: unit 1 is `u1` with code 1, in the categories by turns. */
export const unitId = (n: number) => UnitId.parse(`u${n}`)
export const seatId = (n: number) => SeatId.parse(`s${n}`)
export const segmentId = (n: number) => SegmentId.parse(`seg${n}`)
export const windowId = (n: number) => WindowId.parse(n.toString(16).padStart(12, '0'))

export function unitOf(n: number, name = `虚构单位${n}`): Unit {
  return Unit.parse({ unitId: unitId(n), code: n, name, category: CATEGORIES[(n - 1) % CATEGORIES.length] })
}

/** Seats 1 … n, in the five groups by turns. */
export function seatPlans(n: number): SeatPlan[] {
  return Array.from({ length: n }, (_, i) => ({
    seatId: seatId(i + 1),
    label: `${i + 1}`,
    group: SeatGroup.options[i % SeatGroup.options.length]!,
    name: `考官${i + 1}`,
  }))
}

/** Segment n about unit n. */
export function segmentPlan(n: number, kind: SegmentPlan['kind'] = 'scoring'): SegmentPlan {
  const unit = kind === 'interlude' ? null : unitId(n)
  return { segmentId: segmentId(n), kind, title: `环节${n}`, question: '', unitId: unit, plannedMs: 600_000 }
}

/** A tally: satisfied ballots by channel, nothing else. */
export function pollResult(
  satisfied: Partial<Record<PollChannel, number>> = {},
  channels: readonly PollChannel[] = ['twilio', 'wechat', 'web'],
): PollResult {
  return {
    kind: 'citizens',
    channels: CHANNELS.filter((channel) => channels.includes(channel)).map((channel) => ({
      channel,
      split: { satisfied: satisfied[channel] ?? 0, fair: 0, dissatisfied: 0, unsure: 0 },
      duplicate: 0,
      early: 0,
      late: 0,
      stale: 0,
      invalid: 0,
      quarantined: 0,
    })),
  }
}

/** Every mark by its worth: 100, 60, 0 are grades; null is 弃权. */
export function grade(points: 100 | 60 | 0 | null): Mark {
  const names = { 100: 'satisfied', 60: 'fair', 0: 'dissatisfied' } as const
  return { kind: 'grade', grade: points === null ? 'abstain' : names[points] }
}

export function seatActor(n: number, sessionId: SessionId = SESSION): Actor {
  return { role: 'examiner', sessionId, seatId: seatId(n) }
}

/** What VerifyWindow carries of a citizens' window that was counted twice, without quarantines if nothing is said. */
export function citizensCheck(live: PollResult, recount = live, generation = 0) {
  const countOf = (result: PollResult) => ({ result, units: [], unfiltered: null })
  return { kind: 'citizens' as const, generation, live: countOf(live), recount: countOf(recount) }
}
