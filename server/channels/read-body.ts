// Reads a request's body within a size and a time, and answers for the door where it is outside of either (SAFE1).

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Refuse } from './door.ts'
import type { Patience } from './patience.ts'

export interface BodyBounds {
  /** Bytes. */
  readonly most: number
  /** From the headers to the last byte. */
  readonly patience: Patience
}

/** So much of a body that is too large is read and thrown away, so that its sender can read the refusal. */
const DISCARD = 256 * 1024

/** Calls `then` with the whole body, once; or answers 413 or 408 and never calls it. A sender who leaves ends it silently. */
export function readBody(
  req: IncomingMessage,
  res: ServerResponse,
  { most, patience }: BodyBounds,
  refuse: Refuse,
  then: (body: Buffer) => void,
): void {
  let chunks: Buffer[] = []
  let size = 0
  let over = false

  const end = () => {
    over = true
    chunks = []
    cancel()
  }
  const hangUp = () => {
    res.once('finish', () => req.destroy())
  }
  const tooLarge = (whole: boolean) => {
    end()
    if (!whole) hangUp()
    refuse(res, 413, { code: 'too_large', detail: {} }, whole ? {} : { Connection: 'close' })
  }

  const cancel = patience(() => {
    if (over) return
    end()
    hangUp()
    refuse(res, 408, { code: 'too_slow', detail: {} }, { Connection: 'close' })
  })

  if (Number(req.headers['content-length'] ?? 0) > most + DISCARD) {
    tooLarge(false)
    return
  }
  req.on('data', (chunk: Buffer) => {
    if (over) return
    size += chunk.length
    if (size <= most) chunks.push(chunk)
    else if (size > most + DISCARD) tooLarge(false)
    else chunks = []
  })
  req.on('end', () => {
    if (over) return
    if (size > most) {
      tooLarge(true)
      return
    }
    const [first, ...others] = chunks
    const body = first !== undefined && others.length === 0 ? first : Buffer.concat(chunks)
    end()
    then(body)
  })
  // Also where the sender is cut off: without a listener for it, Node reports that as a close and no error.
  req.on('close', () => {
    if (!over) end()
  })
}
