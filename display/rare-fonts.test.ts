// Proves which characters ask for another font than the one every page has.

import { expect, test } from 'vitest'
import { rareCharactersOf, rareFontsFor } from './rare-fonts.ts'

test('names as they mostly are ask for nothing', () => {
  expect(rareFontsFor('云泽市住房保障和房屋管理局（第3分局）· “12345” 98.6% ▲—＊')).toBeNull()
  expect(rareFontsFor('')).toBeNull()
})

test('rare Han characters, Arabic and emoji are told, each once', () => {
  expect(rareCharactersOf('𠮷家湾𠮷㼆镇')).toBe('𠮷㼆')
  expect(rareCharactersOf('便民مرکز')).toBe('مرکز')
  expect(rareCharactersOf('中心😀')).toBe('😀')
})
