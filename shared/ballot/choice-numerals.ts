// Reads numbers as citizens write them: 03, 三, 〇三, 廿, 二十三, 一百零五.

const DIGITS = new Map(Array.from('〇一二三四五六七八九', (digit, value) => [digit, value]))
const UNITS = new Map([
  ['十', 10],
  ['百', 100],
  ['千', 1000],
])
const TENS = new Map([
  ['廿', 20],
  ['卅', 30],
])

/** Whether a character, already normalised, may be part of a Han numeral. */
export function isHanNumeral(letter: string): boolean {
  return DIGITS.has(letter) || UNITS.has(letter) || TENS.has(letter) || letter === '两'
}

/**
 * The value of a whole run of Han numerals, or null where it is none that is said (十十, 百, 二百五).
 * Digits alone are read by place: 一二 is 12, 〇三 is 3.
 */
export function parseHanNumeral(run: string): number | null {
  const letters = Array.from(run)
  if (letters.length > 9) return null
  if (letters.every((letter) => DIGITS.has(letter))) {
    return letters.reduce((value, letter) => value * 10 + (DIGITS.get(letter) ?? 0), 0)
  }
  if (run === '两') return 2

  let value = 0
  let pending: number | null = null
  let lastUnit = 10_000
  let zero = false
  for (const letter of letters) {
    const digit = letter === '两' ? 2 : DIGITS.get(letter)
    if (digit === 0) {
      if (pending !== null || zero || value === 0) return null
      zero = true
      continue
    }
    if (digit !== undefined) {
      if (pending !== null) return null
      pending = digit
      continue
    }
    const unit = TENS.has(letter) ? 10 : (UNITS.get(letter) ?? 0)
    const times = TENS.has(letter) ? (TENS.get(letter) ?? 0) / 10 : pending
    if (unit >= lastUnit || (TENS.has(letter) && pending !== null)) return null
    if (times === null && (unit !== 10 || value !== 0)) return null
    value += (times ?? 1) * unit
    pending = null
    lastUnit = unit
    zero = false
  }
  // 二百五 is said for 250 and written for 205: nobody knows.
  if (pending !== null && lastUnit !== 10 && !zero) return null
  if (pending === null && zero) return null
  return value + (pending ?? 0)
}
