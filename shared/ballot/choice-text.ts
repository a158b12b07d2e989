// Reads a ballot out of what a citizen typed: tolerant of spelling, never guessing polarity (the grammar of ballot text).

import {
  ASKING,
  HELP_WORDS,
  KEYWORD,
  LETTER_OPTIONS,
  NEGATING,
  NUMBERED_OPTIONS,
  OPT_OUT_WORDS,
} from './choice-words.ts'
import { UNIT_CODE_MOST } from '../basics/ids.ts'
import type { InvalidReason } from './ballot.ts'
import { normaliseChoiceText } from './choice-normalise.ts'
import { readTokens, type Reading, type TypedNumber } from './choice-tokens.ts'
import type { Choice } from './poll.ts'

export interface ChoiceContext {
  /** The unit's code of a poll that has only one; null where a ballot must name its subject. */
  readonly currentCode: number | null
  /** Whether a code can be voted on now; unknown where no unit has it. */
  standingOf(code: number): 'open' | 'closed' | 'unknown'
  readonly offersUnsure: boolean
}

export type ParsedChoice =
  /** `coded`: the message names the unit itself. */
  | { readonly ok: true; readonly choice: Choice; readonly code: number; readonly coded: boolean }
  | { readonly ok: false; readonly reason: InvalidReason }

/** In code points, after normalising. */
const LONGEST_MESSAGE = 280
/** In UTF-16 units, before: what an SMS of many parts or a WeChat message holds, and nothing beyond is looked at. */
const LONGEST_INPUT = 4_096
/** So many letters left over are a message to people, not a slip of the finger. */
const FREE_TEXT_FROM = 3
const FREE_TEXT_THOUGH_NEGATED_FROM = 6

const NOT_SPOKEN = /[\s\p{P}]/gu
const SPOKEN = /[\p{L}\p{N}]/gu

/**
 * The one option and the one unit a message names, or why it is no ballot. Never throws; linear in the length.
 * The whole message must be understood: whatever is left over refuses it.
 */
export function parseChoiceText(text: string, context: ChoiceContext): ParsedChoice {
  if (text.length > LONGEST_INPUT) return no('TOO_LONG')
  const message = normaliseChoiceText(text)
  if (message === '') return no('EMPTY')
  if (message.length > LONGEST_MESSAGE && Array.from(message).length > LONGEST_MESSAGE) return no('TOO_LONG')

  const spoken = message.replace(NOT_SPOKEN, '')
  if (OPT_OUT_WORDS.has(spoken)) return no('OPT_OUT')
  if (HELP_WORDS.has(spoken) || (spoken === '' && message.includes('?'))) return no('HELP')
  if (ASKING.test(message)) return no('QUESTION')

  const unsigned = withoutSignature(message)
  const ballot = unsigned.replace(KEYWORD, '').trim()
  if (ballot === '') return no('MISSING_OPTION')
  const reading = readTokens(ballot)
  if (reading.leftover !== '') return no(reasonOfLeftover(reading))

  const option = optionOf(reading, context)
  return option.ok ? subjectOf(option, context) : option
}

type Option = { readonly ok: true; readonly choice: Choice; readonly subjects: readonly TypedNumber[] }

function optionOf(reading: Reading, context: ChoiceContext): Option | ReturnType<typeof no> {
  const options = new Set(reading.words)
  let unknownLetters = 0
  for (const letter of reading.letters) {
    const choice = LETTER_OPTIONS.get(letter)
    if (choice === undefined) unknownLetters += 1
    else options.add(choice)
  }
  if (options.size > 1) return no('AMBIGUOUS_OPTION')
  if (unknownLetters > 0) return no(options.size > 0 ? 'UNRECOGNISED' : 'UNKNOWN_OPTION')

  const [named] = options
  const option =
    named === undefined ? numberedOption(reading, context) : wordedOption(named, reading, context)
  if (!option.ok) return option
  if (option.choice === 'unsure' && !context.offersUnsure) return no('UNKNOWN_OPTION')
  const contradicted =
    (option.choice === 'satisfied' && reading.cross) || (option.choice === 'dissatisfied' && reading.glad)
  return contradicted ? no('AMBIGUOUS_OPTION') : option
}

/** `1` in a poll of one unit is its first option; a number with 第, 号 or a leading zero is always a unit. */
function numberedOption(reading: Reading, context: ChoiceContext): Option | ReturnType<typeof no> {
  const none = no(reading.pictures || reading.numbers.length === 0 ? 'UNRECOGNISED' : 'MISSING_OPTION')
  if (context.currentCode === null) return none
  const bare = new Set(reading.numbers.filter((number) => number.bare).map((number) => number.value))
  const [value] = bare
  if (value === undefined) return none
  if (bare.size > 1) return no('AMBIGUOUS_OPTION')
  const choice = NUMBERED_OPTIONS[value - 1]
  if (choice === undefined) return context.standingOf(value) === 'unknown' ? no('UNKNOWN_OPTION') : none
  return { ok: true, choice, subjects: reading.numbers.filter((number) => !number.bare) }
}

/** `1满意` may repeat the prompt; its 1 is no unit where no unit has that code and the option is the same. */
function wordedOption(choice: Choice, reading: Reading, context: ChoiceContext): Option {
  const repeatsPrompt = (number: TypedNumber) =>
    context.currentCode !== null &&
    number.bare &&
    number.before === choice &&
    NUMBERED_OPTIONS[number.value - 1] === choice &&
    context.standingOf(number.value) === 'unknown'
  return { ok: true, choice, subjects: reading.numbers.filter((number) => !repeatsPrompt(number)) }
}

function subjectOf({ choice, subjects }: Option, context: ChoiceContext): ParsedChoice {
  const codes = new Set(subjects.map((subject) => subject.value))
  if (codes.size > 1) return no('AMBIGUOUS_SUBJECT')
  const [named] = codes
  const code = named ?? context.currentCode
  if (code === null) return no('MISSING_SUBJECT')
  if (code < 1 || code > UNIT_CODE_MOST) return no('UNKNOWN_SUBJECT')
  const standing = context.standingOf(code)
  if (standing === 'unknown') return no('UNKNOWN_SUBJECT')
  if (standing === 'closed') return no('SUBJECT_CLOSED')
  return { ok: true, choice, code, coded: named !== undefined }
}

function reasonOfLeftover({ leftover, words, letters }: Reading): InvalidReason {
  const length = leftover.match(SPOKEN)?.length ?? 0
  if (length >= FREE_TEXT_THOUGH_NEGATED_FROM) return 'FREE_TEXT'
  if (negates(leftover) && words.size + letters.size > 0) return 'NEGATION'
  return length >= FREE_TEXT_FROM ? 'FREE_TEXT' : 'UNRECOGNISED'
}

function negates(text: string): boolean {
  return NEGATING.test(text.replaceAll('非常', ''))
}

/** Takes off one leading and one trailing 【签名】, unless what is inside could be part of the ballot. */
function withoutSignature(message: string): string {
  let rest = message
  for (const signed of [/^【([^【】]*)】/u, /【([^【】]*)】$/u]) {
    const [whole, inside] = signed.exec(rest) ?? []
    if (whole === undefined || inside === undefined || whole.length === rest.length) continue
    if (isSignature(inside)) rest = rest.replace(signed, '').trim()
  }
  return rest
}

function isSignature(inside: string): boolean {
  const { words, letters, numbers, pictures, leftover } = readTokens(inside)
  if (words.size + letters.size > 0 || pictures || negates(inside)) return false
  return leftover !== '' || numbers.length === 0
}

function no(reason: InvalidReason): { readonly ok: false; readonly reason: InvalidReason } {
  return { ok: false, reason }
}
