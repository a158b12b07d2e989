// Proves where Chinese text may break: between words, never within one, and nothing is lost.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { phrasesOf } from './phrases.ts'

test('a name breaks between its words; a lone character stays with what it follows', () => {
  const phrases = phrasesOf('云泽市人力资源和社会保障局')
  expect(phrases.length).toBeGreaterThan(2)
  expect(phrases).toContain('社会')
  expect(phrases.at(-1)).toMatch(/局$/)
  expect(phrases.every((phrase, i) => i === 0 || Array.from(phrase).length > 1)).toBe(true)
})

test('a bracket opens no line end, and a stop closes no line start', () => {
  for (const phrase of phrasesOf('问题（原文）何时解决？请说明。')) {
    expect(phrase).not.toMatch(/（$/)
    expect(phrase).not.toMatch(/^[）？。]/)
  }
})

test('the pieces together are the text again, whatever it holds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      expect(phrasesOf(text).join('')).toBe(text)
    }),
  )
  expect(phrasesOf('𠮷㼆镇😀مركز').join('')).toBe('𠮷㼆镇😀مركز')
})
