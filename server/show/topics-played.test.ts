// Proves the topics on houses made by real commands: one segment played to its reveal, and any house random commands can reach.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { citizensCounts, openPeriod } from '../../tests/support/given-periods.ts'
import type { PollResult } from '../../shared/ballot/tally.ts'
import type { TopicName } from '../../shared/protocol/topics.ts'
import { PROGRAMME } from '../../shared/show/air.ts'
import { reasonsAgainstInHouse } from '../../shared/show/house-decide.ts'
import { DIRECTOR, OFFICE, SESSION } from '../../tests/support/given-parts.ts'
import { givenDraft, givenLive, type TestShow } from '../../tests/support/given.ts'
import { factsOf, liveTallyOf, splitOf, unitIdOf } from '../../tests/support/plain-house.ts'
import { commandOf, move, type Move } from '../../tests/support/random-commands.ts'
import { rulesAnswerOf, tonightOf } from './tonight-of.ts'
import { snapshotOf } from './topics-of.ts'

const TOPICS: readonly TopicName[] = ['now', 'console', 'setup', 'audit', 'ranking/office', 'seat/show-1/s1']

function factsIn(show: TestShow, tally?: PollResult) {
  const polls = show.session().windows.filter((window) => window.kind === 'citizens')
  return factsOf({
    nowMs: show.nowMs,
    channelsOn: show.facts.channelsOn,
    tallies: new Map(
      polls.flatMap(({ id }) => (tally === undefined ? [] : [[id, liveTallyOf(tally)] as const])),
    ),
    tail: show.recorded.slice(-200),
  })
}

/** 200 ballots by WeChat: 180 满意, 20 不满意. */
const TALLY: PollResult = {
  kind: 'citizens',
  channels: (['twilio', 'wechat', 'web'] as const).map((channel) => ({
    channel,
    split: channel === 'wechat' ? splitOf(180, 0, 20) : splitOf(0, 0, 0),
    duplicate: 0,
    early: 0,
    late: 0,
    stale: 0,
    invalid: 0,
    quarantined: 0,
  })),
}

test('[SHOW5] [RANK10] a segment played: nothing before the reveal, everything after it, and the ranking moves', () => {
  const show = givenLive({ form: { kind: 'marks', trim: 0 } })
  openPeriod(show)
  show.when(citizensCounts(Object.fromEntries([1, 2, 3, 4].map((n) => [n, splitOf(40 + n, 0, 40)]))), OFFICE)
  const examiners = show.openExaminers()
  const poll = show.openCitizens()
  for (let seat = 1; seat <= 7; seat++) show.cast(seat, 90)
  const see = <T extends TopicName>(topic: T) => snapshotOf(topic, show.house(), factsIn(show, TALLY))
  const takeScene = (kind: 'score_reveal' | 'live_tally', windowId: typeof poll) =>
    show.when({
      type: 'TakeScene',
      output: PROGRAMME,
      scene: { kind, sessionId: SESSION, windowId },
    })

  takeScene('live_tally', poll)
  expect(see('stage/programme')?.scene).toMatchObject({
    kind: 'live_tally',
    poll: { tally: { headline: { n: 200, split: null }, hiddenWhy: 'examiners_open' } },
  })
  expect(see('now')?.poll?.tally).toMatchObject({ hiddenWhy: 'examiners_open', points: null })
  expect(see('console')?.windows[0]?.panel).toMatchObject({ present: 7, scored: 7, locked: 0, result: null })
  expect(see(`seat/${SESSION}/s3`)?.window?.own?.mark).toEqual({ kind: 'points', points: 90 })

  show.keepDeadlines(show.nowMs + 70_000, TALLY)
  expect(show.examiners().stage.phase).toBe('verified')
  takeScene('score_reveal', examiners)
  expect(see('stage/programme')?.scene).toMatchObject({ panel: { phase: 'verified', result: null } })
  expect(see('now')?.poll?.tally).toMatchObject({
    points: '90.00',
    satisfiedRate: '90.00',
    provisional: true,
  })
  const tonight = () => see('ranking/office')?.rows.find((row) => row.unit.id === unitIdOf(1))
  expect(tonight()?.parts.map((part) => part.method)).toEqual(['citizens'])
  const before = tonight()?.total

  const home = () => tonightOf(show.house(), factsIn(show, TALLY))
  expect(home()).toMatchObject({ session: { id: SESSION }, board: null, polls: [] })
  show.when({ type: 'Reveal', sessionId: SESSION, windowId: examiners })
  expect(home().polls).toEqual([])
  expect(see('stage/programme')?.scene).toMatchObject({
    panel: { phase: 'revealed', result: { counted: 7 } },
  })
  expect(see(`seat/${SESSION}/s3`)?.window?.result?.mean).toEqual({ num: '90', den: '1' })
  // The poll still runs: with the examiners revealed it counts in the ranking already.
  expect(show.citizens().stage.phase).toBe('open')
  expect(tonight()?.parts[1]).toMatchObject({ method: 'tv', note: 'none' })
  expect(tonight()?.total).not.toBe(before)

  show.keepDeadlines(show.nowMs + 600_000, TALLY)
  show.when({ type: 'Reveal', sessionId: SESSION, windowId: poll })
  expect(see('now')?.poll?.tally).toMatchObject({ provisional: false, paused: false, points: '90.00' })
  expect(home()).toMatchObject({
    board: { rows: [{ unit: { id: unitIdOf(1) }, place: 1, points: '90.00' }] },
    polls: [{ unit: { id: unitIdOf(1) }, poll: { windowId: poll, phase: 'revealed' } }],
  })
  expect(rulesAnswerOf(show.house())).toMatchObject({
    weightsBp: { tv: 1_500 },
    drainMs: show.session().rules.drainMs,
    splitFromN: 100,
  })
  expect(see('console')?.grey.EndSession).toBeUndefined()
  expect(see('audit')?.journal.tail[0]?.summary).toMatch(/市民评议窗口揭晓。$/)
})

test('[SHOW6] property: whatever was commanded, every topic has a snapshot, and buttons are grey for the core’s reasons', () => {
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.array(move, { minLength: 30, maxLength: 90 }),
      (live, moves: readonly Move[]) => {
        const show = live ? givenLive() : givenDraft()
        moves.forEach((parts, i) => {
          show.nowMs += parts.waitMs
          const [command, by] = commandOf(show, parts)
          if (show.reasons(command, by).length === 0) show.when(command, by)
          if (i % 9 === 8 || i === moves.length - 1) check(show)
        })
      },
    ),
    { numRuns: 60 },
  )
})

function check(show: TestShow) {
  const house = show.house()
  const facts = factsIn(show)
  for (const topic of TOPICS) {
    const snapshot = snapshotOf(topic, house, facts)
    expect(snapshot, topic).not.toBeNull()
    expect(JSON.stringify(snapshotOf(topic, structuredClone(house), facts))).toBe(JSON.stringify(snapshot))
  }
  for (const window of snapshotOf('console', house, facts)?.windows ?? [])
    for (const type of ['CueClose', 'WithdrawWindow', 'Reveal'] as const) {
      const moment = { nowMs: show.nowMs, by: DIRECTOR }
      const command = { type, sessionId: SESSION, windowId: window.windowId }
      expect(window.grey[type] ?? []).toEqual(reasonsAgainstInHouse(command, house, moment, show.facts))
    }
}
