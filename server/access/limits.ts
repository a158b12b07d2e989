// How often one sender may knock: token buckets in a table that cannot grow without bound (SAFE1).

export interface Limit {
  /**
   * Takes `cost` tokens from the bucket of `key`. Answers 0 where it was allowed, else in how many ms it would be;
   * a refused attempt takes nothing.
   */
  take(key: string, nowMs: number, cost?: number): number
  /** Puts tokens back: the attempt turned out to be a right one. */
  giveBack(key: string, cost?: number): void
  /** Buckets kept now; at most keysMost + 1. */
  size(): number
}

export interface LimitOptions {
  /** Tokens that flow back each second; may be a fraction. */
  readonly perSecond: number
  /** Tokens of a full bucket. */
  readonly burst: number
  /** Senders told apart; all beyond share one bucket, so that a flood of new keys resets nobody's. */
  readonly keysMost: number
}

interface Bucket {
  tokens: number
  atMs: number
}

/** No address and no login is called so; '' is this machine's (address.ts). */
const OVERFLOW = '\0others'

export function createLimit({ perSecond, burst, keysMost }: LimitOptions): Limit {
  const buckets = new Map<string, Bucket>()
  const fullAfterMs = (burst / perSecond) * 1_000

  /** A bucket that is full again says nothing: it may go. Oldest first, so it stops at the first that must stay. */
  const forgetFull = (nowMs: number) => {
    for (const [key, bucket] of buckets) {
      if (nowMs - bucket.atMs < fullAfterMs) return
      buckets.delete(key)
    }
  }

  const bucketOf = (key: string, nowMs: number): Bucket => {
    const known = buckets.get(key)
    if (known !== undefined) {
      known.tokens = Math.min(burst, known.tokens + (Math.max(0, nowMs - known.atMs) / 1_000) * perSecond)
      known.atMs = Math.max(known.atMs, nowMs)
      buckets.delete(key)
      buckets.set(key, known)
      return known
    }
    if (buckets.size >= keysMost && key !== OVERFLOW) {
      forgetFull(nowMs)
      if (buckets.size >= keysMost) return bucketOf(OVERFLOW, nowMs)
    }
    const fresh = { tokens: burst, atMs: nowMs }
    buckets.set(key, fresh)
    return fresh
  }

  return {
    take(key, nowMs, cost = 1) {
      const bucket = bucketOf(key, nowMs)
      if (bucket.tokens >= cost) {
        bucket.tokens -= cost
        return 0
      }
      return Math.max(1, Math.ceil(((cost - bucket.tokens) / perSecond) * 1_000))
    },
    giveBack(key, cost = 1) {
      const bucket = buckets.get(key) ?? buckets.get(OVERFLOW)
      if (bucket !== undefined) bucket.tokens = Math.min(burst, bucket.tokens + cost)
    },
    size: () => buckets.size,
  }
}
