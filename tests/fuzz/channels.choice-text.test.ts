// Throws arbitrary and adversarial text at the ballot grammar: it always answers, soon, and never with a guessed polarity.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { INVALID_REASONS } from '../../shared/ballot/ballot.ts'
import { parseChoiceText, type ChoiceContext } from '../../shared/ballot/choice-text.ts'
import { CHOICES, type Choice } from '../../shared/ballot/choices.ts'
import corpus from '../corpus/choice-text.json' with { type: 'json' }

const contextOf = (currentCode: number | null): ChoiceContext => ({
  currentCode,
  offersUnsure: true,
  standingOf: (code) =>
    code > 20 ? 'unknown' : currentCode === null || code === currentCode ? 'open' : 'closed',
})
const current = fc.constantFrom(null, 3)

const pieces = fc.constantFrom(
  ...[
    '满意',
    '不满意',
    '基本满意',
    '不',
    '没',
    '非常',
    '很',
    '不太',
    '一点',
    '不了解',
    '满',
    '意',
    '基本',
    '度',
    '满意度',
  ],
  ...['A', 'B', 'C', 'D', 'E', '1', '2', '3', '03', '0', '99', '三', '廿', '十', '〇', '百', '两', '零'],
  ...[
    '号',
    '第',
    '个单位',
    '【',
    '】',
    '，',
    ' ',
    '\n',
    '-',
    '?',
    '%',
    '👍',
    '👎',
    '\u200b',
    '\u20e3',
    'TP',
    'WZ',
    'BU',
  ],
  ...[
    'MANYI',
    'JIBEN',
    'Ⅲ',
    '①',
    'ａ',
    '滿',
    '參',
    'А',
    '我投',
    '的',
    '了',
    '是',
    '投票',
    '\ud83d',
    '\u0301',
  ],
)
const anything = fc
  .array(fc.nat({ max: 0xffff }), { maxLength: 400 })
  .map((units) => String.fromCharCode(...units))
const composed = fc.array(pieces, { maxLength: 40 }).map((each) => each.join(''))

test('[SAFE1] any text at all is a choice with a code, or one of the reasons', () => {
  fc.assert(
    fc.property(fc.oneof(anything, fc.string({ unit: 'grapheme' }), composed), current, (text, code) => {
      const parsed = parseChoiceText(text, contextOf(code))
      if (parsed.ok) {
        expect(CHOICES).toContain(parsed.choice)
        expect(contextOf(code).standingOf(parsed.code)).toBe('open')
      } else expect(INVALID_REASONS).toContain(parsed.reason)
    }),
    { numRuns: 4_000 },
  )
})

test('[SAFE1] adversarial texts of any length are read: an expression that backtracks would outlast this test', () => {
  const nasty = [
    '不满',
    '非常',
    '一点也',
    '第',
    '【',
    '】',
    'A',
    'BU MAN YI ',
    "B' ",
    '1',
    '一',
    '十',
    '〇',
    ' ',
    '\n',
    ' \n',
  ]
  for (const piece of [...nasty, '👍', '\ud83d', '\u0301', '\ufdfa']) {
    for (const length of [279, 4_096, 100_000]) {
      for (const end of ['', 'A3', '【', '!']) {
        const text = piece.repeat(length).slice(0, length) + end
        for (const code of [null, 3]) expect(parseChoiceText(text, contextOf(code))).toHaveProperty('ok')
      }
    }
  }
})

test('[BAL1] 不 or 没 put anywhere into a ballot never leaves its polarity', () => {
  const accepted = fc
    .oneof(composed, fc.constantFrom(...corpus.map(({ input }) => input)))
    .filter((text) => parseChoiceText(text, contextOf(3)).ok || parseChoiceText(text, contextOf(null)).ok)
  fc.assert(
    fc.property(
      accepted,
      current,
      fc.constantFrom('不', '没', '没有', ' BU ', '\u200b不', '不是', '未'),
      (text, code, negation) => {
        const before = parseChoiceText(text, contextOf(code))
        if (!before.ok) return
        const letters = Array.from(text)
        for (let at = 0; at <= letters.length; at += 1) {
          const negated = [...letters.slice(0, at), negation, ...letters.slice(at)].join('')
          const after = parseChoiceText(negated, contextOf(code))
          if (after.ok && after.choice === before.choice) {
            expect(
              KNOWN_WHOLES.some((word) =>
                negated.replaceAll('\u200b', '').replaceAll(' ', '').includes(word),
              ),
            ).toBe(true)
          }
        }
      },
    ),
    { numRuns: 800 },
  )
})

/** Words that hold a 不 of their own and are known as a whole: the only way a 不 may be in an accepted ballot. */
const KNOWN_WHOLES = [
  '不满',
  '不太',
  '不大',
  '不怎么',
  '不够',
  '不很',
  '不是很',
  '不咋',
  '不了解',
  '不清楚',
  '不知道',
  '不熟悉',
  'BU',
  'bu',
]

test('[BAL1] an accepted 满意 never holds a negation, an accepted 不满意 never lacks its word, letter or number', () => {
  const seen = new Map<Choice, number>()
  fc.assert(
    fc.property(composed, current, (text, code) => {
      const parsed = parseChoiceText(text, contextOf(code))
      if (!parsed.ok) return
      seen.set(parsed.choice, (seen.get(parsed.choice) ?? 0) + 1)
      const folded = text.normalize('NFKC').replaceAll('\u200b', '')
      if (parsed.choice === 'satisfied' || parsed.choice === 'fair') expect(folded).not.toMatch(/[不没]|BU/)
      if (parsed.choice === 'dissatisfied') expect(folded).toMatch(/不|C|BU|3|三|參/)
    }),
    { numRuns: 4_000 },
  )
  expect([...seen.keys()].sort()).toEqual([...CHOICES].sort())
})
