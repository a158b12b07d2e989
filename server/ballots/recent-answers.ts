// Remembers how recent messages were answered, and which are on their way to disk, so that a redelivery is answered as its
// first delivery was (BAL3).

/** What is known of a message: the number of its answer, or WAITING + the number of its place in the queue. */
export const UNKNOWN = -1
export const WAITING = 0x8000_0000

/**
 * Two tables of open addressing, the older thrown away when the newer is full or has its age: between half of `most` and
 * `most` messages, for between half of `longestMs` and `longestMs`. A message is known by 64 bits of the hash of its
 * channel and id. Plain numbers, because a Map that thousands of promises pass through costs more in the garbage
 * collector than everything else here together.
 */
export interface RecentAnswers {
  /** The number of the answer, WAITING or more, or UNKNOWN. */
  find(hashHigh: number, hashLow: number, nowMs: number): number
  /** `known`: below 2^32 - 2. */
  remember(hashHigh: number, hashLow: number, known: number, nowMs: number): void
  /** The message was not kept: the next delivery is its first. */
  forget(hashHigh: number, hashLow: number): void
}

interface Table {
  readonly keys: Uint32Array
  /** What is known + 2; EMPTY and FORGOTTEN beside. */
  readonly known: Uint32Array
  used: number
  sinceMs: number
}
const EMPTY = 0
const FORGOTTEN = 1

export function createRecentAnswers({ most = 262_144, longestMs = 900_000 } = {}): RecentAnswers {
  const each = Math.max(1, Math.floor(most / 2))
  // At most half full, so that a search is short.
  const slots = 2 ** Math.ceil(Math.log2(each * 2))
  const emptyTable = (sinceMs: number): Table => ({
    keys: new Uint32Array(slots * 2),
    known: new Uint32Array(slots),
    used: 0,
    sinceMs,
  })
  let newer = emptyTable(0)
  let older: Table | null = null

  const age = (nowMs: number) => {
    if (nowMs - newer.sinceMs >= longestMs) older = null
    else if (newer.used < each && nowMs - newer.sinceMs < longestMs / 2) return
    else older = newer
    newer = emptyTable(nowMs)
  }
  const slotIn = ({ keys, known }: Table, high: number, low: number): number => {
    let slot = low & (slots - 1)
    while (known[slot] !== EMPTY && (keys[slot * 2] !== high || keys[slot * 2 + 1] !== low)) {
      slot = (slot + 1) & (slots - 1)
    }
    return slot
  }
  const findIn = (table: Table, high: number, low: number): number => table.known[slotIn(table, high, low)]!

  return {
    find(high, low, nowMs) {
      age(nowMs)
      const found = findIn(newer, high, low)
      if (found > FORGOTTEN) return found - 2
      if (found === FORGOTTEN || older === null) return UNKNOWN
      const before = findIn(older, high, low)
      return before > FORGOTTEN ? before - 2 : UNKNOWN
    },
    remember(high, low, known, nowMs) {
      age(nowMs)
      const slot = slotIn(newer, high, low)
      if (newer.known[slot] === EMPTY) newer.used += 1
      newer.keys[slot * 2] = high
      newer.keys[slot * 2 + 1] = low
      newer.known[slot] = known + 2
    },
    forget(high, low) {
      for (const table of older === null ? [newer] : [newer, older]) {
        const slot = slotIn(table, high, low)
        if (table.known[slot] !== EMPTY) table.known[slot] = FORGOTTEN
      }
    },
  }
}
