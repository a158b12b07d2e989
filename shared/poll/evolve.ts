// A period poll after one more event: what was decided, folded in. Nothing is judged here, nothing can be refused (SHOW7).

import { unreachable } from '../basics/result.ts'
import type { PollEvent } from './event.ts'
import type { PeriodPoll, PollPhase, PollStage } from './period-poll.ts'

/** Kept as the reason of a draft that was thrown away by one person. */
const DISCARDED = '删除草稿'

/** Throws where an event cannot follow what was before it: a broken journal, never a refusal. */
export function evolvePoll(poll: PeriodPoll | null, event: PollEvent, atMs: number): PeriodPoll {
  if (event.type === 'PollDrafted') {
    if (poll !== null) throw new Error(`poll ${poll.id} was drafted twice`)
    return drafted(event)
  }
  if (poll === null) throw new Error(`${event.type} in a poll that was never drafted`)
  switch (event.type) {
    case 'PollRevised':
      return { ...poll, ...event.settings }
    case 'PollUnitsSet':
      return { ...poll, unitIds: event.unitIds }
    case 'PollPlanned': {
      const { units, channels, accessNumbers } = event
      assertPhase(poll, 'draft')
      return { ...poll, units, channels, accessNumbers, stage: { phase: 'planned', plannedAtMs: atMs } }
    }
    case 'PollUnplanned':
      assertPhase(poll, 'planned')
      return { ...poll, units: [], stage: { phase: 'draft' } }
    case 'PollDiscarded':
      return { ...poll, stage: voided(atMs, DISCARDED, [event.by], true) }
    case 'PollOpened':
      assertPhase(poll, 'planned')
      return { ...poll, stage: { phase: 'open' } }
    case 'PollExtended': {
      const { closesAtMs, reason } = event
      return { ...poll, closesAtMs, extensions: [...poll.extensions, { atMs, closesAtMs, reason }] }
    }
    case 'PollClosed':
      assertPhase(poll, 'open')
      return { ...poll, stage: { phase: 'closing' } }
    case 'PollLogSealed':
      return { ...poll, seals: [...poll.seals, { logId: event.logId, ...event.seal }] }
    case 'PollLogExcluded':
      return { ...poll, excludedLogs: [...poll.excludedLogs, event.logId] }
    case 'PollFrozen':
      assertPhase(poll, 'closing')
      return { ...poll, stage: { phase: 'frozen', frozenAtMs: atMs, mismatch: null } }
    case 'PollMismatched':
      return { ...poll, stage: { ...frozen(poll), mismatch: event.mismatch } }
    case 'PollVerified': {
      const { frozenAtMs } = frozen(poll)
      return { ...poll, outcome: event.outcome, stage: { phase: 'verified', frozenAtMs, verifiedAtMs: atMs } }
    }
    case 'PollRevealed': {
      if (poll.stage.phase !== 'verified') throw new Error('only a verified poll is revealed')
      return { ...poll, stage: { ...poll.stage, phase: 'revealed', revealedAtMs: atMs } }
    }
    case 'PollVoided':
      return { ...poll, stage: voided(atMs, event.reason, event.by, false) }
    default:
      return unreachable(event)
  }
}

function drafted({ pollId, settings }: Extract<PollEvent, { type: 'PollDrafted' }>): PeriodPoll {
  return {
    id: pollId,
    ...settings,
    unitIds: [],
    units: [],
    extensions: [],
    seals: [],
    excludedLogs: [],
    outcome: null,
    stage: { phase: 'draft' },
  }
}

function assertPhase(poll: PeriodPoll, phase: PollPhase): void {
  if (poll.stage.phase !== phase) throw new Error(`poll ${poll.id} is not ${phase}`)
}

function frozen(poll: PeriodPoll): Extract<PollStage, { phase: 'frozen' }> {
  if (poll.stage.phase !== 'frozen') throw new Error(`poll ${poll.id} is not frozen`)
  return poll.stage
}

function voided(
  voidedAtMs: number,
  reason: string,
  by: Extract<PollStage, { phase: 'void' }>['by'],
  withdrawn: boolean,
): PollStage {
  return { phase: 'void', voidedAtMs, reason, by, withdrawn }
}
