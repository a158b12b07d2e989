// A recorded event as one Chinese sentence, for the audit's tail: what happened and to whom, never a mark, mean or split (SHOW5).

import type { SeatId, SegmentId, SessionId, UnitId, WindowId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import { unreachable } from '../../shared/basics/result.ts'
import { CATEGORY_NAMES } from '../../shared/evaluation/unit.ts'
import { isGradeEvent } from '../../shared/grade/event.ts'
import { isPeriodEvent } from '../../shared/period/event.ts'
import { OUTPUT_ROLE_NAMES, PROGRAMME, PREVIEW, SCENE_NAMES, type Scene } from '../../shared/show/air.ts'
import type { Actor, SessionEvent } from '../../shared/show/event.ts'
import type { House, Recorded } from '../../shared/show/house.ts'
import { ROLE_NAMES } from '../../shared/show/people.ts'
import { PROMISE_OUTCOME_NAMES } from '../../shared/show/promise.ts'
import { HELP_REASON_NAMES } from '../../shared/show/seat-talk.ts'
import type { Session, TwoPersonAct } from '../../shared/show/session.ts'
import { isLedgerEvent } from '../../shared/ledger/event.ts'
import { timeOf } from './city-time.ts'
import { invitationSummaryOf } from './summary-of-invitations.ts'
import { ledgerSummaryOf, reviewSummaryOf, standsForName } from './summary-of-evidence.ts'
import { gradeSummaryOf } from './summary-of-grades.ts'
import { periodSummaryOf } from './summary-of-periods.ts'
import { actSummaryOf, pollSummaryOf } from './summary-of-polls.ts'
import { registrySummaryOf } from './summary-of-registry.ts'

/** Who did it: `导演 张三`, `席位 07`, `系统`. */
export function whoOf(by: Actor, house: House): string {
  switch (by.role) {
    case 'director':
    case 'office':
    case 'auditor':
    case 'reviewer':
      return `${ROLE_NAMES[by.role]} ${own(house.people.people, by.id)?.name ?? by.id}`
    case 'examiner':
      return seatName(own(house.sessions, by.sessionId), by.seatId)
    case 'system':
      return '系统'
    default:
      return unreachable(by)
  }
}

/** The event's sentence. `house` gives names; it may be later than the event. */
export function summaryOf(recorded: Recorded, house: House): string {
  const { event } = recorded
  if (isPeriodEvent(event)) return periodSummaryOf(event, house)
  if (isGradeEvent(event)) return gradeSummaryOf(event, house)
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
      return registrySummaryOf(event, house)
    case 'SceneTaken':
      return `${outputName(event.output)}${event.cut === true ? '硬切' : '切'}到${sceneName(event.scene)}。`
    case 'SceneStepped':
      return `${outputName(event.output)}的画面到第${event.step}步。`
    case 'PanicStillShown':
      return '各输出切到安全画面。'
    case 'PanicStillEnded':
      return '安全画面解除，各输出恢复。'
    case 'SceneQueued':
      return `待播队列加入${sceneName(event.scene)}。`
    case 'QueuedDropped':
      return '待播队列移除一个画面。'
    case 'QueuedMoved':
      return `待播队列的一个画面移到第${event.to + 1}位。`
    case 'QueuedTaken':
      return '待播队列的一个画面已播出。'
    case 'OutputSet':
      return `${outputName(event.output)}设为${OUTPUT_ROLE_NAMES[event.role]}，延时${event.delayMs}毫秒。`
    case 'OutputsIdentified':
      return `输出${event.outputs.join('、')}显示自己的名称。`
    case 'OutputReloaded':
      return `要求${outputName(event.output)}的页面重新载入。`
    case 'OutputForgotten':
      return `删除${outputName(event.output)}。`
    case 'PersonAdded':
      return `新增${ROLE_NAMES[event.role]}账号“${event.name}”。`
    case 'PersonDisabled':
      return `${event.disabled ? '停用' : '恢复'}账号“${own(house.people.people, event.personId)?.name ?? event.personId}”。`
    case 'LogAnnounced':
      return `登记计票日志${event.logId}。`
    case 'PrivateHomeTaken':
      return `邀请、回访和留言由进程“${event.name}”保管。`
    case 'ActRequested':
    case 'ActWithdrawn':
    case 'ActLapsed':
    case 'Quarantined':
    case 'QuarantineLifted':
    case 'VoterKeyDestroyed':
      return actSummaryOf(event, house)
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
      return invitationSummaryOf(event, house)
    case 'ReviewerPlaced':
      return `评议人“${own(house.people.people, event.personId)?.name ?? event.personId}”改为代表${standsForName(event.standsFor, house)}。`
    default:
      if (isLedgerEvent(event)) return ledgerSummaryOf(event, house)
      if ('roundId' in event) return reviewSummaryOf(event, house)
      if ('pollId' in event) return pollSummaryOf(event, house)
      return sessionSummaryOf(event, sessionOfStream(recorded, house))
  }
}

function sessionSummaryOf(event: SessionEvent, session: Session | undefined): string {
  const windowOf = (windowId: WindowId) => windowName(session, windowId)
  switch (event.type) {
    case 'SessionDrafted':
      return `新建场次“${event.title}”${event.rehearsal ? '（彩排）' : ''}。`
    case 'SessionRevised':
      return `修改场次设置，名称“${event.title}”${event.rehearsal ? '（彩排）' : ''}。`
    case 'RundownEdited':
      return `编排流程单，共${event.segments.length}个环节。`
    case 'PanelSet':
      return `设定考官团，共${event.seats.length}席。`
    case 'SeatRecused':
      return `${seatName(session, event.seatId)}${event.recused ? '登记' : '撤销'}对${unitName(session, event.unitId)}的回避。`
    case 'SessionReady':
      return '场次就绪。'
    case 'SessionBackToDraft':
      return '场次退回草稿。'
    case 'SessionWentLive':
      return '开始直播。'
    case 'SessionEnded':
      return '场次结束。'
    case 'SegmentTaken':
      return `环节“${segmentName(session, event.segmentId)}”播出。`
    case 'ExaminersWindowOpened':
      return `开放${unitName(session, event.unitId)}的考官打分窗口，在场${event.presentSeats.length}席${closing(event.closesAtMs)}。`
    case 'CitizensWindowOpened':
      return `开放${unitName(session, event.unitId)}的市民评议窗口，${event.visibility === 'hidden' ? '揭晓前不公开' : '实时公开'}${closing(event.closesAtMs)}。`
    case 'WindowCued':
      return `${windowOf(event.windowId)}下达截止口令，${timeOf(event.closesAtMs)}截止。`
    case 'WindowExtended':
      return `${windowOf(event.windowId)}延长到${timeOf(event.closesAtMs)}，理由：${event.reason}。`
    case 'WindowWithdrawn':
      return `${windowOf(event.windowId)}误开，已撤回。`
    case 'WindowClosed':
      return `${windowOf(event.windowId)}截止。`
    case 'LogSealed':
      return `${windowOf(event.windowId)}的计票日志${event.logId}封存于第${event.seal.sequence}条，本窗口${event.seal.count}条。`
    case 'WindowFrozen':
      return `${windowOf(event.windowId)}冻结。`
    case 'WindowVerified':
      return `${windowOf(event.windowId)}复核一致。`
    case 'WindowMismatched':
      return `${windowOf(event.windowId)}复核不一致，保持冻结。`
    case 'WindowRevealed':
      return `${windowOf(event.windowId)}揭晓。`
    case 'RequestMade':
      return `申请${actName(session, event.act)}，理由：${event.reason}，待第二人确认。`
    case 'RequestWithdrawn':
      return `撤回申请${event.requestId}。`
    case 'RequestLapsed':
      return `申请${event.requestId}无人确认，已过期。`
    case 'WindowVoided':
      return `两人确认，${windowOf(event.windowId)}作废，理由：${event.reason}。`
    case 'LogExcluded':
      return `两人确认，${windowOf(event.windowId)}不再等待计票日志${event.logId}（最后所知${event.lastKnownCount}条），理由：${event.reason}。`
    case 'NoteSent':
      return `给${event.seats.length === 1 ? seatName(session, event.seats[0]!) : `${event.seats.length}个席位`}发提示。`
    case 'NoteWithdrawn':
      return '收回一条席位提示。'
    case 'NoteRead':
      return `${seatName(session, event.seatId)}已读提示。`
    case 'HelpCalled':
      return `${seatName(session, event.seatId)}呼叫：${HELP_REASON_NAMES[event.reason]}。`
    case 'HelpWithdrawn':
      return `${seatName(session, event.seatId)}取消呼叫。`
    case 'HelpAnswered':
      return `${seatName(session, event.seatId)}的呼叫已应答。`
    case 'CommentaryStarted':
      return `点评计时开始${event.label === '' ? '' : `（${event.label}）`}，到${timeOf(event.endsAtMs)}。`
    case 'CommentaryStopped':
      return '点评计时停止。'
    case 'PaperOrdered':
      return `${windowOf(event.windowId)}启用纸质打分，理由：${event.reason}。`
    case 'SlipTyped':
      return `录入${seatName(session, event.seatId)}在${windowOf(event.windowId)}的纸质打分单。`
    case 'SlipDropped':
      return `删除${seatName(session, event.seatId)}在${windowOf(event.windowId)}未录完的纸质打分单。`
    case 'PaperScoreEntered':
      return `${seatName(session, event.seatId)}在${windowOf(event.windowId)}的纸质打分单两人录入一致，计入。`
    case 'PaperEnded':
      return `${windowOf(event.windowId)}纸质录入完毕。`
    case 'PromiseRecorded':
      return `记录${unitName(session, event.unitId)}的承诺：${event.text}，责任人${event.owner}，期限${event.dueOn}。`
    case 'PromiseRevised':
      return `修改${unitName(session, event.unitId)}的承诺：${event.text}，责任人${event.owner}，期限${event.dueOn}。`
    case 'PromiseWithdrawn':
      return `撤回承诺${event.promiseId}。`
    case 'OutcomeRecorded':
      return `承诺${event.promiseId}回头看：${PROMISE_OUTCOME_NAMES[event.outcome]}${event.note === '' ? '' : `，${event.note}`}。`
    case 'SeatSignedIn':
      return `${seatName(session, event.seatId)}登录，第${event.generation}台平板。`
    case 'SeatReleased':
      return `${seatName(session, event.seatId)}的平板已释放。`
    case 'ScoreCast':
      return `${seatName(session, event.seatId)}在${windowOf(event.windowId)}打分（第${event.revision}次提交）。`
    case 'ScoreLocked':
      return `${seatName(session, event.seatId)}锁定在${windowOf(event.windowId)}的打分。`
    case 'ScoreUnlocked':
      return `${seatName(session, event.seatId)}撤销在${windowOf(event.windowId)}的锁定。`
    case 'ReleaseRequested':
      return `${seatName(session, event.seatId)}请求解锁在${windowOf(event.windowId)}的打分。`
    case 'LockReleased':
      return `${seatName(session, event.seatId)}在${windowOf(event.windowId)}的锁定由导演释放。`
    case 'ScoreKeptAside':
      return `${seatName(session, event.score.seatId)}在${windowOf(event.windowId)}的一次打分${event.score.why === 'late' ? '迟到' : '来自已换下的平板'}，记录但不计入。`
    default:
      return unreachable(event)
  }
}

function sessionOfStream(recorded: Recorded, house: House): Session | undefined {
  return own(house.sessions, recorded.stream.slice('session-'.length) as SessionId)
}

function windowName(session: Session | undefined, windowId: WindowId): string {
  const window = session?.windows.find((one) => one.id === windowId)
  if (window === undefined) return `窗口${windowId}`
  return `${unitName(session, window.unitId)}的${window.kind === 'examiners' ? '考官打分' : '市民评议'}窗口`
}

function unitName(session: Session | undefined, unitId: UnitId): string {
  return `“${(session && own(session.units, unitId)?.name) ?? unitId}”`
}

function segmentName(session: Session | undefined, segmentId: SegmentId): string {
  return session?.segments.find((one) => one.segmentId === segmentId)?.title ?? segmentId
}

function seatName(session: Session | undefined, seatId: SeatId): string {
  return `席位 ${session?.seats.find((one) => one.seatId === seatId)?.label ?? seatId}`
}

/** What a session's request asks for, without its reason. */
export function actName(session: Session | undefined, act: TwoPersonAct): string {
  switch (act.type) {
    case 'VoidWindow':
      return `作废${windowName(session, act.windowId)}`
    case 'ExcludeLog':
      return `在${windowName(session, act.windowId)}排除计票日志${act.logId}（最后所知${act.lastKnownCount}条）`
    default:
      return unreachable(act)
  }
}

function outputName(output: string): string {
  return output === PROGRAMME ? '播出' : output === PREVIEW ? '预览' : `输出“${output}”`
}

function sceneName(scene: Scene): string {
  const name = SCENE_NAMES[scene.kind]
  return 'category' in scene ? `${name}（${CATEGORY_NAMES[scene.category]}）` : name
}

function closing(closesAtMs: number | null): string {
  return closesAtMs === null ? '，听口令截止' : `，${timeOf(closesAtMs)}截止`
}
