// The packed form of one ballot in a log: 52 bytes, written and read in place so that a ballot on its way costs no object.

import type { UnitCode, WindowId } from '../../shared/basics/ids.ts'
import { INVALID_REASONS, type Ballot, type InvalidReason } from '../../shared/ballot/ballot.ts'
import { CHANNELS, CHOICES, type Choice } from '../../shared/ballot/choices.ts'

/** Kept with each log; a log of another format is refused, so that the layout may grow. */
export const RECORD_FORMAT = 2
export const RECORD_BYTES = 52

/**
 * All numbers big-endian. 0 voter key · 16 order time, u48 ms · 22 receipt, u48 ms · 28 message hash, 2 × u32 ·
 * 36 window id, u48, 0 = no poll · 42 unit code, u16, 0 = none · 44 choice 0–3, or 16 + index of INVALID_REASONS ·
 * 45 channel in the low 4 bits, and the flags below · 46 two zero bytes ·
 * 48 segment hash, u32, 0 = none.
 */
export const AT = {
  voterKey: 0,
  orderMs: 16,
  receivedMs: 22,
  hash: 28,
  windowId: 36,
  unitCode: 42,
  choice: 44,
  channel: 45,
  segmentHash: 48,
} as const
export const VOTER_KEY_BYTES = 16
export const FIRST_INVALID_CODE = 16
export const FLAG = {
  /** It was answered 'repeated': another message of that voter was known (BAL3). */
  repeated: 0x10,
  /** It was the first refused message of that voter and poll (BAL7). */
  firstRefused: 0x20,
  stale: 0x40,
  carrierTimeUsed: 0x80,
} as const
const CHANNEL_BITS = 0x0f
const U32 = 4_294_967_296

/** What pack writes: a ballot whose unions are already the numbers of the log. */
export interface RecordFields {
  readonly voterKey: Uint8Array
  readonly orderMs: number
  readonly receivedMs: number
  readonly hashHigh: number
  readonly hashLow: number
  /** windowNumberOf(windowId), or 0. */
  readonly windowNumber: number
  readonly unitCode: number
  readonly choiceCode: number
  readonly channelIndex: number
  /** FLAGs, or-ed. */
  readonly flags: number
  readonly segmentHash: number
}

/** Writes one record at `offset`; `bytes` and `view` look at the same buffer. */
export function pack(view: DataView, bytes: Uint8Array, offset: number, fields: RecordFields): void {
  bytes.set(fields.voterKey, offset)
  setU48(view, offset + AT.orderMs, fields.orderMs)
  setU48(view, offset + AT.receivedMs, fields.receivedMs)
  view.setUint32(offset + AT.hash, fields.hashHigh)
  view.setUint32(offset + AT.hash + 4, fields.hashLow)
  setU48(view, offset + AT.windowId, fields.windowNumber)
  view.setUint16(offset + AT.unitCode, fields.unitCode)
  view.setUint8(offset + AT.choice, fields.choiceCode)
  view.setUint8(offset + AT.channel, fields.channelIndex | fields.flags)
  view.setUint16(offset + 46, 0)
  view.setUint32(offset + AT.segmentHash, fields.segmentHash)
}

export const orderMsAt = (view: DataView, offset: number): number => getU48(view, offset + AT.orderMs)
export const receivedMsAt = (view: DataView, offset: number): number => getU48(view, offset + AT.receivedMs)
export const windowNumberAt = (view: DataView, offset: number): number => getU48(view, offset + AT.windowId)
export const unitCodeAt = (view: DataView, offset: number): number => view.getUint16(offset + AT.unitCode)
export const choiceCodeAt = (view: DataView, offset: number): number => view.getUint8(offset + AT.choice)
export const segmentHashAt = (view: DataView, offset: number): number =>
  view.getUint32(offset + AT.segmentHash)
export const channelIndexAt = (view: DataView, offset: number): number =>
  view.getUint8(offset + AT.channel) & CHANNEL_BITS
export const hasFlag = (view: DataView, offset: number, flag: number): boolean =>
  (view.getUint8(offset + AT.channel) & flag) !== 0

/** A ballot as the log kept it. */
export interface RecordedBallot extends Ballot {
  readonly answeredRepeated: boolean
  readonly firstRefused: boolean
}

/** Reads one record; its voter key is a copy. Throws where a number is none of format 2: the log is damaged. */
export function unpack(view: DataView, offset: number): RecordedBallot {
  const channel = CHANNELS[channelIndexAt(view, offset)]
  if (channel === undefined) throw new RangeError(`record at ${offset}: no such channel`)
  const windowNumber = windowNumberAt(view, offset)
  const unitCode = unitCodeAt(view, offset)
  return {
    voterKey: new Uint8Array(view.buffer, view.byteOffset + offset, VOTER_KEY_BYTES).slice(),
    orderMs: orderMsAt(view, offset),
    receivedAtMs: receivedMsAt(view, offset),
    messageHash: [view.getUint32(offset + AT.hash), view.getUint32(offset + AT.hash + 4)],
    windowId: windowNumber === 0 ? null : windowIdOf(windowNumber),
    unitCode: unitCode === 0 ? null : (unitCode as UnitCode),
    choice: choiceOf(choiceCodeAt(view, offset)),
    segmentHash: segmentHashAt(view, offset),
    channel,
    carrierTimeUsed: hasFlag(view, offset, FLAG.carrierTimeUsed),
    stale: hasFlag(view, offset, FLAG.stale),
    answeredRepeated: hasFlag(view, offset, FLAG.repeated),
    firstRefused: hasFlag(view, offset, FLAG.firstRefused),
  }
}

/** A window id as the number it packs into: below 2^48, so exact. */
export function windowNumberOf(windowId: WindowId): number {
  return Number.parseInt(windowId, 16)
}

export function windowIdOf(windowNumber: number): WindowId {
  return windowNumber.toString(16).padStart(12, '0') as WindowId
}

export function choiceCodeOf(choice: Choice | InvalidReason): number {
  const index = CHOICES.indexOf(choice as Choice)
  return index >= 0 ? index : FIRST_INVALID_CODE + INVALID_REASONS.indexOf(choice as InvalidReason)
}

/** Throws RangeError for a code of no choice and no reason. */
export function choiceOf(code: number): Choice | InvalidReason {
  const choice = code < FIRST_INVALID_CODE ? CHOICES[code] : INVALID_REASONS[code - FIRST_INVALID_CODE]
  if (choice === undefined) throw new RangeError(`no choice has the code ${code}`)
  return choice
}

/** A view over whole records; throws where the bytes are no whole number of them. */
export function viewOf(records: Uint8Array): DataView {
  if (records.byteLength % RECORD_BYTES !== 0) {
    throw new RangeError(`${records.byteLength} bytes are no whole number of records`)
  }
  return new DataView(records.buffer, records.byteOffset, records.byteLength)
}

function setU48(view: DataView, offset: number, value: number): void {
  view.setUint16(offset, Math.floor(value / U32))
  view.setUint32(offset + 2, value >>> 0)
}

function getU48(view: DataView, offset: number): number {
  return view.getUint16(offset) * U32 + view.getUint32(offset + 2)
}
