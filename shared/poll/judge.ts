// Which judgement a period poll's command gets, and that of its preparing: drafting, choosing units, planning (POLL1–POLL3).

import { personOf } from '../acts/two-persons.ts'
import { own } from '../basics/own.ts'
import type { Refusal } from '../basics/refusal.ts'
import { unreachable } from '../basics/result.ts'
import { CHANNELS, CHANNEL_NAMES } from '../ballot/choices.ts'
import { againstShortSms, offersSms } from '../show/judge-opening.ts'
import { against, judged, reason, refused } from '../show/judgement.ts'
import type { Judgement } from '../show/judgement.ts'
import type { Moment } from '../show/event.ts'
import { SHORTEST_WINDOW_MS } from '../show/session-rules.ts'
import { againstCodesClash, unitsOf } from './codes-clash.ts'
import type { PollCommand } from './command.ts'
import type { PollContext } from './context.ts'
import type { PollEvent } from './event.ts'
import {
  judgePollClose,
  judgePollFreeze,
  judgePollOpen,
  judgePollSeal,
  judgePollVerify,
} from './judge-deadline.ts'
import { judgePollExtend, judgePollReveal } from './judge-running.ts'
import { POLL_LONGEST_MS, type PeriodPoll } from './period-poll.ts'

type Of<T extends PollCommand['type']> = Extract<PollCommand, { type: T }>

/** So many of one kind of refusal are named in one answer. */
const NAMED_MOST = 20

export function judgePoll(command: PollCommand, moment: Moment, context: PollContext): Judgement<PollEvent> {
  const { pollId } = command
  if (command.type === 'DraftPoll') return judgeDraft(command, context)
  const poll = own(context.polls, pollId)
  if (poll === undefined) return refused('period_poll_unknown')
  switch (command.type) {
    case 'RevisePoll':
      return judged([againstNotDraft(poll)], () => [
        { type: 'PollRevised', pollId, settings: command.settings },
      ])
    case 'SetPollUnits':
      return judgeUnits(command, poll, context)
    case 'PlanPoll':
      return judgePlan(poll, moment, context)
    case 'UnplanPoll':
      return judgeUnplan(poll, moment)
    case 'DiscardPoll':
      return judgeDiscard(poll, moment)
    case 'ExtendPoll':
      return judgePollExtend(command, poll, moment, context)
    case 'RevealPoll':
      return judgePollReveal(poll, moment)
    case 'OpenPoll':
      return judgePollOpen(poll, moment)
    case 'ClosePoll':
      return judgePollClose(poll, moment)
    case 'SealPollLog':
      return judgePollSeal(command, poll, moment, context)
    case 'FreezePoll':
      return judgePollFreeze(poll, moment, context)
    case 'VerifyPoll':
      return judgePollVerify(command, poll, context)
    default:
      return unreachable(command)
  }
}

function judgeDraft({ pollId, settings }: Of<'DraftPoll'>, context: PollContext): Judgement<PollEvent> {
  return judged([against(context.takenIds.has(pollId), 'period_poll_exists')], () => [
    { type: 'PollDrafted', pollId, settings },
  ])
}

function judgeUnits(
  { pollId, unitIds }: Of<'SetPollUnits'>,
  poll: PeriodPoll,
  context: PollContext,
): Judgement<PollEvent> {
  const seen = new Set<string>()
  const repeated = unitIds.filter((unitId) => seen.size === seen.add(unitId).size)
  return judged(
    [
      againstNotDraft(poll),
      ...repeated.slice(0, NAMED_MOST).map((unit) => reason('unit_id_duplicate', { unit })),
      ...reasonsUnitsUnknown(unitIds, context),
    ],
    () => [{ type: 'PollUnitsSet', pollId, unitIds }],
  )
}

function judgePlan(poll: PeriodPoll, { nowMs }: Moment, context: PollContext): Judgement<PollEvent> {
  const { opensAtMs, closesAtMs, accessNumbers } = poll
  const lastsMs = closesAtMs - opensAtMs
  const channels = CHANNELS.filter((channel) => poll.channels.includes(channel))
  const bySms = offersSms(channels)
  const numbers = !bySms ? [] : accessNumbers.length === 0 ? context.accessNumbers : accessNumbers
  const planned = { ...poll, channels, accessNumbers: numbers }
  return judged(
    [
      againstNotDraft(poll),
      against(poll.unitIds.length === 0, 'poll_units_empty'),
      ...reasonsUnitsUnknown(poll.unitIds, context),
      against(opensAtMs < nowMs, 'poll_opens_in_past'),
      against(lastsMs < SHORTEST_WINDOW_MS, 'poll_too_short'),
      against(lastsMs > POLL_LONGEST_MS, 'poll_too_long'),
      against(channels.length === 0, 'channels_empty'),
      ...channels
        .filter((channel) => !context.channelsOn.includes(channel))
        .map((channel) => reason('channel_off', { channel: CHANNEL_NAMES[channel] })),
      lastsMs < SHORTEST_WINDOW_MS ? null : againstShortSms(channels, lastsMs, poll.rules),
      ...numbers
        .filter((number) => !context.accessNumbers.includes(number))
        .map((number) => reason('access_number_unknown', { number })),
      againstCodesClash(planned, context),
      againstReplacing(poll, context),
    ],
    () => {
      const units = unitsOf(poll, context).sort((a, b) => a.code - b.code)
      return [{ type: 'PollPlanned', pollId: poll.id, units, channels, accessNumbers: numbers }]
    },
  )
}

/** Back to draft while nobody can have voted in it yet. */
function judgeUnplan(poll: PeriodPoll, { nowMs }: Moment): Judgement<PollEvent> {
  return judged(
    [
      against(poll.stage.phase !== 'planned', 'poll_not_planned'),
      against(poll.stage.phase === 'planned' && nowMs >= poll.opensAtMs, 'poll_opened'),
    ],
    () => [{ type: 'PollUnplanned', pollId: poll.id }],
  )
}

function judgeDiscard(poll: PeriodPoll, { by }: Moment): Judgement<PollEvent> {
  const person = personOf(by)
  return judged([against(person === null, 'not_allowed'), againstNotDraft(poll)], () => [
    { type: 'PollDiscarded', pollId: poll.id, by: person! },
  ])
}

function againstNotDraft({ stage }: PeriodPoll): Refusal | null {
  return against(stage.phase !== 'draft', 'poll_not_draft')
}

function reasonsUnitsUnknown(unitIds: PeriodPoll['unitIds'], { units }: PollContext): readonly Refusal[] {
  return unitIds
    .filter((unitId) => own(units, unitId) === undefined)
    .slice(0, NAMED_MOST)
    .map((unit) => reason('unit_unknown', { unit }))
}

function againstReplacing({ replaces }: PeriodPoll, { polls }: PollContext): Refusal | null {
  if (replaces === null) return null
  const replaced = own(polls, replaces)
  if (replaced === undefined) return reason('period_poll_unknown')
  return against(replaced.stage.phase !== 'void', 'window_not_void')
}
