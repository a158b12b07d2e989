// Reads JSON of carriers: numbers stay text as they were written, because a sequence number may have more digits than a number holds.

import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import { utf8 } from './wechat-crypto.ts'

/** What JSON.parse hands a reviver since ES2026; TypeScript's library does not know the third argument yet. */
type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown
const parse = JSON.parse as (text: string, reviver: Reviver) => unknown

const asWritten: Reviver = (_, value, { source }) => (typeof value === 'number' ? source : value)

/** Refuses `malformed` where the bytes are not UTF-8, no JSON, or nested deeper than any carrier would. */
export function readJson(bytes: Uint8Array): Result<unknown> {
  const text = utf8(bytes)
  if (text === null) return refuse('malformed', { field: 'UTF-8' })
  try {
    return ok(parse(text.startsWith('\ufeff') ? text.slice(1) : text, asWritten))
  } catch {
    return refuse('malformed', { field: 'JSON' })
  }
}

/** A field of an object as text, whether it came as text or as a number; null where it is neither or there is none. */
export function textIn(object: unknown, field: string): string | null {
  if (typeof object !== 'object' || object === null || !Object.hasOwn(object, field)) return null
  const value = (object as Readonly<Record<string, unknown>>)[field]
  return typeof value === 'string' ? value : null
}

/** As textIn, with an absent or null field as ''. */
export function textOrNothingIn(object: unknown, field: string): string {
  return textIn(object, field) ?? ''
}
