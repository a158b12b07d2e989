// Proves that a receipt tells of each message what the recount made of it, and of no choice, over logs on disk.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { LogId, UnitCode, WindowId } from '../../shared/basics/ids.ts'
import type { Ballot } from '../../shared/ballot/ballot.ts'
import type { Choice } from '../../shared/ballot/choices.ts'
import type { ReceiptBits } from '../../shared/ballot/receipt-code.ts'
import { parseReceiptCode } from '../../shared/ballot/receipt-code.ts'
import {
  RECEIPT_STATUSES,
  receiptSentenceOf,
  type ReceiptStanding,
} from '../../shared/ballot/receipt-standing.ts'
import type { ReceiptPoll } from '../../shared/show/receipt-poll.ts'
import { ballot, packed, T0, voterKey, votingWindow } from '../../tests/support/ballots.ts'
import { createHandClock } from '../../tests/support/hand-clock.ts'
import { turns } from '../../tests/support/given-plane.ts'
import { createReceiptKey } from '../storage/receipt-bits.ts'
import type { ReceiptSearch } from '../storage/receipt-search.ts'
import { createRecount } from '../storage/recount-tally.ts'
import { openBallotLogFile } from '../storage/sqlite-ballot-log-file.ts'
import { openSqliteReceiptSearch } from '../storage/sqlite-receipt-search.ts'
import { openReceiptSearchFile } from '../storage/sqlite-receipt-search-file.ts'
import { createReceipts } from './receipts.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'receipts-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const SECRET = new Uint8Array(32).fill(5)
const key = createReceiptKey(SECRET)
const WINDOW = votingWindow({
  quarantines: [{ channel: 'gateway', unitCode: null, fromMs: null, toMs: null, segmentHash: null }],
})
const POLL: ReceiptPoll = { rules: WINDOW, stage: 'published', excludedLogs: [], keyDestroyed: false }

const hexOf = ([high, low]: Ballot['messageHash']) =>
  [high, low].map((word) => word.toString(16).padStart(8, '0')).join('')
const codeOf = (one: Ballot): ReceiptBits => key.bitsOf(hexOf(one.messageHash))

let logs = 0
/** The search as its worker does it, in this thread. */
function searchOf(ballots: readonly Ballot[], batch = 7): ReceiptSearch & { readonly logId: LogId } {
  logs += 1
  const file = join(folder, `log-${logs}.db`)
  const log = openBallotLogFile(file)
  for (let at = 0; at < ballots.length; at += batch) log.append(packed(ballots.slice(at, at + batch)))
  const search = openReceiptSearchFile(file, SECRET)
  return {
    logId: log.logId,
    find: async (code) => search.find(code),
    first: async (one, rules) => search.first(one, rules),
    follow: async () => search.follow(),
    close: async () => {
      search.close()
      log.close()
    },
  }
}

function receiptsOver(
  searches: readonly ReceiptSearch[],
  given: { readonly poll?: ReceiptPoll | null; readonly head?: number } = {},
) {
  const clock = createHandClock(T0)
  const errors: unknown[] = []
  const receipts = createReceipts({
    searches: () => searches,
    headOf: () => given.head ?? 0,
    pollOf: () => (given.poll === undefined ? POLL : given.poll),
    clock,
    onError: (error) => errors.push(error),
  })
  return { ...receipts, clock, errors }
}

const message = fc.record({
  voter: fc.integer({ min: 1, max: 4 }),
  unitCode: fc.constantFrom(3, 12),
  choice: fc.constantFrom<Ballot['choice']>('satisfied', 'fair', 'dissatisfied', 'FREE_TEXT', 'EMPTY'),
  channel: fc.constantFrom('twilio', 'wechat', 'web', 'gateway'),
  atMs: fc.integer({ min: -3, max: 66 }).map((second) => T0 + second * 1_000),
  stale: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  hash: fc.tuple(fc.nat({ max: 0xffff_ffff }), fc.nat({ max: 0xffff_ffff })),
})
const messages = fc.uniqueArray(message, { maxLength: 40, selector: ({ hash }) => hash.join() }).map((many) =>
  many.map(({ voter, unitCode, atMs, hash, ...rest }) =>
    ballot({
      ...rest,
      voterKey: voterKey(voter),
      unitCode: unitCode as UnitCode,
      receivedAtMs: atMs,
      messageHash: hash,
    }),
  ),
)

test('[BAL10][BAL2] over two logs the receipts of all messages, added up, are the recount', async () => {
  await fc.assert(
    fc.asyncProperty(
      messages,
      fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
      async (all, sides) => {
        const halves = [true, false].map((side) => all.filter((_, i) => sides[i] === side))
        const searches = halves.map((half) => searchOf(half))
        const { lookUp } = receiptsOver(searches)
        const recount = createRecount(WINDOW)
        for (const one of all) recount.add(one)
        const told = new Map<string, number>()
        for (const one of all) {
          const answer = await lookUp(codeOf(one))
          if (!answer.ok) throw new Error(answer.refusal.code)
          expect(answer.value).toHaveLength(1)
          const [standing] = answer.value
          told.set(
            `${one.channel} ${standing!.status}`,
            (told.get(`${one.channel} ${standing!.status}`) ?? 0) + 1,
          )
        }
        for (const { channel, split, duplicate, early, late, stale, invalid, quarantined } of recount.result()
          .result.channels) {
          const counted = split.satisfied + split.fair + split.dissatisfied
          const by = (status: string) => told.get(`${channel} ${status}`) ?? 0
          expect({ counted: by('counted'), duplicate: by('superseded') }).toEqual({ counted, duplicate })
          expect({ early: by('early'), late: by('late'), stale: by('stale') }).toEqual({ early, late, stale })
          expect({ invalid: by('invalid'), quarantined: by('quarantined') }).toEqual({ invalid, quarantined })
        }
        for (const search of searches) await search.close()
      },
    ),
    { numRuns: 25 },
  )
})

test('[BAL10][SHOW5] whatever was chosen, and for whichever unit, the receipt is the same', async () => {
  const choices: readonly Choice[] = ['satisfied', 'fair', 'dissatisfied', 'unsure']
  const tell = async (choice: Choice, unitCode: number) => {
    const own = [1, 2, 1].map((voter, i) =>
      ballot({
        ...{ choice, unitCode: unitCode as UnitCode, voterKey: voterKey(voter) },
        ...{ messageHash: [i + 1, 9] as const, receivedAtMs: T0 + 1_000 + i },
      }),
    )
    const search = searchOf(own)
    const { lookUp } = receiptsOver([search])
    const told = await Promise.all(own.map((one) => lookUp(codeOf(one))))
    await search.close()
    return JSON.stringify(told)
  }
  const told = await Promise.all(choices.flatMap((choice) => [3, 12].map((unit) => tell(choice, unit))))
  expect(new Set(told).size).toBe(1)
  expect(told[0]).toContain('superseded')
  const sentences = RECEIPT_STATUSES.flatMap((status) =>
    (['open', 'closed', 'published', 'void', 'none'] as const).map((stage) =>
      receiptSentenceOf({
        ...{ status, stage, keyDestroyed: stage === 'published' },
        reason: status === 'invalid' ? 'FREE_TEXT' : null,
      }),
    ),
  )
  for (const sentence of sentences) {
    expect(sentence).toMatch(/。$/)
    expect(sentence).not.toMatch(/满意/)
  }
})

test('[BAL10] the reason that somebody gave for 不满意 does not tell that they were', async () => {
  const one = ballot({ choice: 'REASON_GIVEN' })
  const search = searchOf([one])
  const told = await receiptsOver([search]).lookUp(codeOf(one))
  expect(told).toMatchObject({ ok: true, value: [{ status: 'invalid', reason: 'FREE_TEXT' }] })
  await search.close()
})

test('[BAL10] a code that is nearly right is as unknown as any other', async () => {
  const one = ballot({ messageHash: [77, 88] })
  const search = searchOf([one])
  const { lookUp } = receiptsOver([search])
  expect(await lookUp(codeOf(one))).toMatchObject({ ok: true })
  const { high, low } = codeOf(one)
  const unknown = { ok: false, refusal: { code: 'receipt_unknown', detail: {} } }
  // All but the 18 bits that are not kept in memory are right, and all but the first.
  expect(await lookUp({ high, low: low ^ 1 })).toEqual(unknown)
  expect(await lookUp({ high: high ^ (2 ** 24), low })).toEqual(unknown)
  const other = createReceiptKey(new Uint8Array(32).fill(6)).bitsOf(hexOf(one.messageHash))
  expect(await lookUp(other)).toEqual(unknown)
  await search.close()
})

test('[BAL10] two messages that share a code are both told of, one that was logged twice is told of once', async () => {
  const [a, b] = [ballot({ messageHash: [1, 1] }), ballot({ messageHash: [2, 2], choice: 'FREE_TEXT' })]
  const found = (ballots: readonly Ballot[]): ReceiptSearch => ({
    logId: '00000000000000a1' as LogId,
    find: async () => ({
      ballots: ballots.map((each, i) => ({
        logId: '00000000000000a1' as LogId,
        sequence: i + 1,
        ballot: each,
      })),
      upTo: ballots.length,
    }),
    first: async () => a,
    follow: async () => false,
    close: async () => {},
  })
  const both = await receiptsOver([found([a, b])]).lookUp({ high: 1, low: 1 })
  expect(both).toMatchObject({ ok: true, value: [{ status: 'counted' }, { status: 'invalid' }] })
  const twice = await receiptsOver([found([a, { ...a, receivedAtMs: T0 + 2_000 }])]).lookUp({
    high: 1,
    low: 1,
  })
  expect(twice).toMatchObject({ ok: true, value: [{ status: 'counted' }] })
})

test.each<[string, Partial<ReceiptPoll> | null, Partial<ReceiptStanding>]>([
  ['still open', { stage: 'open' }, { status: 'counted', stage: 'open' }],
  ['closed and not yet revealed', { stage: 'closed' }, { status: 'counted', stage: 'closed' }],
  ['in the published record', { stage: 'published' }, { status: 'counted', stage: 'published' }],
  ['void', { stage: 'void' }, { stage: 'void' }],
  ['of no poll', null, { status: 'no_poll', stage: 'none' }],
])('[BAL10] a message whose poll is %s says so', async (_, change, expected) => {
  const one = ballot()
  const search = searchOf([one])
  const { lookUp } = receiptsOver([search], { poll: change === null ? null : { ...POLL, ...change } })
  expect(await lookUp(codeOf(one))).toMatchObject({ ok: true, value: [expected] })
  await search.close()
})

test('[LOG3][BAL10] a log that two persons excluded is said to be, and what it holds supersedes nothing', async () => {
  const [late, early] = [3_000, 1_000].map((ms, i) =>
    ballot({ receivedAtMs: T0 + ms, messageHash: [i + 1, 1] }),
  ) as [Ballot, Ballot]
  const [kept, excluded] = [searchOf([late]), searchOf([early])]
  const poll = { ...POLL, excludedLogs: [excluded.logId] }
  const { lookUp } = receiptsOver([kept, excluded], { poll })
  expect(await lookUp(codeOf(late))).toMatchObject({ value: [{ status: 'counted' }] })
  expect(await lookUp(codeOf(early))).toMatchObject({ value: [{ status: 'log_excluded' }] })
  await kept.close()
  await excluded.close()
})

test('[BAL10][SAFE1] while a log is behind nothing is called unknown; a hanging one is given up, and look-ups are bounded', async () => {
  const empty = searchOf([])
  const behind = receiptsOver([empty], { head: 5 })
  expect(await behind.lookUp({ high: 1, low: 2 })).toMatchObject({ refusal: { code: 'receipts_behind' } })
  await empty.close()

  const never: ReceiptSearch = { ...empty, find: () => new Promise(() => {}) }
  const hanging = receiptsOver([never])
  const asked = Array.from({ length: 101 }, (_, low) => hanging.lookUp({ high: 3, low }))
  expect(await asked.at(-1)).toMatchObject({ refusal: { code: 'queue_full', detail: { count: 100 } } })
  hanging.clock.forward(5_000)
  expect(await asked[0]).toMatchObject({ refusal: { code: 'receipts_behind' } })

  const broken = receiptsOver([{ ...empty, find: () => Promise.reject(new Error('EIO')) }])
  expect(await broken.lookUp({ high: 3, low: 1 })).toMatchObject({ refusal: { code: 'internal_error' } })
  expect(broken.errors).toHaveLength(1)
})

test('[BAL10] the same code asked again at once is answered from memory, later anew', async () => {
  let asked = 0
  const search: ReceiptSearch = {
    logId: '00000000000000a1' as LogId,
    first: async () => null,
    find: async () => {
      asked += 1
      return { ballots: [], upTo: 0 }
    },
    follow: async () => false,
    close: async () => {},
  }
  const { lookUp, clock } = receiptsOver([search])
  await Promise.all([lookUp({ high: 1, low: 1 }), lookUp({ high: 1, low: 1 })])
  clock.forward(2_999)
  await lookUp({ high: 1, low: 1 })
  expect(asked).toBe(1)
  clock.forward(1)
  await lookUp({ high: 1, low: 1 })
  expect(asked).toBe(2)
})

test('[BAL10] the worker follows a log of 60,000 that grows, and finds what was just written', async () => {
  const file = join(folder, 'ballots.db')
  const log = openBallotLogFile(file)
  const many = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) =>
      ballot({ voterKey: voterKey(from + i), messageHash: [from + i, 4] }),
    )
  for (let from = 1; from < 60_000; from += 1_000) log.append(packed(many(from, 1_000)))
  const search = await openSqliteReceiptSearch(file, SECRET)
  expect(search.logId).toBe(log.logId)
  const { lookUp, start, stop, clock } = receiptsOver([search], { head: 60_000 })
  expect(await lookUp(codeOf(ballot({ messageHash: [59_999, 4] })))).toMatchObject({
    refusal: { code: 'receipts_behind' },
  })
  start()
  let slices = 0
  while (await search.follow()) slices += 1
  expect(slices).toBeLessThan(4)
  clock.forward(3_000)
  expect(await lookUp(codeOf(ballot({ messageHash: [59_999, 4] })))).toMatchObject({
    value: [{ status: 'counted' }],
  })
  const fresh = ballot({ voterKey: voterKey(59_999), messageHash: [99_999, 4], receivedAtMs: T0 + 2_000 })
  log.append(packed([fresh, ...many(70_000, 500)]))
  expect(await lookUp(codeOf(fresh))).toMatchObject({ value: [{ status: 'superseded' }] })
  stop()
  await turns()
  await search.close()
  log.close()
})

test('[BAL10] the code of a message is the same at its door and on its record', () => {
  const shown = key.codeOf('wechat', '24456219123456789012')
  expect(shown).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/)
  expect(key.codeOf('twilio', '24456219123456789012')).not.toBe(shown)
  // First 16 hex digits of SHA-256("wechat" NUL "24456219123456789012"), worked out with coreutils.
  expect(key.bitsOf('d20a09f8a3f0e73d')).toEqual(parseReceiptCode(shown))
})

test('the poll of a window that is not known leaves the record alone', async () => {
  const search = searchOf([ballot({ windowId: 'b00000000002' as WindowId })])
  expect(await search.first(ballot(), WINDOW)).toBe(null)
  await search.close()
})
