// Remembers for a minute which events were seen, so that a repeated delivery has no second effect.

/** WeChat's three deliveries of one event lie within 15 s. */
const KEPT = { most: 10_000, forMs: 60_000 }

/** Whether an id is seen for the first time within a minute; the oldest go when it is full. */
export function createFirstSeen(): (id: string, nowMs: number) => boolean {
  const seen = new Map<string, number>()
  return (id, nowMs) => {
    for (const [old, atMs] of seen) {
      if (nowMs - atMs < KEPT.forMs && seen.size < KEPT.most) break
      seen.delete(old)
    }
    if (seen.has(id)) return false
    seen.set(id, nowMs)
    return true
  }
}
