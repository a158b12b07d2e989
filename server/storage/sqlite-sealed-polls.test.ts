// The SQL tally equals the plain recount on any ballots, and rows for a bundle keep what counts and nothing of who or when.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { LogId, UnitCode, UnitId, WindowId } from '../../shared/basics/ids.ts'
import { CHANNELS, CHOICES } from '../../shared/ballot/choices.ts'
import type { Ballot } from '../../shared/ballot/ballot.ts'
import { QuarantineRule } from '../../shared/ballot/quarantine.ts'
import type { SealedTally } from '../../shared/ballot/tally.ts'
import { ballot, packed, T0, voterKey, votingWindow } from '../../tests/support/ballots.ts'
import type { BallotRows, SealedPoll } from './sealed-polls.ts'
import { openBallotLogFile } from './sqlite-ballot-log-file.ts'
import { rowsOfFiles } from './sqlite-poll-rows-file.ts'
import { recountFiles } from './sqlite-recount-files.ts'
import { sealedPollsOf } from './sqlite-sealed-polls.ts'
import { countFilesBySql } from './sqlite-sql-tally-file.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sealed-polls-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const A = votingWindow({
  units: [3, 4].map((code) => ({ id: `u${code}` as UnitId, code: code as UnitCode, name: `${code}号单位` })),
})
const B = votingWindow({
  windowId: 'b00000000002' as WindowId,
  closesAtMs: null,
  channels: ['web', 'wechat'],
})

let logs = 0

/** A log at rest with these ballots in batches, and its seals for both polls, the last `after` ballots behind them. */
function logged(ballots: readonly Ballot[], { cut = 7, after = 0 } = {}) {
  const file = join(folder, `log-${String((logs += 1))}.db`)
  const log = openBallotLogFile(file)
  const sealed = ballots.slice(0, ballots.length - after)
  for (let at = 0; at < sealed.length; at += cut) log.append(packed(sealed.slice(at, at + cut)))
  const head = log.head()
  if (after > 0) log.append(packed(ballots.slice(-after)))
  log.close()
  const sealOf = ({ windowId }: { windowId: WindowId }): SealedTally => ({
    ...head,
    count: sealed.filter((each) => each.windowId === windowId).length,
  })
  return { file, logId: log.logId, sealOf }
}

function sealedPolls(
  all: readonly ReturnType<typeof logged>[],
  rules: readonly QuarantineRule[] = [],
): readonly SealedPoll[] {
  return [{ ...A, quarantines: rules }, B].map((window) => ({
    window,
    seals: Object.fromEntries(all.map(({ logId, sealOf }) => [logId, sealOf(window)])),
  }))
}

const aBallot: fc.Arbitrary<Ballot> = fc.record({
  windowId: fc.constantFrom(A.windowId, A.windowId, B.windowId, null),
  unitCode: fc.constantFrom(3 as UnitCode, 4 as UnitCode, 9_999 as UnitCode, null),
  voterKey: fc.integer({ min: 0, max: 4 }).map(voterKey),
  choice: fc.constantFrom(...CHOICES, ...CHOICES, 'FREE_TEXT' as const),
  channel: fc.constantFrom(...CHANNELS),
  orderMs: fc.constantFrom(T0 - 1, T0, T0 + 5, T0 + 30_000, T0 + 60_000, T0 + 60_001),
  receivedAtMs: fc.constantFrom(T0 + 1, T0 + 62_000, T0 + 62_001, T0 + 80_001, T0 + 150_001),
  carrierTimeUsed: fc.boolean(),
  stale: fc.constantFrom(false, false, false, true),
  messageHash: fc.tuple(fc.integer({ min: 0, max: 3 }), fc.nat()),
  segmentHash: fc.constantFrom(0, 1, 4_294_967_295),
})
const orAny = <T>(of: fc.Arbitrary<T>) => fc.oneof(fc.constant(null), of)
const aRule = fc
  .record({
    channel: orAny(fc.constantFrom(...CHANNELS)),
    unitCode: orAny(fc.constantFrom(3 as UnitCode, 4 as UnitCode)),
    fromMs: orAny(fc.constantFrom(T0, T0 + 5)),
    toMs: orAny(fc.constantFrom(T0 + 6, T0 + 60_000)),
    segmentHash: orAny(fc.constantFrom(1, 4_294_967_295)),
  })
  .filter((rule) => QuarantineRule.safeParse(rule).success)

test('[PUB1] SQL over the unpacked logs and the plain recount count any ballots alike, with and without quarantines', () => {
  fc.assert(
    fc.property(
      fc.array(aBallot, { minLength: 1, maxLength: 60 }),
      fc.array(aBallot, { minLength: 1, maxLength: 20 }),
      fc.array(aRule, { maxLength: 2 }),
      (here, there, rules) => {
        const all = [logged(here, { after: here.length > 9 ? 2 : 0 }), logged(there, { cut: 3 })]
        const files = all.map(({ file }) => file)
        const polls = sealedPolls(all, rules)
        const bySql = countFilesBySql(files, polls)
        polls.forEach(({ window, seals }, i) => {
          expect(JSON.stringify(bySql[i])).toBe(JSON.stringify(recountFiles(files, window, seals)))
        })
      },
    ),
    { numRuns: 60 },
  )
})

test('[PUB3] rows count what the tally counts, by unit and choice, and every other ballot of a voter is a duplicate', () => {
  fc.assert(
    fc.property(fc.array(aBallot, { minLength: 1, maxLength: 60 }), (ballots) => {
      const log = logged(ballots)
      const polls = sealedPolls([log])
      const rows = rowsOfFiles([log.file], polls)
      const tallies = countFilesBySql([log.file], polls)
      polls.forEach(({ window }, i) => {
        for (const [side, isOfSide] of [
          ['headline', (channel: string) => channel !== 'web'],
          ['web', (channel: string) => channel === 'web'],
        ] as const) {
          const of = rows[i]![side]
          for (const { code } of window.units) {
            const channels = tallies[i]!.units.find((unit) => unit.code === code)?.channels ?? []
            const mine = channels.filter(({ channel }) => isOfSide(channel))
            const split = CHOICES.map((name) => mine.reduce((all, each) => all + each.split[name], 0))
            expect(countedIn(of.rows, code)).toEqual(split)
          }
          const { received } = of
          const messages = ballots.filter(
            ({ windowId, channel }) => windowId === window.windowId && isOfSide(channel),
          )
          expect(Object.values<number>({ ...received }).reduce((a, b) => a + b, 0)).toBe(messages.length)
          expect(of.rows.order).toHaveLength(received.counted + received.duplicate)
        }
      })
    }),
    { numRuns: 60 },
  )
})

function countedIn({ code, choice, order }: BallotRows, of: number): readonly number[] {
  const split = [0, 0, 0, 0]
  for (let i = 0; i < code.length; i++) if (code[i] === of && order[i] === 1) split[choice[i]!]! += 1
  return split
}

test('[PUB4] which number a voter has in a bundle is drawn: the same log gives other numbers each time', () => {
  const ballots = Array.from({ length: 400 }, (_, i) =>
    ballot({ voterKey: voterKey(i), messageHash: [i, 1], choice: i < 200 ? 'satisfied' : 'dissatisfied' }),
  )
  const log = logged(ballots)
  const polls = sealedPolls([log])
  const [first, second] = [rowsOfFiles([log.file], polls)[0]!, rowsOfFiles([log.file], polls)[0]!]
  expect([...first.headline.rows.voter]).toEqual(Array.from({ length: 400 }, (_, i) => i + 1))
  expect(countedIn(first.headline.rows, 3)).toEqual(countedIn(second.headline.rows, 3))
  // 400 voters, half of each opinion, stand in the same order twice once in 10¹¹⁸ times.
  expect([...first.headline.rows.choice]).not.toEqual([...second.headline.rows.choice])
  // Nor does the order of arrival show: the first half of the voters is not of one opinion.
  expect(new Set(first.headline.rows.choice.slice(0, 200)).size).toBe(2)
})

test('[PUB1] a log that is missing, changed or not as it was sealed is no tally, in the thread too', async () => {
  const ballots = Array.from({ length: 20 }, (_, i) => ballot({ voterKey: voterKey(i), messageHash: [i, 1] }))
  const log = logged(ballots)
  const [poll] = sealedPolls([log])
  const seal = poll!.seals[log.logId]!
  const withSeal = (changes: Partial<SealedTally>) => [
    { ...poll!, seals: { [log.logId]: { ...seal, ...changes } } },
  ]
  expect(() => countFilesBySql([log.file], withSeal({ count: 19 }))).toThrow(/sealed with 19 ballots/)
  expect(() => countFilesBySql([log.file], withSeal({ sequence: 13 }))).toThrow(/does not hold that seal/)
  expect(() => countFilesBySql([log.file], withSeal({ chainHash: 'f'.repeat(64) }))).toThrow(/that seal/)
  expect(() => countFilesBySql([log.file, log.file], [poll!])).toThrow(/given twice/)
  const { countBySql, rowsOf } = sealedPollsOf(() => [log.file])
  const elsewhere = [{ ...poll!, seals: { ...poll!.seals, ['0'.repeat(16) as LogId]: seal } }]
  await expect(countBySql(elsewhere)).rejects.toThrow(/its file is not there/)
  await expect(rowsOf(elsewhere)).rejects.toThrow(/its file is not there/)
  expect(JSON.stringify(await countBySql([poll!]))).toBe(JSON.stringify(countFilesBySql([log.file], [poll!])))
  expect((await rowsOf([poll!]))[0]?.headline.received.counted).toBe(20)
})
