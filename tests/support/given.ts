// Given, when, then for show tests: a house with a session in it, moved on by real commands through the real core.

import type { WindowId } from '../../shared/basics/ids.ts'
import type { Refusal, RefusalCode } from '../../shared/basics/refusal.ts'
import { CHANNELS } from '../../shared/ballot/choices.ts'
import type { PollResult } from '../../shared/ballot/tally.ts'
import type { SessionCommand } from '../../shared/show/command.ts'
import { deadlinesOf } from '../../shared/show/deadlines.ts'
import type { Actor } from '../../shared/show/event.ts'
import { quarantineStateOf } from '../../shared/acts/acts-evolve.ts'
import { examinersResultOf } from '../../shared/show/examiners-result.ts'
import { decideHouse, reasonsAgainstInHouse, type HouseFacts } from '../../shared/show/house-decide.ts'
import { EMPTY_HOUSE, foldHouse } from '../../shared/show/house-evolve.ts'
import type { Command, House, HouseEvent, Recorded } from '../../shared/show/house.ts'
import type { GroupWeights } from '../../shared/show/panel.ts'
import type { Mark, ScoreForm } from '../../shared/show/score.ts'
import { DEFAULT_RULES, type SessionRules } from '../../shared/show/session-rules.ts'
import type { CitizensWindow, ExaminersWindow, SegmentPlan, Session } from '../../shared/show/session.ts'
import {
  DIRECTOR,
  LOG,
  OFFICE,
  SESSION,
  SYSTEM,
  T0,
  pollResult,
  seatActor,
  seatId,
  seatPlans,
  segmentId,
  segmentPlan,
  unitOf,
  windowId,
  citizensCheck,
} from './given-parts.ts'
import { rankedQuarter } from '../../shared/period/rolled.ts'

export interface GivenOptions {
  readonly seats?: number
  readonly form?: ScoreForm
  readonly groupWeights?: GroupWeights | null
  readonly rules?: Partial<SessionRules>
  readonly rehearsal?: boolean
  readonly segments?: readonly SegmentPlan[]
  /** Seats 1 … n are signed in before the show goes live; default all. */
  readonly signedIn?: number
  readonly accessNumbers?: readonly string[]
}

export type Open<Type extends SessionCommand['type']> = Partial<Extract<SessionCommand, { type: Type }>>

/** A house under test. Commands run at `nowMs`, which moves by hand only. */
export interface TestShow {
  nowMs: number
  /** What the core is told beside the journal; change it at will. */
  facts: HouseFacts
  readonly recorded: Recorded[]
  house(): House
  session(): Session
  examiners(window?: WindowId): ExaminersWindow
  citizens(window?: WindowId): CitizensWindow
  /** Runs a command that must be possible; its events, as the journal would give them back. */
  when(command: Command, by?: Actor): readonly HouseEvent[]
  /** The code a command is refused with; throws where it is possible. */
  refusal(command: Command, by?: Actor): RefusalCode
  /** Everything against a command, and its codes only. */
  refusals(command: Command, by?: Actor): readonly Refusal[]
  reasons(command: Command, by?: Actor): readonly RefusalCode[]
  openExaminers(change?: Open<'OpenExaminersWindow'>): WindowId
  openCitizens(change?: Open<'OpenCitizensWindow'>): WindowId
  /** Casts from seat n's tablet with the next revision, or as told. */
  cast(seat: number, mark: Mark | number, change?: Open<'CastScore'>): readonly HouseEvent[]
  /** Moves time to each deadline of the session and keeps it, until nothing is due by `untilMs`. */
  keepDeadlines(untilMs?: number, tally?: PollResult): void
}

/** An empty house: no unit, no session, one announced ballot log. */
export function givenHouse(): TestShow {
  let house = EMPTY_HOUSE
  let opened = 0
  let revision = 0
  const windowOr = (window: WindowId | undefined, kind: 'examiners' | 'citizens') => {
    const all = show.session().windows.filter((each) => each.kind === kind)
    return window === undefined ? all.at(-1) : all.find((each) => each.id === window)
  }
  const show: TestShow = {
    nowMs: T0,
    facts: { channelsOn: CHANNELS, received: () => 0, quarterResult: rankedQuarter },
    recorded: [],
    house: () => house,
    session: () => house.sessions[SESSION]!,
    examiners: (window) => windowOr(window, 'examiners') as ExaminersWindow,
    citizens: (window) => windowOr(window, 'citizens') as CitizensWindow,
    when(command, by = DIRECTOR) {
      const answer = decideHouse(command, house, { nowMs: show.nowMs, by }, show.facts)
      if (!answer.ok) throw new Error(`${command.type} was refused: ${answer.refusal.code}`)
      const commandId = `command-${show.recorded.length}`
      return answer.value.map(({ stream, event }) => {
        const entry: Recorded = JSON.parse(
          JSON.stringify({
            position: house.position + 1,
            stream,
            streamVersion: (house.versions[stream] ?? 0) + 1,
            atMs: show.nowMs,
            by,
            commandId,
            event,
          }),
        )
        show.recorded.push(entry)
        house = foldHouse(house, entry)
        return entry.event
      })
    },
    refusal(command, by = DIRECTOR) {
      const answer = decideHouse(command, house, { nowMs: show.nowMs, by }, show.facts)
      if (answer.ok) throw new Error(`${command.type} was not refused`)
      return answer.refusal.code
    },
    refusals: (command, by = DIRECTOR) =>
      reasonsAgainstInHouse(command, house, { nowMs: show.nowMs, by }, show.facts),
    reasons: (command, by) => show.refusals(command, by).map(({ code }) => code),
    openExaminers(change = {}) {
      const id = change.windowId ?? windowId(++opened)
      show.when({ ...openExaminersCommand(id, show), ...change })
      return id
    },
    openCitizens(change = {}) {
      const id = change.windowId ?? windowId(++opened)
      show.when({ ...openCitizensCommand(id, show), ...change })
      return id
    },
    cast(seat, mark, change = {}) {
      const window = show.examiners(change.windowId)
      const command: Command = {
        type: 'CastScore',
        sessionId: SESSION,
        windowId: window.id,
        seatId: seatId(seat),
        generation: show.session().seats.find((each) => each.seatId === seatId(seat))?.generation ?? 1,
        revision: ++revision,
        mark: typeof mark === 'number' ? { kind: 'points', points: mark } : mark,
        ...change,
      }
      return show.when(command, seatActor(seat))
    },
    keepDeadlines(untilMs = Infinity, tally = pollResult()) {
      for (let kept = 0; kept < 1_000; kept++) {
        const due = deadlinesOf(show.session()).find(({ step }) => step !== 'lapse')
        if (due === undefined || due.step === 'lapse' || due.atMs > untilMs) break
        show.nowMs = Math.max(show.nowMs, due.atMs)
        keep(show, due.windowId, due.step, tally)
      }
      if (untilMs !== Infinity) show.nowMs = Math.max(show.nowMs, untilMs)
    },
  }
  show.when({ type: 'AnnounceLog', logId: LOG }, SYSTEM)
  return show
}

function keep(
  show: TestShow,
  window: WindowId,
  step: 'close' | 'seal' | 'freeze' | 'verify',
  tally: PollResult,
) {
  const ids = { sessionId: SESSION, windowId: window }
  const kind = show.session().windows.find(({ id }) => id === window)!.kind
  if (step === 'close') show.when({ type: 'CloseWindow', ...ids }, SYSTEM)
  if (step === 'seal') {
    for (const logId of show.house().logs) {
      const seal = { sequence: 0, count: 0, chainHash: '0'.repeat(64) }
      show.when({ type: 'SealLog', ...ids, logId, seal }, SYSTEM)
    }
  }
  if (step === 'seal' || step === 'freeze') show.when({ type: 'FreezeWindow', ...ids }, SYSTEM)
  if (step === 'verify') {
    const check =
      kind === 'citizens'
        ? citizensCheck(tally, tally, quarantineStateOf(show.house().acts, window).generation)
        : ({
            kind,
            replayedResultJson: JSON.stringify(examinersResultOf(show.examiners(window), show.session())),
          } as const)
    show.when({ type: 'VerifyWindow', ...ids, check }, SYSTEM)
  }
}

/** Opens in the segment on air, for one minute. */
export function openExaminersCommand(
  id: WindowId,
  show: TestShow,
): Extract<SessionCommand, { type: 'OpenExaminersWindow' }> {
  return {
    type: 'OpenExaminersWindow',
    sessionId: SESSION,
    windowId: id,
    segmentId: show.session().onAir ?? segmentId(1),
    closesAtMs: show.nowMs + 60_000,
    form: null,
    replaces: null,
  }
}

/** Opens in the segment on air, for five minutes, by Twilio, WeChat and web page. */
export function openCitizensCommand(
  id: WindowId,
  show: TestShow,
): Extract<SessionCommand, { type: 'OpenCitizensWindow' }> {
  return {
    type: 'OpenCitizensWindow',
    sessionId: SESSION,
    windowId: id,
    segmentId: show.session().onAir ?? segmentId(1),
    closesAtMs: show.nowMs + 300_000,
    channels: ['twilio', 'wechat', 'web'],
    visibility: 'live',
    offersUnsure: false,
    replaces: null,
  }
}

/** A drafted session `show-1`: units 1–4, a scoring segment for each, a panel of seven; nobody has signed in. */
export function givenDraft(options: GivenOptions = {}): TestShow {
  const show = givenHouse()
  show.when({ type: 'ImportUnits', units: [1, 2, 3, 4].map((n) => unitOf(n)) }, OFFICE)
  show.when({ type: 'SetAccessNumbers', numbers: [...(options.accessNumbers ?? ['10690000001'])] }, OFFICE)
  show.when({
    type: 'DraftSession',
    sessionId: SESSION,
    title: '第一场',
    theme: '问作风',
    rehearsal: options.rehearsal ?? false,
    form: options.form ?? { kind: 'grades' },
    groupWeights: options.groupWeights ?? null,
    rules: { ...DEFAULT_RULES, ...options.rules },
  })
  const segments = options.segments ?? [1, 2, 3, 4].map((n) => segmentPlan(n))
  show.when({ type: 'EditRundown', sessionId: SESSION, segments: [...segments] })
  show.when({ type: 'SetPanel', sessionId: SESSION, seats: seatPlans(options.seats ?? 7) })
  return show
}

/** As drafted, marked ready, its seats signed in. */
export function givenReady(options: GivenOptions = {}): TestShow {
  const show = givenDraft(options)
  show.when({ type: 'MarkReady', sessionId: SESSION })
  for (let n = 1; n <= (options.signedIn ?? options.seats ?? 7); n++)
    show.when({ type: 'SignInSeat', sessionId: SESSION, seatId: seatId(n) }, SYSTEM)
  return show
}

/** Live, with its first segment on air; a second has passed. */
export function givenLive(options: GivenOptions = {}): TestShow {
  const show = givenReady(options)
  show.when({ type: 'GoLive', sessionId: SESSION })
  show.when({ type: 'TakeSegment', sessionId: SESSION, segmentId: show.session().segments[0]!.segmentId })
  show.nowMs += 1_000
  return show
}
