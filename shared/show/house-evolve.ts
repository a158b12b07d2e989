// The whole house after one more recorded event: which stream it belongs to, and what it changes there (SHOW7).

import { EMPTY_ACTS, evolveActs, withoutRequest, withoutRequestsAbout } from '../acts/acts-evolve.ts'
import { personOf } from '../acts/two-persons.ts'
import type { SessionId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import { EMPTY_REGISTRY, evolveRegistry } from '../evaluation/registry-evolve.ts'
import { type GradeEvent, isGradeEvent } from '../grade/event.ts'
import { evolveGrades } from '../grade/evolve.ts'
import { EMPTY_INVITATIONS, evolveInvitations } from '../invitation/invitations-decide.ts'
import { evolveLedger } from '../ledger/evolve.ts'
import { EMPTY_LEDGER } from '../ledger/item.ts'
import { isPeriodEvent, type PeriodEvent } from '../period/event.ts'
import { evolvePeriods } from '../period/evolve.ts'
import type { PollEvent } from '../poll/event.ts'
import { evolvePoll } from '../poll/evolve.ts'
import type { ReviewEvent } from '../review/event.ts'
import { evolveRound } from '../review/evolve.ts'
import { EMPTY_AIR, evolveAir } from './air-evolve.ts'
import { evolve } from './evolve.ts'
import type { SessionEvent } from './event.ts'
import type { House, Recorded } from './house.ts'
import { EMPTY_PEOPLE, evolvePeople } from './people-decide.ts'

export const EMPTY_HOUSE: House = {
  position: 0,
  versions: {},
  sessions: {},
  polls: {},
  periods: {},
  invitations: EMPTY_INVITATIONS,
  acts: EMPTY_ACTS,
  reviews: {},
  ledger: EMPTY_LEDGER,
  grades: {},
  registry: EMPTY_REGISTRY,
  air: EMPTY_AIR,
  people: EMPTY_PEOPLE,
  logs: [],
  privateHome: null,
}

/** Folds in the journal's next event. Throws where it is not the next one, of the journal or of its stream. */
export function foldHouse(house: House, recorded: Recorded): House {
  const { position, stream, streamVersion } = recorded
  if (position !== house.position + 1)
    throw new Error(`event ${position} does not follow event ${house.position}`)
  if (streamVersion !== (own(house.versions, stream) ?? 0) + 1)
    throw new Error(`event ${position} is not the next of stream ${stream}`)
  return {
    ...evolved(house, recorded),
    position,
    versions: { ...house.versions, [stream]: streamVersion },
  }
}

function evolved(house: House, recorded: Recorded): House {
  const { event, atMs, stream } = recorded
  if (isPeriodEvent(event)) return withPeriod(house, event, recorded)
  if (isGradeEvent(event)) return withGrades(house, event, atMs)
  switch (event.type) {
    case 'UnitsImported':
    case 'UnitRemoved':
    case 'UnitsMerged':
    case 'UnitRetired':
    case 'UnitRestored':
    case 'OrganisationsImported':
    case 'OrganisationsRemoved':
    case 'SchemeSet':
    case 'AccessNumbersSet':
      return { ...house, registry: evolveRegistry(house.registry, event, recorded) }
    case 'SceneTaken':
    case 'SceneStepped':
    case 'PanicStillShown':
    case 'PanicStillEnded':
    case 'SceneQueued':
    case 'QueuedDropped':
    case 'QueuedMoved':
    case 'QueuedTaken':
    case 'OutputSet':
    case 'OutputsIdentified':
    case 'OutputReloaded':
    case 'OutputForgotten':
      return { ...house, air: evolveAir(house.air, event, atMs) }
    case 'PersonAdded':
    case 'PersonDisabled':
    case 'ReviewerPlaced':
      return { ...house, people: evolvePeople(house.people, event) }
    case 'LogAnnounced':
      return { ...house, logs: [...house.logs, event.logId] }
    case 'PrivateHomeTaken':
      return { ...house, privateHome: { logId: event.logId, name: event.name } }
    case 'ActRequested':
    case 'ActWithdrawn':
    case 'ActLapsed':
    case 'Quarantined':
    case 'QuarantineLifted':
    case 'VoterKeyDestroyed':
      return { ...house, acts: evolveActs(house.acts, event, atMs) }
    case 'PollDrafted':
    case 'PollRevised':
    case 'PollUnitsSet':
    case 'PollPlanned':
    case 'PollUnplanned':
    case 'PollDiscarded':
    case 'PollOpened':
    case 'PollExtended':
    case 'PollClosed':
    case 'PollLogSealed':
    case 'PollFrozen':
    case 'PollVerified':
    case 'PollMismatched':
    case 'PollRevealed':
      return withPoll(house, event, atMs)
    case 'PollLogExcluded':
      return { ...withPoll(house, event, atMs), acts: withoutRequest(house.acts, event.requestId) }
    case 'PollVoided':
      return { ...withPoll(house, event, atMs), acts: withoutRequestsAbout(house.acts, event.pollId) }
    case 'WindowVoided': {
      const voided = withSession(house, stream, event, recorded)
      return { ...voided, acts: withoutRequestsAbout(house.acts, event.windowId) }
    }
    case 'InvitationListFixed':
    case 'InvitationsDrawn':
    case 'InvitationsPlanned':
    case 'InvitationsStarted':
    case 'InvitationsPaused':
    case 'InvitationsResumed':
    case 'InvitationsCancelled':
    case 'InvitationsFinished':
    case 'CallbackLookedAt':
    case 'CallbackMarked':
      return { ...house, invitations: evolveInvitations(house.invitations, event, atMs) }
    case 'RoundDrafted':
    case 'RoundRevised':
    case 'RoundUnitsSet':
    case 'RoundReviewersSet':
    case 'RoundPlanned':
    case 'RoundUnplanned':
    case 'RoundDiscarded':
    case 'RoundExtended':
    case 'ReviewReopened':
    case 'ReviewRecused':
    case 'ReviewRecusalLifted':
    case 'MarkGiven':
    case 'MarkKeptAside':
    case 'ReviewSubmitted':
      return withRound(house, event, atMs)
    case 'ItemsAdded':
    case 'PromiseItemAdded':
    case 'PromiseItemRevised':
    case 'ItemSubmitted':
    case 'ItemAccepted':
    case 'ItemRejected':
    case 'ItemReopened':
    case 'ItemDueAmended':
    case 'ItemWithdrawn':
    case 'ItemBroughtToShow':
    case 'ItemTakenFromShow':
    case 'ItemVoted':
    case 'ItemVoteVoided':
    case 'ItemLookedBackOn':
      return {
        ...house,
        ledger: evolveLedger(house.ledger, event, { atMs, by: personOf(recorded.by) }),
      }
    default:
      return withSession(house, stream, event, recorded)
  }
}

/** A journal from before there were periods holds counts of the whole city: they belong to no period, and count in none. */
function withPeriod(house: House, event: PeriodEvent, { stream, atMs }: Recorded): House {
  if (stream === 'registry') return house
  const periods = evolvePeriods(house.periods, event, atMs)
  // What two persons did is settled with it.
  const acts = 'requestId' in event ? withoutRequest(house.acts, event.requestId) : house.acts
  return { ...house, periods, acts }
}

function withGrades(house: House, event: GradeEvent, atMs: number): House {
  const acts = 'requestId' in event ? withoutRequest(house.acts, event.requestId) : house.acts
  return { ...house, grades: evolveGrades(house.grades, event, atMs), acts }
}

function withPoll(house: House, event: PollEvent, atMs: number): House {
  const { pollId } = event
  const poll = evolvePoll(own(house.polls, pollId) ?? null, event, atMs)
  return { ...house, polls: { ...house.polls, [pollId]: poll } }
}

function withRound(house: House, event: ReviewEvent, atMs: number): House {
  const { [event.roundId]: before = null, ...others } = house.reviews
  const round = evolveRound(before, event, atMs)
  return { ...house, reviews: round === null ? others : { ...others, [event.roundId]: round } }
}

function withSession(house: House, stream: string, event: SessionEvent, recorded: Recorded): House {
  const id = sessionIdOf(stream)
  const session = evolve(own(house.sessions, id) ?? null, event, recorded)
  return { ...house, sessions: { ...house.sessions, [id]: session } }
}

function sessionIdOf(stream: string): SessionId {
  if (!stream.startsWith('session-')) throw new Error(`a session's event in stream ${stream}`)
  return stream.slice('session-'.length) as SessionId
}
