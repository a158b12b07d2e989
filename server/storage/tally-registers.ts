// One poll's registers: for each voter the ballot with the smallest order key (BAL2), in 256 shards of open addressing.

const SHARDS = 256
const FIRST_CAPACITY = 8
const FULL_AT = 0.8
/** Small shards double; large ones grow by half, since what is not used of them is memory. */
const SMALL = 1_024
const U32 = 4_294_967_296

/** What became of a ballot: it opened a register, or lost to the one there; else the code of the ballot it replaced. */
export const OPENED = -1
export const LOST = -2

/** A slot costs 27 bytes. `code` 0 = empty; else 1 + what the caller keeps with the ballot (0–254). */
interface Shard {
  readonly capacity: number
  readonly keys: Uint32Array
  readonly orderHigh: Uint16Array
  readonly orderLow: Uint32Array
  readonly hashes: Uint32Array
  readonly codes: Uint8Array
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
      const at = k0 & (SHARDS - 1)
      let shard = (shards[at] ??= emptyShard(FIRST_CAPACITY))
      let slot = slotOf(shard, k0, k1, k2, k3)
      if (shard.codes[slot] === 0) {
        if (shard.used >= shard.capacity * FULL_AT) {
          shard = shards[at] = grown(shard)
          slot = slotOf(shard, k0, k1, k2, k3)
        }
        shard.keys[slot * 4] = k0
        shard.keys[slot * 4 + 1] = k1
        shard.keys[slot * 4 + 2] = k2
        shard.keys[slot * 4 + 3] = k3
        write(shard, slot, orderHigh, orderLow, hash, code)
        shard.used += 1
        size += 1
        return OPENED
      }
      const thereHigh = shard.orderHigh[slot]!
      const thereLow = shard.orderLow[slot]!
      const thereHash = shard.hashes[slot]!
      const thereCode = shard.codes[slot]! - 1
      const isFirst =
        orderHigh !== thereHigh
          ? orderHigh < thereHigh
          : orderLow !== thereLow
            ? orderLow < thereLow
            : hash !== thereHash
              ? hash < thereHash
              : code < thereCode
      if (!isFirst) return LOST
      write(shard, slot, orderHigh, orderLow, hash, code)
      return thereCode
    },
    hashOf(k0, k1, k2, k3) {
      const shard = shards[k0 & (SHARDS - 1)]
      if (shard == null) return -1
      const slot = slotOf(shard, k0, k1, k2, k3)
      return shard.codes[slot] === 0 ? -1 : shard.hashes[slot]!
    },
    bytes: () => shards.reduce((sum, shard) => sum + (shard?.capacity ?? 0) * 27, 0),
  }
}

function emptyShard(capacity: number): Shard {
  return {
    capacity,
    keys: new Uint32Array(capacity * 4),
    orderHigh: new Uint16Array(capacity),
    orderLow: new Uint32Array(capacity),
    hashes: new Uint32Array(capacity),
    codes: new Uint8Array(capacity),
    used: 0,
  }
}

/** The slot of the key, or the empty one where it belongs (linear probing; a shard is never full). */
function slotOf(shard: Shard, k0: number, k1: number, k2: number, k3: number): number {
  const { capacity, keys, codes } = shard
  let slot = Math.floor((k1 / U32) * capacity)
  for (;;) {
    if (codes[slot] === 0) return slot
    const key = slot * 4
    if (keys[key] === k0 && keys[key + 1] === k1 && keys[key + 2] === k2 && keys[key + 3] === k3) return slot
    slot += 1
    if (slot === capacity) slot = 0
  }
}

function write(
  shard: Shard,
  slot: number,
  orderHigh: number,
  orderLow: number,
  hash: number,
  code: number,
): void {
  shard.orderHigh[slot] = orderHigh
  shard.orderLow[slot] = orderLow
  shard.hashes[slot] = hash
  shard.codes[slot] = code + 1
}

/** One shard grows at a time, so that the longest stall is that of one 256th of the voters. */
function grown(old: Shard): Shard {
  const shard = emptyShard(old.capacity < SMALL ? old.capacity * 2 : Math.ceil(old.capacity * 1.5))
  for (let from = 0; from < old.capacity; from++) {
    if (old.codes[from] === 0) continue
    const key = from * 4
    const k0 = old.keys[key]!
    const k1 = old.keys[key + 1]!
    const k2 = old.keys[key + 2]!
    const k3 = old.keys[key + 3]!
    const to = slotOf(shard, k0, k1, k2, k3)
    shard.keys[to * 4] = k0
    shard.keys[to * 4 + 1] = k1
    shard.keys[to * 4 + 2] = k2
    shard.keys[to * 4 + 3] = k3
    shard.orderHigh[to] = old.orderHigh[from]!
    shard.orderLow[to] = old.orderLow[from]!
    shard.hashes[to] = old.hashes[from]!
    shard.codes[to] = old.codes[from]!
  }
  shard.used = old.used
  return shard
}
