// What a command makes happen anywhere in the house, and every reason against it: the runner's one entry to the core.

import { judgeActs } from '../acts/acts-decide.ts'
import { quarantineStateOf } from '../acts/acts-evolve.ts'
import type { SessionId, WindowId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import type { Refusal } from '../basics/refusal.ts'
import type { Result } from '../basics/result.ts'
import type { PollChannel } from '../ballot/poll.ts'
import { unitsCoveredByPolls } from '../evaluation/citizens-evidence.ts'
import { judgeRegistry } from '../evaluation/registry-decide.ts'
import type { PollContext } from '../poll/context.ts'
import { judgeInvitations } from '../invitation/invitations-decide.ts'
import { judgePoll } from '../poll/judge.ts'
import type { PeriodPoll } from '../poll/period-poll.ts'
import { judgeAir } from './air-decide.ts'
import type { SessionContext } from './context.ts'
import type { Moment } from './event.ts'
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
  // What two persons do to a poll is that poll's event.
  const value = answer.value.map((event) => ({
    stream: 'pollId' in event ? (`poll-${event.pollId}` as const) : stream,
    event,
  }))
  return { ok: true, value }
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
    case 'AcceptCitizensCounts':
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
      return 'people'
    case 'AnnounceLog':
      return 'logs'
    case 'RequestAct':
    case 'ConfirmAct':
    case 'WithdrawAct':
      return 'acts'
    default:
      if ('pollId' in command) return `poll-${command.pollId}`
      return `session-${command.sessionId}`
  }
}

function judgeInHouse(
  command: Command,
  house: House,
  moment: Moment,
  facts: HouseFacts,
): Judgement<HouseEvent> {
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
    case 'AcceptCitizensCounts':
      return judgeRegistry(command, house.registry, {
        inUse: () => unitsInUse(house),
        covered: () => unitsCoveredByPolls(house.polls),
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
      return judgePeople(command, house.people)
    case 'AnnounceLog':
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
    default: {
      if ('pollId' in command) return judgePoll(command, moment, pollContextOf(house, facts))
      const session = own(house.sessions, command.sessionId) ?? null
      return judge(command, session, moment, contextOf(house, command.sessionId, facts))
    }
  }
}

/** LOG3: announced once, before its first ballot; announcing it again is no error and no event. */
function judgeLogs(command: LogCommand, house: House): Judgement<LogEvent> {
  if (house.logs.includes(command.logId)) return DONE
  return judged([], () => [{ type: 'LogAnnounced', logId: command.logId }])
}

/** What a session's decision needs to know of the rest of the house. */
export function contextOf(house: House, sessionId: SessionId, facts: HouseFacts): SessionContext {
  const sessions = Object.values<Session>(house.sessions)
  const others = sessions.filter(({ id }) => id !== sessionId)
  return {
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
export function pollContextOf(house: House, { channelsOn }: HouseFacts): PollContext {
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
  return ids
}
