// Questions one process asks the home and their answers, each with an end in time; a question of another run is nobody's.

import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { LogId } from '../../shared/basics/ids.ts'
import { REFUSAL_CODES, type RefusalCode } from '../../shared/basics/refusal.ts'
import type { Clock } from '../clock.ts'
import { PrivateHomeRefused } from '../private/refused.ts'
import { PrivateStoreFailed } from '../private/private-store.ts'
import type { Post } from './post.ts'

/** A call whose answer does not come in that time is given up by whoever asked; whether it was done is unknown. */
export const CALL_WITHIN_MS = 15_000
/** What goes through a whole list takes longer. */
export const LONG_CALL_WITHIN_MS = 60_000
/** Asked and not answered, and asked of us and not done: what comes beyond is refused (SAFE2). */
const UNDER_WAY_MOST = 100

/** The home as it is known to whoever asks it. */
export interface HomeAddress {
  readonly logId: LogId
  readonly run: string
  readonly name: string
}

export interface Calls {
  /** Rejects with PrivateHomeRefused: what the home says against it, that nobody listens there, or that no answer came. */
  ask(home: HomeAddress, name: string, args: readonly unknown[], withinMs?: number): Promise<unknown>
  /** What we answer, as long as it is for our run; null: nothing, we are not the home. */
  serve(answer: ((name: string, args: readonly unknown[]) => Promise<unknown>) | null): void
  stop(): void
}

const Call = z.object({ id: z.string(), run: z.string(), name: z.string(), args: z.array(z.unknown()) })
const Refusal = z.object({
  code: z.enum(REFUSAL_CODES as [RefusalCode, ...RefusalCode[]]),
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
})
/** An answer as text, in parts one behind the other. */
const Part = z.object({ id: z.string(), part: z.number().int(), of: z.number().int(), text: z.string() })
const Answer = z.object({ value: z.unknown().optional(), refusal: Refusal.optional() })
const PART_LONGEST = 400_000
const PARTS_MOST = 64

interface Waiter {
  readonly parts: string[]
  readonly settle: (value: unknown) => void
  readonly fail: (error: unknown) => void
}

export function createCalls({
  post,
  clock,
  onError,
}: {
  readonly post: Post
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}): Calls {
  const waiting = new Map<string, Waiter>()
  let answerOf: Parameters<Calls['serve']>[0] = null
  let underWay = 0

  const answer = async (to: LogId, id: string, said: z.infer<typeof Answer>) => {
    const text = JSON.stringify(said)
    const of = Math.ceil(text.length / PART_LONGEST)
    if (of > PARTS_MOST) throw new RangeError('no answer is that long')
    for (let part = 0; part < of; part += 1)
      await post.send(to, 'answer', {
        ...{ id, part, of, text: text.slice(part * PART_LONGEST, (part + 1) * PART_LONGEST) },
      })
  }
  const refusalOf = (error: unknown): z.infer<typeof Refusal> => {
    if (error instanceof PrivateStoreFailed) return { code: 'storage_failed', detail: {} }
    if (error instanceof PrivateHomeRefused) return error.refusal
    onError(error)
    return { code: 'internal_error', detail: {} }
  }
  post.on('call', ({ from, body }) => {
    const call = Call.safeParse(body)
    if (!call.success || call.data.run !== post.run) return
    const { id, name, args } = call.data
    const done = async (): Promise<z.infer<typeof Answer>> => {
      if (answerOf === null) return { refusal: { code: 'not_ready', detail: {} } }
      if (underWay > UNDER_WAY_MOST) return { refusal: { code: 'queue_full', detail: { count: underWay } } }
      try {
        return { value: (await answerOf(name, args)) ?? null }
      } catch (error) {
        return { refusal: refusalOf(error) }
      }
    }
    underWay += 1
    done()
      .then((said) => answer(from, id, said))
      .catch(onError)
      .finally(() => {
        underWay -= 1
      })
  })
  post.on('answer', ({ body }) => {
    const heard = Part.safeParse(body)
    const one = heard.success ? waiting.get(heard.data.id) : undefined
    if (!heard.success || one === undefined) return
    const { part, of, text } = heard.data
    // One that is missing was lost on the way: its caller is told when the time is over.
    if (part !== one.parts.length) return
    one.parts.push(text)
    if (part < of - 1) return
    const { value, refusal } = Answer.parse(JSON.parse(one.parts.join('')))
    if (refusal === undefined) one.settle(value)
    else one.fail(new PrivateHomeRefused(refusal))
  })

  return {
    async ask({ logId, run, name: process }, name, args, withinMs = CALL_WITHIN_MS) {
      if (waiting.size >= UNDER_WAY_MOST)
        throw new PrivateHomeRefused({ code: 'queue_full', detail: { count: waiting.size } })
      const id = randomBytes(9).toString('base64url')
      const refusedAs = (code: RefusalCode) => new PrivateHomeRefused({ code, detail: { process } })
      const answered = new Promise<unknown>((settle, fail) => waiting.set(id, { parts: [], settle, fail }))
      answered.catch(() => undefined)
      const cancel = clock.at(clock.nowMs() + withinMs, () => {
        waiting.get(id)?.fail(refusedAs('private_home_silent'))
      })
      try {
        const heard = await post.send(logId, 'call', { id, run, name, args }).catch(() => null)
        // Where Redis did not say, it may have been heard all the same.
        if (heard === null) throw refusedAs('private_home_silent')
        if (heard === 0) throw refusedAs('private_home_away')
        return await answered
      } finally {
        cancel()
        waiting.delete(id)
      }
    },
    serve(answer) {
      answerOf = answer
    },
    stop() {
      answerOf = null
      for (const { fail } of waiting.values())
        fail(new PrivateHomeRefused({ code: 'server_stopping', detail: {} }))
    },
  }
}
