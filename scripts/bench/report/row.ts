// One goal as measured: the values of its rounds, their median and range, what is wanted, and whether it was reached.

export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
}

export interface Limit {
  readonly is: '≥' | '≤' | '<'
  readonly value: number
  /** Empty: a ratio. */
  readonly unit: '' | 'ms' | 'B' | 'kB' | 's'
}

/** Told by a clock, a counter or the kernel; `spread`: what of it the goal's own figure is. */
export interface Row {
  /** One a goal, and stable: a later run replaces the row of the same key. */
  readonly key: string
  readonly goal: string
  readonly work: string
  /** The same in a few words of Chinese, for charts. */
  readonly label: string
  readonly limit: Limit
  /** What must hold besides, as words: "lost 0". */
  readonly besides: string
  readonly spread: Spread
  /** Round by round. */
  readonly rounds: readonly number[]
  readonly reached: boolean
  /** Figures beside the goal's own. */
  readonly notes: Readonly<Record<string, Spread | number>>
}

export interface Measured extends Pick<Row, 'key' | 'goal' | 'work' | 'label' | 'limit' | 'rounds'> {
  readonly besides?: { readonly words: string; readonly holds: boolean }
  readonly notes?: Row['notes']
}

export function rowOf({ besides = { words: '', holds: true }, notes = {}, ...measured }: Measured): Row {
  const spread = spreadOf(measured.rounds)
  return {
    ...measured,
    besides: besides.words,
    spread,
    reached: isReached(measured.limit, spread) && besides.holds,
    notes,
  }
}

/** The median decides; where nothing was measured nothing is reached. */
export function isReached({ is, value }: Limit, { median }: Spread): boolean {
  if (is === '≥') return median >= value
  return is === '≤' ? median <= value : median < value
}

/** Of an even number of values the median is the mean of the middle two; of none all three are NaN. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.slice(Math.max(0, sorted.length - 1) >> 1, (sorted.length >> 1) + 1)
  return {
    median: middle.reduce((sum, value) => sum + value, 0) / middle.length,
    least: sorted[0] ?? Number.NaN,
    most: sorted.at(-1) ?? Number.NaN,
  }
}

export function wantedOf({ limit: { is, value, unit }, besides }: Pick<Row, 'limit' | 'besides'>): string {
  const figure = unit === '' && value < 2 ? value.toFixed(2) : value.toLocaleString('en')
  return `${is} ${figure}${unit === '' ? '' : ` ${unit}`}${besides === '' ? '' : `; ${besides}`}`
}

export function figureOf(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en')
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2)
}

/** The range only where there is one. */
export function rangeOf({ least, most }: Spread): string {
  return least === most ? '' : `${figureOf(least)} – ${figureOf(most)}`
}
