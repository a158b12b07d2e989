// Whether an act of the whole house may be asked for and confirmed, and what it makes happen (SAFE4, BAL8, BAL9, LOG3).

import { own } from '../basics/own.ts'
import type { LogId, SessionId, WindowId } from '../basics/ids.ts'
import type { Refusal } from '../basics/refusal.ts'
import { unreachable } from '../basics/result.ts'
import type { PollEvent } from '../poll/event.ts'
import { againstPollDrain, reasonsNotPending } from '../poll/judge-deadline.ts'
import { voterKeyIdOf, type PeriodPoll } from '../poll/period-poll.ts'
import type { Moment } from '../show/event.ts'
import { against, judged, reason, refused } from '../show/judgement.ts'
import type { Judgement } from '../show/judgement.ts'
import type { Session } from '../show/session.ts'
import type { ActCommand, ActEvent, Acts, HouseAct } from './act.ts'
import type { Pending } from './pending.ts'
import { againstPending, endOf, personOf, reasonsAgainstSecond } from './two-persons.ts'

type Of<T extends HouseAct['type']> = Extract<HouseAct, { type: T }>

/** A request waits this long for its second person, who may work in another house: longer than on air (REQUEST_EXPIRES_MS). */
export const ACT_EXPIRES_MS = 24 * 3_600_000

/** What an act may concern, handed in as data. */
export interface ActContext {
  readonly acts: Acts
  readonly sessions: Readonly<Record<SessionId, Session>>
  readonly polls: Readonly<Record<WindowId, PeriodPoll>>
  readonly logs: readonly LogId[]
}

export function judgeActs(
  command: ActCommand,
  moment: Moment,
  context: ActContext,
): Judgement<ActEvent | PollEvent> {
  const { acts } = context
  if (command.type === 'RequestAct') {
    const { requestId, act, reason } = command
    const person = personOf(moment.by)
    return judged(
      [
        against(person === null, 'not_allowed'),
        ...reasonsAgainstAct(act, moment, context),
        againstPending(acts.requests, requestId, moment.nowMs, (other) => concernsSame(other, act)),
      ],
      () => {
        const expiresAtMs = moment.nowMs + ACT_EXPIRES_MS
        return [{ type: 'ActRequested', requestId, act, reason, by: person!, expiresAtMs }]
      },
    )
  }
  const { requestId } = command
  const request = acts.requests.find((each) => each.requestId === requestId)
  if (request === undefined) return refused('request_unknown')
  switch (command.type) {
    case 'ConfirmAct':
      return judged(
        [...reasonsAgainstSecond(request, moment), ...reasonsAgainstAct(request.act, moment, context)],
        () => [doneBy(request, moment)],
      )
    case 'WithdrawAct': {
      const end = endOf(request, moment)
      return judged([against(end === null, 'not_allowed')], () => [
        { type: end === 'lapsed' ? 'ActLapsed' : 'ActWithdrawn', requestId },
      ])
    }
    default:
      return unreachable(command)
  }
}

function doneBy({ requestId, act, reason, by }: Pending<HouseAct>, moment: Moment): ActEvent | PollEvent {
  const done = { requestId, reason, by: [by, personOf(moment.by)!] as const }
  switch (act.type) {
    case 'Quarantine': {
      const { windowId, quarantineId, rule, finding } = act
      return { type: 'Quarantined', windowId, quarantineId, rule, finding, ...done }
    }
    case 'LiftQuarantine':
      return { type: 'QuarantineLifted', windowId: act.windowId, quarantineId: act.quarantineId, ...done }
    case 'VoidPoll':
      return { type: 'PollVoided', pollId: act.pollId, ...done }
    case 'ExcludePollLog': {
      const { pollId, logId, lastKnownCount } = act
      return { type: 'PollLogExcluded', pollId, logId, lastKnownCount, ...done }
    }
    case 'DestroyVoterKey':
      return { type: 'VoterKeyDestroyed', voterKeyId: act.voterKeyId, ...done }
    default:
      return unreachable(act)
  }
}

/** Asked again when it is confirmed: between the two the world moves on. */
function reasonsAgainstAct(act: HouseAct, moment: Moment, context: ActContext): readonly (Refusal | null)[] {
  switch (act.type) {
    case 'Quarantine':
      return reasonsAgainstQuarantine(act, context)
    case 'LiftQuarantine':
      return reasonsAgainstLift(act, context)
    case 'VoidPoll': {
      const poll = own(context.polls, act.pollId)
      if (poll === undefined) return [reason('period_poll_unknown')]
      return [against(poll.stage.phase === 'void', 'poll_void')]
    }
    case 'ExcludePollLog':
      return reasonsAgainstExclusion(act, moment, context)
    case 'DestroyVoterKey':
      return reasonsAgainstDestroying(act, context)
    default:
      return unreachable(act)
  }
}

/** LOG3: once its seal is due and while the poll waits for it. */
function reasonsAgainstExclusion(
  { pollId, logId }: Of<'ExcludePollLog'>,
  { nowMs }: Moment,
  { polls, logs }: ActContext,
): readonly (Refusal | null)[] {
  const poll = own(polls, pollId)
  if (poll === undefined) return [reason('period_poll_unknown')]
  return [
    ...reasonsNotPending(poll),
    againstPollDrain(poll, nowMs),
    against(!logs.includes(logId), 'log_unknown'),
    against(
      poll.seals.some((seal) => seal.logId === logId),
      'log_sealed',
    ),
    against(poll.excludedLogs.includes(logId), 'log_excluded'),
  ]
}

/** The phase of a live citizens' window or a period poll, and the codes of its units. */
function votedOn(
  windowId: WindowId,
  { sessions, polls }: ActContext,
): { readonly phase: PeriodPoll['stage']['phase']; readonly codes: readonly number[] } | null {
  const poll = own(polls, windowId)
  if (poll !== undefined) return { phase: poll.stage.phase, codes: poll.units.map(({ code }) => code) }
  for (const session of Object.values<Session>(sessions)) {
    const window = session.windows.find(({ id }) => id === windowId)
    if (window?.kind !== 'citizens') continue
    const code = own(session.units, window.unitId)?.code
    return { phase: window.stage.phase, codes: code === undefined ? [] : [code] }
  }
  return null
}

function reasonsAgainstPhase(windowId: WindowId, context: ActContext): readonly (Refusal | null)[] {
  const phase = votedOn(windowId, context)?.phase
  if (phase === undefined) return [reason('window_unknown')]
  return [
    against(phase === 'draft' || phase === 'planned', 'poll_not_open'),
    against(phase === 'void', 'window_void'),
    // After that a mistake is mended by a correction only (PUB2).
    against(phase === 'verified' || phase === 'revealed', 'quarantine_too_late'),
  ]
}

function reasonsAgainstQuarantine(
  { windowId, quarantineId, rule }: Of<'Quarantine'>,
  context: ActContext,
): readonly (Refusal | null)[] {
  const all = quarantinesOf(windowId, context)
  const codes = votedOn(windowId, context)?.codes
  const { unitCode } = rule
  return [
    ...reasonsAgainstPhase(windowId, context),
    against(unitCode !== null && codes !== undefined && !codes.includes(unitCode), 'unit_unknown', {
      unit: unitCode ?? '',
    }),
    against(
      all.some((each) => each.quarantineId === quarantineId),
      'quarantine_exists',
    ),
    against(
      all.some((each) => each.lifted === null && isSameRule(each.rule, rule)),
      'quarantine_same',
    ),
  ]
}

function reasonsAgainstLift(
  { windowId, quarantineId }: Of<'LiftQuarantine'>,
  context: ActContext,
): readonly (Refusal | null)[] {
  const quarantine = quarantinesOf(windowId, context).find((each) => each.quarantineId === quarantineId)
  return [
    against(quarantine === undefined, 'quarantine_unknown'),
    against(quarantine !== undefined && quarantine.lifted !== null, 'quarantine_lifted'),
    ...reasonsAgainstPhase(windowId, context),
  ]
}

function quarantinesOf(windowId: WindowId, { acts }: ActContext) {
  return own(acts.quarantines, windowId) ?? []
}

/** BAL8: only where nothing can be counted by it any more: a show that has ended, a poll that is verified or void. */
function reasonsAgainstDestroying(
  { voterKeyId }: Of<'DestroyVoterKey'>,
  { acts, sessions, polls }: ActContext,
): readonly (Refusal | null)[] {
  const session = Object.values<Session>(sessions).find(({ id }) => id === voterKeyId)
  const poll = Object.values<PeriodPoll>(polls).find(({ id }) => voterKeyIdOf(id) === voterKeyId)
  const settled = ({ phase }: { readonly phase: string }) =>
    phase === 'verified' || phase === 'revealed' || phase === 'void'
  return [
    against(session === undefined && poll === undefined, 'voter_key_unknown'),
    against(own(acts.destroyedKeys, voterKeyId) !== undefined, 'voter_key_destroyed'),
    against(
      (session !== undefined &&
        (session.phase !== 'ended' || session.windows.some(({ stage }) => !settled(stage)))) ||
        (poll !== undefined && !settled(poll.stage)),
      'voter_key_needed',
    ),
  ]
}

function concernsSame(a: HouseAct, b: HouseAct): boolean {
  switch (a.type) {
    case 'Quarantine':
      return b.type === a.type && a.windowId === b.windowId && isSameRule(a.rule, b.rule)
    case 'LiftQuarantine':
      return b.type === a.type && a.windowId === b.windowId && a.quarantineId === b.quarantineId
    case 'VoidPoll':
      return b.type === a.type && a.pollId === b.pollId
    case 'ExcludePollLog':
      return b.type === a.type && a.pollId === b.pollId && a.logId === b.logId
    case 'DestroyVoterKey':
      return b.type === a.type && a.voterKeyId === b.voterKeyId
    default:
      return unreachable(a)
  }
}

function isSameRule(a: Of<'Quarantine'>['rule'], b: Of<'Quarantine'>['rule']): boolean {
  return (
    a.channel === b.channel &&
    a.unitCode === b.unitCode &&
    a.fromMs === b.fromMs &&
    a.toMs === b.toMs &&
    a.segmentHash === b.segmentHash
  )
}
