// Finds the size at which a text fits its box: one line as long as that is not much smaller, else more lines.

export interface FitWish {
  /** Px. */
  readonly max: number
  readonly min: number
  readonly lines: number
  /** Whether the text fits its box at this size on at most so many lines. */
  readonly fits: (size: number, lines: number) => boolean
}

export interface Fit {
  readonly size: number
  readonly lines: number
  /** False: not even the smallest size fits; the box has to cut. */
  readonly whole: boolean
}

/** A line is kept whole down to this part of the largest size; smaller than that it is better broken. */
const ONE_LINE_FROM = 0.7

/** Whole px; `fits` has to hold for every smaller size than one at which it holds. */
export function fitSize({ max, min, lines, fits }: FitWish): Fit {
  const oneLineMin = lines > 1 ? Math.max(min, Math.ceil(max * ONE_LINE_FROM)) : min
  const one = largest(oneLineMin, max, (size) => fits(size, 1))
  if (one !== null) return { size: one, lines: 1, whole: true }
  if (lines > 1) {
    const more = largest(min, max, (size) => fits(size, lines))
    if (more !== null) return { size: more, lines, whole: true }
  }
  return { size: min, lines, whole: false }
}

function largest(min: number, max: number, fits: (size: number) => boolean): number | null {
  if (fits(max)) return max
  if (!fits(min)) return null
  let [good, bad] = [min, max]
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2)
    if (fits(middle)) good = middle
    else bad = middle
  }
  return good
}
