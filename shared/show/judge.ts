// Which judgement a session's command gets: one line a command; the rules themselves are in judge-….ts.

import { unreachable } from '../basics/result.ts'
import type { SessionCommand } from './command.ts'
import type { SessionContext } from './context.ts'
import type { Moment, SessionEvent } from './event.ts'
import { judgeClose, judgeFreeze, judgeSeal, judgeVerify } from './judge-deadline.ts'
import { judgeOpenCitizens, judgeOpenExaminers } from './judge-opening.ts'
import {
  judgeBackToDraft,
  judgeDraft,
  judgePanel,
  judgeReady,
  judgeRecuse,
  judgeRevise,
  judgeRundown,
} from './judge-preparing.ts'
import { judgeDropSlip, judgeEndPaper, judgeOrderPaper, judgeTypeSlip } from './judge-paper.ts'
import {
  judgeOutcome,
  judgeRecordPromise,
  judgeRevisePromise,
  judgeWithdrawPromise,
} from './judge-promise.ts'
import { judgeCast, judgeLock, judgeReleaseLock, judgeRequestRelease, judgeUnlock } from './judge-score.ts'
import { judgeEnd, judgeGoLive, judgeReleaseSeat, judgeSignIn, judgeTakeSegment } from './judge-running.ts'
import {
  judgeAcknowledge,
  judgeCommentary,
  judgeHelp,
  judgeSendNote,
  judgeWithdrawNote,
} from './judge-talk.ts'
import { judgeConfirm, judgeExclusion, judgeVoid, judgeWithdrawRequest } from './judge-two-persons.ts'
import { judgeCue, judgeExtend, judgeReveal, judgeWithdraw } from './judge-window.ts'
import { refused } from './judgement.ts'
import type { Judgement } from './judgement.ts'
import type { Session } from './session.ts'

export function judge(
  command: SessionCommand,
  session: Session | null,
  moment: Moment,
  context: SessionContext,
): Judgement<SessionEvent> {
  if (command.type === 'DraftSession') return judgeDraft(command, session)
  if (session === null) return refused('session_unknown')
  switch (command.type) {
    case 'ReviseSession':
      return judgeRevise(command, session)
    case 'EditRundown':
      return judgeRundown(command, session, context)
    case 'SetPanel':
      return judgePanel(command, session)
    case 'Recuse':
      return judgeRecuse(command, session, moment, context)
    case 'MarkReady':
      return judgeReady(session)
    case 'BackToDraft':
      return judgeBackToDraft(session)
    case 'GoLive':
      return judgeGoLive(session, context)
    case 'EndSession':
      return judgeEnd(session)
    case 'TakeSegment':
      return judgeTakeSegment(command, session)
    case 'OpenExaminersWindow':
      return judgeOpenExaminers(command, session, moment, context)
    case 'OpenCitizensWindow':
      return judgeOpenCitizens(command, session, moment, context)
    case 'CueClose':
      return judgeCue(command, session, moment)
    case 'ExtendWindow':
      return judgeExtend(command, session, moment)
    case 'WithdrawWindow':
      return judgeWithdraw(command, session, moment, context)
    case 'Reveal':
      return judgeReveal(command, session, moment)
    case 'ReleaseLock':
      return judgeReleaseLock(command, session, moment)
    case 'ReleaseSeat':
      return judgeReleaseSeat(command, session)
    case 'RecordPromise':
      return judgeRecordPromise(command, session, moment)
    case 'RevisePromise':
      return judgeRevisePromise(command, session)
    case 'WithdrawPromise':
      return judgeWithdrawPromise(command, session)
    case 'RecordOutcome':
      return judgeOutcome(command, session, context)
    case 'SendNote':
      return judgeSendNote(command, session)
    case 'WithdrawNote':
      return judgeWithdrawNote(command, session)
    case 'AcknowledgeNote':
      return judgeAcknowledge(command, session, moment)
    case 'CallForHelp':
    case 'WithdrawHelp':
    case 'AnswerHelp':
      return judgeHelp(command, session, moment)
    case 'StartCommentary':
    case 'StopCommentary':
      return judgeCommentary(command, session, moment)
    case 'OrderPaper':
      return judgeOrderPaper(command, session)
    case 'TypeSlip':
      return judgeTypeSlip(command, session, moment)
    case 'DropSlip':
      return judgeDropSlip(command, session)
    case 'EndPaper':
      return judgeEndPaper(command, session)
    case 'RequestVoid':
      return judgeVoid(command, session, moment, context)
    case 'RequestLogExclusion':
      return judgeExclusion(command, session, moment, context)
    case 'ConfirmRequest':
      return judgeConfirm(command, session, moment, context)
    case 'WithdrawRequest':
      return judgeWithdrawRequest(command, session, moment)
    case 'CastScore':
      return judgeCast(command, session, moment)
    case 'LockScore':
      return judgeLock(command, session, moment)
    case 'UnlockScore':
      return judgeUnlock(command, session, moment)
    case 'RequestRelease':
      return judgeRequestRelease(command, session, moment)
    case 'SignInSeat':
      return judgeSignIn(command, session)
    case 'CloseWindow':
      return judgeClose(command, session, moment)
    case 'SealLog':
      return judgeSeal(command, session, moment, context)
    case 'FreezeWindow':
      return judgeFreeze(command, session, moment, context)
    case 'VerifyWindow':
      return judgeVerify(command, session, context)
    default:
      return unreachable(command)
  }
}
