// Finds units by what a citizen types: a code, a part of the name, initials of its pinyin or more of it. Pure.

import type { SearchUnit } from '../../shared/protocol/polls-api.ts'

/** Full-width to half, capitals to small, ü as keyboards write it. */
function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/ü/g, 'v')
}

interface Indexed {
  readonly unit: SearchUnit
  readonly code: string
  readonly name: string
  readonly initials: string
  readonly pinyin: string
}

/** The nearer, the smaller; null: it does not match. */
function distance({ code, name, initials, pinyin }: Indexed, word: string): number | null {
  if (/^\d+$/.test(word)) {
    const number = word.replace(/^0+(?=\d)/, '')
    if (code === number) return 0
    if (code.startsWith(number)) return 1
  }
  if (name.startsWith(word)) return 2
  if (initials.startsWith(word)) return 3
  if (name.includes(word)) return 4
  if (pinyin.startsWith(word)) return 5
  if (initials.includes(word)) return 6
  return pinyin.includes(word) ? 7 : null
}

/**
 * A search over one poll's units. Several words must all match; nearer ones come first, then as given. An empty search
 * gives all. 10,000 units are searched within a frame.
 */
export function createUnitSearch(units: readonly SearchUnit[]): (typed: string) => readonly SearchUnit[] {
  const indexed = units.map((unit): Indexed => {
    const [code, name, , initials, pinyin] = unit
    return {
      unit,
      code: String(code),
      name: plain(name).replace(/\s+/g, ''),
      initials: plain(initials).replace(/\s+/g, ''),
      pinyin: plain(pinyin).replace(/[\s']+/g, ''),
    }
  })
  return (typed) => {
    const words = plain(typed)
      .split(/[\s,，、.。']+/)
      .filter((word) => word !== '')
    if (words.length === 0) return units
    const found: { readonly unit: SearchUnit; readonly far: number }[] = []
    for (const one of indexed) {
      let far = 0
      for (const word of words) {
        const each = distance(one, word)
        far = each === null ? Infinity : far + each
      }
      if (far < Infinity) found.push({ unit: one.unit, far })
    }
    // Array.sort is stable: equals stay in the order of codes.
    return found.sort((a, b) => a.far - b.far).map(({ unit }) => unit)
  }
}
