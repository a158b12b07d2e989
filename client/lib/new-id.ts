// Random ids for commands, windows and requests; works without a secure context, where crypto.randomUUID is missing.

import type { CommandId, WindowId } from '../../shared/basics/ids.ts'

/** 32 lower-case hex digits, 128 random bits: of the shape of every id there is. */
export function newId(): CommandId {
  return hexOf(16) as CommandId
}

/** 12 lower-case hex digits, a new WindowId. */
export function newWindowId(): WindowId {
  return hexOf(6) as WindowId
}

function hexOf(bytes: number): string {
  return [...crypto.getRandomValues(new Uint8Array(bytes))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
}
