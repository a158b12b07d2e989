// A receipt code as people read and type it: 50 bits in Crockford's base32, `7H2KQ-M0P4X` (BAL10).
//
// Source of the alphabet: https://www.crockford.com/base32.html (no I, L, O, U; I and L are read as 1, O as 0).

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const GROUP = 5
const LENGTH = 10
const HALF = 2 ** 25

/** 50 bits as two numbers of 25: a bitwise operation of JavaScript takes 32 at most. */
export interface ReceiptBits {
  readonly high: number
  readonly low: number
}

/** `XXXXX-XXXXX`: each group is one half. */
export function receiptCodeOf({ high, low }: ReceiptBits): string {
  return `${groupOf(high)}-${groupOf(low)}`
}

/** Lower case, spaces and hyphens anywhere, I, L and O are understood; null: it cannot be a receipt code. */
export function parseReceiptCode(typed: string): ReceiptBits | null {
  const plain = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0')
  if (plain.length !== LENGTH) return null
  const high = numberOf(plain.slice(0, GROUP))
  const low = numberOf(plain.slice(GROUP))
  return high === null || low === null ? null : { high, low }
}

function groupOf(number: number): string {
  if (!Number.isInteger(number) || number < 0 || number >= HALF) throw new RangeError('a half has 25 bits')
  let text = ''
  for (let shift = (GROUP - 1) * 5; shift >= 0; shift -= 5) text += ALPHABET.charAt((number >> shift) & 31)
  return text
}

function numberOf(group: string): number | null {
  let number = 0
  for (const character of group) {
    const digit = ALPHABET.indexOf(character)
    if (digit < 0) return null
    number = number * 32 + digit
  }
  return number
}
