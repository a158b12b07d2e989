// What can be asked of a session: one zod schema a command, parsed once at the door.

import { z } from 'zod'
import { LogId, PromiseId, SeatId, SegmentId, SessionId, UnitId, WindowId } from '../basics/ids.ts'
import { PollChannel, PollVisibility } from '../ballot/poll.ts'
import { PollCount, SealedTally } from '../ballot/tally.ts'
import { GroupWeights, SeatPlan } from './panel.ts'
import { PromiseOutcome, promiseWords } from './promise.ts'
import { Mark, ScoreForm } from './score.ts'
import { HelpReason, NOTE_LENGTH_MOST, NoteId } from './seat-talk.ts'
import { SegmentPlan } from './session.ts'
import { SessionRules } from './session-rules.ts'

const sessionId = SessionId
const title = z.string().trim().min(1).max(60)
const theme = z.string().trim().min(1).max(20)
const reason = z.string().trim().min(2).max(200)
const atMs = z.number().int().min(0).max(8_640_000_000_000)
const ofTablet = { sessionId, seatId: SeatId, generation: z.number().int().min(1).max(10_000) }
const seatCommand = {
  ...ofTablet,
  windowId: WindowId,
  revision: z.number().int().min(1).max(1_000_000),
}
const promise = { promiseId: PromiseId, unitId: UnitId, ...promiseWords }
const requestId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/)

export const SessionCommand = z.discriminatedUnion('type', [
  // Preparing: director or office.
  z.strictObject({
    type: z.literal('DraftSession'),
    sessionId,
    title,
    theme,
    rehearsal: z.boolean(),
    form: ScoreForm,
    groupWeights: GroupWeights.nullable(),
    rules: SessionRules,
  }),
  z.strictObject({
    type: z.literal('ReviseSession'),
    sessionId,
    title,
    theme,
    rehearsal: z.boolean(),
    form: ScoreForm,
    groupWeights: GroupWeights.nullable(),
    rules: SessionRules,
  }),
  z.strictObject({ type: z.literal('EditRundown'), sessionId, segments: z.array(SegmentPlan).max(100) }),
  z.strictObject({ type: z.literal('SetPanel'), sessionId, seats: z.array(SeatPlan).max(500) }),
  z.strictObject({
    type: z.literal('Recuse'),
    sessionId,
    seatId: SeatId,
    unitId: UnitId,
    recused: z.boolean(),
  }),
  z.strictObject({ type: z.literal('MarkReady'), sessionId }),
  z.strictObject({ type: z.literal('BackToDraft'), sessionId }),

  // On air: director.
  z.strictObject({ type: z.literal('GoLive'), sessionId }),
  z.strictObject({ type: z.literal('EndSession'), sessionId }),
  z.strictObject({ type: z.literal('TakeSegment'), sessionId, segmentId: SegmentId }),
  z.strictObject({
    type: z.literal('OpenExaminersWindow'),
    sessionId,
    windowId: WindowId,
    segmentId: SegmentId,
    /** Null: on cue. */
    closesAtMs: atMs.nullable(),
    /** Null: the session's form. */
    form: ScoreForm.nullable(),
    replaces: WindowId.nullable(),
  }),
  z.strictObject({
    type: z.literal('OpenCitizensWindow'),
    sessionId,
    windowId: WindowId,
    segmentId: SegmentId,
    closesAtMs: atMs.nullable(),
    channels: z.array(PollChannel).max(6),
    visibility: PollVisibility,
    offersUnsure: z.boolean(),
    replaces: WindowId.nullable(),
  }),
  z.strictObject({ type: z.literal('CueClose'), sessionId, windowId: WindowId }),
  z.strictObject({
    type: z.literal('ExtendWindow'),
    sessionId,
    windowId: WindowId,
    closesAtMs: atMs,
    reason,
  }),
  z.strictObject({ type: z.literal('WithdrawWindow'), sessionId, windowId: WindowId }),
  z.strictObject({ type: z.literal('Reveal'), sessionId, windowId: WindowId }),
  z.strictObject({ type: z.literal('ReleaseLock'), sessionId, windowId: WindowId, seatId: SeatId }),
  z.strictObject({ type: z.literal('ReleaseSeat'), sessionId, seatId: SeatId }),

  // Promises made on air: director, or office beside. The session is the one they were made in.
  z.strictObject({ type: z.literal('RecordPromise'), sessionId, ...promise }),
  z.strictObject({ type: z.literal('RevisePromise'), sessionId, ...promise }),
  z.strictObject({ type: z.literal('WithdrawPromise'), sessionId, promiseId: PromiseId }),
  z.strictObject({
    type: z.literal('RecordOutcome'),
    sessionId,
    promiseId: PromiseId,
    outcome: PromiseOutcome,
    note: z.string().trim().max(120),
  }),

  // Notes to seats, their calls for help, and the commentators' clock.
  z.strictObject({
    type: z.literal('SendNote'),
    sessionId,
    noteId: NoteId,
    seats: z.array(SeatId).min(1).max(500),
    text: z.string().trim().min(1).max(NOTE_LENGTH_MOST),
  }),
  z.strictObject({ type: z.literal('WithdrawNote'), sessionId, noteId: NoteId }),
  z.strictObject({ type: z.literal('AcknowledgeNote'), ...ofTablet, noteId: NoteId }),
  z.strictObject({ type: z.literal('CallForHelp'), ...ofTablet, reason: HelpReason }),
  z.strictObject({ type: z.literal('WithdrawHelp'), ...ofTablet }),
  z.strictObject({ type: z.literal('AnswerHelp'), sessionId, seatId: SeatId }),
  z.strictObject({
    type: z.literal('StartCommentary'),
    sessionId,
    label: z.string().trim().max(20),
    lastsMs: z.number().int().min(5_000).max(3_600_000),
  }),
  z.strictObject({ type: z.literal('StopCommentary'), sessionId }),

  // Paper where tablets fail (SCORE9).
  z.strictObject({ type: z.literal('OrderPaper'), sessionId, windowId: WindowId, reason }),
  z.strictObject({ type: z.literal('TypeSlip'), sessionId, windowId: WindowId, seatId: SeatId, mark: Mark }),
  z.strictObject({ type: z.literal('DropSlip'), sessionId, windowId: WindowId, seatId: SeatId }),
  z.strictObject({ type: z.literal('EndPaper'), sessionId, windowId: WindowId }),

  // Two persons (SAFE4): request, then another person's confirmation.
  z.strictObject({ type: z.literal('RequestVoid'), sessionId, requestId, windowId: WindowId, reason }),
  z.strictObject({
    type: z.literal('RequestLogExclusion'),
    sessionId,
    requestId,
    windowId: WindowId,
    logId: LogId,
    lastKnownCount: z.number().int().min(0),
    reason,
  }),
  z.strictObject({ type: z.literal('ConfirmRequest'), sessionId, requestId }),
  z.strictObject({ type: z.literal('WithdrawRequest'), sessionId, requestId }),

  // Examiner's tablet.
  z.strictObject({ type: z.literal('CastScore'), ...seatCommand, mark: Mark }),
  z.strictObject({ type: z.literal('LockScore'), ...seatCommand }),
  z.strictObject({ type: z.literal('UnlockScore'), ...seatCommand }),
  z.strictObject({ type: z.literal('RequestRelease'), ...seatCommand }),

  // The server itself: pairing and deadlines.
  z.strictObject({ type: z.literal('SignInSeat'), sessionId, seatId: SeatId }),
  z.strictObject({ type: z.literal('CloseWindow'), sessionId, windowId: WindowId }),
  z.strictObject({
    type: z.literal('SealLog'),
    sessionId,
    windowId: WindowId,
    logId: LogId,
    seal: SealedTally,
  }),
  z.strictObject({ type: z.literal('FreezeWindow'), sessionId, windowId: WindowId }),
  z.strictObject({
    type: z.literal('VerifyWindow'),
    sessionId,
    windowId: WindowId,
    /** Citizens: live tally and recount up to the seals. Examiners: the result as folded from the journal anew. */
    check: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('citizens'),
        /** Of the quarantines under which both were counted (BAL9). */
        generation: z.number().int().min(0),
        live: PollCount,
        recount: PollCount,
      }),
      z.strictObject({ kind: z.literal('examiners'), replayedResultJson: z.string().max(65_536) }),
    ]),
  }),
])
export type SessionCommand = z.infer<typeof SessionCommand>
export type SessionCommandType = SessionCommand['type']
