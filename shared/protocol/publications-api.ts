// GET /api/publications… and objections: what everybody reads of a publication, what anybody may object, and what the office answers (PUB1).

import { z } from 'zod'
import { UnitId } from '../basics/ids.ts'
import { Category } from '../evaluation/unit.ts'
import { ContentHash, PublicationId } from '../period/ids.ts'
import { ObjectionOutcome } from '../period/period.ts'
import { PeriodHead, PublicationHead } from './period-api.ts'

const atMs = z.number().int()
const count = z.number().int().min(0)

/** GET /api/publications/:id — what a published ranking rests on; its rankings and cards stand beside it, and never change. */
export const PublicationAnswer = z.strictObject({
  period: PeriodHead.omit({ publications: true }),
  publication: PublicationHead,
  /** Two persons reopened the period, and a correction is being made (PUB2). */
  correcting: z.boolean(),
  /** Of a half-year or a year: the publications of its quarters it was made of, and what corrected each since (EVAL9). */
  sources: z.array(
    z.strictObject({
      title: z.string(),
      publicationId: PublicationId,
      number: z.number().int().min(1),
      replacedBy: PublicationId.nullable(),
    }),
  ),
  schemeHash: ContentHash,
  inputsHash: ContentHash,
  scheme: z.unknown(),
  /** Ed25519, in hex: signs the bundle's manifest (PUB3). */
  publicKey: ContentHash,
  bundleBytes: count,
  categories: z.array(z.strictObject({ category: Category, ranked: count, unranked: count, listN: count })),
})
export type PublicationAnswer = z.infer<typeof PublicationAnswer>

/** GET /api/publications — for everybody: what is in notice or final. */
export const PublicationsAnswer = z.strictObject({
  serverNowMs: atMs,
  publications: z.array(
    z.strictObject({ period: PeriodHead.omit({ publications: true }), publication: PublicationHead }),
  ),
})
export type PublicationsAnswer = z.infer<typeof PublicationsAnswer>

/** POST /api/objections — anybody, while a publication is in notice. Words and contact go to the private store. */
export const ObjectionRequest = z.strictObject({
  publicationId: PublicationId,
  /** Null: about the whole ranking. */
  unitId: UnitId.nullable(),
  words: z.string().trim().min(5).max(1_000),
  /** Name and telephone or mail, so that it can be answered; optional. */
  contact: z.string().trim().max(100),
})
export const ObjectionFiled = z.strictObject({ objectionId: z.string() })

/** GET /api/publications/:id/objections — public: answered ones with their public answers, open ones by number only. */
export const ObjectionsAnswer = z.strictObject({
  open: count,
  answered: z.array(
    z.strictObject({
      objectionId: z.string(),
      unitName: z.string().nullable(),
      filedAtMs: atMs,
      outcome: ObjectionOutcome,
      words: z.string(),
      atMs,
    }),
  ),
})
export type ObjectionsAnswer = z.infer<typeof ObjectionsAnswer>

/** GET /api/objections?publication=ID — office and auditor: with what was written, while the private store keeps it. */
export const ObjectionsDeskAnswer = z.strictObject({
  rows: z.array(
    z.strictObject({
      objectionId: z.string(),
      /** Null: about the whole ranking. */
      unitId: UnitId.nullable(),
      unitName: z.string().nullable(),
      filedAtMs: atMs,
      /** Null: wiped, its time was over. */
      words: z.string().nullable(),
      /** The office alone is told; empty: none was left. */
      contact: z.string().nullable(),
      answer: z
        .strictObject({ outcome: ObjectionOutcome, words: z.string(), by: z.string(), atMs })
        .nullable(),
    }),
  ),
})
export type ObjectionsDeskAnswer = z.infer<typeof ObjectionsDeskAnswer>
