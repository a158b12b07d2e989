// Random commands for model tests: about what is in the session or nearly there, by somebody who may, mostly.

import fc from 'fast-check'
import { LogId, PromiseId, type SeatId, type WindowId } from '../../shared/basics/ids.ts'
import type { SessionCommand, SessionCommandType } from '../../shared/show/command.ts'
import type { Actor } from '../../shared/show/event.ts'
import { examinersResultOf } from '../../shared/show/examiners-result.ts'
import { DEFAULT_RULES } from '../../shared/show/session-rules.ts'
import type { Session, Window } from '../../shared/show/session.ts'
import {
  AUDITOR,
  DIRECTOR,
  LOG,
  OFFICE,
  SESSION,
  SYSTEM,
  grade,
  pollResult,
  seatActor,
  seatId,
  seatPlans,
  segmentId,
  segmentPlan,
  unitId,
  windowId,
  citizensCheck,
} from './given-parts.ts'
import type { TestShow } from './given.ts'

/** A second ballot log, beside LOG. */
export const OTHER_LOG = LogId.parse('00000000000000bb')

/** What a random command is made of: which, small numbers for its parts, and how long it comes after the one before. */
export interface Move {
  readonly pick: number
  readonly a: number
  readonly b: number
  readonly c: number
  readonly waitMs: number
}

const SHORT_MS = [0, 0, 0, 0, 0, 0, 1, 999, 2_000, 2_001, 4_999, 5_000, 5_001, 8_000]
const LONG_MS = [10_000, 20_500, 60_000, 180_000, 600_000]

export const move: fc.Arbitrary<Move> = fc.noBias(
  fc.record({
    pick: fc.nat(99_999),
    a: fc.nat(7),
    b: fc.nat(7),
    c: fc.nat(7),
    waitMs: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...SHORT_MS) },
      { weight: 1, arbitrary: fc.constantFrom(...LONG_MS) },
    ),
  }),
)

interface Parts extends Move {
  readonly show: TestShow
  readonly session: Session
  /** The last window, or one before it; an id that is none where there is none. */
  readonly windowId: WindowId
  readonly window: Window | undefined
  readonly requestId: string
}

type Maker<T extends SessionCommandType> = readonly [
  weight: number,
  make: (parts: Parts) => Omit<Extract<SessionCommand, { type: T }>, 'type' | 'sessionId'>,
]

const settings = ({ a, b, c }: Parts) => ({
  title: `第${a}场`,
  theme: '问环境',
  rehearsal: b > 3,
  form: c > 3 ? ({ kind: 'marks', trim: c - 4 } as const) : ({ kind: 'grades' } as const),
  groupWeights: null,
  rules: { ...DEFAULT_RULES, pollRevealDelayMs: 3_000 },
})

const opening = ({ show, session, a, b, windowId: last }: Parts) => {
  const lasts = [null, null, null, 9_999, 10_000, 60_000, 180_000, 400_000][b]
  return {
    windowId: windowId(session.windows.length + (a === 7 ? 0 : 1)),
    segmentId: session.onAir ?? segmentId(1),
    closesAtMs: lasts == null ? null : show.nowMs + lasts,
    replaces: a === 6 ? last : null,
  }
}

/** Of the last examiners' window: the seat's next revision, sometimes one that was seen, from an older device, or of another window. */
const atSeat = ({ show, session, b, c, windowId: last }: Parts): SeatPart => {
  const examiners = session.windows.filter(({ kind }) => kind === 'examiners').at(-1)
  const seat = session.seats.find((each) => each.seatId === seatId(b + 1))
  return {
    windowId: c === 6 ? last : (examiners?.id ?? last),
    seatId: seatId(b + 1),
    generation: Math.max(1, (seat?.generation ?? 1) - (c === 7 ? 1 : 0)),
    revision: Math.max(1, show.recorded.length + (c === 5 ? -8 : 0)),
  }
}
interface SeatPart {
  windowId: WindowId
  seatId: SeatId
  generation: number
  revision: number
}

const rundown = [1, 2, 3, 4].map((n) =>
  segmentPlan(n, n === 3 ? 'questioning' : n === 4 ? 'acceptance' : 'scoring'),
)

const tabletOf = (parts: Parts) => {
  const { seatId, generation } = atSeat(parts)
  return { seatId, generation }
}

const promiseOf = (n: number) => ({
  promiseId: PromiseId.parse(`promise-${n % 4}`),
  unitId: unitId(n % 2 === 0 ? 4 : 1),
  owner: '局长',
  dueOn: '2027-12-31',
})

/** Every command, how often it comes, and how it is made. */
const MAKERS: { readonly [T in SessionCommandType]: Maker<T> } = {
  DraftSession: [1, settings],
  ReviseSession: [5, settings],
  EditRundown: [
    5,
    ({ a }) => ({ segments: a === 7 ? rundown.slice(1) : a === 6 ? [...rundown].reverse() : rundown }),
  ],
  SetPanel: [5, ({ a }) => ({ seats: seatPlans(a === 0 ? 4 : 5 + (a % 3)) })],
  Recuse: [10, ({ a, b, c }) => ({ seatId: seatId(b + 1), unitId: unitId((a % 2) + 1), recused: c > 3 })],
  MarkReady: [20, () => ({})],
  BackToDraft: [2, () => ({})],
  GoLive: [20, () => ({})],
  EndSession: [1, () => ({})],
  TakeSegment: [20, ({ a }) => ({ segmentId: segmentId((a % 5) + 1) })],
  OpenExaminersWindow: [40, (parts) => ({ ...opening(parts), form: null })],
  OpenCitizensWindow: [
    30,
    (parts) => ({
      ...opening(parts),
      channels: parts.c > 4 ? ['twilio', 'wechat'] : ['web'],
      visibility: 'live',
      offersUnsure: parts.a > 3,
    }),
  ],
  CueClose: [14, (parts) => ({ windowId: parts.windowId })],
  ExtendWindow: [
    14,
    ({ show, window, windowId, b }) => ({
      windowId,
      closesAtMs: (window?.closesAtMs ?? show.nowMs) + (b - 1) * 5_000,
      reason: '追问',
    }),
  ],
  WithdrawWindow: [8, (parts) => ({ windowId: parts.windowId })],
  Reveal: [30, (parts) => ({ windowId: parts.windowId })],
  ReleaseLock: [20, (parts) => ({ windowId: atSeat(parts).windowId, seatId: releasable(parts) })],
  ReleaseSeat: [8, ({ b }) => ({ seatId: seatId(b + 1) })],
  SendNote: [
    10,
    ({ a, b }) => ({ noteId: `note-0000${a}`, seats: [seatId(b + 1), seatId(a + 1)], text: '请锁定打分。' }),
  ],
  WithdrawNote: [2, ({ a }) => ({ noteId: `note-0000${a}` })],
  AcknowledgeNote: [12, (parts) => ({ ...tabletOf(parts), noteId: `note-0000${parts.a}` })],
  CallForHelp: [10, (parts) => ({ ...tabletOf(parts), reason: parts.a > 3 ? 'tablet' : 'person' })],
  WithdrawHelp: [4, tabletOf],
  AnswerHelp: [8, ({ b }) => ({ seatId: seatId(b + 1) })],
  StartCommentary: [4, ({ a }) => ({ label: '', lastsMs: (a + 1) * 5_000 })],
  StopCommentary: [4, () => ({})],
  OrderPaper: [16, (parts) => ({ windowId: atSeat(parts).windowId, reason: '平板断网' })],
  TypeSlip: [
    60,
    (parts) => ({
      windowId: atSeat(parts).windowId,
      seatId: seatId(parts.b + 1),
      mark: grade(parts.a > 1 ? 60 : 100),
    }),
  ],
  DropSlip: [6, (parts) => ({ windowId: atSeat(parts).windowId, seatId: seatId(parts.b + 1) })],
  EndPaper: [20, (parts) => ({ windowId: atSeat(parts).windowId })],
  RecordPromise: [8, ({ a, b }) => ({ ...promiseOf(a), text: `${b}天内办结` })],
  RevisePromise: [4, ({ a, b }) => ({ ...promiseOf(a), text: `${b}周内办结` })],
  WithdrawPromise: [2, ({ a }) => ({ promiseId: promiseOf(a).promiseId })],
  RecordOutcome: [
    6,
    ({ a, c }) => ({
      promiseId: promiseOf(a).promiseId,
      outcome: (['kept', 'partly', 'broken'] as const)[c % 3]!,
      note: '',
    }),
  ],
  RequestVoid: [8, ({ requestId, windowId }) => ({ requestId, windowId, reason: '口误' })],
  RequestLogExclusion: [
    20,
    ({ requestId, windowId, a, b }) => ({
      requestId,
      windowId,
      logId: a > 3 ? LOG : OTHER_LOG,
      lastKnownCount: b,
      reason: '日志缺失',
    }),
  ],
  ConfirmRequest: [
    14,
    ({ session, requestId }) => ({ requestId: session.requests[0]?.requestId ?? requestId }),
  ],
  WithdrawRequest: [
    6,
    ({ session, requestId }) => ({ requestId: session.requests[0]?.requestId ?? requestId }),
  ],
  CastScore: [
    110,
    (parts) => ({
      ...atSeat(parts),
      mark:
        parts.session.form.kind === 'marks' && parts.a !== 7
          ? { kind: 'points', points: parts.a * 10 + parts.b }
          : grade(([100, 60, 0, null] as const)[parts.a % 4]!),
    }),
  ],
  LockScore: [60, atSeat],
  UnlockScore: [20, atSeat],
  RequestRelease: [30, atSeat],
  SignInSeat: [50, ({ b }) => ({ seatId: seatId(b + 1) })],
  CloseWindow: [30, (parts) => ({ windowId: parts.windowId })],
  SealLog: [
    40,
    ({ windowId, a, b }) => ({
      windowId,
      logId: a > 3 ? LOG : OTHER_LOG,
      seal: { sequence: a, count: b, chainHash: '0'.repeat(64) },
    }),
  ],
  FreezeWindow: [40, (parts) => ({ windowId: parts.windowId })],
  VerifyWindow: [50, (parts) => ({ windowId: parts.windowId, check: checkOf(parts) })],
}

/** A seat that waits for the director, if there is one. */
function releasable({ session, b }: Parts): SeatId {
  const waiting = session.windows
    .flatMap((window) => (window.kind === 'examiners' ? Object.values(window.scores) : []))
    .find((score) => score.releaseRequested)
  return waiting?.seatId ?? seatId(b + 1)
}

function checkOf({ session, window, a }: Parts) {
  const right = a > 1
  if (window?.kind === 'examiners') {
    const replayedResultJson = right ? JSON.stringify(examinersResultOf(window, session)) : '{}'
    return { kind: 'examiners' as const, replayedResultJson }
  }
  return citizensCheck(pollResult({ web: 2 }), pollResult({ web: right ? 2 : 1 }))
}

/** The command a move stands for in this moment of the show, and who gives it. */
export function commandOf(show: TestShow, parts: Move): [SessionCommand, Actor] {
  const session = show.session()
  const window = session.windows.at(parts.a < 6 ? -1 : -2)
  const type = typeOf(parts.pick)
  const made = MAKERS[type][1]({
    ...parts,
    show,
    session,
    windowId: window?.id ?? windowId(1),
    window,
    requestId: `request-${(parts.a + parts.b) % 4}`,
  })
  return [{ type, sessionId: SESSION, ...made } as SessionCommand, actorOf(type, parts)]
}

const TYPES = Object.keys(MAKERS) as SessionCommandType[]
const TOTAL = TYPES.reduce((total, type) => total + MAKERS[type][0], 0)

function typeOf(pick: number): SessionCommandType {
  let left = pick % TOTAL
  return TYPES.find((type) => (left -= MAKERS[type][0]) < 0)!
}

function actorOf(type: SessionCommandType, { b, c }: Move): Actor {
  const person = [DIRECTOR, OFFICE, DIRECTOR, AUDITOR][c % 4]!
  switch (type) {
    case 'CastScore':
    case 'LockScore':
    case 'UnlockScore':
    case 'RequestRelease':
    case 'AcknowledgeNote':
    case 'CallForHelp':
    case 'WithdrawHelp':
      return seatActor(b + 1)
    case 'WithdrawRequest':
      return c > 3 ? SYSTEM : person
    case 'SignInSeat':
    case 'CloseWindow':
    case 'SealLog':
    case 'FreezeWindow':
    case 'VerifyWindow':
      return SYSTEM
    default:
      return person
  }
}
