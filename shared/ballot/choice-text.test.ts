// Proves the grammar of ballot text: the corpus, the spellings, polls of one unit, and that polarity is never guessed.

import { describe, expect, test } from 'vitest'
import corpus from '../../tests/corpus/choice-text.json' with { type: 'json' }
import { parseChoiceText, type ChoiceContext } from './choice-text.ts'
import { CHOICES } from './choices.ts'

interface Poll {
  readonly current?: number | null
  readonly offersUnsure?: boolean
  /** Codes that units have; of these only `current` is open where it is given. */
  readonly codes?: readonly number[]
}

const TWENTY = Array.from({ length: 20 }, (_, i) => i + 1)

function contextOf({ current = null, offersUnsure = false, codes = TWENTY }: Poll): ChoiceContext {
  return {
    currentCode: current,
    offersUnsure,
    standingOf(code) {
      if (!codes.includes(code)) return 'unknown'
      return current === null || code === current ? 'open' : 'closed'
    },
  }
}

/** `A3`, or the reason. */
function read(text: string, poll: Poll = {}): string {
  const parsed = parseChoiceText(text, contextOf(poll))
  return parsed.ok ? `${'ABCD'.charAt(CHOICES.indexOf(parsed.choice))}${parsed.code}` : parsed.reason
}

test.each(corpus.map((each) => ({ currentSubject: null, ...each })))(
  '[BAL1] corpus: $input → $expect',
  ({ input, expect: expected, currentSubject }) => {
    expect(read(input, { current: currentSubject })).toBe(expected)
  },
)

describe('a poll of one unit', () => {
  const live = { current: 3 }
  test.each([
    ['1', 'A3'],
    ['2', 'B3'],
    ['3', 'C3'],
    ['１', 'A3'],
    ['1️⃣', 'A3'],
    ['①', 'A3'],
    ['一', 'A3'],
    ['叁', 'C3'],
    ['1。', 'A3'],
    ['1👍', 'A3'],
    ['【城市台】2', 'B3'],
    ['回复1', 'A3'],
    ['选2', 'B3'],
    ['我投 3', 'C3'],
    ['4', 'UNKNOWN_OPTION'],
    ['99', 'MISSING_OPTION'],
    ['5', 'MISSING_OPTION'],
    ['1 2', 'AMBIGUOUS_OPTION'],
    ['1号', 'MISSING_OPTION'],
    ['第1', 'MISSING_OPTION'],
    ['01', 'MISSING_OPTION'],
    ['03 1', 'A3'],
    ['3号 2', 'B3'],
    ['4号 2', 'SUBJECT_CLOSED'],
    ['👍3', 'AMBIGUOUS_OPTION'],
    ['C', 'C3'],
    ['满意3', 'A3'],
    ['满意1', 'SUBJECT_CLOSED'],
    ['不1', 'UNRECOGNISED'],
    ['不是1', 'UNRECOGNISED'],
    ['1吗', 'QUESTION'],
  ])('[BAL1, POLL1] %s → %s', (text, expected) => {
    expect(read(text, live)).toBe(expected)
  })

  test('[BAL1] 4 is 不了解 where it is offered, in every spelling, and nowhere else', () => {
    for (const text of ['4', 'D', '不了解', '不清楚', '不瞭解', '４']) {
      expect(read(text, { ...live, offersUnsure: true })).toBe('D3')
      expect(read(text, live)).toBe('UNKNOWN_OPTION')
    }
  })

  test('[BAL1] 1满意 repeats the prompt only where no unit is called 1 and both say the same', () => {
    const alone = { current: 7, codes: [7] }
    for (const text of ['1满意', '1.满意', '1、满意', '1 满意', '1）满意'])
      expect(read(text, alone)).toBe('A7')
    expect(read('2基本满意', alone)).toBe('B7')
    expect(read('3不满意', alone)).toBe('C7')
    for (const text of ['1不满意', '2满意', '3满意', '1号满意', '01满意', '满意1']) {
      expect(read(text, alone)).toBe('UNKNOWN_SUBJECT')
    }
    expect(read('1满意', { current: 7, codes: [1, 7] })).toBe('SUBJECT_CLOSED')
  })

  test('[POLL1] a period poll needs a code; numbers there are units, never options', () => {
    for (const text of ['满意', 'A', '不满意']) expect(read(text)).toBe('MISSING_SUBJECT')
    for (const text of ['1', '2', '3', '一']) expect(read(text)).toBe('MISSING_OPTION')
  })
})

describe('spellings', () => {
  test.each([
    ['滿意參', 'A3'],
    ['满意叁', 'A3'],
    ['滿意貳拾', 'A20'],
    ['满意壹拾贰', 'A12'],
    ['满意十二', 'A12'],
    ['满意一二', 'A12'],
    ['满意十', 'A10'],
    ['第十三号单位，不满意', 'C13'],
    ['3️⃣ A', 'A3'],
    ['№3 满意', 'A3'],
    ['编号03满意', 'A3'],
    ['满\u200b意\ufeff3', 'A3'],
    ['不\u200b满意3', 'C3'],
    ['不 满 意 3', 'C3'],
    ['不滿意３號', 'C3'],
    ['A\u00a03', 'A3'],
    ['A　３', 'A3'],
    ['𝐀𝟑', 'A3'],
    ['a3.', 'A3'],
    ['(A)(3)', 'A3'],
    ['「A3」', 'A3'],
    ['tp a3', 'A3'],
    ['TPA3', 'A3'],
    ['wz3满意', 'A3'],
    ['man yi 3', 'A3'],
    ['ManYi3', 'A3'],
    ['bu man yi 3', 'C3'],
    ["ji'ben'man'yi 3", 'B3'],
    ['feichang bu manyi 3', 'C3'],
    ['A3【城市台】', 'A3'],
    ['【电视问政】满意3【张三】', 'A3'],
    ['【满意度测评】A3', 'A3'],
    ['对3号单位的工作很满意，谢谢', 'A3'],
    ['一点都不满意3', 'C3'],
    ['满意3 满意03 三号', 'A3'],
    ['A3😡', 'AMBIGUOUS_OPTION'],
    ['不满意3👍', 'AMBIGUOUS_OPTION'],
    ['不满意3😡', 'C3'],
    ['基本满意3🌹', 'B3'],
  ])('[BAL1] %s → %s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })
})

describe('what is no ballot', () => {
  test.each([
    ['不不满意3', 'NEGATION'],
    ['不-满意3', 'NEGATION'],
    ['不，满意3', 'NEGATION'],
    ['不\n满意3', 'NEGATION'],
    ['不基本满意3', 'NEGATION'],
    ['不十分满意3', 'NEGATION'],
    ['没满意3', 'NEGATION'],
    ['未满意3', 'NEGATION'],
    ['满意不3', 'NEGATION'],
    ['不A3', 'NEGATION'],
    ['bu A3', 'NEGATION'],
    ['我不投3号满意', 'NEGATION'],
    ['【不】A3', 'NEGATION'],
    ['【电视不问政】A3', 'NEGATION'],
    ['【👎】A3', 'AMBIGUOUS_OPTION'],
    ['【不满意】A3', 'AMBIGUOUS_OPTION'],
    ['满意不满意3', 'AMBIGUOUS_OPTION'],
    ['满不满意3', 'UNRECOGNISED'],
    ['满意是假的3', 'UNRECOGNISED'],
    ['满意3%', 'UNRECOGNISED'],
    ['A1 A2', 'AMBIGUOUS_SUBJECT'],
    ['满意 1.5', 'AMBIGUOUS_SUBJECT'],
    ['A13800138000', 'UNKNOWN_SUBJECT'],
    ['A99999', 'UNKNOWN_SUBJECT'],
    ['A21', 'UNKNOWN_SUBJECT'],
    ['满意二百五', 'FREE_TEXT'],
    ['满意十十', 'UNRECOGNISED'],
    ['E3', 'UNKNOWN_OPTION'],
    ['D3', 'UNKNOWN_OPTION'],
    ['AE3', 'UNRECOGNISED'],
    ['TP', 'MISSING_OPTION'],
    ['退订', 'OPT_OUT'],
    ['退訂', 'OPT_OUT'],
    ['opt out', 'OPT_OUT'],
    ['T D', 'OPT_OUT'],
    ['帮助', 'HELP'],
    ['？？', 'HELP'],
    ['怎么投票?', 'HELP'],
    ['满意吗', 'QUESTION'],
    ['滿意嗎 3', 'QUESTION'],
    ['什么时候修路', 'FREE_TEXT'],
    ['修路修了三年还没有修好，局长在哪里', 'FREE_TEXT'],
    ['我对3号不满意因为从来没有人来管', 'FREE_TEXT'],
    ['。。。', 'UNRECOGNISED'],
    ['\u200b\u200b', 'EMPTY'],
    ['满意度3', 'MISSING_OPTION'],
  ])('[BAL7] %j → %s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })

  test('[SAFE1] 280 characters are read, 281 are too many, counted after the spaces are taken out', () => {
    expect(read(`A3${'。'.repeat(278)}`)).toBe('A3')
    expect(read(`A3${'。'.repeat(279)}`)).toBe('TOO_LONG')
    expect(read(`A3${'👍'.repeat(278)}`)).toBe('A3')
    expect(read(`A3${' '.repeat(2_000)}`)).toBe('A3')
    expect(read(`A3${' '.repeat(5_000)}`)).toBe('TOO_LONG')
  })
})
