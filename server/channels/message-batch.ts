// Hands the messages of one request to the ballot plane, each with a fate of its own: one bad element never fails the others.

import type { Refusal } from '../../shared/basics/refusal.ts'
import type { Result } from '../../shared/basics/result.ts'
import type { Answer, Inbound } from '../ballots/inbound.ts'
import type { Submit } from './door.ts'

/** What became of the elements of a request. */
export interface Fates {
  /** Messages on disk, by what they are answered. */
  readonly kept: ReadonlyMap<Exclude<Answer['kind'], 'refused'>, number>
  /** Elements that are no message: sending them again would change nothing. */
  readonly malformed: readonly { readonly index: number; readonly field: string }[]
  /** Why some messages are not on disk; null: all are. Sent again, those that are will be known (BAL3). */
  readonly refusal: Refusal | null
}

/** So many are read and submitted before others have their turn at the event loop. */
const AT_ONCE = 100

/** Resolves when it is known of every element whether it is on disk. Never rejects. `read`: an element as a message, or why not. */
export async function submitAll(
  elements: readonly unknown[],
  read: (element: unknown) => Result<Inbound> | Promise<Result<Inbound>>,
  submit: Submit,
): Promise<Fates> {
  const malformed: { readonly index: number; readonly field: string }[] = []
  const answers: Promise<Answer>[] = []
  for (const [index, element] of elements.entries()) {
    const message = await read(element)
    if (message.ok) answers.push(submitSafely(submit, message.value))
    else malformed.push({ index, field: String(message.refusal.detail['field'] ?? '') })
    if (index % AT_ONCE === AT_ONCE - 1) await new Promise<void>((turn) => setImmediate(turn))
  }
  const kept = new Map<Exclude<Answer['kind'], 'refused'>, number>()
  let refusal: Refusal | null = null
  for (const answer of await Promise.all(answers)) {
    if (answer.kind === 'refused') refusal ??= answer.refusal
    else kept.set(answer.kind, (kept.get(answer.kind) ?? 0) + 1)
  }
  return { kept, malformed, refusal }
}

/** Counts for /metrics: every message by its answer, every element that is none. */
export function observeFates({ kept, malformed, refusal }: Fates, observe: (outcome: string) => void): void {
  for (const [kind, count] of kept) for (let i = 0; i < count; i++) observe(kind)
  for (let i = 0; i < malformed.length; i++) observe('malformed')
  if (refusal !== null) observe(refusal.code)
}

async function submitSafely(submit: Submit, message: Inbound): Promise<Answer> {
  try {
    return await submit(message)
  } catch {
    return { kind: 'refused', refusal: { code: 'internal_error', detail: {} } }
  }
}
