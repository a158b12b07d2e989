// The role table against a second, written-out statement of it, for every role and every command there is.

import { describe, expect, test } from 'vitest'
import { ActCommand, HouseAct, type HouseActType } from '../../shared/acts/act.ts'
import { SeatId, SessionId } from '../../shared/basics/ids.ts'
import { RegistryCommand } from '../../shared/evaluation/registry.ts'
import { GradeCommand } from '../../shared/grade/command.ts'
import { InvitationCommand } from '../../shared/invitation/batch.ts'
import { PeriodCommand } from '../../shared/period/command.ts'
import { PollCommand } from '../../shared/poll/command.ts'
import type { Identity } from '../../shared/protocol/socket-events.ts'
import { AirCommand } from '../../shared/show/air.ts'
import { LedgerCommand } from '../../shared/ledger/command.ts'
import { ReviewCommand } from '../../shared/review/command.ts'
import { SessionCommand } from '../../shared/show/command.ts'
import { LogCommand, type Command, type CommandType } from '../../shared/show/house.ts'
import { PeopleCommand } from '../../shared/show/people.ts'
import { actorOf, MAY_ENTER, MAY_RUN, mayEnter, mayRun, ROLES, type Role } from './roles.ts'

/** D director, O office, A auditor, R reviewer, E examiner, S the server itself. */
const EXPECTED: Readonly<Record<string, string>> = {
  DraftSession: 'DO',
  ReviseSession: 'DO',
  EditRundown: 'DO',
  SetPanel: 'DO',
  Recuse: 'DO',
  MarkReady: 'DO',
  BackToDraft: 'DO',
  GoLive: 'D',
  EndSession: 'D',
  TakeSegment: 'D',
  OpenExaminersWindow: 'D',
  OpenCitizensWindow: 'D',
  CueClose: 'D',
  ExtendWindow: 'D',
  WithdrawWindow: 'D',
  Reveal: 'D',
  ReleaseLock: 'D',
  ReleaseSeat: 'D',
  TakeScene: 'D',
  StepScene: 'D',
  ShowPanicStill: 'D',
  EndPanicStill: 'D',
  QueueScene: 'D',
  DropQueued: 'D',
  MoveQueued: 'D',
  TakeQueued: 'D',
  SetOutput: 'D',
  IdentifyOutputs: 'D',
  ReloadOutput: 'D',
  ForgetOutput: 'D',
  SendNote: 'D',
  WithdrawNote: 'D',
  AcknowledgeNote: 'E',
  CallForHelp: 'E',
  WithdrawHelp: 'E',
  AnswerHelp: 'DO',
  StartCommentary: 'D',
  StopCommentary: 'D',
  OrderPaper: 'D',
  TypeSlip: 'DO',
  DropSlip: 'DO',
  EndPaper: 'D',
  RecordPromise: 'DO',
  RevisePromise: 'DO',
  WithdrawPromise: 'DO',
  RecordOutcome: 'DO',
  RequestVoid: 'DO',
  RequestLogExclusion: 'DO',
  ConfirmRequest: 'DOA',
  WithdrawRequest: 'DO',
  RequestAct: 'DOA',
  ConfirmAct: 'DOA',
  WithdrawAct: 'DOA',
  DraftPoll: 'O',
  RevisePoll: 'O',
  SetPollUnits: 'O',
  PlanPoll: 'O',
  UnplanPoll: 'O',
  DiscardPoll: 'O',
  ExtendPoll: 'O',
  RevealPoll: 'O',
  DraftPeriod: 'O',
  RevisePeriod: 'O',
  DiscardPeriod: 'O',
  OpenPeriod: 'O',
  ExtendEvidence: 'O',
  AcceptIndicatorCounts: 'O',
  AcceptCitizensCounts: 'O',
  ConfirmNotApplicable: 'O',
  WithdrawNotApplicable: 'O',
  SetVeto: 'O',
  FreezeInputs: 'O',
  RecordTallies: 'S',
  FileObjection: 'S',
  AnswerObjection: 'O',
  FinalisePublication: 'O',
  FixInvitationList: 'O',
  DrawInvitations: 'O',
  PlanInvitations: 'O',
  StartInvitations: 'O',
  PauseInvitations: 'O',
  HoldInvitations: 'S',
  ResumeInvitations: 'O',
  CancelInvitations: 'O',
  FinishInvitations: 'S',
  LookAtCallback: 'O',
  MarkCallback: 'O',
  CastScore: 'E',
  LockScore: 'E',
  UnlockScore: 'E',
  RequestRelease: 'E',
  SignInSeat: 'S',
  CloseWindow: 'S',
  SealLog: 'S',
  FreezeWindow: 'S',
  VerifyWindow: 'S',
  AnnounceLog: 'S',
  TakePrivateHome: 'S',
  OpenPoll: 'S',
  ClosePoll: 'S',
  SealPollLog: 'S',
  FreezePoll: 'S',
  VerifyPoll: 'S',
  ImportUnits: 'DO',
  RemoveUnit: 'DO',
  MergeUnits: 'O',
  RetireUnit: 'O',
  RestoreUnit: 'O',
  ImportOrganisations: 'O',
  RemoveOrganisations: 'O',
  SetAccessNumbers: 'DO',
  SetScheme: 'O',
  AddPerson: 'DO',
  DisablePerson: 'DO',
  PlaceReviewer: 'DO',
  DraftRound: 'O',
  ReviseRound: 'O',
  SetRoundUnits: 'O',
  SetRoundReviewers: 'O',
  PlanRound: 'O',
  UnplanRound: 'O',
  DiscardRound: 'O',
  ExtendRound: 'O',
  ReopenReview: 'O',
  RecuseReview: 'OR',
  LiftReviewRecusal: 'OR',
  GiveMark: 'R',
  SubmitReview: 'R',
  AddItems: 'O',
  SubmitItem: 'O',
  AcceptItem: 'O',
  RejectItem: 'O',
  ReopenItem: 'O',
  AmendItemDue: 'O',
  WithdrawItem: 'O',
  BringItemToShow: 'DO',
  TakeItemFromShow: 'DO',
  SetAssessmentRules: 'O',
  AcceptOrganisationScores: 'O',
  SetOrganisationFacts: 'O',
  SettleGrades: 'S',
}
/** Who may ask for which act of the whole house. */
const EXPECTED_ACTS: Readonly<Record<HouseActType, string>> = {
  Quarantine: 'DOA',
  LiftQuarantine: 'DOA',
  VoidPoll: 'O',
  ExcludePollLog: 'O',
  DestroyVoterKey: 'O',
  ChangeScheme: 'O',
  ReopenPeriod: 'O',
  CertifyRanking: 'OA',
  LiftVeto: 'O',
  LiftDeduction: 'O',
  ConfirmCard: 'O',
  LiftCard: 'O',
}
const LETTERS: Readonly<Record<Role, string>> = {
  director: 'D',
  office: 'O',
  auditor: 'A',
  reviewer: 'R',
  examiner: 'E',
  system: 'S',
}

const ALL: readonly CommandType[] = [
  SessionCommand,
  GradeCommand,
  PollCommand,
  PeriodCommand,
  InvitationCommand,
  ActCommand,
  RegistryCommand,
  AirCommand,
  PeopleCommand,
  ReviewCommand,
  LedgerCommand,
  LogCommand,
].flatMap((schema) => schema.options.map((option) => option.shape.type.value))

const session = SessionId.parse('show-1')
const other = SessionId.parse('show-2')
const seat = SeatId.parse('s1')
const tablet: Identity = { kind: 'seat', sessionId: session, seatId: seat, generation: 2 }

/** Only what the table looks at: the type, and whose seat. */
function commandOf(type: CommandType, change: object = {}): Command {
  const act = { type: 'Quarantine' }
  return { type, act, sessionId: session, seatId: seat, generation: 2, ...change } as unknown as Command
}

function identityOf(role: Role): Identity | null {
  switch (role) {
    case 'director':
    case 'office':
    case 'auditor':
    case 'reviewer':
      return { kind: 'account', personId: 'p1', role, loginId: 'l1' }
    case 'examiner':
      return tablet
    case 'system':
      // The server runs its commands past this table; nobody at a door is it.
      return null
  }
}

describe('[SAFE4] one table says who may run what', () => {
  test('it knows every command there is, and no other', () => {
    expect(Object.keys(MAY_RUN).sort()).toEqual([...ALL].sort())
    expect(Object.keys(EXPECTED).sort()).toEqual([...ALL].sort())
  })

  test('every role × command is as written out here', () => {
    let cells = 0
    for (const type of ALL) {
      for (const role of ROLES) {
        const identity = identityOf(role)
        const may =
          identity === null ? MAY_RUN[type].includes('system') : mayRun(identity, commandOf(type)) === null
        expect(may, `${role} ${type}`).toBe(EXPECTED[type]!.includes(LETTERS[role]))
        cells += 1
      }
    }
    expect(cells).toBe(ALL.length * ROLES.length)
  })

  test('every role × act that takes two persons is as written out here', () => {
    const types = HouseAct.options.map((option) => option.shape.type.value)
    expect(Object.keys(EXPECTED_ACTS).sort()).toEqual([...types].sort())
    for (const type of types) {
      for (const role of ROLES) {
        const identity = identityOf(role)
        if (identity === null) continue
        const may = mayRun(identity, commandOf('RequestAct', { act: { type } })) === null
        expect(may, `${role} ${type}`).toBe(EXPECTED_ACTS[type].includes(LETTERS[role]))
      }
    }
  })

  test('a display and a stranger may run nothing, and nobody acts in their name', () => {
    for (const identity of [
      { kind: 'display', output: 'programme', monitor: false },
      { kind: 'public' },
    ] as const) {
      for (const type of ALL) expect(mayRun(identity, commandOf(type)), type).not.toBeNull()
      expect(() => actorOf(identity)).toThrow()
    }
  })

  test('what only the server runs is open to nobody at a door', () => {
    for (const type of ALL.filter((one) => MAY_RUN[one].includes('system'))) {
      expect(MAY_RUN[type]).toEqual(['system'])
    }
  })

  test('no door is open to an unknown caller, a display or a tablet', () => {
    const doors = Object.keys(MAY_ENTER) as (keyof typeof MAY_ENTER)[]
    for (const door of doors) {
      for (const identity of [
        null,
        tablet,
        { kind: 'public' },
        { kind: 'display', output: 'x', monitor: false },
      ] as const) {
        expect(mayEnter(identity, door)?.code).toBe('not_signed_in')
      }
      const auditor: Identity = { kind: 'account', personId: 'p1', role: 'auditor', loginId: 'l1' }
      const open = [
        'commands',
        'pollCounts',
        'findings',
        'drawSheet',
        'periods',
        'evidenceRead',
        'registry',
        'reviewRounds',
        'checkpoints',
        'ledger',
      ].includes(door)
      expect(mayEnter(auditor, door)?.code, door).toBe(open ? undefined : 'not_allowed')
      const reviewer: Identity = { ...auditor, role: 'reviewer' }
      expect(mayEnter(reviewer, door)?.code, door).toBe(
        ['reviewDesk', 'commands'].includes(door) ? undefined : 'not_allowed',
      )
    }
  })
})

describe('[SCORE4] a tablet speaks for its own seat only', () => {
  const types = ['CastScore', 'LockScore', 'UnlockScore', 'RequestRelease'] as const

  test('not for another seat, another session or a later device', () => {
    for (const type of types) {
      for (const change of [{ seatId: SeatId.parse('s2') }, { sessionId: other }, { generation: 3 }]) {
        expect(mayRun(tablet, commandOf(type, change))?.code, type).toBe('not_allowed')
      }
    }
  })

  test('what an earlier device left behind goes through to the core, which keeps it aside', () => {
    for (const type of types) expect(mayRun(tablet, commandOf(type, { generation: 1 }))).toBeNull()
  })

  test('and in its own name', () => {
    expect(actorOf(tablet)).toEqual({ role: 'examiner', sessionId: session, seatId: seat })
  })
})
