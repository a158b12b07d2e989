// The ids of the field as types of their own, so that a seat can never be passed for a unit.

import { z } from 'zod'

const slug = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/)

export const SessionId = slug.brand('SessionId')
export type SessionId = z.infer<typeof SessionId>

export const SegmentId = slug.brand('SegmentId')
export type SegmentId = z.infer<typeof SegmentId>

export const UnitId = slug.brand('UnitId')
export type UnitId = z.infer<typeof UnitId>

/** A seat of a session's panel, such as `s07`. */
export const SeatId = slug.brand('SeatId')
export type SeatId = z.infer<typeof SeatId>

/** A promise (承诺) given on air. */
export const PromiseId = slug.brand('PromiseId')
export type PromiseId = z.infer<typeof PromiseId>

/** A person with an account; `system` is the server itself and never has one. */
export const PersonId = slug.brand('PersonId')
export type PersonId = z.infer<typeof PersonId>

/**
 * A window, and of a citizens' window the poll it opens (one id for both): 12 lower-case hex digits, so that it
 * packs into 48 bits of a ballot record and reads back exactly as a JavaScript number.
 */
export const WindowId = z
  .string()
  .regex(/^[0-9a-f]{12}$/)
  .brand('WindowId')
export type WindowId = z.infer<typeof WindowId>

/** Chosen by whoever sends a command, so that a repeated command runs once (LOG1). */
export const CommandId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,64}$/)
  .brand('CommandId')
export type CommandId = z.infer<typeof CommandId>

/** One ballot log: a file of one process's data folder. 16 hex digits. */
export const LogId = z
  .string()
  .regex(/^[0-9a-f]{16}$/)
  .brand('LogId')
export type LogId = z.infer<typeof LogId>

/** The name of a display output: `programme`, `studio` … */
export const OutputName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/)
  .brand('OutputName')
export type OutputName = z.infer<typeof OutputName>

/** As many as a city may have units, and far from what 16 bits of a ballot record hold. */
export const UNIT_CODE_MOST = 20_000

/** A unit's public code, what a citizen types behind 满意. */
export const UnitCode = z.number().int().min(1).max(UNIT_CODE_MOST).brand('UnitCode')
export type UnitCode = z.infer<typeof UnitCode>
