// What may be refused is a value: Result, its two makers, and the end of every switch.

import type { Refusal, RefusalCode, RefusalDetail } from './refusal.ts'

export type Result<T> = { readonly ok: true; readonly value: T } | Refused
export type Refused = { readonly ok: false; readonly refusal: Refusal }

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value }
}

export function refuse(code: RefusalCode, detail: RefusalDetail = {}): Refused {
  return { ok: false, refusal: { code, detail } }
}

/** The end of every switch on a union: a member that is not handled fails to compile here. */
export function unreachable(never: never): never {
  throw new Error(`unreachable: ${JSON.stringify(never)}`)
}
