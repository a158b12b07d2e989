// Proves the sentences: one for every outcome and reason, none longer than a segment where the unit's name is short.

import { expect, test } from 'vitest'
import { INVALID_REASONS } from '../../shared/ballot/ballot.ts'
import { correctionOf, replyOf } from './replies.ts'

test('[BAL3] received says whose, what, and that the earliest counts; repeated and late say that it does not count', () => {
  const about = { choice: 'dissatisfied', unitName: '云岭区供水公司' } as const
  expect(replyOf({ kind: 'received', ...about })).toBe(
    '已收到您对“云岭区供水公司”的评议：不满意。每人只计一次，以最早一条为准。',
  )
  expect(replyOf({ kind: 'repeated', ...about })).toContain('不重复计入')
  for (const kind of ['early', 'late', 'stale'] as const) {
    expect(replyOf({ kind, ...about })).toContain('不计入')
    expect(replyOf({ kind, ...about })).not.toContain('不满意')
  }
})

test('[BAL7] every reason has a whole sentence of its own that fits one segment', () => {
  const sentences = INVALID_REASONS.map(correctionOf)
  expect(new Set(sentences).size).toBe(INVALID_REASONS.length)
  for (const sentence of sentences) {
    expect(sentence).toMatch(/。$/)
    expect(sentence.length).toBeLessThanOrEqual(70)
  }
})
