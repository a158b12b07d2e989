// What every BallotLog must do, whatever it stands on.

import { expect, test } from 'vitest'
import type { BallotLog } from '../../server/storage/ballot-log.ts'
import { RECORD_BYTES } from '../../server/storage/ballot-record.ts'
import { ballot, packed, voterKey } from '../support/ballots.ts'

export interface BallotLogAdapter {
  readonly name: string
  open(): Promise<BallotLog>
  /** Closes the log and opens the same one again, as after a restart. */
  reopened(log: BallotLog): Promise<BallotLog>
}

const batchOf = (first: number, count: number) =>
  packed(Array.from({ length: count }, (_, i) => ballot({ voterKey: voterKey(first + i) })))

export function ballotLogContract(adapter: BallotLogAdapter): void {
  test('an empty log has no batch, sequence 0 and a chain of zeros', async () => {
    const log = await adapter.open()
    expect(log.logId).toMatch(/^[0-9a-f]{16}$/)
    expect(log.head()).toEqual({ sequence: 0, chainHash: '0'.repeat(64) })
    expect(await log.read(0, 10)).toEqual([])
    expect(await log.verifyChain()).toBeNull()
  })

  test('[LOG3] batches come back in order, without a gap, byte for byte, and each moves the chain', async () => {
    const log = await adapter.open()
    const given = [batchOf(1, 3), batchOf(4, 1), batchOf(5, 200)]
    const heads = []
    for (const records of given) heads.push(await log.append(records))
    expect(heads.map((head) => head.sequence)).toEqual([3, 4, 204])
    expect(new Set(heads.map((head) => head.chainHash)).size).toBe(3)
    expect(log.head()).toEqual(heads[2])
    const batches = await log.read(0, 10)
    expect(batches.map(({ firstSequence, count }) => [firstSequence, count])).toEqual([
      [1, 3],
      [4, 1],
      [5, 200],
    ])
    for (const [i, { records, chainHash }] of batches.entries()) {
      expect(Buffer.compare(records, given[i]!)).toBe(0)
      expect(chainHash).toBe(heads[i]!.chainHash)
    }
    expect(await log.verifyChain()).toBeNull()
  })

  test('a read starts in the batch that holds the next sequence and ends at its limit', async () => {
    const log = await adapter.open()
    for (const [first, count] of [
      [1, 2],
      [3, 2],
      [5, 2],
    ] as const) {
      await log.append(batchOf(first, count))
    }
    const firsts = async (after: number, limit: number) =>
      (await log.read(after, limit)).map(({ firstSequence }) => firstSequence)
    expect(await firsts(2, 10)).toEqual([3, 5])
    expect(await firsts(3, 10)).toEqual([3, 5])
    expect(await firsts(0, 2)).toEqual([1, 3])
    expect(await firsts(6, 10)).toEqual([])
  })

  test('appends that wait for one another keep their order', async () => {
    const log = await adapter.open()
    const heads = await Promise.all([1, 2, 3, 4, 5].map((n) => log.append(batchOf(n, 1))))
    expect(heads.map((head) => head.sequence)).toEqual([1, 2, 3, 4, 5])
    expect(await log.verifyChain()).toBeNull()
  })

  test('what the caller does with its buffer afterwards changes nothing', async () => {
    const log = await adapter.open()
    const records = batchOf(1, 2)
    const kept = records.slice()
    const appended = log.append(records)
    records.fill(0xff)
    await appended
    expect(Buffer.compare((await log.read(0, 1))[0]!.records, kept)).toBe(0)
  })

  test('half a record, or none, is refused and leaves the log as it was', async () => {
    const log = await adapter.open()
    await expect(log.append(new Uint8Array(RECORD_BYTES - 1))).rejects.toThrow(/whole records/)
    await expect(log.append(new Uint8Array(0))).rejects.toThrow(/whole records/)
    expect(log.head().sequence).toBe(0)
    expect((await log.append(batchOf(1, 1))).sequence).toBe(1)
  })

  test('a restart finds the same log: id, head, batches', async () => {
    const log = await adapter.open()
    await log.append(batchOf(1, 5))
    const [before, id] = [log.head(), log.logId]
    const again = await adapter.reopened(log)
    expect(again.head()).toEqual(before)
    expect(again.logId).toBe(id)
    expect((await again.append(batchOf(6, 1))).sequence).toBe(6)
    expect(await again.verifyChain()).toBeNull()
  })
}
