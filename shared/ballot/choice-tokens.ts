// Cuts a normalised message into what a ballot is made of, by longest match, and keeps apart whatever is left over.

import {
  CROSS,
  GLAD,
  HAN_WORDS,
  LETTER_OPTIONS,
  LONGEST_HAN_WORD,
  LONGEST_PINYIN,
  PINYIN_OPTIONS,
} from './choice-words.ts'
import { isHanNumeral, parseHanNumeral } from './choice-numerals.ts'
import type { Choice } from './poll.ts'

export interface TypedNumber {
  /** Infinity where it has more than six digits. */
  readonly value: number
  /** Only a digit or a Han digit: no 第, no 号, no leading zero. It may be an option's number. */
  readonly bare: boolean
  /** The Han option word directly behind it, as in `1满意` and `1.满意`. */
  readonly before: Choice | null
}

export interface Reading {
  readonly words: ReadonlySet<Choice>
  readonly letters: ReadonlySet<string>
  readonly numbers: readonly TypedNumber[]
  readonly glad: boolean
  readonly cross: boolean
  readonly pictures: boolean
  /** What no rule knows, in the order it was typed, a space between pieces. */
  readonly leftover: string
}

const PICTURE = /^[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}]/u
// Not %, ‰ or ×: those change what a number or an option means.
const PUNCTUATION = /^[\s~+=|<>^`$\u2212\p{P}]/u
const MEANINGFUL_PUNCTUATION = '%‰†‡'
const CLASSIFIERS = ['号单位', '个单位', '号', '个', '位']
const GAP = /^[\s.,:;、。，：；)）]*$/u

export function readTokens(text: string): Reading {
  const words = new Set<Choice>()
  const letters = new Set<string>()
  const numbers: { value: number; bare: boolean; before: Choice | null; end: number }[] = []
  const left: string[] = []
  let glad = false
  let cross = false
  let pictures = false
  let leftEnd = -1
  let at = 0

  const leave = (piece: string) => {
    if (leftEnd === at) left.push((left.pop() ?? '') + piece)
    else left.push(piece)
    at += piece.length
    leftEnd = at
  }
  const addNumber = (end: number, value: number) => {
    const classified = classifierEnd(text, end)
    const bare = end - at === 1 && classified === end && text.charAt(at - 1) !== '第'
    numbers.push({ value, bare, before: null, end: classified })
    at = classified
  }

  while (at < text.length) {
    const letter = String.fromCodePoint(text.codePointAt(at) ?? 0)

    if (letter >= '0' && letter <= '9') {
      const end = runEnd(text, at, (next) => next >= '0' && next <= '9')
      addNumber(end, digitsOf(text.slice(at, end)))
      continue
    }

    if (letter >= 'A' && letter <= 'Z') {
      const pinyin = pinyinAt(text, at)
      if (pinyin !== null) {
        words.add(pinyin.choice)
        at = pinyin.end
        continue
      }
      const end = runEnd(text, at, (next) => next >= 'A' && next <= 'Z')
      const run = text.slice(at, end)
      if (run.length === 1 || Array.from(run).every((each) => LETTER_OPTIONS.has(each))) {
        for (const each of run) letters.add(each)
        at = end
      } else leave(run)
      continue
    }

    const numeralEnd = runEnd(text, at, isHanNumeral)
    const word = hanWordAt(text, at)
    if (word !== null && word.end >= numeralEnd) {
      if (word.meaning !== 'filler') {
        words.add(word.meaning)
        const last = numbers.at(-1)
        if (last?.before === null && GAP.test(text.slice(last.end, at))) last.before = word.meaning
      }
      at = word.end
      continue
    }
    if (numeralEnd > at) {
      const value = parseHanNumeral(text.slice(at, numeralEnd))
      if (value === null) leave(text.slice(at, numeralEnd))
      else addNumber(numeralEnd, value)
      continue
    }
    if (letter === '第' && numberFollows(text, at + 1)) {
      at += 1
      continue
    }
    if (PICTURE.test(letter)) {
      pictures = true
      glad ||= GLAD.test(letter)
      cross ||= CROSS.test(letter)
      at += letter.length
      continue
    }
    if (PUNCTUATION.test(letter) && !MEANINGFUL_PUNCTUATION.includes(letter)) {
      at += letter.length
      continue
    }
    leave(letter)
  }
  return { words, letters, numbers, glad, cross, pictures, leftover: left.join(' ') }
}

function runEnd(text: string, from: number, belongs: (letter: string) => boolean): number {
  let end = from
  while (end < text.length && belongs(text.charAt(end))) end += 1
  return end
}

function digitsOf(run: string): number {
  const significant = run.replace(/^0+(?=\d)/, '')
  return significant.length > 6 ? Infinity : Number(significant)
}

function numberFollows(text: string, at: number): boolean {
  const next = text.charAt(at)
  return (next >= '0' && next <= '9') || isHanNumeral(next)
}

/** Where `号`, `个单位` … behind a number ends, one space allowed in between; `from` where there is none. */
function classifierEnd(text: string, from: number): number {
  const start = text.charAt(from) === ' ' ? from + 1 : from
  for (const classifier of CLASSIFIERS) {
    if (text.startsWith(classifier, start)) return start + classifier.length
  }
  return from
}

function hanWordAt(text: string, at: number): { meaning: Choice | 'filler'; end: number } | null {
  for (let length = Math.min(LONGEST_HAN_WORD, text.length - at); length > 0; length -= 1) {
    const meaning = HAN_WORDS.get(text.slice(at, at + length))
    if (meaning !== undefined) return { meaning, end: at + length }
  }
  return null
}

/** The longest pinyin option that starts here and ends where its run of letters ends; spaces and ' between syllables. */
function pinyinAt(text: string, at: number): { choice: Choice; end: number } | null {
  let found: { choice: Choice; end: number } | null = null
  let joined = ''
  for (let end = at; end < text.length && joined.length <= LONGEST_PINYIN;) {
    const runsTo = runEnd(text, end, (next) => next >= 'A' && next <= 'Z')
    if (runsTo === end) break
    joined += text.slice(end, runsTo)
    const choice = PINYIN_OPTIONS.get(joined)
    if (choice !== undefined) found = { choice, end: runsTo }
    end = runEnd(text, runsTo, (next) => next === ' ' || next === "'")
  }
  return found
}
