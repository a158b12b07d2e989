// One poll's registers: for each voter the ballot with the smallest order key (BAL2), in 256 shards of open addressing.

const SHARDS = 256
const FIRST_CAPACITY = 8
const FULL_AT = 0.8
/** Small shards double; large ones grow by less, since what is not used of them is memory. */
const SMALL = 1_024
const GROWTH = 1.4
const U32 = 4_294_967_296

/** What became of a ballot: it opened a register, or lost to the one there; else the code of the ballot it replaced. */
export const OPENED = -1
export const LOST = -2

/**
 * A slot is 7 words side by side, so that a ballot touches one or two lines of the processor's cache and not seven: four of
 * the key, the order time's lower 32 bits, the hash, and its upper 16 bits above 1 + what the caller keeps (0–254); 0 there =
 * empty.
 */
const WORDS = 7
const ORDER_LOW = 4
const HASH = 5
const HIGH_AND_CODE = 6

interface Shard {
  readonly capacity: number
  readonly words: Uint32Array
  used: number
}

/** A voter key and unit as four 32-bit numbers. Keys are uniform (they come from an HMAC), so they need no hashing. */
export interface TallyRegisters {
  /** Registers in use: one a voter and unit. */
  readonly size: () => number
  /**
   * Offers a ballot to its register: OPENED, LOST, or the code of the ballot it replaced. The smallest
   * (order time, hash, code) stays, whatever the order of arrival; an equal one loses. `orderHigh`: the upper 16 bits of
   * the order time's 48, `orderLow`: the lower 32.
   */
  offer(
    k0: number,
    k1: number,
    k2: number,
    k3: number,
    orderHigh: number,
    orderLow: number,
    hash: number,
    code: number,
  ): number
  /** The message hash of the ballot that counts for this key, or -1. */
  hashOf(k0: number, k1: number, k2: number, k3: number): number
  /** Memory of all slots, in bytes. */
  bytes(): number
}

export function createTallyRegisters(): TallyRegisters {
  const shards: (Shard | null)[] = new Array<Shard | null>(SHARDS).fill(null)
  let size = 0
  return {
    size: () => size,
    offer(k0, k1, k2, k3, orderHigh, orderLow, hash, code) {
      const place = k0 & (SHARDS - 1)
      let shard = (shards[place] ??= emptyShard(firstCapacityOf(place)))
      let at = slotOf(shard, k0, k1, k2, k3)
      let { words } = shard
      const there = words[at + HIGH_AND_CODE]!
      if (there === 0) {
        if (shard.used >= shard.capacity * FULL_AT) {
          shard = shards[place] = grown(shard)
          words = shard.words
          at = slotOf(shard, k0, k1, k2, k3)
        }
        words[at] = k0
        words[at + 1] = k1
        words[at + 2] = k2
        words[at + 3] = k3
        write(words, at, orderHigh, orderLow, hash, code)
        shard.used += 1
        size += 1
        return OPENED
      }
      const thereHigh = there >>> 8
      const thereLow = words[at + ORDER_LOW]!
      const thereHash = words[at + HASH]!
      const thereCode = (there & 0xff) - 1
      const isFirst =
        orderHigh !== thereHigh
          ? orderHigh < thereHigh
          : orderLow !== thereLow
            ? orderLow < thereLow
            : hash !== thereHash
              ? hash < thereHash
              : code < thereCode
      if (!isFirst) return LOST
      write(words, at, orderHigh, orderLow, hash, code)
      return thereCode
    },
    hashOf(k0, k1, k2, k3) {
      const shard = shards[k0 & (SHARDS - 1)]
      if (shard == null) return -1
      const at = slotOf(shard, k0, k1, k2, k3)
      return shard.words[at + HIGH_AND_CODE] === 0 ? -1 : shard.words[at + HASH]!
    },
    bytes: () => shards.reduce((sum, shard) => sum + (shard?.words.byteLength ?? 0), 0),
  }
}

/**
 * Each shard begins with another capacity: filled alike they would all be full at once, and the stalls of 256 growths would
 * be one.
 */
function firstCapacityOf(place: number): number {
  return Math.ceil(FIRST_CAPACITY * 2 ** (place / SHARDS))
}

function emptyShard(capacity: number): Shard {
  return { capacity, words: new Uint32Array(capacity * WORDS), used: 0 }
}

/** Where the slot of the key begins, or the empty one where it belongs (linear probing; a shard is never full). */
function slotOf({ capacity, words }: Shard, k0: number, k1: number, k2: number, k3: number): number {
  let slot = Math.floor((k1 / U32) * capacity)
  for (;;) {
    const at = slot * WORDS
    if (words[at + HIGH_AND_CODE] === 0) return at
    if (words[at] === k0 && words[at + 1] === k1 && words[at + 2] === k2 && words[at + 3] === k3) return at
    slot += 1
    if (slot === capacity) slot = 0
  }
}

function write(
  words: Uint32Array,
  at: number,
  orderHigh: number,
  orderLow: number,
  hash: number,
  code: number,
): void {
  words[at + ORDER_LOW] = orderLow
  words[at + HASH] = hash
  words[at + HIGH_AND_CODE] = (orderHigh << 8) | (code + 1)
}

/** One shard grows at a time, so that the longest stall is that of one 256th of the voters. */
function grown(old: Shard): Shard {
  const shard = emptyShard(old.capacity < SMALL ? old.capacity * 2 : Math.ceil(old.capacity * GROWTH))
  const { words } = old
  for (let from = 0; from < words.length; from += WORDS) {
    if (words[from + HIGH_AND_CODE] === 0) continue
    const to = slotOf(shard, words[from]!, words[from + 1]!, words[from + 2]!, words[from + 3]!)
    for (let word = 0; word < WORDS; word++) shard.words[to + word] = words[from + word]!
  }
  shard.used = old.used
  return shard
}
