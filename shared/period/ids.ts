// Ids of evaluation periods, publications, imports and evidence files.

import { z } from 'zod'

const slug = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/)

/** Short enough that a publication's id is made of it: ID-1, ID-2, … */
export const PeriodId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,47}$/)
  .brand('PeriodId')
export type PeriodId = z.infer<typeof PeriodId>

export const PublicationId = slug.brand('PublicationId')
export type PublicationId = z.infer<typeof PublicationId>

/** SHA-256 in hex: of an evidence file, of canonical JSON. */
export const ContentHash = z.string().regex(/^[0-9a-f]{64}$/)
export type ContentHash = z.infer<typeof ContentHash>

/** Chosen by whoever imports; an import runs once. */
export const ImportId = slug
