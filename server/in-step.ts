// Several processes: whoever was answered by another one a moment ago finds here what came of it.

import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import type { Clock } from './clock.ts'

/** A question takes no longer: Redis is away or slow, and what is known here must do. Whoever comes during one waits for the next. */
const WITHIN_MS = 200

/** Its secret is in the address. */
const SETUP_LINK = '/api/setup?'

/** Resolves when all that any process wrote before the call is known here, at the latest after 2 × WITHIN_MS. Never rejects. */
export type InStep = () => Promise<void>

/** `sources`: each resolves when what all have written is known here, and may reject or hang. They are asked once for all who wait. */
export function createInStep(sources: readonly (() => Promise<unknown>)[], clock: Clock): InStep {
  let asking: Promise<void> | null = null
  let asksNext: Promise<void> | null = null

  const ask = () => {
    const asked = Promise.allSettled(sources.map((source) => source()))
    asking = new Promise<void>((settle) => {
      const cancel = clock.at(clock.nowMs() + WITHIN_MS, settle)
      void asked.then(() => {
        cancel()
        settle()
      })
    }).then(() => {
      asking = null
    })
    return asking
  }
  return () => {
    // What is under way may have asked before this caller's write was there.
    if (asking === null) return ask()
    asksNext ??= asking.then(() => {
      asksNext = null
      return ask()
    })
    return asksNext
  }
}

/** Whoever carries a secret, or writes, waits to be known; whoever only reads what is public does not. */
export function inStepFirst(inStep: InStep): RequestHandler {
  return (request, _response, next) => {
    if (mayDepend(request)) void inStep().then(() => next())
    else next()
  }
}

function mayDepend({ method, url, headers }: IncomingMessage): boolean {
  const hasSecret = headers.cookie !== undefined || headers.authorization !== undefined
  return hasSecret || method === 'POST' || url?.startsWith(SETUP_LINK) === true
}
