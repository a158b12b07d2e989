// Given, when, then for period polls: a house with units and a poll in it, moved on by real commands through the real core.

import type { UnitCode, WindowId } from '../../shared/basics/ids.ts'
import type { Choice, PollChannel } from '../../shared/ballot/choices.ts'
import { quarantineStateOf } from '../../shared/acts/acts-evolve.ts'
import type { UnitTally } from '../../shared/ballot/tally.ts'
import { deadlinesOfPoll, type PollDeadline } from '../../shared/poll/deadlines.ts'
import {
  DEFAULT_POLL_RULES,
  type PeriodPoll,
  type PollOutcome,
  type PollSettings,
} from '../../shared/poll/period-poll.ts'
import type { Actor } from '../../shared/show/event.ts'
import { AUDITOR, OFFICE, SYSTEM, pollResult, unitId, unitOf, windowId } from './given-parts.ts'
import { givenHouse, type TestShow } from './given.ts'

export const DAY_MS = 86_400_000
export const POLL = windowId(0x70)

/** Two weeks by SMS, WeChat and web, opening a day from now. */
export function pollSettings(nowMs: number, change: Partial<PollSettings> = {}): PollSettings {
  return {
    title: '上半年评议',
    rehearsal: false,
    channels: ['gateway', 'wechat', 'web'],
    accessNumbers: [],
    offersUnsure: false,
    visibility: 'hidden',
    opensAtMs: nowMs + DAY_MS,
    closesAtMs: nowMs + 15 * DAY_MS,
    rules: DEFAULT_POLL_RULES,
    replaces: null,
    ...change,
  }
}

export function givenUnits(count = 4): TestShow {
  const show = givenHouse()
  show.when({ type: 'ImportUnits', units: Array.from({ length: count }, (_, i) => unitOf(i + 1)) }, OFFICE)
  show.when({ type: 'SetAccessNumbers', numbers: ['10690000001', '10690000002'] }, OFFICE)
  return show
}

/** Drafts one with units 1 … n. */
export function draftPoll(
  show: TestShow,
  change: Partial<PollSettings> = {},
  { pollId = POLL, units = [1, 2, 3] }: { pollId?: WindowId; units?: readonly number[] } = {},
): WindowId {
  show.when({ type: 'DraftPoll', pollId, settings: pollSettings(show.nowMs, change) }, OFFICE)
  show.when({ type: 'SetPollUnits', pollId, unitIds: units.map((n) => unitId(n)) }, OFFICE)
  return pollId
}

export function planPoll(...of: Parameters<typeof draftPoll>): WindowId {
  const pollId = draftPoll(...of)
  of[0].when({ type: 'PlanPoll', pollId }, OFFICE)
  return pollId
}

export function pollIn(show: TestShow, pollId = POLL): PeriodPoll {
  return show.house().polls[pollId]!
}

/** Moves time to each of the poll's deadlines and keeps it, until nothing is due by `untilMs` or the phase is reached. */
export function keepPoll(
  show: TestShow,
  upTo: PeriodPoll['stage']['phase'] | null = null,
  outcome: PollOutcome = pollOutcome(),
  pollId = POLL,
): void {
  for (let kept = 0; kept < 100; kept++) {
    if (pollIn(show, pollId).stage.phase === upTo) return
    const due = deadlinesOfPoll(pollIn(show, pollId))[0]
    if (due === undefined) return
    show.nowMs = Math.max(show.nowMs, due.atMs)
    keep(show, pollId, due.step, outcome)
  }
}

function keep(show: TestShow, pollId: WindowId, step: PollDeadline['step'], outcome: PollOutcome): void {
  if (step === 'openPoll') show.when({ type: 'OpenPoll', pollId }, SYSTEM)
  if (step === 'closePoll') show.when({ type: 'ClosePoll', pollId }, SYSTEM)
  if (step === 'sealPoll') {
    for (const logId of show.house().logs) {
      const seal = { sequence: 0, count: 0, chainHash: '0'.repeat(64) }
      show.when({ type: 'SealPollLog', pollId, logId, seal }, SYSTEM)
    }
  }
  if (step === 'sealPoll' || step === 'freezePoll') show.when({ type: 'FreezePoll', pollId }, SYSTEM)
  if (step === 'verifyPoll') {
    const ofGeneration = quarantineStateOf(show.house().acts, pollId).generation
    show.when({ type: 'VerifyPoll', pollId, ofGeneration, live: outcome, recount: outcome }, SYSTEM)
  }
}

/** Verified and revealed, once its delay has passed. */
export function revealPoll(show: TestShow, outcome: PollOutcome = pollOutcome(), pollId = POLL): void {
  keepPoll(show, null, outcome, pollId)
  show.nowMs += DEFAULT_POLL_RULES.revealDelayMs
  show.when({ type: 'RevealPoll', pollId }, OFFICE)
}

/** Asked by one, confirmed by another. */
export function byTwo(
  show: TestShow,
  act: Extract<Parameters<TestShow['when']>[0], { type: 'RequestAct' }>['act'],
  [first, second]: readonly [Actor, Actor] = [OFFICE, AUDITOR],
): void {
  const requestId = `request-${show.recorded.length}`
  show.when({ type: 'RequestAct', requestId, act, reason: '测试理由' }, first)
  show.when({ type: 'ConfirmAct', requestId }, second)
}

/** Units' ballots by code, of one channel; the total is their sum. */
export function pollOutcome(
  units: Readonly<Record<number, Partial<Record<Choice, number>>>> = {},
  channel: PollChannel = 'wechat',
): PollOutcome {
  const empty = pollResult({}, ['gateway', 'wechat', 'web'])
  const none = empty.channels.find((count) => count.channel === channel)!
  const counts = Object.entries(units).map(([code, split]) => ({
    code: Number(code) as UnitCode,
    channels: [{ ...none, split: { ...none.split, ...split } }],
  })) satisfies UnitTally[]
  const total = { ...none.split }
  for (const { channels } of counts) {
    for (const choice of Object.keys(total) as Choice[]) total[choice] += channels[0]!.split[choice]
  }
  return {
    total: {
      kind: 'citizens',
      channels: empty.channels.map((count) =>
        count.channel === channel ? { ...count, split: total } : count,
      ),
    },
    unfiltered: null,
    units: counts,
  }
}
