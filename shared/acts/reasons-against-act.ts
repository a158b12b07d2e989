// Why an act of the whole house cannot be done now: asked when it is requested, and again when it is confirmed (BAL8, BAL9, LOG3).

import type { LogId, SessionId, WindowId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import type { Refusal } from '../basics/refusal.ts'
import { unreachable } from '../basics/result.ts'
import { type PeriodActContext, reasonsAgainstPeriodAct } from '../period/judge-acts.ts'
import { type GradeContext, reasonsAgainstGradeAct } from '../grade/judge.ts'
import { againstPollDrain, reasonsNotPending } from '../poll/judge-deadline.ts'
import { voterKeyIdOf, type PeriodPoll } from '../poll/period-poll.ts'
import type { Moment } from '../show/event.ts'
import { against, reason } from '../show/judgement.ts'
import type { House } from '../show/house.ts'
import type { Session } from '../show/session.ts'
import type { Acts, HouseAct } from './act.ts'
import { isGradeAct } from './grade-act.ts'
import { isPeriodAct } from './period-act.ts'

type Of<T extends HouseAct['type']> = Extract<HouseAct, { type: T }>

/** What an act may concern, handed in as data. */
export interface ActContext extends PeriodActContext, GradeContext, Pick<House, 'people'> {
  readonly acts: Acts
  readonly sessions: Readonly<Record<SessionId, Session>>
  readonly polls: Readonly<Record<WindowId, PeriodPoll>>
  readonly logs: readonly LogId[]
}

/** Asked again when it is confirmed: between the two the world moves on. */
export function reasonsAgainstAct(
  act: HouseAct,
  moment: Moment,
  context: ActContext,
): readonly (Refusal | null)[] {
  if (isPeriodAct(act)) return reasonsAgainstPeriodAct(act, moment, context)
  if (isGradeAct(act)) return reasonsAgainstGradeAct(act, context)
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

export function isSameRule(a: Of<'Quarantine'>['rule'], b: Of<'Quarantine'>['rule']): boolean {
  return (
    a.channel === b.channel &&
    a.unitCode === b.unitCode &&
    a.fromMs === b.fromMs &&
    a.toMs === b.toMs &&
    a.segmentHash === b.segmentHash
  )
}
