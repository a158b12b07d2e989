// A quarantine: which ballots of a poll are set aside by two persons (BAL9). It cannot name a choice, so nobody's opinion can be.

import { z } from 'zod'
import { UnitCode } from '../basics/ids.ts'
import { CHANNELS } from './choices.ts'

const ms = z.number().int().min(0)

/**
 * All that is named must hold of a ballot (a conjunction). A channel, a time or a number segment is named at least, so that no
 * unit is set aside as a whole. Times are order times, from ≤ t < to; a null end is open.
 */
export const QuarantineRule = z
  .strictObject({
    channel: z.enum(CHANNELS).nullable(),
    unitCode: UnitCode.nullable(),
    fromMs: ms.nullable(),
    toMs: ms.nullable(),
    /** Keyed 32-bit hash of a number segment, as it stands in the ballot record; 0 is none. */
    segmentHash: z.number().int().min(1).max(0xffff_ffff).nullable(),
  })
  .refine(
    ({ channel, fromMs, toMs, segmentHash }) =>
      channel !== null || fromMs !== null || toMs !== null || segmentHash !== null,
    'a channel, a time or a segment is named',
  )
  .refine(
    ({ fromMs, toMs }) => fromMs === null || toMs === null || fromMs < toMs,
    'the time ends after it begins',
  )
export type QuarantineRule = z.infer<typeof QuarantineRule>
