// Does what is due when it is due, and after a restart what fell due meanwhile: close, seal, freeze, verify, lapse (SHOW4).

import { deadlinesOfActs, type ActDeadline } from '../../shared/acts/deadlines.ts'
import type { LogId } from '../../shared/basics/ids.ts'
import { unreachable } from '../../shared/basics/result.ts'
import { deadlinesOfPoll, type PollDeadline } from '../../shared/poll/deadlines.ts'
import type { PeriodPoll } from '../../shared/poll/period-poll.ts'
import { deadlinesOf, type Deadline as SessionDeadline } from '../../shared/show/deadlines.ts'
import type { Command, House, HouseEvent } from '../../shared/show/house.ts'
import type { Window } from '../../shared/show/session.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { Journal } from '../storage/journal.ts'
import type { Runner } from './runner.ts'
import { verifyCommandOf, verifyPollCommandOf, type CountingPlane } from './verification.ts'

/** `logId`: of a seal, the log it is for: every log held here has its own. */
type Deadline = (SessionDeadline | PollDeadline | ActDeadline) & { readonly logId?: LogId }

/** A deadline that could not be met is tried again after this, doubled each time up to the longest. */
const RETRY_FIRST_MS = 250
const RETRY_LONGEST_MS = 5_000

/** What a freeze waits for. */
const SEALING: ReadonlySet<string> = new Set<HouseEvent['type']>([
  'LogSealed',
  'LogExcluded',
  'PollLogSealed',
  'PollLogExcluded',
])

export interface Deadlines {
  /** Steps due that have been tried in vain: name and how often. For readiness and metrics. */
  overdue(): readonly { readonly step: string; readonly tries: number }[]
  stop(): void
}

/** A deadline as it comes due next: `turn` counts how often a repeated one was due before. */
interface Due {
  readonly deadline: Deadline
  readonly name: string
  readonly turn: number
  readonly atMs: number
}

/**
 * Watches the house from now on; what is overdue fires at once. All steps are idempotent: their command ids are made of the
 * window (and of the turn, where a step is repeated), and the core judges them by its times, so that two processes, or a
 * restart in between, do no harm.
 */
export function createDeadlines({
  runner,
  clock,
  journal,
  plane,
  logIds,
  log,
}: {
  readonly runner: Runner
  readonly clock: Clock
  readonly journal: Journal
  readonly plane: CountingPlane
  /** The ballot logs held by this process: its own, and those of dead ones it opened. */
  readonly logIds: readonly LogId[]
  readonly log: Log
}): Deadlines {
  let stopped = false
  let cancelTimer: () => void = () => undefined
  const running = new Set<string>()
  const failed = new Map<string, { readonly tries: number; readonly retryAtMs: number }>()
  /** The last turn met of each repeated deadline. */
  const met = new Map<string, number>()

  const arm = () => {
    if (stopped) return
    cancelTimer()
    const nowMs = clock.nowMs()
    const all = openDeadlines(runner.house(), logIds).map((deadline) => nextOf(deadline, nowMs))
    const wanted = new Set(all.map(({ name }) => name))
    for (const past of [failed, met]) for (const name of past.keys()) if (!wanted.has(name)) past.delete(name)
    let nextMs = Infinity
    for (const due of all) {
      if (running.has(due.name)) continue
      const atMs = Math.max(due.atMs, failed.get(due.name)?.retryAtMs ?? 0)
      if (atMs <= nowMs) void meet(due)
      else nextMs = Math.min(nextMs, atMs)
    }
    if (nextMs < Infinity) cancelTimer = clock.at(nextMs, arm)
  }

  /** Of a repeated deadline the latest turn that is due, or where that was met the one after it: none is made up for. */
  const nextOf = (deadline: Deadline, nowMs: number): Due => {
    const name = nameOf(deadline)
    if (!('everyMs' in deadline) || deadline.everyMs === undefined) {
      return { deadline, name, turn: 0, atMs: deadline.atMs }
    }
    const latest = Math.max(0, Math.floor((nowMs - deadline.atMs) / deadline.everyMs))
    const turn = met.get(name) === latest ? latest + 1 : latest
    return { deadline, name, turn, atMs: deadline.atMs + turn * deadline.everyMs }
  }

  const meet = async (due: Due) => {
    const { deadline, name, turn } = due
    running.add(name)
    let why: string | null
    try {
      why = await attempt(due)
    } catch (error) {
      why = error instanceof Error ? error.message : String(error)
    }
    running.delete(name)
    if (why === null && isRepeated(deadline)) {
      met.set(name, turn)
      failed.delete(name)
      arm()
      return
    }
    // Not done, or done and still asked for: never at once again.
    const tries = (failed.get(name)?.tries ?? 0) + 1
    const retryAtMs =
      clock.nowMs() + Math.min(RETRY_LONGEST_MS, RETRY_FIRST_MS * 2 ** Math.min(tries - 1, 10))
    failed.set(name, { tries, retryAtMs })
    if (why !== null && tries > 1) log.warn({ step: name, tries, why }, 'a deadline could not be met yet')
    arm()
  }

  /** Null where it was done, else why not. */
  const attempt = async ({ deadline, name, turn }: Due): Promise<string | null> => {
    const command = await commandOf(deadline)
    if (command === null) return 'not possible yet'
    const commandId = isRepeated(deadline) ? `${name}-${String(turn + 1)}` : name
    const answer = await runner.run(command, { commandId, by: { role: 'system' } })
    return answer.ok ? null : answer.refusals.map(({ code }) => code).join(' ')
  }

  const commandOf = async (deadline: Deadline): Promise<Command | null> => {
    switch (deadline.step) {
      case 'openPoll':
        return { type: 'OpenPoll', pollId: deadline.pollId }
      case 'closePoll':
        return { type: 'ClosePoll', pollId: deadline.pollId }
      case 'sealPoll': {
        const { logId: sealedLog, ...seal } = await plane.seal(deadline.pollId, deadline.logId)
        return { type: 'SealPollLog', pollId: deadline.pollId, logId: sealedLog, seal }
      }
      case 'freezePoll':
        return { type: 'FreezePoll', pollId: deadline.pollId }
      case 'verifyPoll': {
        const poll = runner.house().polls[deadline.pollId]
        return poll ? verifyPollCommandOf(poll, plane) : null
      }
      case 'lapseAct':
        return { type: 'WithdrawAct', requestId: deadline.requestId }
      default:
        return sessionCommandOf(deadline)
    }
  }

  const sessionCommandOf = async (
    deadline: SessionDeadline & Pick<Deadline, 'logId'>,
  ): Promise<Command | null> => {
    const { sessionId } = deadline
    switch (deadline.step) {
      case 'close':
        return { type: 'CloseWindow', sessionId, windowId: deadline.windowId }
      case 'seal': {
        const { logId: sealedLog, ...seal } = await plane.seal(deadline.windowId, deadline.logId)
        return { type: 'SealLog', sessionId, windowId: deadline.windowId, logId: sealedLog, seal }
      }
      case 'freeze':
        return { type: 'FreezeWindow', sessionId, windowId: deadline.windowId }
      case 'verify': {
        const session = runner.house().sessions[sessionId]
        const window = session && windowOf(session.windows, deadline.windowId)
        return session && window ? verifyCommandOf(session, window, { journal, plane }) : null
      }
      case 'lapse':
        return { type: 'WithdrawRequest', sessionId, requestId: deadline.requestId }
      default:
        return unreachable(deadline)
    }
  }

  const stopListening = runner.onChange((_house, recorded) => {
    // What a freeze waits for has come: it need not wait out its pause.
    const sealed = recorded.some(({ event }) => SEALING.has(event.type))
    if (sealed) for (const name of failed.keys()) if (name.startsWith('freeze')) failed.delete(name)
    arm()
  })
  arm()

  return {
    overdue: () => [...failed].map(([step, { tries }]) => ({ step, tries })),
    stop() {
      stopped = true
      stopListening()
      cancelTimer()
    },
  }
}

/** Names a deadline, and is its command's id, followed by the turn where it is repeated: the same after a restart. */
function nameOf(deadline: Deadline): string {
  if (!('windowId' in deadline || 'pollId' in deadline)) return `${deadline.step}-${deadline.requestId}`
  const of = 'pollId' in deadline ? deadline.pollId : `${deadline.sessionId}-${deadline.windowId}`
  const name = `${deadline.step}-${of}${deadline.logId === undefined ? '' : `-${deadline.logId}`}`
  return isRepeated(deadline) ? `again-${name}` : name
}

function isRepeated(deadline: Deadline): boolean {
  return 'everyMs' in deadline && deadline.everyMs !== undefined
}

/** All deadlines; a seal is one for each of these logs that is neither sealed nor excluded. */
function openDeadlines(house: House, logIds: readonly LogId[]): readonly Deadline[] {
  const eachLog = <D extends Deadline>(deadline: D, { seals, excludedLogs }: OfLogs): readonly Deadline[] =>
    logIds
      .filter((logId) => !seals.some((seal) => seal.logId === logId) && !excludedLogs.includes(logId))
      .map((logId) => ({ ...deadline, logId }))
  const ofPolls = Object.values<PeriodPoll>(house.polls).flatMap((poll) =>
    deadlinesOfPoll(poll).flatMap((deadline) =>
      deadline.step === 'sealPoll' ? eachLog(deadline, poll) : [deadline],
    ),
  )
  const ofSessions = Object.values(house.sessions).flatMap((session) =>
    deadlinesOf(session).flatMap((deadline) => {
      if (deadline.step !== 'seal') return [deadline]
      const window = windowOf(session.windows, deadline.windowId)
      return window?.kind === 'citizens' ? eachLog(deadline, window) : []
    }),
  )
  return [...ofSessions, ...ofPolls, ...deadlinesOfActs(house.acts)]
}

type OfLogs = Pick<PeriodPoll, 'seals' | 'excludedLogs'>

function windowOf(windows: readonly Window[], id: string): Window | undefined {
  return windows.find((window) => window.id === id)
}
