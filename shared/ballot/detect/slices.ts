// Cuts a window into slices of time of many lengths, for the detectors that scan it.

import type { LookedAt } from './features.ts'

/** The finest slice is two bins. */
const FINEST_BIN_MS = 2_500
const BINS_MOST = 8_192
/** The widest slice, as a part of the window: there must be a before or an after. */
const WIDEST_PART = 0.7

export interface Grid {
  readonly fromMs: number
  readonly binMs: number
  readonly bins: number
}

/** Bins, `to` not included. */
export interface Slice {
  readonly from: number
  readonly to: number
}

export function gridOf({ fromMs, toMs }: LookedAt): Grid {
  const lengthMs = toMs - fromMs + 1
  const binMs = Math.max(FINEST_BIN_MS, Math.ceil(lengthMs / BINS_MOST))
  return { fromMs, binMs, bins: Math.ceil(lengthMs / binMs) }
}

/** The bin of a moment, or -1 outside the window. */
export function binOf(atMs: number, { fromMs, binMs, bins }: Grid): number {
  const bin = Math.floor((atMs - fromMs) / binMs)
  return bin < bins ? Math.max(-1, bin) : -1
}

/** Slices of 2, 3, 4, 6, 8, 12 … bins, each half over the one before it. */
export function slicesOf({ bins }: Grid): readonly Slice[] {
  const slices: Slice[] = []
  for (let width = 2; width <= bins * WIDEST_PART; width = nextWidth(width)) {
    const step = Math.floor(width / 2)
    for (let from = 0; from + width <= bins; from += step) slices.push({ from, to: from + width })
  }
  return slices
}

/** Half as many again, then doubled: a stretch of any length is nearly one of these. */
function nextWidth(width: number): number {
  return (width & (width - 1)) === 0 ? (width * 3) / 2 : (width * 4) / 3
}

export function overlap(a: Slice, b: Slice): boolean {
  return a.from < b.to && b.from < a.to
}
