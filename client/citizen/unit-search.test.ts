// Proves the search: by code, name, initials and pinyin, nearest first, in any width and case, quickly over 10,000 units.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SearchUnit } from '../../shared/protocol/polls-api.ts'
import { createUnitSearch } from './unit-search.ts'

const UNITS: readonly SearchUnit[] = [
  [3, '云岭区供水公司', 'utility', 'ylqgsgs', 'yunlingqugongshuigongsi'],
  [12, '供电公司', 'utility', 'gdgs', 'gongdiangongsi'],
  [30, '市公安局（户政）', 'office', 'sgajhz', 'shigonganjuhuzheng'],
  [31, '绿化管理处', 'office', 'lhglc', 'lühuaguanlichu'],
  [1203, '第3中学', 'institution', 'd3zx', 'di3zhongxue'],
]
const codesFor = (typed: string) => createUnitSearch(UNITS)(typed).map(([code]) => code)

describe('[ui] a unit is found by', () => {
  test.each<[string, string, readonly number[]]>([
    ['its code, nearest first', '3', [3, 30, 31, 1203]],
    ['its code with noughts before it', '003', [3, 30, 31]],
    ['a code in full width', '１２０３', [1203]],
    ['the start of its name before the middle of it', '供', [12, 3]],
    ['two characters from the middle', '公司', [3, 12]],
    ['initials', 'gdgs', [12]],
    ['initials from the middle', 'gsgs', [3]],
    ['full pinyin, capitals and spaces', 'GONGDIAN gongsi', [12]],
    ['ü as keyboards write it', 'lvhua', [31]],
    ['two words in any order', '公司 云岭', [3]],
    ['a name and a code', '中学 3', [1203]],
    ['nothing typed: everything, as given', '  ', [3, 12, 30, 31, 1203]],
    ['nothing that fits', 'xyz', []],
    ['signs of patterns are plain text', '（.*', []],
  ])('%s', (_, typed, expected) => {
    expect(codesFor(typed)).toEqual(expected)
  })

  test('whatever is typed, it gives units of the poll, each once', () => {
    const search = createUnitSearch(UNITS)
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (typed) => {
        const found = search(typed)
        expect(new Set(found).size).toBe(found.length)
        expect(found.every((unit) => UNITS.includes(unit))).toBe(true)
      }),
      { seed: 20_261_125 },
    )
  })

  test('every unit is found by its whole name, its code, its initials and its pinyin', () => {
    for (const [code, name, , initials, pinyin] of UNITS) {
      for (const typed of [name, String(code), initials, pinyin]) expect(codesFor(typed)).toContain(code)
      expect(codesFor(name)[0]).toBe(code)
      expect(codesFor(String(code))[0]).toBe(code)
    }
  })
})
