// How an HTTP door is described: who may knock, what it takes and answers, for /api/openapi.json.

import type { z } from 'zod'
import type { MAY_ENTER } from '../access/roles.ts'

/** What is no JSON, or whose JSON has no schema yet: its media type, and in words what it is. */
export interface InWords {
  readonly media: string
  readonly of: string
}

/** A role's door by its name in MAY_ENTER; `signed_in`: any account; the others carry a key of their own. */
export type MayKnock = keyof typeof MAY_ENTER | 'anyone' | 'signed_in' | 'surface' | 'source' | 'gateway'

export interface DoorDescription {
  readonly method: 'get' | 'post'
  /** As express has it, `:id` for a part. */
  readonly path: string
  readonly who: MayKnock
  /** A whole Chinese sentence. */
  readonly does: string
  readonly query?: z.ZodType
  readonly body?: z.ZodType | InWords
  readonly answers: z.ZodType | InWords
}

type Rest = Omit<DoorDescription, 'method' | 'path' | 'who' | 'does' | 'answers'>

export function get(
  path: string,
  who: MayKnock,
  does: string,
  answers: DoorDescription['answers'],
  rest: Rest = {},
): DoorDescription {
  return { method: 'get', path, who, does, answers, ...rest }
}

export function post(
  path: string,
  who: MayKnock,
  does: string,
  body: NonNullable<DoorDescription['body']>,
  answers: DoorDescription['answers'],
  rest: Rest = {},
): DoorDescription {
  return { method: 'post', path, who, does, body, answers, ...rest }
}

export const json = (of: string): InWords => ({ media: 'application/json', of })
export const page = (of: string): InWords => ({ media: 'text/html', of })
