// Random numbers from a printed seed, so that a show can be played again as it was.

export interface Random {
  /** In [0, 1). */
  next(): number
  /** An integer in [0, below). */
  below(below: number): number
  pick<T>(of: readonly T[]): T
  /** Picks by weight; weights need not sum to anything. */
  weighted<T extends string>(weights: Readonly<Record<T, number>>): T
  shuffled<T>(of: readonly T[]): T[]
}

/** Source: mulberry32, a 32-bit generator in the public domain (Tommy Ettinger, 2017). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    next,
    below,
    pick(of) {
      const picked = of[below(of.length)]
      if (picked === undefined) throw new Error('nothing to pick from')
      return picked
    },
    weighted(weights) {
      const entries = Object.entries<number>(weights) as [keyof typeof weights, number][]
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [name, weight] of entries) {
        left -= weight
        if (left < 0) return name
      }
      const last = entries.at(-1)
      if (last === undefined) throw new Error('nothing to pick from')
      return last[0]
    },
    shuffled(of) {
      const items = [...of]
      for (let i = items.length - 1; i > 0; i -= 1) {
        const j = below(i + 1)
        const [a, b] = [items[i], items[j]]
        if (a !== undefined && b !== undefined) [items[i], items[j]] = [b, a]
      }
      return items
    },
  }
}
