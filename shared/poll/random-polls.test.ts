// Period polls and two-person acts under random commands of random people at random times: no hole in the state machine.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { HouseAct } from '../acts/act.ts'
import { LogId, type WindowId } from '../basics/ids.ts'
import { decideHouse } from '../show/house-decide.ts'
import { EMPTY_HOUSE, foldHouse } from '../show/house-evolve.ts'
import type { Command, House, HouseEvent } from '../show/house.ts'
import { votingWindowsOf } from '../show/voting-windows.ts'
import { AUDITOR, DIRECTOR, LOG, OFFICE, SYSTEM, unitId, windowId } from '../../tests/support/given-parts.ts'
import { DAY_MS, givenUnits, pollOutcome, pollSettings } from '../../tests/support/given-polls.ts'
import type { TestShow } from '../../tests/support/given.ts'
import { holdsSameCode } from './codes-clash.ts'
import { deadlinesOfPoll } from './deadlines.ts'
import type { PeriodPoll, PollPhase } from './period-poll.ts'
import { pollFreezesAtMs } from './poll-times.ts'

const POLLS = [windowId(0x70), windowId(0x71), windowId(0x72)] as const
const OTHER_LOG = LogId.parse('00000000000000bb')
const seal = { sequence: 0, count: 0, chainHash: '0'.repeat(64) }

const move = fc.record({
  pick: fc.nat(999),
  poll: fc.nat(2),
  a: fc.nat(5),
  b: fc.nat(5),
  by: fc.nat(3),
  /** `due`: to the poll's next deadline, as when nobody does anything until then. */
  wait: fc.constantFrom(0, 0, 0, 0, 1, 5_000, 10_000, 90_500, DAY_MS, 'due', 'due', 'due'),
})
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never

function afterWait({ wait, poll }: Move, show: TestShow): number {
  if (typeof wait === 'number') return show.nowMs + wait
  const state = show.house().polls[POLLS[poll]!]
  const due = state === undefined ? undefined : deadlinesOfPoll(state)[0]
  return Math.max(show.nowMs, due?.atMs ?? 0)
}

/** A command about what is there or nearly there, by somebody who may, mostly. */
function commandOf({ pick, poll, a, b }: Move, show: TestShow): Command {
  const pollId = POLLS[poll]!
  const state = show.house().polls[pollId]
  const inForce = show.house().acts.quarantines[pollId]?.find(({ lifted }) => lifted === null)
  const act = actOf(state?.stage.phase === 'closing' && a < 2 ? 3 : a, b, pollId, inForce?.quarantineId)
  const { requests } = show.house().acts
  // A lost log is rare: where somebody asks to do without it, the second person mostly looks at that.
  const lost = requests.find((each) => each.act.type === 'ExcludePollLog')
  const request = (a < 5 ? lost : undefined) ?? requests[b % Math.max(1, requests.length)]
  const requestId = request?.requestId ?? 'request-none'
  const settings = pollSettings(show.nowMs, {
    channels: a === 5 && b === 5 ? [] : a > 2 ? ['gateway', 'web'] : ['wechat', 'gateway'],
    accessNumbers: b > 3 ? ['10690000002'] : [],
    opensAtMs: show.nowMs + (b === 5 ? -1 : a * DAY_MS),
    closesAtMs: show.nowMs + (a + b) * DAY_MS,
    rehearsal: b === 5,
    replaces: a === 4 && b === 4 ? POLLS[(poll + 1) % 3]! : null,
  })
  const due = state === undefined ? undefined : deadlinesOfPoll(state)[0]
  const makers: readonly (readonly [number, () => Command])[] = [
    [3, () => ({ type: 'DraftPoll', pollId, settings })],
    [2, () => ({ type: 'RevisePoll', pollId, settings })],
    [
      4,
      () => ({
        type: 'SetPollUnits',
        pollId,
        unitIds: [1, 2, 3, 4].slice(b === 0 ? 0 : a % 3, 4).map((n) => unitId(n)),
      }),
    ],
    [6, () => ({ type: 'PlanPoll', pollId })],
    [1, () => ({ type: 'UnplanPoll', pollId })],
    [1, () => ({ type: 'DiscardPoll', pollId })],
    [
      2,
      () => ({
        type: 'ExtendPoll',
        pollId,
        closesAtMs: (state?.closesAtMs ?? 0) + (b - 1) * DAY_MS,
        reason: '理由',
      }),
    ],
    [state?.stage.phase === 'verified' ? 15 : 1, () => ({ type: 'RevealPoll', pollId })],
    [8, () => deadlineCommandOf(due?.step ?? 'openPoll', pollId, a, b, show)],
    [
      state?.stage.phase === 'open' ? 14 : 5,
      () => ({ type: 'RequestAct', requestId: `request-${show.recorded.length}`, act, reason: '理由' }),
    ],
    [requests.length > 0 ? 14 : 1, () => ({ type: 'ConfirmAct', requestId })],
    [1, () => ({ type: 'WithdrawAct', requestId })],
    [1, () => ({ type: 'RemoveUnit', unitId: unitId(a + 3) })],
  ]
  const total = makers.reduce((sum, [weight]) => sum + weight, 0)
  let left = pick % total
  for (const [weight, make] of makers) {
    if (left < weight) return make()
    left -= weight
  }
  throw new Error('no command')
}

function deadlineCommandOf(step: string, pollId: WindowId, a: number, b: number, show: TestShow): Command {
  if (step === 'openPoll') return { type: 'OpenPoll', pollId }
  if (step === 'closePoll') return { type: 'ClosePoll', pollId }
  if (step === 'sealPoll' && b < 5)
    return { type: 'SealPollLog', pollId, logId: b < 3 ? LOG : OTHER_LOG, seal }
  if (step === 'sealPoll' || step === 'freezePoll') return { type: 'FreezePoll', pollId }
  const live = pollOutcome({ 1: { satisfied: a } })
  const generation = show.house().acts.quarantines[pollId]?.length ?? 0
  return {
    type: 'VerifyPoll',
    pollId,
    ofGeneration: generation,
    live,
    recount: b < 2 ? pollOutcome({ 1: { satisfied: a + 1 } }) : live,
  }
}

function actOf(a: number, b: number, pollId: WindowId, inForce: string | undefined): HouseAct {
  const rule = { channel: 'web', unitCode: null, fromMs: null, toMs: null, segmentHash: b + 1 } as const
  const quarantineId = `quarantine-${b % 3}`
  switch (a) {
    case 0:
    case 1:
      return { type: 'Quarantine', windowId: pollId, quarantineId, rule, finding: null }
    case 2:
      return { type: 'LiftQuarantine', windowId: pollId, quarantineId: inForce ?? quarantineId }
    case 3:
      return { type: 'ExcludePollLog', pollId, logId: OTHER_LOG, lastKnownCount: b }
    case 4:
      return { type: 'DestroyVoterKey', voterKeyId: `poll-${pollId}` }
    default:
      return { type: 'VoidPoll', pollId }
  }
}

const ORDER: Readonly<Record<PollPhase, number>> = {
  ...{ draft: 0, planned: 1, open: 2, closing: 3, frozen: 4, verified: 5, revealed: 6, void: 7 },
}

/** What must hold whatever was decided. */
function check(before: House, show: TestShow, events: readonly HouseEvent[], by: typeof OFFICE): void {
  const house = show.house()
  const polls = Object.values<PeriodPoll>(house.polls)
  for (const poll of polls) {
    const was = before.polls[poll.id]?.stage.phase ?? 'draft'
    const { phase } = poll.stage
    // SHOW3: forward only, but for 退回草稿.
    if (!(was === 'planned' && phase === 'draft')) expect(ORDER[phase]).toBeGreaterThanOrEqual(ORDER[was])
    // POLL1: a poll that was planned has units with codes of their own.
    if (phase !== 'draft' && phase !== 'void') expect(poll.units.length).toBeGreaterThan(0)
    expect(new Set(poll.units.map(({ code }) => code)).size).toBe(poll.units.length)
    // BAL6: never frozen before its drain is over.
    if ('frozenAtMs' in poll.stage)
      expect(poll.stage.frozenAtMs).toBeGreaterThanOrEqual(pollFreezesAtMs(poll))
    if (phase === 'verified' || phase === 'revealed') expect(poll.outcome).not.toBeNull()
  }
  // POLL3: of two polls whose times overlap only one holds a code for one text.
  const pending = polls.filter(({ stage }) => ['planned', 'open', 'closing'].includes(stage.phase))
  for (const [i, a] of pending.entries()) {
    for (const b of pending.slice(i + 1)) {
      const overlap = a.opensAtMs < pollFreezesAtMs(b) && b.opensAtMs < pollFreezesAtMs(a)
      if (overlap) expect(holdsSameCode(a, b)).toBeNull()
    }
  }
  // SAFE4: what takes two persons was asked by another than who confirmed.
  for (const event of events) {
    if (!('requestId' in event) || !('by' in event) || !Array.isArray(event.by)) continue
    expect(event.by[0]).not.toBe(event.by[1])
    expect(event.by[1]).toBe('id' in by ? by.id : null)
  }
  // BAL8, BAL9: what the ballot plane is told.
  for (const window of votingWindowsOf(house)) {
    expect(house.acts.destroyedKeys[window.voterKeyId]).toBeUndefined()
    const told = house.acts.quarantines[window.windowId] ?? []
    expect(window.quarantines).toHaveLength(told.filter(({ lifted }) => lifted === null).length)
  }
}

test('[SHOW7] [SAFE4] [POLL1] [POLL3] random polls and acts: decided as the reasons say, replayed to the same byte', () => {
  let done = 0
  const reached = new Set<string>()
  fc.assert(
    fc.property(fc.array(move, { minLength: 40, maxLength: 120, size: 'max' }), (moves) => {
      const show = givenUnits()
      show.when({ type: 'AnnounceLog', logId: OTHER_LOG }, SYSTEM)
      for (const each of moves) {
        show.nowMs = afterWait(each, show)
        const command = commandOf(each, show)
        const isSystem = /^(OpenPoll|ClosePoll|SealPollLog|FreezePoll|VerifyPoll)$/.test(command.type)
        const by = isSystem ? SYSTEM : [OFFICE, OFFICE, DIRECTOR, AUDITOR][each.by]!
        const before = show.house()
        const reasons = show.reasons(command, by)
        const decided = decideHouse(command, before, { nowMs: show.nowMs, by }, show.facts)
        expect(decided.ok).toBe(reasons.length === 0)
        if (!decided.ok) {
          expect(decided.refusal.code).toBe(reasons[0])
          continue
        }
        const events = show.when(command, by)
        for (const { type } of events) reached.add(type)
        done += events.length
        check(before, show, events, by)
      }
      const again = show.recorded.reduce(foldHouse, EMPTY_HOUSE)
      expect(JSON.stringify(again)).toBe(JSON.stringify(show.house()))
    }),
    { numRuns: 600, seed: 20261125 },
  )
  expect(done).toBeGreaterThan(4_000)
  // The walk is worth something only where it gets everywhere.
  for (const type of [
    ...['PollPlanned', 'PollUnplanned', 'PollDiscarded', 'PollOpened', 'PollExtended', 'PollClosed'],
    ...['PollLogSealed', 'PollLogExcluded', 'PollFrozen', 'PollVerified', 'PollMismatched', 'PollRevealed'],
    ...['PollVoided', 'Quarantined', 'QuarantineLifted', 'VoterKeyDestroyed', 'ActWithdrawn'],
  ]) {
    expect([...reached]).toContain(type)
  }
})
