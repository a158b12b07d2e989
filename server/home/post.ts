// Letters between processes: sealed, so that Redis and whoever looks into it see no phone and no word, each taken once and by nobody else.

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { LogId } from '../../shared/basics/ids.ts'
import type { Line, LineName } from '../storage/line.ts'

export const LETTER_KINDS = ['call', 'answer', 'beat', 'changes', 'here'] as const
export type LetterKind = (typeof LETTER_KINDS)[number]

const Letter = z.object({
  kind: z.enum(LETTER_KINDS),
  /** The sender, and its run: a new one at each of its starts. */
  from: LogId,
  run: z.string(),
  /** Rises with each letter of a run. */
  n: z.number().int(),
  to: z.string(),
  body: z.unknown(),
})
export type Letter = z.infer<typeof Letter>

export interface Post {
  /** Who we are now. */
  readonly run: string
  /** How many heard it; rejects where that cannot be said. The body is JSON. */
  send(to: LineName, kind: LetterKind, body: unknown): Promise<number>
  on(kind: LetterKind, listener: (letter: Letter) => void): void
  /** From now on letters come in. */
  open(): Promise<void>
  close(): void
}

/** Senders' runs whose last letter is remembered, the newest ones. */
const RUNS_MOST = 1_000

/** `names`: all under which we are written to, our own first. `secret` is the one all processes have in common. */
export function createPost({
  line,
  names,
  secret,
  onError,
}: {
  readonly line: Line
  readonly names: readonly [LogId, ...LogId[]]
  readonly secret: string
  readonly onError: (error: unknown) => void
}): Post {
  const run = randomBytes(8).toString('hex')
  const seal = createSeal(secret)
  const listeners = new Map<LetterKind, (letter: Letter) => void>()
  const mine: ReadonlySet<string> = new Set([...names, 'all'])
  /** By sender's run: a letter that comes again, or behind a later one, is nobody's. */
  const newest = new Map<string, number>()
  let n = 0

  const hear = (bytes: Uint8Array) => {
    const text = seal.opened(bytes)
    const parsed = text === null ? null : Letter.safeParse(JSON.parse(text))
    if (parsed?.success !== true || !mine.has(parsed.data.to)) return
    const letter = parsed.data
    const sender = `${letter.from} ${letter.run}`
    if (letter.n <= (newest.get(sender) ?? 0)) return
    newest.delete(sender)
    newest.set(sender, letter.n)
    if (newest.size > RUNS_MOST) for (const oldest of newest.keys()) if (newest.delete(oldest)) break
    listeners.get(letter.kind)?.(letter)
  }

  return {
    run,
    async send(to, kind, body) {
      n += 1
      const letter: Letter = { kind, from: names[0], run, n, to, body }
      return line.send(to, seal.sealed(JSON.stringify(letter)))
    },
    on(kind, listener) {
      listeners.set(kind, listener)
    },
    open: () =>
      line.listen([...names, 'all'], (bytes) => {
        try {
          hear(bytes)
        } catch (error) {
          onError(error)
        }
      }),
    close: () => line.close(),
  }
}

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** AES-256-GCM under a key derived from the secret for this one purpose. */
function createSeal(secret: string) {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'wenzheng letters between processes', 32))
  return {
    sealed(text: string): Uint8Array {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
    },
    /** Null where it was sealed by another secret, or is no letter. */
    opened(bytes: Uint8Array): string | null {
      if (bytes.byteLength < NONCE_BYTES + TAG_BYTES) return null
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      }).setAuthTag(bytes.subarray(-TAG_BYTES))
      try {
        const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES))
        return Buffer.concat([text, decipher.final()]).toString('utf8')
      } catch {
        return null
      }
    },
  }
}
