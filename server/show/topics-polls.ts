// The topic `polls`: every period poll with what is missing, what arrives and why each button is grey; never a hidden split (SHOW5).

import { PersonId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import type { Refusal } from '../../shared/basics/refusal.ts'
import { unreachable } from '../../shared/basics/result.ts'
import { unsealedLogs } from '../../shared/poll/judge-deadline.ts'
import { voterKeyIdOf, type PeriodPoll } from '../../shared/poll/period-poll.ts'
import { pollFreezesAtMs, pollRevealsAtMs } from '../../shared/poll/poll-times.ts'
import { pollSplitHiddenWhy } from '../../shared/poll/visibility.ts'
import type { PollButton, PollOverview, PollsSnapshot } from '../../shared/protocol/polls-topic.ts'
import { reasonsAgainstInHouse } from '../../shared/show/house-decide.ts'
import type { Command, House } from '../../shared/show/house.ts'
import { rankedQuarter } from '../../shared/period/rolled.ts'
import type { LiveFacts } from './live-facts.ts'
import { tallyOf } from './topic-parts.ts'
import { arrivalsOf, HELD_BACK } from './topics-windows.ts'

const BUTTONS: readonly PollButton[] = [
  'PlanPoll',
  'UnplanPoll',
  'DiscardPoll',
  'ExtendPoll',
  'RevealPoll',
  'VoidPoll',
  'DestroyVoterKey',
]
const SOMEBODY = PersonId.parse('office')
const EXTENDS_BY_MS = 60_000

export function pollsSnapshotOf(house: House, facts: LiveFacts): PollsSnapshot {
  const polls = Object.values<PeriodPoll>(house.polls)
  return {
    polls: polls
      .sort((a, b) => b.closesAtMs - a.closesAtMs || (a.id < b.id ? -1 : 1))
      .map((poll) => overviewOf(poll, house, facts)),
  }
}

function overviewOf(poll: PeriodPoll, house: House, facts: LiveFacts): PollOverview {
  const { id, stage, unitIds, units: _units, seals, excludedLogs: _excluded, outcome, ...settings } = poll
  const counted = { id, stage, result: outcome?.total ?? null }
  const whyHidden = (n: number) => pollSplitHiddenWhy(poll, n)
  const tally = tallyOf(facts.tallies.get(id), counted, whyHidden)
  const freezesAtMs = pollFreezesAtMs(poll)
  return {
    ...settings,
    pollId: id,
    unitCount: unitIds.length,
    phase: stage.phase,
    voidReason: stage.phase === 'void' ? stage.reason : null,
    discarded: stage.phase === 'void' && stage.withdrawn,
    freezesAtMs,
    revealsAtMs: pollRevealsAtMs(poll),
    mismatch:
      stage.phase !== 'frozen' || stage.mismatch === null
        ? null
        : tally.hiddenWhy === null
          ? stage.mismatch
          : { live: HELD_BACK, recount: HELD_BACK },
    tally,
    arrivals: arrivalsOf(counted, facts),
    sealedLogs: seals.length,
    announcedLogs: house.logs.length,
    missingLogs:
      stage.phase === 'closing' && facts.nowMs >= freezesAtMs ? unsealedLogs(poll, house.logs) : [],
    keyDestroyed: own(house.acts.destroyedKeys, voterKeyIdOf(id)) !== undefined,
    grey: greyOf(poll, house, facts),
  }
}

function greyOf(poll: PeriodPoll, house: House, facts: LiveFacts): PollOverview['grey'] {
  const moment = { nowMs: facts.nowMs, by: { role: 'office', id: SOMEBODY } } as const
  const houseFacts = { channelsOn: facts.channelsOn, received: () => 0, quarterResult: rankedQuarter }
  const grey: Partial<Record<PollButton, readonly Refusal[]>> = {}
  for (const button of BUTTONS) {
    const reasons = reasonsAgainstInHouse(commandOf(button, poll, facts), house, moment, houseFacts)
    if (reasons.length > 0) grey[button] = reasons
  }
  return grey
}

/** The command a button would send, with arguments that would be fine. */
function commandOf(
  button: PollButton,
  { id: pollId, closesAtMs }: PeriodPoll,
  { nowMs }: LiveFacts,
): Command {
  const request = { type: 'RequestAct', requestId: 'office-request', reason: '理由' } as const
  switch (button) {
    case 'PlanPoll':
    case 'UnplanPoll':
    case 'DiscardPoll':
    case 'RevealPoll':
      return { type: button, pollId }
    case 'ExtendPoll':
      return {
        type: button,
        pollId,
        closesAtMs: Math.max(closesAtMs, nowMs) + EXTENDS_BY_MS,
        reason: '延长',
      }
    case 'VoidPoll':
      return { ...request, act: { type: button, pollId } }
    case 'DestroyVoterKey':
      return { ...request, act: { type: button, voterKeyId: voterKeyIdOf(pollId) } }
    default:
      return unreachable(button)
  }
}
