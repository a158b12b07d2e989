// Ballots for tests: windows, messages, packed records, and a ballot log in memory whose appends a test can hold and fail.

import type { LogId, UnitCode, UnitId, WindowId } from '../../shared/basics/ids.ts'
import type { Ballot } from '../../shared/ballot/ballot.ts'
import { CHANNELS } from '../../shared/ballot/choices.ts'
import { type VotingWindow } from '../../shared/ballot/poll.ts'
import type { Inbound } from '../../server/ballots/inbound.ts'
import type { BallotLog, LogBatch, LogHead } from '../../server/storage/ballot-log.ts'
import type { BallotLogs, ReadableLog } from '../../server/storage/ballot-logs.ts'
import { choiceCodeOf, FLAG, pack, RECORD_BYTES, windowNumberOf } from '../../server/storage/ballot-record.ts'
import { batchHash, NO_HASH, toHex } from '../../server/storage/batch-chain.ts'

export const T0 = 1_800_000_000_000

export function votingWindow(changes: Partial<VotingWindow> = {}): VotingWindow {
  return {
    windowId: 'a00000000001' as WindowId,
    voterKeyId: 'show-1',
    kind: 'live',
    units: [{ id: 'u03' as UnitId, code: 3 as UnitCode, name: '三号单位' }],
    opensAtMs: T0,
    closesAtMs: T0 + 60_000,
    drainMs: { twilio: 2_000, wechat: 20_000, web: 2_000, aliyun: 90_000, tencent: 90_000, gateway: 90_000 },
    channels: [...CHANNELS],
    accessNumbers: [],
    offersUnsure: false,
    smsTransitMs: 60_000,
    phase: 'open',
    quarantines: [],
    generation: 0,
    ...changes,
  }
}

/** The logs of one of several processes, the first one its own; nothing is copied or collected. */
export function givenLogs(
  known: readonly [ReadableLog, ...ReadableLog[]],
  orphans: readonly BallotLog[] = [],
): BallotLogs {
  return {
    orphans,
    known: () => known,
    heldFiles: () => [],
    files: () => [],
    name: () => undefined,
    named: () => known.map(({ logId }) => logId),
    grown: () => undefined,
    collect: async () => undefined,
    close: async () => undefined,
  }
}

let messages = 0

/** A message by SMS of a citizen of its own, if nothing else is said. */
export function inbound(changes: Partial<Inbound> = {}): Inbound {
  messages += 1
  return {
    channel: 'twilio',
    messageId: `SM${messages.toString(16).padStart(32, '0')}`,
    identity: `phone:+86138${messages.toString().padStart(8, '0')}`,
    content: { kind: 'text', text: '满意' },
    accessNumber: '+10690',
    receivedAtMs: T0 + 1_000,
    carrierMs: null,
    ...changes,
  }
}

/** A 16-byte voter key that spreads as an HMAC does; one number, one key. */
export function voterKey(n: number): Uint8Array {
  const key = new Uint8Array(16)
  const view = new DataView(key.buffer)
  for (let i = 0; i < 4; i++) view.setUint32(i * 4, Math.imul(n + 1, 0x9e3779b1 + i * 0x85ebca6a))
  return key
}

export function ballot(changes: Partial<Ballot> = {}): Ballot {
  return {
    windowId: votingWindow().windowId,
    unitCode: 3 as UnitCode,
    voterKey: voterKey(1),
    choice: 'satisfied',
    channel: 'twilio',
    receivedAtMs: T0 + 1_000,
    orderMs: changes.receivedAtMs ?? T0 + 1_000,
    carrierTimeUsed: false,
    stale: false,
    messageHash: [1, 2],
    segmentHash: 0,
    ...changes,
  }
}

export function packed(ballots: readonly Ballot[]): Uint8Array {
  const bytes = new Uint8Array(ballots.length * RECORD_BYTES)
  const view = new DataView(bytes.buffer)
  for (const [i, given] of ballots.entries()) {
    pack(view, bytes, i * RECORD_BYTES, {
      voterKey: given.voterKey,
      orderMs: given.orderMs,
      receivedMs: given.receivedAtMs,
      hashHigh: given.messageHash[0],
      hashLow: given.messageHash[1],
      windowNumber: given.windowId === null ? 0 : windowNumberOf(given.windowId),
      unitCode: given.unitCode ?? 0,
      choiceCode: choiceCodeOf(given.choice),
      channelIndex: CHANNELS.indexOf(given.channel),
      segmentHash: given.segmentHash,
      flags: (given.stale ? FLAG.stale : 0) | (given.carrierTimeUsed ? FLAG.carrierTimeUsed : 0),
    })
  }
  return bytes
}

export interface MemoryLog extends BallotLog {
  /** From now on appends wait until they are released or failed. */
  hold(): void
  /** Lets the oldest held append onto the disk. */
  release(): Promise<void>
  /** Fails the oldest held append; with `kept` it is on disk all the same. Appends then fail until reopen works. */
  fail(kept?: boolean): Promise<void>
  /** Whether reopen works. */
  mended: boolean
  readonly held: () => number
  readonly appends: () => number
}

/** A ballot log that keeps everything in memory; its disk is the test's hand. */
export function createMemoryLog(logId = '00000000000000a1' as LogId): MemoryLog {
  const batches: LogBatch[] = []
  let hash: Uint8Array = NO_HASH
  let head: LogHead = { sequence: 0, chainHash: toHex(NO_HASH) }
  let holding = false
  let broken = false
  let appends = 0
  const held: { readonly write: () => void; readonly reject: (error: Error) => void }[] = []

  const write = (records: Uint8Array): LogHead => {
    const firstSequence = batches.reduce((sum, batch) => sum + batch.count, 1)
    const count = records.byteLength / RECORD_BYTES
    hash = batchHash(hash, firstSequence, count, records)
    batches.push({ firstSequence, count, records, chainHash: toHex(hash) })
    return { sequence: firstSequence + count - 1, chainHash: toHex(hash) }
  }
  const turn = () => new Promise<void>((done) => setImmediate(done))

  const log: MemoryLog = {
    logId,
    mended: true,
    head: () => head,
    append(records) {
      appends += 1
      if (broken) return Promise.reject(new Error('the disk failed'))
      const count = records.byteLength / RECORD_BYTES
      if (count < 1 || !Number.isInteger(count)) return Promise.reject(new RangeError('whole records'))
      const own = records.slice()
      if (!holding) {
        head = write(own)
        return Promise.resolve(head)
      }
      return new Promise((resolve, reject) => {
        held.push({
          write: () => {
            head = write(own)
            resolve(head)
          },
          reject: (error) => {
            if (error.message === 'kept') write(own)
            reject(error)
          },
        })
      })
    },
    async reopen() {
      if (!log.mended) throw new Error('the disk still fails')
      broken = false
      const last = batches.at(-1)
      if (last) head = { sequence: last.firstSequence + last.count - 1, chainHash: last.chainHash }
      return head
    },
    read: async (after, limit) =>
      batches.filter(({ firstSequence, count }) => firstSequence + count - 1 > after).slice(0, limit),
    async verifyChain() {
      let before: Uint8Array = NO_HASH
      for (const batch of batches) {
        before = batchHash(before, batch.firstSequence, batch.count, batch.records)
        if (toHex(before) !== batch.chainHash) return batch.firstSequence
      }
      return null
    },
    close: async () => {},
    hold: () => {
      holding = true
    },
    async release() {
      held.shift()?.write()
      await turn()
    },
    async fail(kept = false) {
      broken = true
      held.shift()?.reject(new Error(kept ? 'kept' : 'the disk failed'))
      await turn()
    },
    held: () => held.length,
    appends: () => appends,
  }
  return log
}
