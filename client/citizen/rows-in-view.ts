// Which rows of a long list are to be drawn, of rows as high as their text is long. Pure.

export interface RowShape {
  /** Chinese characters that fit on a line; anything else is narrower. */
  readonly lineChars: number
  /** Px. */
  readonly lineHeight: number
  /** Px around the text, and the least a row is high. */
  readonly padding: number
  readonly least: number
}

/** Where each row begins, in px, and at the end where the last one ends. */
export function rowEdges(texts: readonly string[], shape: RowShape): Float64Array {
  const edges = new Float64Array(texts.length + 1)
  for (const [i, text] of texts.entries()) {
    const lines = Math.max(1, Math.ceil(text.length / Math.max(1, shape.lineChars)))
    edges[i + 1] = (edges[i] ?? 0) + Math.max(shape.least, lines * shape.lineHeight + shape.padding)
  }
  return edges
}

/** First and one past the last row that touches [fromPx, toPx]. */
export function rowsBetween(edges: Float64Array, fromPx: number, toPx: number): [number, number] {
  const rows = edges.length - 1
  return [Math.max(0, atOrBefore(edges, fromPx)), Math.min(rows, atOrBefore(edges, toPx) + 1)]
}

/** The last edge that is not beyond `px`; -1 where all are. */
function atOrBefore(edges: Float64Array, px: number): number {
  let low = -1
  let high = edges.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((edges[middle] ?? Infinity) <= px) low = middle
    else high = middle
  }
  return low
}
