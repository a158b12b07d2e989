// Proves the sentences: one for every outcome and reason, an example for the poll on now, none longer than a segment.

import { expect, test } from 'vitest'
import { INVALID_REASONS } from '../../shared/ballot/ballot.ts'
import { parseChoiceText } from '../../shared/ballot/choice-text.ts'
import { correctionOf, howTo, RECEIPT_LENGTH, replyOf, withReceipt, type PollOnNow } from './replies.ts'

const LIVE: PollOnNow = { kind: 'live', offersUnsure: false }
const PERIOD: PollOnNow = { kind: 'period', offersUnsure: false }
const POLLS: readonly PollOnNow[] = [null, LIVE, PERIOD, { ...LIVE, offersUnsure: true }]
const SEGMENT = 70

test('[BAL3] received says whose, what, and that the earliest counts; repeated and late say that it does not count', () => {
  const about = { choice: 'dissatisfied', unitName: '云岭区供水公司' } as const
  expect(replyOf({ kind: 'received', ...about }, LIVE)).toBe(
    '已收到您对“云岭区供水公司”的评议：不满意。每人只计一次，以最早一条为准。',
  )
  expect(replyOf({ kind: 'repeated', ...about }, LIVE)).toContain('不重复计入')
  for (const kind of ['early', 'late', 'stale'] as const) {
    expect(replyOf({ kind, ...about }, LIVE)).toContain('不计入')
    expect(replyOf({ kind, ...about }, LIVE)).not.toContain('不满意')
  }
})

test('[BAL7][BAL10] every reason has a whole sentence of its own that fits one segment with its receipt', () => {
  for (const poll of POLLS) {
    const sentences = INVALID_REASONS.map((reason) => correctionOf(reason, poll))
    expect(new Set(sentences).size).toBe(INVALID_REASONS.length)
    for (const sentence of sentences) {
      expect(sentence).toMatch(/。$/)
      expect(sentence.length + RECEIPT_LENGTH, sentence).toBeLessThanOrEqual(SEGMENT)
    }
  }
  const received = replyOf(
    { kind: 'received', choice: 'fair', unitName: '云岭区市场监督管理局稽查大队' },
    LIVE,
  )
  const told = withReceipt(received, '7H2KQ-M0P4X')
  expect(told).toMatch(/回执7H2KQ-M0P4X$/)
  expect(told).toHaveLength(received.length + RECEIPT_LENGTH)
  expect(told.length).toBeLessThanOrEqual(SEGMENT)
})

test('[BAL7] what a correction asks for is understood by the poll it is for, and casts nobody’s ballot when copied', () => {
  const reading = (poll: PollOnNow, text: string) =>
    parseChoiceText(text, {
      currentCode: poll?.kind === 'live' ? 3 : null,
      offersUnsure: poll?.offersUnsure ?? false,
      standingOf: (code) => (code === 3 || code === 12 ? 'open' : 'unknown'),
    })
  for (const answer of ['1', '2', '3', '满意', '基本满意', '不满意']) {
    expect(reading(LIVE, answer)).toMatchObject({ ok: true, code: 3 })
  }
  expect(reading({ kind: 'live', offersUnsure: true }, '4')).toMatchObject({ ok: true, choice: 'unsure' })
  for (const option of ['满意', '基本满意', '不满意']) {
    expect(howTo(PERIOD)).toContain(`${option}+代码`)
    expect(reading(PERIOD, `${option}+12`)).toMatchObject({ ok: true, code: 12 })
  }
  for (const poll of POLLS) expect(reading(poll, howTo(poll)).ok).toBe(false)
})
