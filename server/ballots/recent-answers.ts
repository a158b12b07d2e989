// Remembers how recent messages were answered, so that a redelivery is answered as its first delivery was (BAL3).

/**
 * Two tables of open addressing, the older thrown away when the newer is full or has its age: between half of `most` and
 * `most` answers, for between half of `longestMs` and `longestMs`. A message is known by 64 bits of the hash of its
 * channel and id.
 */
export interface RecentAnswers {
  /** The number of the answer, or -1. */
  find(hashHigh: number, hashLow: number, nowMs: number): number
  remember(hashHigh: number, hashLow: number, answer: number, nowMs: number): void
}

interface Table {
  readonly keys: Uint32Array
  /** Answer + 1; 0 = empty. */
  readonly answers: Uint32Array
  used: number
  sinceMs: number
}

export function createRecentAnswers({ most = 262_144, longestMs = 900_000 } = {}): RecentAnswers {
  const each = Math.max(1, Math.floor(most / 2))
  // At most half full, so that a search is short.
  const slots = 2 ** Math.ceil(Math.log2(each * 2))
  const emptyTable = (sinceMs: number): Table => ({
    keys: new Uint32Array(slots * 2),
    answers: new Uint32Array(slots),
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
  const slotIn = ({ keys, answers }: Table, high: number, low: number): number => {
    let slot = low & (slots - 1)
    while (answers[slot] !== 0 && (keys[slot * 2] !== high || keys[slot * 2 + 1] !== low)) {
      slot = (slot + 1) & (slots - 1)
    }
    return slot
  }

  return {
    find(high, low, nowMs) {
      age(nowMs)
      const answer = newer.answers[slotIn(newer, high, low)]!
      if (answer !== 0) return answer - 1
      return older === null ? -1 : older.answers[slotIn(older, high, low)]! - 1
    },
    remember(high, low, answer, nowMs) {
      age(nowMs)
      const slot = slotIn(newer, high, low)
      if (newer.answers[slot] === 0) newer.used += 1
      newer.keys[slot * 2] = high
      newer.keys[slot * 2 + 1] = low
      newer.answers[slot] = answer + 1
    },
  }
}
