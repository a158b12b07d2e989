// GET /api/checkpoints and /api/checkpoints/notes: which checkpoints were signed, and who outside holds them (LOG2). Staff only.

import { z } from 'zod'

const atMs = z.number().int()

export const CheckpointsAnswer = z.strictObject({
  serverNowMs: atMs,
  /** Of the house's Ed25519 key: 32 bytes in hex. */
  publicKey: z.string(),
  /** What every signature and every tree's origin begins with. */
  keyName: z.string(),
  trees: z.array(
    z.strictObject({
      /** `journal`, or `ballots/LOG`. */
      tree: z.string(),
      /** Null: there is none yet. */
      newest: z.strictObject({ size: z.number().int(), atMs, note: z.string() }).nullable(),
      /** The log was cut, or is another than the one checkpoints were made of: none is signed any more. */
      isChanged: z.boolean(),
    }),
  ),
  holders: z.array(
    z.strictObject({
      name: z.string(),
      /** It does not have the newest yet. */
      waiting: z.boolean(),
      /** Null: nothing since this process started. */
      heldAtMs: atMs.nullable(),
      /** A Chinese sentence. */
      failing: z.string().nullable(),
    }),
  ),
  /** Why none can be made just now (an error's message). */
  failing: z.string().nullable(),
})
export type CheckpointsAnswer = z.infer<typeof CheckpointsAnswer>

export const NotesQuery = z.strictObject({
  /** Notes behind this one. */
  after: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .default(0),
})
