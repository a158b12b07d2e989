// Which rows of a long list are on air: pages that turn by the server's clock, so that every display turns at once.

export interface PageWish {
  readonly count: number
  readonly perPage: number
  /** How long a page stands. */
  readonly holdMs: number
  readonly takenAtMs: number
  /** The server's clock. */
  readonly nowMs: number
}

export interface Page {
  /** From 0. */
  readonly index: number
  readonly pages: number
  /** Rows from … to (exclusive). */
  readonly from: number
  readonly to: number
}

/** Page after page and round again; a list of one page stands still. */
export function pageOf({ count, perPage, holdMs, takenAtMs, nowMs }: PageWish): Page {
  const pages = Math.max(1, Math.ceil(count / perPage))
  const turned = Math.floor(Math.max(0, nowMs - takenAtMs) / holdMs)
  const index = turned % pages
  return { index, pages, from: index * perPage, to: Math.min(count, (index + 1) * perPage) }
}

/** The movement in words (升 and 降 are places, not merit). */
export function movementOf(moved: number | null): {
  readonly mark: '▲' | '▼' | '—' | ''
  readonly words: string
} {
  if (moved === null) return { mark: '', words: '新' }
  if (moved > 0) return { mark: '▲', words: `升${moved}位` }
  if (moved < 0) return { mark: '▼', words: `降${-moved}位` }
  return { mark: '—', words: '未变' }
}
