// Knows which voters already had a message refused in a poll: the first one gets a correction, the next ones none (BAL7).

export interface FirstRefusals {
  /** Whether this is the first refused message of the voter in the poll; from now on it was. */
  take(windowNumber: number, voterKey: Uint8Array): boolean
  /** It was not kept after all (the disk failed): the next one is the first. */
  giveBack(windowNumber: number, voterKey: Uint8Array): void
}

/** Bounded: with more than `most` the older half is forgotten, which may cost a second correction and no more. */
export function createFirstRefusals(most = 100_000): FirstRefusals {
  let newer = new Set<string>()
  let older = new Set<string>()
  const keyOf = (windowNumber: number, voterKey: Uint8Array) =>
    `${windowNumber} ${Buffer.from(voterKey.buffer, voterKey.byteOffset, voterKey.byteLength).toString('latin1')}`
  return {
    take(windowNumber, voterKey) {
      const key = keyOf(windowNumber, voterKey)
      if (newer.has(key) || older.has(key)) return false
      if (newer.size >= most / 2) {
        older = newer
        newer = new Set()
      }
      newer.add(key)
      return true
    },
    giveBack(windowNumber, voterKey) {
      const key = keyOf(windowNumber, voterKey)
      newer.delete(key)
      older.delete(key)
    },
  }
}
