// Proves the reading of citizens' counts from a clerk's CSV: encodings, columns, faults by line, and what would change.

import { expect, test } from 'vitest'
import { UnitCode, UnitId } from '../../shared/basics/ids.ts'
import type { UnitView } from '../../shared/protocol/views.ts'
import { readCounts } from './counts-csv.ts'
import { decodeCsv } from './csv-records.ts'

const unit = (code: number): UnitView => ({
  id: UnitId.parse(`u${code}`),
  code: UnitCode.parse(code),
  name: `单位${code}`,
  category: 'office',
})
const units = [unit(101), unit(102), unit(103)]
const HEADING = '单位代码,满意,基本满意,不满意,不了解'

function read(...lines: readonly string[]) {
  const answer = readCounts([HEADING, ...lines].join('\r\n'), units, [
    {
      unitId: units[0]!.id,
      split: { satisfied: 1, fair: 2, dissatisfied: 3, unsure: 4 },
      source: '旧',
      atMs: 0,
    },
    {
      unitId: units[1]!.id,
      split: { satisfied: 1, fair: 2, dissatisfied: 3, unsure: 4 },
      source: '旧',
      atMs: 0,
    },
  ])
  if (!answer.ok) throw new Error(answer.sentence)
  return answer.preview
}

test('[EVAL4] counts are read by unit code; new, changed and same rows are told apart', () => {
  const preview = read('101,1,2,3,4', '102,10,20,30,40', '103,5,0,0,')
  expect(preview.errors).toEqual([])
  expect([preview.added, preview.changed, preview.same]).toEqual([1, 1, 1])
  expect(preview.rows[2]).toEqual({
    unit: units[2],
    split: { satisfied: 5, fair: 0, dissatisfied: 0, unsure: 0 },
  })
})

test('[EVAL4] a percentage is no count, and says so; every fault names its line and column', () => {
  const preview = read('101,61.2%,2,3,4', '999,1,2,3,4', '102,,2,-3,4', '103,1,2,3,4')
  expect(preview.errors).toEqual([
    { line: 2, column: '满意', sentence: '请填票数，不要填百分比。' },
    { line: 3, column: '单位代码', sentence: '没有代码为“999”的单位。' },
    { line: 4, column: '满意', sentence: '“”不是票数。' },
    { line: 4, column: '不满意', sentence: '“-3”不是票数。' },
  ])
  expect(preview.rows.map((row) => row.unit.code)).toEqual([103])
})

test('a unit named twice is a fault of the second line, not a sum', () => {
  const preview = read('101,1,2,3,4', '101,1,2,3,4')
  expect(preview.errors).toEqual([{ line: 3, column: '单位代码', sentence: '单位代码与第2行重复。' }])
  expect(preview.rows).toHaveLength(1)
})

test('columns may stand in any order; 不了解 may be missing, another may not', () => {
  const swapped = readCounts('不满意,满意,单位代码,基本满意\n3,1,101,2', units, [])
  expect(swapped.ok && swapped.preview.rows[0]?.split).toEqual({
    satisfied: 1,
    fair: 2,
    dissatisfied: 3,
    unsure: 0,
  })
  expect(readCounts('单位代码,满意\n101,1', units, [])).toEqual({
    ok: false,
    sentence: '缺少列：基本满意、不满意。',
  })
})

test('[SAFE1] an empty file, a heading alone and a broken quote are refused with a sentence', () => {
  expect(readCounts('', units, []).ok).toBe(false)
  expect(readCounts(HEADING, units, []).ok).toBe(false)
  expect(readCounts(`${HEADING}\n"101,1,2,3,4`, units, [])).toMatchObject({
    ok: false,
    sentence: expect.stringContaining('文件无法读取'),
  })
})

test('full-width digits count; a byte order mark and GBK are read', () => {
  expect(read('１０１,１,２,３,４').same).toBe(1)
  const bytes = new TextEncoder().encode(`\ufeff${HEADING}\n101,1,2,3,4`)
  expect(readCounts(decodeCsv(bytes), units, []).ok).toBe(true)
  // 满意 in GBK.
  expect(decodeCsv(new Uint8Array([0xc2, 0xfa, 0xd2, 0xe2]))).toBe('满意')
})
