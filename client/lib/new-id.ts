// Random ids for commands, windows and requests; works without a secure context, where crypto.randomUUID is missing.

import type { CommandId, WindowId } from '../../shared/basics/ids.ts'

/** 22 characters of A–Z a–z 0–9 _ -, 128 random bits. */
export function newId(): CommandId {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const text = btoa(String.fromCharCode(...bytes))
  return text.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '') as CommandId
}

/** 12 lower-case hex digits, a new WindowId. */
export function newWindowId(): WindowId {
  return [...crypto.getRandomValues(new Uint8Array(6))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('') as WindowId
}
