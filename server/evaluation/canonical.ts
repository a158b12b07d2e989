// Canonical JSON and the hashes made of it: the same value gives the same bytes everywhere, so that a hash names a value (PUB3).

import { createHash } from 'node:crypto'
import type { ContentHash } from '../../shared/period/ids.ts'
import type { PeriodInputs } from '../../shared/period/inputs.ts'
import type { Scheme } from '../../shared/evaluation/scheme.ts'

/**
 * Keys sorted by UTF-16 code unit, no spaces, strings as JSON.stringify writes them, numbers whole (at most 2⁵³ − 1) and in
 * plain decimal. A fraction is written {num, den} of decimal digits, a bigint as a string of them; a key that is undefined
 * is left out. Throws on any other number, and on what JSON does not know: such a value has no hash.
 * It is RFC 8785 (JSON Canonicalization Scheme) without its floating-point numbers.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'number':
      if (!Number.isSafeInteger(value)) throw new Error(`no whole number: ${String(value)}`)
      return Object.is(value, -0) ? '0' : String(value)
    case 'bigint':
      return `"${value.toString()}"`
    case 'object':
      if (value === null) return 'null'
      if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
      return objectJson(value)
    default:
      throw new Error(`JSON does not know a ${typeof value}`)
  }
}

function objectJson(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw new Error('only plain objects have a hash')
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`)
  return `{${members.join(',')}}`
}

/** SHA-256 in hex over the UTF-8 of the canonical JSON. */
export function canonicalHashOf(value: unknown): ContentHash {
  return bytesHashOf(canonicalJson(value))
}

/** SHA-256 in hex of bytes, or of a string's UTF-8. */
export function bytesHashOf(bytes: Uint8Array | string): ContentHash {
  return createHash('sha256').update(bytes).digest('hex')
}

/** EVAL2: names a frozen scheme. */
export function schemeHashOf(scheme: Scheme): ContentHash {
  return canonicalHashOf(scheme)
}

export function inputsHashOf(inputs: PeriodInputs): ContentHash {
  return canonicalHashOf(inputs)
}

/** Of `results.json` of a bundle (PublishedResults): every place, total and list, without what was drawn by chance. */
export function resultHashOf(results: object): ContentHash {
  return canonicalHashOf(results)
}
