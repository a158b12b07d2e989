// What a command makes happen anywhere in the house, and every reason against it: the runner's one entry to the core.

import { judgeActs } from '../acts/acts-decide.ts'
import { quarantineStateOf } from '../acts/acts-evolve.ts'
import type { SessionId, WindowId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import type { Refusal } from '../basics/refusal.ts'
import type { Result } from '../basics/result.ts'
import type { PollChannel } from '../ballot/poll.ts'
import { judgeRegistry } from '../evaluation/registry-decide.ts'
import { isGradeCommand } from '../grade/command.ts'
import { isGradeEvent } from '../grade/event.ts'
import { judgeGrades } from '../grade/judge.ts'
import { isLedgerEvent, type LedgerEvent } from '../ledger/event.ts'
import type { LedgerItem } from '../ledger/item.ts'
import { judgeLedger } from '../ledger/judge.ts'
import { judgeOnAir, ledgerAfterVoid } from '../ledger/judge-on-air.ts'
import { isPeriodCommand } from '../period/command.ts'
import { isPeriodEvent } from '../period/event.ts'
import { judgePeriod } from '../period/judge.ts'
import type { Period } from '../period/period.ts'
import type { QuarterResultOf } from '../period/rolled.ts'
import type { PollContext } from '../poll/context.ts'
import { judgeInvitations } from '../invitation/invitations-decide.ts'
import { judgePoll } from '../poll/judge.ts'
import type { PeriodPoll } from '../poll/period-poll.ts'
import { judgeReview, type ReviewContext } from '../review/judge.ts'
import { judgeAir } from './air-decide.ts'
import type { SessionContext } from './context.ts'
import type { SessionCommand } from './command.ts'
import type { Moment, SessionEvent } from './event.ts'
import type { Command, House, HouseEvent, LogCommand, LogEvent, Stream } from './house.ts'
import { judge } from './judge.ts'
import { numbersHeldBy } from './judge-opening.ts'
import { unitsLookedBackOnIn } from './judge-promise.ts'
import { DONE, answerOf, judged } from './judgement.ts'
import type { Judgement } from './judgement.ts'
import { judgePeople } from './people-decide.ts'
import type { Session } from './session.ts'

/** What a decision must know that is not in the journal. */
export interface HouseFacts {
  readonly channelsOn: readonly PollChannel[]
  /** Messages received for a citizens' window so far. */
  readonly received: (windowId: WindowId) => number
  /** What a frozen quarter came to: kept by whoever ranked it, or worked out (`rankedQuarter`). */
  readonly quarterResult: QuarterResultOf
}

export interface StreamEvent {
  readonly stream: Stream
  readonly event: HouseEvent
}

/** The events with the stream each belongs to, or the first refusal. No events: what was asked is done already. */
export function decideHouse(
  command: Command,
  house: House,
  moment: Moment,
  facts: HouseFacts,
): Result<readonly StreamEvent[]> {
  const answer = answerOf(judgeInHouse(command, house, moment, facts))
  if (!answer.ok) return answer
  const stream = streamOf(command)
  return { ok: true, value: answer.value.map((event) => ({ stream: streamOfEvent(event, stream), event })) }
}

/** What two persons do to a poll or a period is an event of its own stream; what the air does to the ledger is the ledger's. */
function streamOfEvent(event: HouseEvent, ofCommand: Stream): Stream {
  if (isLedgerEvent(event)) return 'ledger'
  if (isPeriodEvent(event)) return `period-${event.periodId}`
  if (isGradeEvent(event)) return `grades-${event.periodId}`
  return 'pollId' in event ? `poll-${event.pollId}` : ofCommand
}

/** Empty exactly where decideHouse says ok (SHOW6). */
export function reasonsAgainstInHouse(
  command: Command,
  house: House,
  moment: Moment,
  facts: HouseFacts,
): readonly Refusal[] {
  return judgeInHouse(command, house, moment, facts).reasons
}

/** The stream a command's events go to, and whose version it is judged by. */
export function streamOf(command: Command): Stream {
  if (isPeriodCommand(command)) return `period-${command.periodId}`
  if (isGradeCommand(command)) return `grades-${command.periodId}`
  switch (command.type) {
    case 'ImportUnits':
    case 'RemoveUnit':
    case 'MergeUnits':
    case 'RetireUnit':
    case 'RestoreUnit':
    case 'ImportOrganisations':
    case 'RemoveOrganisations':
    case 'SetScheme':
    case 'SetAccessNumbers':
      return 'registry'
    case 'TakeScene':
    case 'StepScene':
    case 'ShowPanicStill':
    case 'EndPanicStill':
    case 'QueueScene':
    case 'DropQueued':
    case 'MoveQueued':
    case 'TakeQueued':
    case 'SetOutput':
    case 'IdentifyOutputs':
    case 'ReloadOutput':
    case 'ForgetOutput':
      return 'air'
    case 'AddPerson':
    case 'DisablePerson':
    case 'PlaceReviewer':
      return 'people'
    case 'AddItems':
    case 'SubmitItem':
    case 'AcceptItem':
    case 'RejectItem':
    case 'ReopenItem':
    case 'AmendItemDue':
    case 'WithdrawItem':
    case 'BringItemToShow':
    case 'TakeItemFromShow':
      return 'ledger'
    case 'AnnounceLog':
    case 'TakePrivateHome':
      return 'logs'
    case 'RequestAct':
    case 'ConfirmAct':
    case 'WithdrawAct':
      return 'acts'
    default:
      if ('pollId' in command) return `poll-${command.pollId}`
      if ('roundId' in command) return `reviews-${command.roundId}`
      return `session-${command.sessionId}`
  }
}

function judgeInHouse(
  command: Command,
  house: House,
  moment: Moment,
  facts: HouseFacts,
): Judgement<HouseEvent> {
  if (isPeriodCommand(command)) return judgePeriod(command, moment, house, facts.quarterResult)
  if (isGradeCommand(command)) return judgeGrades(command, moment, house)
  switch (command.type) {
    case 'ImportUnits':
    case 'RemoveUnit':
    case 'MergeUnits':
    case 'RetireUnit':
    case 'RestoreUnit':
    case 'ImportOrganisations':
    case 'RemoveOrganisations':
    case 'SetScheme':
    case 'SetAccessNumbers':
      return judgeRegistry(command, house.registry, {
        inUse: () => unitsInUse(house),
      })
    case 'TakeScene':
    case 'StepScene':
    case 'ShowPanicStill':
    case 'EndPanicStill':
    case 'QueueScene':
    case 'DropQueued':
    case 'MoveQueued':
    case 'TakeQueued':
    case 'SetOutput':
    case 'IdentifyOutputs':
    case 'ReloadOutput':
    case 'ForgetOutput':
      return judgeAir(command, house.air, house.sessions, moment.nowMs)
    case 'AddPerson':
    case 'DisablePerson':
    case 'PlaceReviewer':
      return judgePeople(command, house.people, house.registry.organisations)
    case 'AnnounceLog':
    case 'TakePrivateHome':
      return judgeLogs(command, house)
    case 'RequestAct':
    case 'ConfirmAct':
    case 'WithdrawAct':
      return judgeActs(command, moment, house)
    case 'FixInvitationList':
    case 'DrawInvitations':
    case 'PlanInvitations':
    case 'StartInvitations':
    case 'PauseInvitations':
    case 'HoldInvitations':
    case 'ResumeInvitations':
    case 'CancelInvitations':
    case 'FinishInvitations':
    case 'LookAtCallback':
    case 'MarkCallback':
      return judgeInvitations(command, house.invitations, moment, {
        polls: house.polls,
        accessNumbers: house.registry.accessNumbers,
      })
    case 'AddItems':
    case 'SubmitItem':
    case 'AcceptItem':
    case 'RejectItem':
    case 'ReopenItem':
    case 'AmendItemDue':
    case 'WithdrawItem':
    case 'BringItemToShow':
    case 'TakeItemFromShow':
      return judgeLedger(command, house.ledger, moment, {
        knowsUnit: (unitId) => Object.hasOwn(house.registry.units, unitId),
        session: (sessionId) => own<string, Session>(house.sessions, sessionId) ?? null,
      })
    default:
      if ('pollId' in command) return judgePoll(command, moment, pollContextOf(house, facts))
      if ('roundId' in command) return judgeReview(command, moment, reviewContextOf(house))
      return judgeSession(command, house, moment, facts)
  }
}

/** With what it does to the ledger: the reasons of both count, and the events of both go into one append. */
function judgeSession(
  command: SessionCommand,
  house: House,
  moment: Moment,
  facts: HouseFacts,
): Judgement<SessionEvent | LedgerEvent> {
  const session = own(house.sessions, command.sessionId) ?? null
  const judgement = judge(command, session, moment, contextOf(house, command.sessionId, facts))
  if (session === null) return judgement
  const { ledger } = house
  const beside = judgeOnAir(command, session, ledger, moment)
  return {
    reasons: [...judgement.reasons, ...beside.reasons],
    events: () => {
      const events = judgement.events()
      if (events.length === 0) return []
      return [...events, ...beside.events(), ...ledgerAfterVoid(events, ledger, moment)]
    },
  }
}

function reviewContextOf(house: House): ReviewContext {
  return {
    rounds: house.reviews,
    period: (periodId) => {
      const period = own(house.periods, periodId)
      if (period === undefined) return null
      // Only quarters collect evidence.
      const collecting = period.kind === 'quarter' && period.stage.phase === 'collecting'
      return { collecting, units: period.units }
    },
    person: (personId) => own(house.people.people, personId) ?? null,
  }
}

/** LOG3: announced once, before its first ballot; announcing it again is no error and no event. */
function judgeLogs(command: LogCommand, house: House): Judgement<LogEvent> {
  if (command.type === 'TakePrivateHome') return judgeHome(command, house)
  if (house.logs.includes(command.logId)) return DONE
  return judged([], () => [{ type: 'LogAnnounced', logId: command.logId }])
}

/** Of processes that ask at once one gets it; what moved meanwhile is not moved again. */
function judgeHome(
  { logId, name, from }: Extract<LogCommand, { type: 'TakePrivateHome' }>,
  { privateHome }: House,
): Judgement<LogEvent> {
  if (privateHome?.logId === logId) return DONE
  const reasons =
    (privateHome?.logId ?? null) === from ? [] : [{ code: 'private_home_taken', detail: {} } as const]
  return judged(reasons, () => [{ type: 'PrivateHomeTaken', logId, name }])
}

/** What a session's decision needs to know of the rest of the house. */
export function contextOf(
  house: House,
  sessionId: SessionId,
  facts: Pick<HouseFacts, 'channelsOn' | 'received'>,
): SessionContext {
  const sessions = Object.values<Session>(house.sessions)
  const others = sessions.filter(({ id }) => id !== sessionId)
  return {
    people: house.people,
    units: house.registry.units,
    otherLive: others.find(({ phase }) => phase === 'live')?.title ?? null,
    channelsOn: facts.channelsOn,
    accessNumbers: house.registry.accessNumbers,
    busyNumbers: others.flatMap(numbersHeldBy),
    windowIds: takenIds(house),
    logs: house.logs,
    unitsLookedBackOn: new Set(sessions.filter(({ phase }) => phase === 'live').flatMap(unitsLookedBackOnIn)),
    generationOf: (windowId) => quarantineStateOf(house.acts, windowId).generation,
    received: facts.received,
  }
}

/** What a period poll's decision needs to know of the rest of the house. */
export function pollContextOf(house: House, { channelsOn }: Pick<HouseFacts, 'channelsOn'>): PollContext {
  return {
    units: house.registry.units,
    channelsOn,
    accessNumbers: house.registry.accessNumbers,
    polls: house.polls,
    takenIds: takenIds(house),
    logs: house.logs,
    generationOf: (pollId) => quarantineStateOf(house.acts, pollId).generation,
  }
}

/** Windows and period polls share one space of ids: both are polls in the ballot log. */
function takenIds(house: House): ReadonlySet<WindowId> {
  const ids = new Set(Object.values<PeriodPoll>(house.polls).map(({ id }) => id))
  for (const { windows } of Object.values<Session>(house.sessions)) {
    for (const { id } of windows) ids.add(id)
  }
  return ids
}

function unitsInUse(house: House): ReadonlySet<string> {
  const ids = new Set<string>()
  for (const { units } of Object.values<Session>(house.sessions)) {
    for (const unitId of Object.keys(units)) ids.add(unitId)
  }
  for (const { unitIds, stage } of Object.values<PeriodPoll>(house.polls)) {
    if (stage.phase !== 'void') for (const unitId of unitIds) ids.add(unitId)
  }
  for (const { unitId } of Object.values<LedgerItem>(house.ledger.items)) ids.add(unitId)
  for (const { units } of Object.values<Period>(house.periods)) {
    for (const { unitId } of units) ids.add(unitId)
  }
  return ids
}
