// A public answer that carries the server's clock: cacheable for a second, with an ETag that changes with content and second.

import { createHash } from 'node:crypto'
import type { Request, Response } from 'express'
import type { Clock } from '../clock.ts'

/**
 * `content` is what the ETag is of, beside a `tag` of its own, `bodyAt` the JSON with the clock in it. The second is in the
 * ETag: a page that is told "not modified" reuses the old answer, and with it the old clock.
 */
export type Etagged = (
  request: Request,
  response: Response,
  of: { readonly content: string; readonly tag: string },
  bodyAt: (serverNowMs: number) => string,
) => void

/** One for each address: it remembers the hash of what it answered last. */
export function createEtagged(clock: Clock): Etagged {
  let last = { content: '', hash: '' }
  return (request, response, { content, tag }, bodyAt) => {
    const serverNowMs = clock.nowMs()
    if (content !== last.content) {
      last = { content, hash: createHash('sha256').update(content).digest('base64url').slice(0, 22) }
    }
    const etag = `W/"${last.hash}-${tag}-${Math.floor(serverNowMs / 1_000)}"`
    response.set({ 'Cache-Control': 'public, max-age=1', ETag: etag })
    if (request.headers['if-none-match'] === etag) {
      response.status(304).end()
      return
    }
    response.type('application/json').send(bodyAt(serverNowMs))
  }
}
