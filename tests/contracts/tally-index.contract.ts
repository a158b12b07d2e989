// What every TallyIndex must do, whatever it stands on; its counts are held against a tally made as simply as can be.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LogId, UnitCode, WindowId } from '../../shared/basics/ids.ts'
import type { Ballot } from '../../shared/ballot/ballot.ts'
import { CHANNELS, CHOICES } from '../../shared/ballot/choices.ts'
import { type VotingWindow } from '../../shared/ballot/poll.ts'
import type { PollResult } from '../../shared/ballot/tally.ts'
import { RECORD_BYTES } from '../../server/storage/ballot-record.ts'
import { createRecount } from '../../server/storage/recount-tally.ts'
import type { TallyIndex } from '../../server/storage/tally-index.ts'
import { ballot, packed, T0, voterKey, votingWindow } from '../support/ballots.ts'

export interface TallyIndexAdapter {
  readonly name: string
  create(): Promise<TallyIndex>
}

const LOG_A = 'aaaaaaaaaaaaaaaa' as LogId
const LOG_B = 'bbbbbbbbbbbbbbbb' as LogId
const window = votingWindow()
const other = votingWindow({ windowId: 'b00000000002' as WindowId, channels: ['twilio', 'web'] })

/** By the words of BAL2 and BAL5, with nothing clever in it. */
function plainTally(
  ballots: readonly Ballot[],
  { windowId, channels, opensAtMs, closesAtMs, drainMs }: VotingWindow,
) {
  const mine = ballots.filter((one) => one.windowId === windowId)
  const setAside = (one: Ballot) => {
    if (!(CHOICES as readonly string[]).includes(one.choice)) return 'invalid'
    if (one.stale) return 'stale'
    if (one.orderMs < opensAtMs) return 'early'
    const closes = closesAtMs ?? Infinity
    return one.orderMs > closes || one.receivedAtMs > closes + drainMs[one.channel] ? 'late' : null
  }
  const admitted = mine.filter((one) => setAside(one) === null)
  const sorted = admitted.toSorted(
    (a, b) =>
      a.orderMs - b.orderMs ||
      a.messageHash[0] - b.messageHash[0] ||
      CHOICES.indexOf(a.choice as 'fair') - CHOICES.indexOf(b.choice as 'fair') ||
      CHANNELS.indexOf(a.channel) - CHANNELS.indexOf(b.channel),
  )
  const voterOf = (one: Ballot) => `${one.unitCode} ${one.voterKey.join()}`
  const winners = new Set(
    sorted.filter((one, i) => sorted.findIndex((o) => voterOf(o) === voterOf(one)) === i),
  )
  return {
    kind: 'citizens',
    channels: CHANNELS.filter((channel) => channels.includes(channel)).map((channel) => {
      const here = mine.filter((one) => one.channel === channel)
      const number = (what: string) => here.filter((one) => setAside(one) === what).length
      const choices = CHOICES.map((choice) => [
        choice,
        here.filter((one) => winners.has(one) && one.choice === choice).length,
      ])
      return {
        channel,
        split: Object.fromEntries(choices),
        duplicate: here.filter((one) => setAside(one) === null && !winners.has(one)).length,
        early: number('early'),
        late: number('late'),
        stale: number('stale'),
        invalid: number('invalid'),
        quarantined: number('quarantined'),
      }
    }),
  }
}

const aBallot: fc.Arbitrary<Ballot> = fc.record({
  windowId: fc.constantFrom(window.windowId, window.windowId, other.windowId, null),
  unitCode: fc.constantFrom(3 as UnitCode, 4 as UnitCode),
  voterKey: fc.integer({ min: 0, max: 6 }).map(voterKey),
  choice: fc.constantFrom(...CHOICES, ...CHOICES, 'FREE_TEXT' as const, 'CHANNEL_NOT_OFFERED' as const),
  channel: fc.constantFrom(...CHANNELS),
  orderMs: fc.oneof(
    fc.constantFrom(T0 - 1, T0, T0 + 5, T0 + 60_000, T0 + 60_001),
    fc.integer({ min: T0 - 2_000, max: T0 + 62_000 }),
  ),
  receivedAtMs: fc.integer({ min: T0, max: T0 + 160_000 }),
  carrierTimeUsed: fc.boolean(),
  stale: fc.constantFrom(false, false, false, false, true),
  messageHash: fc.tuple(fc.integer({ min: 0, max: 3 }), fc.nat()),
  segmentHash: fc.constantFrom(0, 0, 1, 2),
})

/** The same message once more; a channel without carrier times stamps it with its later receipt. */
function deliveredAgain(first: Ballot, laterMs: number): Ballot {
  if (first.carrierTimeUsed || first.orderMs < T0) return { ...first }
  return { ...first, orderMs: first.orderMs + laterMs, receivedAtMs: first.receivedAtMs + laterMs }
}

/** Ballots, the same in another order with some repeated, where each of two logs is cut into batches, and a restart. */
const anEvening = fc.array(aBallot, { maxLength: 40 }).chain((ballots) => {
  const last = Math.max(0, ballots.length - 1)
  const repeat = fc.tuple(fc.nat({ max: last }), fc.constantFrom(0, 0, 7, 30_000))
  return fc.array(repeat, { maxLength: ballots.length === 0 ? 0 : 10 }).chain((repeats) => {
    const all = [...ballots, ...repeats.map(([i, laterMs]) => deliveredAgain(ballots[i]!, laterMs))]
    return fc.record({
      ballots: fc.constant(ballots),
      deliveries: fc.shuffledSubarray(all, { minLength: all.length }),
      cuts: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 20 }),
      toB: fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }),
      restartAfter: fc.option(fc.nat({ max: 20 })),
    })
  })
})

/** Cuts what goes to one log into batches. */
function batchesOf(ballots: readonly Ballot[], cuts: readonly number[]): Ballot[][] {
  const batches: Ballot[][] = []
  for (let at = 0, i = 0; at < ballots.length; i++) {
    const size = cuts[i % cuts.length]!
    batches.push(ballots.slice(at, at + size))
    at += size
  }
  return batches
}

async function mergeAll(
  index: TallyIndex,
  log: LogId,
  batches: readonly (readonly Ballot[])[],
): Promise<void> {
  let from = 1
  for (const batch of batches) {
    expect(await index.merge(log, from, packed(batch))).toEqual({
      ok: true,
      watermark: from + batch.length - 1,
    })
    from += batch.length
  }
}

const counted = ({ channels }: PollResult) =>
  channels.map(({ channel, split }) => [channel, ...Object.values(split)].join(' ')).join('\n')

export function tallyIndexContract({ create }: TallyIndexAdapter): void {
  test('[BAL2] [BAL5] the tally is a function of the set: any order, repeats, split over logs and batches, restart', async () => {
    await fc.assert(
      fc.asyncProperty(anEvening, async ({ ballots, deliveries, cuts, toB, restartAfter }) => {
        const index = await create()
        for (const one of [window, other]) await index.setWindow(one)
        const inB = (i: number) => toB[i % toB.length]!
        const ofA = batchesOf(
          deliveries.filter((_, i) => !inB(i)),
          cuts,
        )
        const ofB = batchesOf(
          deliveries.filter((_, i) => inB(i)),
          cuts.toReversed(),
        )
        if (restartAfter !== null) {
          // What was merged before the restart is forgotten, and all is merged from the logs' beginning.
          await mergeAll(index, LOG_A, ofA.slice(0, restartAfter))
          await index.reset()
        }
        await mergeAll(index, LOG_B, ofB)
        await mergeAll(index, LOG_A, ofA)
        expect(index.merged()).toBe(deliveries.length)
        for (const one of [window, other]) {
          const { result, complete } = await index.tally(one.windowId)
          expect(complete).toBe(true)
          // Every counter equals the plain tally and the recount of what the logs hold …
          expect(result).toEqual(plainTally(deliveries, one))
          const recount = createRecount(one)
          for (const delivered of deliveries) recount.add(delivered)
          expect(JSON.stringify(result)).toBe(JSON.stringify(recount.result()))
          // … and what counts is as if each message had come once.
          expect(counted(result)).toBe(counted(plainTally(ballots, one) as PollResult))
        }
      }),
      { numRuns: 1_200 },
    )
  })

  test('[BAL2] a merge that does not follow is refused with the watermark, and a repeated one changes nothing', async () => {
    const index = await create()
    await index.setWindow(window)
    const records = packed([1, 2, 3, 4].map((n) => ballot({ voterKey: voterKey(n) })))
    expect(await index.merge(LOG_A, 2, records)).toEqual({ ok: false, watermark: 0 })
    expect(await index.merge(LOG_A, 1, records.subarray(0, 2 * RECORD_BYTES))).toEqual({
      ok: true,
      watermark: 2,
    })
    expect(await index.merge(LOG_A, 4, records.subarray(3 * RECORD_BYTES))).toEqual({
      ok: false,
      watermark: 2,
    })
    // Overlapping: only what is new is merged.
    expect(await index.merge(LOG_A, 1, records)).toEqual({ ok: true, watermark: 4 })
    expect(await index.merge(LOG_A, 1, records)).toEqual({ ok: true, watermark: 4 })
    const { result } = await index.tally(window.windowId)
    expect(result.channels[0]).toMatchObject({ split: { satisfied: 4 }, duplicate: 0 })
    expect(index.merged()).toBe(4)
    expect(index.watermark(LOG_A)).toBe(4)
    expect(index.watermark(LOG_B)).toBe(0)
  })

  test('[SHOW9] a cue and an extension change no ballot that was merged; the tally stays complete', async () => {
    const index = await create()
    await index.setWindow(votingWindow({ closesAtMs: null }))
    await index.merge(LOG_A, 1, packed([ballot({ receivedAtMs: T0 + 50_000 })]))
    await index.setWindow(votingWindow({ closesAtMs: T0 + 60_000 }))
    await index.setWindow(votingWindow({ closesAtMs: T0 + 90_000, phase: 'closing' }))
    expect(await index.tally(window.windowId)).toMatchObject({ complete: true })
    await index.merge(LOG_A, 2, packed([ballot({ voterKey: voterKey(2), receivedAtMs: T0 + 90_001 })]))
    const { result } = await index.tally(window.windowId)
    expect(result.channels[0]).toMatchObject({ split: { satisfied: 1 }, late: 1 })
  })

  test('[BAL9] times or a generation that judge merged ballots otherwise make the tally incomplete until all is merged anew', async () => {
    for (const changed of [
      votingWindow({ closesAtMs: T0 + 40_000 }),
      votingWindow({ generation: 1 }),
      votingWindow({ opensAtMs: T0 + 55_000 }),
    ]) {
      const index = await create()
      await index.setWindow(window)
      const records = packed([ballot({ receivedAtMs: T0 + 50_000 })])
      await index.merge(LOG_A, 1, records)
      await index.setWindow(changed)
      expect((await index.tally(window.windowId)).complete).toBe(false)
      await index.reset()
      await index.merge(LOG_A, 1, records)
      const { result, complete } = await index.tally(window.windowId)
      expect(complete).toBe(true)
      expect(result).toEqual(plainTally([ballot({ receivedAtMs: T0 + 50_000 })], changed))
    }
  })

  test('a window made known after its ballots were merged says that it is incomplete', async () => {
    const index = await create()
    await index.merge(LOG_A, 1, packed([ballot()]))
    await index.setWindow(window)
    expect((await index.tally(window.windowId)).complete).toBe(false)
    await index.setWindow(other)
    expect((await index.tally(other.windowId)).complete).toBe(true)
  })

  test('a window that was forgotten and is asked about again says that it is incomplete', async () => {
    const index = await create()
    for (const one of [window, other]) await index.setWindow(one)
    await index.merge(LOG_A, 1, packed([ballot()]))
    for (const one of [window, other]) await index.forgetWindow(one.windowId)
    await expect(index.tally(window.windowId)).rejects.toThrow(window.windowId)
    for (const one of [window, other]) await index.setWindow(one)
    expect((await index.tally(window.windowId)).complete).toBe(false)
    expect((await index.tally(other.windowId)).complete).toBe(true)
  })
}
