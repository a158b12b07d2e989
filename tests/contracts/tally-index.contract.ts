// What every TallyIndex must do, whatever it stands on; its counts are held against a tally made as simply as can be.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LogId, UnitCode, WindowId } from '../../shared/basics/ids.ts'
import type { Ballot } from '../../shared/ballot/ballot.ts'
import { CHANNELS, CHOICES, type PollChannel } from '../../shared/ballot/choices.ts'
import { type VotingWindow } from '../../shared/ballot/poll.ts'
import type { ChannelCount, CountedPoll, PollCount } from '../../shared/ballot/tally.ts'
import { RECORD_BYTES } from '../../server/storage/ballot-record.ts'
import { createRecount } from '../../server/storage/recount-tally.ts'
import type { TallyIndex } from '../../server/storage/tally-index.ts'
import { ballot, packed, T0, voterKey, votingWindow } from '../support/ballots.ts'
import { LOG_A, LOG_B, window, unit, period, unheard, anEvening } from '../support/generated-evenings.ts'

export interface TallyIndexAdapter {
  readonly name: string
  /** How many random evenings it is held against: one that lies behind a socket takes longer for each. */
  readonly evenings: number
  create(): Promise<TallyIndex>
}

/** By the words of BAL2, BAL5 and BAL9, with nothing clever in it. */
function plainCount(ballots: readonly Ballot[], window: VotingWindow): PollCount {
  const { quarantines } = window
  return {
    ...plainOnce(ballots, window),
    unfiltered: quarantines.length === 0 ? null : plainOnce(ballots, { ...window, quarantines: [] }),
  }
}

function plainOnce(ballots: readonly Ballot[], window: VotingWindow): CountedPoll {
  const { windowId, channels, opensAtMs, closesAtMs, drainMs, quarantines } = window
  const mine = ballots.filter((one) => one.windowId === windowId)
  const isQuarantined = (one: Ballot) =>
    quarantines.some(
      (rule) =>
        (rule.channel ?? one.channel) === one.channel &&
        (rule.unitCode ?? one.unitCode) === one.unitCode &&
        one.orderMs >= (rule.fromMs ?? 0) &&
        one.orderMs < (rule.toMs ?? Infinity) &&
        (rule.segmentHash ?? one.segmentHash) === one.segmentHash,
    )
  const setAside = (one: Ballot) => {
    if (!(CHOICES as readonly string[]).includes(one.choice)) return 'invalid'
    if (one.stale) return 'stale'
    if (one.orderMs < opensAtMs) return 'early'
    const closes = closesAtMs ?? Infinity
    if (one.orderMs > closes || one.receivedAtMs > closes + drainMs[one.channel]) return 'late'
    return isQuarantined(one) ? 'quarantined' : null
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
  const channelCount = (channel: PollChannel, of: readonly Ballot[]): ChannelCount => {
    const here = of.filter((one) => one.channel === channel)
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
  }
  return {
    result: {
      kind: 'citizens',
      channels: CHANNELS.filter((channel) => channels.includes(channel)).map((channel) =>
        channelCount(channel, mine),
      ),
    },
    units: window.units.flatMap(({ code }) => {
      const ofUnit = mine.filter((one) => one.unitCode === code)
      const heard = CHANNELS.filter((channel) => ofUnit.some((one) => one.channel === channel))
      return heard.length === 0
        ? []
        : [{ code, channels: heard.map((channel) => channelCount(channel, ofUnit)) }]
    }),
  }
}

/** A log as it is read: batches of it are merged from the front, and whatever is asked for once more. */
function logOf(index: TallyIndex, logId: LogId, ballots: readonly Ballot[], cuts: readonly number[]) {
  let batches = 0
  const mergeNext = async (): Promise<boolean> => {
    const from = index.watermark(logId)
    if (from >= ballots.length) return false
    const batch = ballots.slice(from, from + cuts[batches++ % cuts.length]!)
    expect(await index.merge(logId, from + 1, packed(batch))).toEqual({
      ok: true,
      watermark: from + batch.length,
    })
    return true
  }
  const mergeAgain = async (count: number): Promise<boolean> => {
    const behind = index.behind(logId)
    if (behind === null) return false
    const answer = await index.mergeAgain(logId, behind + 1, packed(ballots.slice(behind, behind + count)))
    expect(answer.ok).toBe(true)
    return true
  }
  return { mergeNext, mergeAgain }
}

async function countOf(index: TallyIndex, windowId: WindowId): Promise<PollCount> {
  const [all, byUnit] = [await index.tally(windowId), await index.unitTallies(windowId)]
  expect([all.complete, byUnit.complete]).toEqual([true, true])
  const { unfiltered } = all
  return {
    result: all.result,
    units: [...byUnit.units],
    unfiltered: unfiltered === null ? null : { result: unfiltered, units: [...byUnit.unfiltered!] },
  }
}

const counted = ({ result }: CountedPoll) =>
  result.channels.map(({ channel, split }) => [channel, ...Object.values(split)].join(' ')).join('\n')

export function tallyIndexContract({ create, evenings }: TallyIndexAdapter): void {
  test(
    '[BAL2] [BAL5] [BAL9] counts are a function of the set: any order, repeats, split over logs and batches, restarts, quarantines that come and go meanwhile',
    { timeout: 60_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(anEvening, async ({ ballots, deliveries, cuts, toB, steps }) => {
          const index = await create()
          const windows = new Map([window, period].map((one) => [one.windowId, one]))
          for (const one of windows.values()) await index.setWindow(one)
          const inB = (i: number) => toB[i % toB.length]!
          const logs = {
            A: logOf(
              index,
              LOG_A,
              deliveries.filter((_, i) => !inB(i)),
              cuts,
            ),
            B: logOf(
              index,
              LOG_B,
              deliveries.filter((_, i) => inB(i)),
              cuts.toReversed(),
            ),
          }
          for (const step of steps) {
            if (step.kind === 'A' || step.kind === 'B') await logs[step.kind].mergeNext()
            if (step.kind === 'again') await logs[step.log === LOG_A ? 'A' : 'B'].mergeAgain(step.count)
            // What was merged before the restart is forgotten, and all is merged from the logs' beginning.
            if (step.kind === 'restart') await index.reset()
            if (step.kind === 'quarantine') {
              const { generation } = windows.get(step.of.windowId)!
              const changed = { ...step.of, quarantines: step.rules, generation: generation + 1 }
              windows.set(changed.windowId, changed)
              await index.setWindow(changed)
            }
          }
          for (const log of Object.values(logs)) {
            while (await log.mergeNext());
            while (await log.mergeAgain(7));
          }
          expect(index.merged()).toBe(deliveries.length)
          for (const one of windows.values()) {
            // Every counter equals the plain count and the recount of what the logs hold …
            const count = await countOf(index, one.windowId)
            expect(count).toEqual(plainCount(deliveries, one))
            const recount = createRecount(one)
            for (const delivered of deliveries) recount.add(delivered)
            expect(JSON.stringify(count)).toBe(JSON.stringify(recount.result()))
            // … and what counts is as if each message had come once. (A redelivery that is stamped anew, where the carrier gives
            // no time, may fall out of a time slice that was set aside.)
            if (one.quarantines.some(({ fromMs, toMs }) => fromMs !== null || toMs !== null)) continue
            const once = plainCount(ballots, one)
            expect(counted(count)).toBe(counted(once))
            if (once.unfiltered !== null) expect(counted(count.unfiltered!)).toBe(counted(once.unfiltered))
          }
        }),
        { numRuns: evenings },
      )
    },
  )

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

  test('[BAL9] times or a generation that judge merged ballots otherwise make that tally alone incomplete until all is merged again', async () => {
    const late = ballot({ receivedAtMs: T0 + 50_000 })
    const elsewhere = ballot({ windowId: period.windowId, channel: 'web' })
    const rule = { channel: 'twilio', unitCode: null, fromMs: null, toMs: null, segmentHash: null } as const
    for (const changed of [
      votingWindow({ closesAtMs: T0 + 40_000 }),
      votingWindow({ generation: 1, quarantines: [rule] }),
      votingWindow({ opensAtMs: T0 + 55_000 }),
      votingWindow({ units: [...window.units, unit(8)] }),
    ]) {
      const index = await create()
      for (const one of [window, period]) await index.setWindow(one)
      const records = packed([late, elsewhere])
      await index.merge(LOG_A, 1, records)
      expect(index.behind(LOG_A)).toBe(null)
      await index.setWindow(changed)
      expect((await index.tally(window.windowId)).complete).toBe(false)
      expect((await index.unitTallies(window.windowId)).complete).toBe(false)
      expect(await countOf(index, period.windowId)).toEqual(plainCount([elsewhere], period))
      // New ballots go on being merged, and what is merged again counts once.
      const newer = ballot({ voterKey: voterKey(2), receivedAtMs: T0 + 1_500 })
      await index.merge(LOG_A, 3, packed([newer]))
      expect(index.behind(LOG_A)).toBe(0)
      expect(await index.mergeAgain(LOG_A, 2, records.subarray(RECORD_BYTES))).toEqual({
        ok: false,
        watermark: 0,
      })
      await index.mergeAgain(LOG_A, 1, packed([late, elsewhere, newer]))
      expect(index.behind(LOG_A)).toBe(null)
      expect(await countOf(index, window.windowId)).toEqual(plainCount([late, newer], changed))
      expect(await countOf(index, period.windowId)).toEqual(plainCount([elsewhere], period))
      expect(index.merged()).toBe(3)
    }
  })

  test('[POLL1] 10,000 units: a message that names none is in the poll alone, and units without any are left out', async () => {
    const units = Array.from({ length: 9_999 }, (_, i) => unit(i + 1)).toReversed()
    const wide = { ...period, units }
    const index = await create()
    await index.setWindow(wide)
    const of = { windowId: wide.windowId, channel: 'web' } as const
    await index.merge(
      LOG_A,
      1,
      packed([
        ...[1, 5_000, 9_999].map((code) => ballot({ ...of, unitCode: code as UnitCode })),
        ballot({ ...of, unitCode: 5_000 as UnitCode, choice: 'fair', voterKey: voterKey(2) }),
        ballot({ ...of, unitCode: null, choice: 'FREE_TEXT' }),
      ]),
    )
    const { units: counted } = await index.unitTallies(wide.windowId)
    expect(
      counted.map(({ code, channels }) => [code, channels[0]?.split.satisfied, channels[0]?.split.fair]),
    ).toEqual([
      [9_999, 1, 0],
      [5_000, 1, 1],
      [1, 1, 0],
    ])
    const web = (await index.tally(wide.windowId)).result.channels.find(({ channel }) => channel === 'web')
    expect(web).toMatchObject({ split: { satisfied: 3, fair: 1 }, invalid: 1 })
  })

  test('a window made known after its ballots were merged says that it is incomplete', async () => {
    const index = await create()
    await index.merge(LOG_A, 1, packed([ballot()]))
    await index.setWindow(window)
    expect((await index.tally(window.windowId)).complete).toBe(false)
    await index.setWindow(unheard)
    expect((await index.tally(unheard.windowId)).complete).toBe(true)
  })

  test('a window that was forgotten and is asked about again says that it is incomplete', async () => {
    const index = await create()
    for (const one of [window, unheard]) await index.setWindow(one)
    await index.merge(LOG_A, 1, packed([ballot()]))
    for (const one of [window, unheard]) await index.forgetWindow(one.windowId)
    await expect(index.tally(window.windowId)).rejects.toThrow(window.windowId)
    for (const one of [window, unheard]) await index.setWindow(one)
    expect((await index.tally(window.windowId)).complete).toBe(false)
    expect((await index.tally(unheard.windowId)).complete).toBe(true)
  })
}
