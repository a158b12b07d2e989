// The one table of who may run which command (SAFE4), and in whose name a command is run.

import type { HouseActType } from '../../shared/acts/act.ts'
import type { Refusal } from '../../shared/basics/refusal.ts'
import { unreachable } from '../../shared/basics/result.ts'
import { PersonId } from '../../shared/basics/ids.ts'
import type { Identity } from '../../shared/protocol/socket-events.ts'
import type { Actor } from '../../shared/show/event.ts'
import type { Command, CommandType } from '../../shared/show/house.ts'

/** `system` is the server itself; a display or an unknown caller has no role and may run nothing. */
export const ROLES = ['director', 'office', 'auditor', 'reviewer', 'examiner', 'system'] as const
export type Role = (typeof ROLES)[number]

const prepares: readonly Role[] = ['director', 'office']
const airs: readonly Role[] = ['director']
const evaluates: readonly Role[] = ['office']
const confirms: readonly Role[] = ['director', 'office', 'auditor']
const audits: readonly Role[] = ['office', 'auditor']
const scores: readonly Role[] = ['examiner']
const reviews: readonly Role[] = ['reviewer']
const itself: readonly Role[] = ['system']

export const MAY_RUN: Readonly<Record<CommandType, readonly Role[]>> = {
  // Preparing a session
  DraftSession: prepares,
  ReviseSession: prepares,
  EditRundown: prepares,
  SetPanel: prepares,
  Recuse: prepares,
  MarkReady: prepares,
  BackToDraft: prepares,
  // On air
  GoLive: airs,
  EndSession: airs,
  TakeSegment: airs,
  OpenExaminersWindow: airs,
  OpenCitizensWindow: airs,
  CueClose: airs,
  ExtendWindow: airs,
  WithdrawWindow: airs,
  Reveal: airs,
  ReleaseLock: airs,
  ReleaseSeat: airs,
  TakeScene: airs,
  StepScene: airs,
  ShowPanicStill: airs,
  EndPanicStill: airs,
  QueueScene: airs,
  DropQueued: airs,
  MoveQueued: airs,
  TakeQueued: airs,
  SetOutput: airs,
  IdentifyOutputs: airs,
  ReloadOutput: airs,
  ForgetOutput: airs,
  // Notes and help; the clock on air
  SendNote: airs,
  WithdrawNote: airs,
  AcknowledgeNote: scores,
  CallForHelp: scores,
  WithdrawHelp: scores,
  AnswerHelp: prepares,
  StartCommentary: airs,
  StopCommentary: airs,
  // Paper: ordered by the director, typed by two persons of director and office
  OrderPaper: airs,
  TypeSlip: prepares,
  DropSlip: prepares,
  EndPaper: airs,
  // Promises made on air: typed by the director, or by the office beside
  RecordPromise: prepares,
  RevisePromise: prepares,
  WithdrawPromise: prepares,
  RecordOutcome: prepares,
  // Two persons: that the second is another one is the core's to see
  RequestVoid: prepares,
  RequestLogExclusion: prepares,
  ConfirmRequest: confirms,
  WithdrawRequest: prepares,
  RequestAct: confirms,
  ConfirmAct: confirms,
  WithdrawAct: confirms,
  // Period polls: the office's
  DraftPoll: evaluates,
  RevisePoll: evaluates,
  SetPollUnits: evaluates,
  PlanPoll: evaluates,
  UnplanPoll: evaluates,
  DiscardPoll: evaluates,
  ExtendPoll: evaluates,
  RevealPoll: evaluates,
  // Evaluation periods: the office's. Tallies are compared, and a citizen's objection is filed, by the server.
  DraftPeriod: evaluates,
  RevisePeriod: evaluates,
  DiscardPeriod: evaluates,
  OpenPeriod: evaluates,
  ExtendEvidence: evaluates,
  AcceptIndicatorCounts: evaluates,
  AcceptCitizensCounts: evaluates,
  ConfirmNotApplicable: evaluates,
  WithdrawNotApplicable: evaluates,
  SetVeto: evaluates,
  FreezeInputs: evaluates,
  RecordTallies: itself,
  FileObjection: itself,
  AnswerObjection: evaluates,
  FinalisePublication: evaluates,
  // Organisations' assessment: the office's; the server settles grades, since it has the published ranking at hand.
  SetAssessmentRules: evaluates,
  AcceptOrganisationScores: evaluates,
  SetOrganisationFacts: evaluates,
  SettleGrades: itself,
  // Invitations of served citizens, and their call-backs: the office's, and the server's where they come to their end
  FixInvitationList: evaluates,
  DrawInvitations: evaluates,
  PlanInvitations: evaluates,
  StartInvitations: evaluates,
  PauseInvitations: evaluates,
  ResumeInvitations: evaluates,
  CancelInvitations: evaluates,
  HoldInvitations: itself,
  FinishInvitations: itself,
  LookAtCallback: evaluates,
  MarkCallback: evaluates,
  // A tablet, for its own seat
  CastScore: scores,
  LockScore: scores,
  UnlockScore: scores,
  RequestRelease: scores,
  // The server: pairing, deadlines, logs
  SignInSeat: itself,
  CloseWindow: itself,
  SealLog: itself,
  FreezeWindow: itself,
  VerifyWindow: itself,
  AnnounceLog: itself,
  TakePrivateHome: itself,
  OpenPoll: itself,
  ClosePoll: itself,
  SealPollLog: itself,
  FreezePoll: itself,
  VerifyPoll: itself,
  // The city's set-up. What decides a ranking is the office's alone.
  ImportUnits: prepares,
  RemoveUnit: prepares,
  MergeUnits: evaluates,
  RetireUnit: evaluates,
  RestoreUnit: evaluates,
  ImportOrganisations: evaluates,
  RemoveOrganisations: evaluates,
  SetAccessNumbers: prepares,
  SetScheme: evaluates,
  // Review rounds: the office's, and each reviewer's own desk (that it is the own is the core's to see)
  DraftRound: evaluates,
  ReviseRound: evaluates,
  SetRoundUnits: evaluates,
  SetRoundReviewers: evaluates,
  PlanRound: evaluates,
  UnplanRound: evaluates,
  DiscardRound: evaluates,
  ExtendRound: evaluates,
  ReopenReview: evaluates,
  RecuseReview: [...evaluates, ...reviews],
  LiftReviewRecusal: [...evaluates, ...reviews],
  GiveMark: reviews,
  SubmitReview: reviews,
  // The ledger: the office's; what is brought to a show is the director's too
  AddItems: evaluates,
  SubmitItem: evaluates,
  AcceptItem: evaluates,
  RejectItem: evaluates,
  ReopenItem: evaluates,
  AmendItemDue: evaluates,
  WithdrawItem: evaluates,
  BringItemToShow: prepares,
  TakeItemFromShow: prepares,
  // People. AddPerson comes through POST /api/people, which sets the first password too.
  AddPerson: prepares,
  DisablePerson: prepares,
  PlaceReviewer: prepares,
}

/** Who may ask for which act of the whole house; any account but the asker's may confirm it, which is the core's to see. */
export const MAY_REQUEST: Readonly<Record<HouseActType, readonly Role[]>> = {
  Quarantine: confirms,
  LiftQuarantine: confirms,
  VoidPoll: evaluates,
  ExcludePollLog: evaluates,
  DestroyVoterKey: evaluates,
  ChangeScheme: evaluates,
  ReopenPeriod: evaluates,
  // One of the office and one auditor, whoever asks first
  CertifyRanking: audits,
  LiftVeto: evaluates,
  LiftDeduction: evaluates,
  ConfirmCard: evaluates,
  LiftCard: evaluates,
}

/** Commands that carry less than their act needs, so that they have a door of their own. */
export const NOT_BY_ENVELOPE: ReadonlySet<CommandType> = new Set<CommandType>([
  'AddPerson',
  'FixInvitationList',
  'DrawInvitations',
  'LookAtCallback',
  'MarkCallback',
])

/** Whether this caller may run this command, whatever the state: null, or why not. */
export function mayRun(identity: Identity, command: Command): Refusal | null {
  const refused: Refusal = { code: 'not_allowed', detail: {} }
  const allowed = MAY_RUN[command.type]
  switch (identity.kind) {
    case 'account':
      if (command.type === 'RequestAct' && !MAY_REQUEST[command.act.type].includes(identity.role))
        return refused
      return allowed.includes(identity.role) ? null : refused
    case 'seat':
      return allowed.includes('examiner') && isOfSeat(identity, command) ? null : refused
    case 'display':
      return refused
    case 'public':
      return { code: 'not_signed_in', detail: {} }
    default:
      return unreachable(identity)
  }
}

/**
 * A tablet speaks for its own seat, and for its own generation or an earlier one (a draft of the device before it):
 * the core keeps that aside as old_generation. A later one it cannot know, so it would be forged.
 */
function isOfSeat(identity: Extract<Identity, { kind: 'seat' }>, command: Command): boolean {
  return (
    'generation' in command &&
    command.sessionId === identity.sessionId &&
    command.seatId === identity.seatId &&
    command.generation <= identity.generation
  )
}

/** In whose name the journal keeps what this caller does. Throws for those who may do nothing. */
export function actorOf(identity: Identity): Actor {
  switch (identity.kind) {
    case 'account':
      return { role: identity.role, id: PersonId.parse(identity.personId) }
    case 'seat':
      return { role: 'examiner', sessionId: identity.sessionId, seatId: identity.seatId }
    case 'display':
    case 'public':
      throw new Error(`${identity.kind} acts for nobody`)
    default:
      return unreachable(identity)
  }
}

/** Doors that are no command, by the same roles: pairing codes and previews of files lead to commands of these. */
export const MAY_ENTER = {
  people: MAY_RUN.AddPerson,
  seatCodes: prepares,
  controlTokens: airs,
  csvUnits: MAY_RUN.ImportUnits,
  csvSeats: MAY_RUN.SetPanel,
  csvOrganisations: MAY_RUN.ImportOrganisations,
  csvCodes: MAY_RUN.SetPollUnits,
  registry: confirms,
  pollCounts: confirms,
  /** What is known of a log that sends no seal, for whoever may ask for it to be excluded. */
  logs: MAY_RUN.RequestLogExclusion,
  invitations: MAY_RUN.FixInvitationList,
  callbacks: MAY_RUN.LookAtCallback,
  drawSheet: audits,
  /** Periods, their rankings and objections. */
  periods: audits,
  tally: MAY_RUN.FreezeInputs,
  settleGrades: evaluates,
  evidenceAdd: evaluates,
  indicatorImport: MAY_RUN.AcceptIndicatorCounts,
  countsImport: MAY_RUN.AcceptCitizensCounts,
  scoresImport: MAY_RUN.AcceptOrganisationScores,
  sourceTokens: evaluates,
  evidenceRead: audits,
  checkpoints: audits,
  /** Looking at findings and weighing a quarantine, for whoever may ask for one. */
  findings: MAY_REQUEST.Quarantine,
  // What citizens wrote: read by those who answer for the show, never by the auditor, who needs no words
  desk: prepares,
  commands: [...new Set([...prepares, ...airs, ...evaluates, ...confirms, ...reviews])],
  /** Progress and, once a round is over, what its marks tell. */
  reviewRounds: audits,
  /** A reviewer's own desk. */
  reviewDesk: reviews,
  /** The ledger with all its evidence; the director sees what may be brought to the show. */
  ledger: confirms,
  csvLedger: MAY_RUN.AddItems,
} as const satisfies Readonly<Record<string, readonly Role[]>>

/** Null, or why this caller may not enter. */
export function mayEnter(identity: Identity | null, door: keyof typeof MAY_ENTER): Refusal | null {
  if (identity?.kind !== 'account') return { code: 'not_signed_in', detail: {} }
  return MAY_ENTER[door].includes(identity.role) ? null : { code: 'not_allowed', detail: {} }
}
