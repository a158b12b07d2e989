// What a reviewer types is there again after a reload, for that person alone, and gone once the device is signed out.

import { beforeEach, expect, test, vi } from 'vitest'
import { forgetDesk, typingOf } from './kept.ts'

beforeEach(() => {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  })
  return () => vi.unstubAllGlobals()
})

test('[EVAL6] typed and not given yet: kept by what it is for, taken away when it was given', () => {
  typingOf('chen').set('mark round-1 u1', '87')
  typingOf('chen').set('recusal round-1 u2', '')
  expect(typingOf('chen').get('mark round-1 u1')).toBe('87')
  expect(typingOf('chen').get('recusal round-1 u2')).toBe('')
  expect(typingOf('chen').get('mark round-1 u2')).toBeNull()
  expect(typingOf('lu').get('mark round-1 u1')).toBeNull()
  typingOf('chen').set('mark round-1 u1', null)
  expect(typingOf('chen').get('mark round-1 u1')).toBeNull()
  forgetDesk('chen')
  expect(typingOf('chen').get('recusal round-1 u2')).toBeNull()
})

test('a storage that is forbidden stops nobody', () => {
  vi.stubGlobal('localStorage', {
    getItem: () => {
      throw new Error('forbidden')
    },
    setItem: () => {
      throw new Error('forbidden')
    },
  })
  typingOf('chen').set('mark round-1 u1', '87')
  expect(typingOf('chen').get('mark round-1 u1')).toBeNull()
})
