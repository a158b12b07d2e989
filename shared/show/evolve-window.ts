// A window after one more event of its session: its stage, its times, its scores and seals (SHOW3, SCORE2).

import type { SeatId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import { unreachable } from '../basics/result.ts'
import { evolvePaper } from './evolve-paper.ts'
import type { SessionEvent } from './event.ts'
import type { Score } from './score.ts'
import type { CitizensWindow, ExaminersWindow, Window, WindowStage } from './session.ts'

type Opened = Extract<SessionEvent, { type: 'ExaminersWindowOpened' | 'CitizensWindowOpened' }>
type OfWindow = Exclude<Extract<SessionEvent, { windowId: Window['id'] }>, Opened>

/** Kept as the reason of a window that one person took back within 10 s (SHOW9). */
const WITHDRAWN = '撤回误开'

export function openedWindow(event: Opened, openedAtMs: number): Window {
  const core = {
    id: event.windowId,
    segmentId: event.segmentId,
    segmentKind: event.segmentKind,
    unitId: event.unitId,
    openedAtMs,
    closesAtMs: event.closesAtMs,
    onCue: event.closesAtMs === null,
    extensions: [],
    replaces: event.replaces,
    stage: { phase: 'open' },
    result: null,
  } as const
  switch (event.type) {
    case 'ExaminersWindowOpened': {
      const { form, groupWeights, presentSeats } = event
      return {
        ...core,
        kind: 'examiners',
        form,
        groupWeights,
        presentSeats,
        scores: {},
        setAside: [],
        paper: null,
        slips: {},
      }
    }
    case 'CitizensWindowOpened': {
      const { channels, visibility, offersUnsure, accessNumbers } = event
      return {
        ...core,
        kind: 'citizens',
        channels,
        visibility,
        offersUnsure,
        accessNumbers,
        seals: [],
        excludedLogs: [],
        unfiltered: null,
      }
    }
    default:
      return unreachable(event)
  }
}

/** Throws where an event does not fit the window's kind or phase: a broken journal, never a refusal. */
export function evolveWindow(window: Window, event: OfWindow, atMs: number): Window {
  switch (event.type) {
    case 'WindowCued':
      return { ...window, closesAtMs: event.closesAtMs }
    case 'WindowExtended': {
      const { closesAtMs, reason } = event
      return { ...window, closesAtMs, extensions: [...window.extensions, { atMs, closesAtMs, reason }] }
    }
    case 'WindowWithdrawn':
      return { ...window, stage: voided(atMs, WITHDRAWN, [event.by], true) }
    case 'WindowVoided':
      return { ...window, stage: voided(atMs, event.reason, event.by, false) }
    case 'WindowClosed':
      assertPhase(window, 'open')
      return { ...window, stage: { phase: 'closing' } }
    case 'WindowFrozen':
      assertPhase(window, 'closing')
      return { ...window, stage: { phase: 'frozen', frozenAtMs: atMs, mismatch: null } }
    case 'WindowMismatched':
      return { ...window, stage: { ...frozen(window), mismatch: event.mismatch } }
    case 'WindowVerified':
      return verified(window, event, atMs)
    case 'WindowRevealed':
      return { ...window, stage: revealed(window.stage, atMs) }
    case 'LogSealed': {
      const citizens = asCitizens(window)
      return { ...citizens, seals: [...citizens.seals, { logId: event.logId, ...event.seal }] }
    }
    case 'LogExcluded': {
      const citizens = asCitizens(window)
      return { ...citizens, excludedLogs: [...citizens.excludedLogs, event.logId] }
    }
    case 'ScoreKeptAside': {
      const examiners = asExaminers(window)
      return { ...examiners, setAside: [...examiners.setAside, event.score] }
    }
    case 'PaperOrdered':
    case 'SlipTyped':
    case 'SlipDropped':
    case 'PaperScoreEntered':
    case 'PaperEnded':
      return evolvePaper(asExaminers(window), event, atMs)
    case 'ScoreCast':
      return withScore(window, event.seatId, (before) => ({
        seatId: event.seatId,
        mark: event.mark,
        ...seenBy(before, event),
        receivedAtMs: atMs,
        onPaper: false,
        lockedAtMs: null,
        releaseRequested: false,
      }))
    case 'ScoreLocked':
      return withStandingScore(window, event.seatId, (score) => ({
        ...score,
        ...seenBy(score, event),
        lockedAtMs: atMs,
        releaseRequested: false,
      }))
    case 'ScoreUnlocked':
      return withStandingScore(window, event.seatId, (score) => ({
        ...score,
        ...seenBy(score, event),
        lockedAtMs: null,
        releaseRequested: false,
      }))
    case 'ReleaseRequested':
      return withStandingScore(window, event.seatId, (score) => ({
        ...score,
        ...seenBy(score, event),
        releaseRequested: true,
      }))
    case 'LockReleased':
      return withStandingScore(window, event.seatId, (score) => ({
        ...score,
        lockedAtMs: null,
        releaseRequested: false,
      }))
    default:
      return unreachable(event)
  }
}

/** Phases go forward, one by one (SHOW3). */
function assertPhase(window: Window, phase: WindowStage['phase']): void {
  if (window.stage.phase !== phase) throw new Error(`window ${window.id} is not ${phase}`)
}

function voided(
  voidedAtMs: number,
  reason: string,
  by: Extract<WindowStage, { phase: 'void' }>['by'],
  withdrawn: boolean,
): WindowStage {
  return { phase: 'void', voidedAtMs, reason, by, withdrawn }
}

function frozen(window: Window): Extract<WindowStage, { phase: 'frozen' }> {
  if (window.stage.phase !== 'frozen') throw new Error(`window ${window.id} is not frozen`)
  return window.stage
}

function verified(
  window: Window,
  { result, unfiltered }: Extract<SessionEvent, { type: 'WindowVerified' }>,
  verifiedAtMs: number,
): Window {
  const stage = { phase: 'verified', frozenAtMs: frozen(window).frozenAtMs, verifiedAtMs } as const
  if (window.kind === 'examiners' && result.kind === 'examiners') return { ...window, stage, result }
  if (window.kind === 'citizens' && result.kind === 'citizens') {
    return { ...window, stage, result, unfiltered: unfiltered ?? null }
  }
  throw new Error(`window ${window.id} cannot have a result of kind ${result.kind}`)
}

function revealed(stage: WindowStage, revealedAtMs: number): WindowStage {
  if (stage.phase !== 'verified') throw new Error('only a verified window is revealed')
  return { ...stage, phase: 'revealed', revealedAtMs }
}

function asCitizens(window: Window): CitizensWindow {
  if (window.kind !== 'citizens') throw new Error(`window ${window.id} is no citizens' window`)
  return window
}

function asExaminers(window: Window): ExaminersWindow {
  if (window.kind !== 'examiners') throw new Error(`window ${window.id} is no examiners' window`)
  return window
}

function withScore(window: Window, seatId: SeatId, change: (before: Score | null) => Score): Window {
  const examiners = asExaminers(window)
  const before = own(examiners.scores, seatId) ?? null
  return { ...examiners, scores: { ...examiners.scores, [seatId]: change(before) } }
}

function withStandingScore(window: Window, seatId: SeatId, change: (score: Score) => Score): Window {
  return withScore(window, seatId, (before) => {
    if (before === null) throw new Error(`seat ${seatId} has no score in window ${window.id}`)
    return change(before)
  })
}

/** The device and revision a score was last touched with; a device before it is remembered by its last revision. */
function seenBy(
  before: Score | null,
  { generation, revision }: { readonly generation: number; readonly revision: number },
): Pick<Score, 'generation' | 'revision' | 'earlier'> {
  if (before === null) return { generation, revision, earlier: [] }
  const earlier =
    before.generation === generation
      ? before.earlier
      : [...before.earlier, { generation: before.generation, revision: before.revision }]
  return { generation, revision, earlier }
}
