// The text of a probe message: when it was sent, signed by this data folder, so that anybody's phone can measure a channel and nobody can forge a time.

import { hkdfSync } from 'node:crypto'
import { createShortHmac } from '../short-hmac.ts'

/** In Chinese 问政探测; no ballot begins with it. */
const WORD = 'WZTC'
/** Crockford's base 32: what may be misread on a screen is not in it. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const TIME_LETTERS = 9
const TAG_LETTERS = 8
const SHAPE = new RegExp(`^${WORD}([${ALPHABET}]{${TIME_LETTERS}})([${ALPHABET}]{${TAG_LETTERS}})$`)
/** Longer is no probe: a text message that was touched on its way, or something else. */
const LONGEST = 64
const NOT_LETTERS = /[^0-9A-Z]/g

export interface ProbeCodes {
  /** To be sent at that moment: 21 letters and digits, in groups that a person can type. */
  textAt(sentMs: number): string
  /** When it was sent, or null where the text is no probe of ours. Capitals, spaces and dashes do not matter. */
  sentAtIn(text: string): number | null
}

/** `secret`: of the data folder. */
export function createProbeCodes(secret: Uint8Array): ProbeCodes {
  const hmac = createShortHmac(Buffer.from(hkdfSync('sha256', secret, '', 'wenzheng probe messages', 32)))
  const tagOf = (time: string) => lettersOf(Buffer.from(hmac(`probe:${time}`)).readUIntBE(0, 5), TAG_LETTERS)
  return {
    textAt(sentMs) {
      const time = lettersOf(sentMs, TIME_LETTERS)
      const tag = tagOf(time)
      return [WORD, time.slice(0, 5), time.slice(5), tag.slice(0, 4), tag.slice(4)].join(' ')
    },
    sentAtIn(text) {
      // Asked for every text message: most are out at the first letter.
      const first = text.charCodeAt(0) | 0x20
      if (first !== 0x77 || text.length > LONGEST) return null
      const [, time, tag] = SHAPE.exec(text.toUpperCase().replace(NOT_LETTERS, '')) ?? []
      return time === undefined || tag !== tagOf(time) ? null : numberOf(time)
    },
  }
}

function lettersOf(value: number, length: number): string {
  let letters = ''
  for (let rest = value; letters.length < length; rest = Math.floor(rest / 32)) {
    letters = ALPHABET.charAt(rest % 32) + letters
  }
  return letters
}

function numberOf(letters: string): number {
  return Array.from(letters).reduce((value, letter) => value * 32 + ALPHABET.indexOf(letter), 0)
}
