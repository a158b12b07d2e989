// What the page keeps on the device for one reviewer: the desk as last read, what waits to be sent, and what is being typed.

import { own } from '../../shared/basics/own.ts'
import type { ReviewDeskAnswer } from '../../shared/protocol/reviews-api.ts'
import type { ReviewCommand } from '../../shared/review/command.ts'
import type { OutboxStore, Waiting } from '../lib/outbox.ts'

/** What a reviewer's page sends. */
export type DeskCommand = Extract<
  ReviewCommand,
  { type: 'GiveMark' | 'SubmitReview' | 'RecuseReview' | 'LiftReviewRecusal' }
>

function read<T>(key: string): T | null {
  try {
    const text = localStorage.getItem(key)
    return text === null ? null : (JSON.parse(text) as T)
  } catch {
    return null
  }
}

function write(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value))
  } catch {
    // A full or forbidden storage: the page goes on, only a reload would lose what waits.
  }
}

/** What is being typed and not given yet, by what it is for: over a reload it is there again. */
export interface Typing {
  get(what: string): string | null
  /** Null: nothing is being typed. */
  set(what: string, text: string | null): void
}

export function typingOf(personId: string): Typing {
  const all = () => read<Readonly<Record<string, string>>>(typingKey(personId)) ?? {}
  return {
    get: (what) => own(all(), what) ?? null,
    set(what, text) {
      const { [what]: _before, ...others } = all()
      write(typingKey(personId), text === null ? others : { ...others, [what]: text })
    },
  }
}

const typingKey = (personId: string) => `wenzheng.review.typing.${personId}`
const deskKey = (personId: string) => `wenzheng.review.desk.${personId}`
const outboxKey = (personId: string) => `wenzheng.review.outbox.${personId}`

export function keptDesk(personId: string): ReviewDeskAnswer | null {
  return read<ReviewDeskAnswer>(deskKey(personId))
}

export function keepDesk(personId: string, desk: ReviewDeskAnswer): void {
  write(deskKey(personId), desk)
}

/** Nothing of a desk stays on a device that is signed out; what was not delivered does, for the same person only. */
export function forgetDesk(personId: string): void {
  localStorage.removeItem(deskKey(personId))
  localStorage.removeItem(typingKey(personId))
}

export function deskOutboxStore(personId: string): OutboxStore<DeskCommand> {
  return {
    load: () => read<Waiting<DeskCommand>[]>(outboxKey(personId)) ?? [],
    save: (waiting) => write(outboxKey(personId), waiting),
  }
}
