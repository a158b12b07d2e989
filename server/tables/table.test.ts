// A clerk's table is read alike from XLSX and CSV: numbers, dates and formulas as they are seen, nothing that could hurt.

import { describe, expect, test } from 'vitest'
import { strToU8, zipSync } from 'fflate'
import { workbook, workbookOf, type Cell } from '../../tests/support/workbook.ts'
import { readTable, type Columns } from './table.ts'

const COLUMNS = {
  code: { names: ['单位代码', 'code'], needed: true },
  value: { names: ['数值', 'value'], needed: true },
} as const satisfies Columns<string>

const read = (bytes: Uint8Array, rowsMost = 100) => readTable(bytes, COLUMNS, rowsMost)
const valuesOf = async (...cells: Cell[]) => {
  const table = await read(workbook([['单位代码', '数值'], ...cells.map((cell): Cell[] => [1, cell])]))
  if (!table.ok) throw new Error(JSON.stringify(table.refusal))
  return table.value.rows.map(({ cells: { value } }) => value)
}
const whyOf = async (bytes: Uint8Array, rowsMost?: number) => {
  const table = await read(bytes, rowsMost)
  return table.ok ? 'ok' : `${table.refusal.code} ${String(table.refusal.detail['why'] ?? '')}`.trim()
}

describe('[SAFE1] a workbook', () => {
  test('gives the rows a CSV of the same cells gives, empty lines and line numbers included', async () => {
    const rows: Cell[][] = [['单位代码', '数值', '备注'], [1, 98, '甲'], [], ['２', ' 7 ', null], [3, 'x\ny']]
    const csv = '单位代码,数值,备注\n1,98,甲\n,,\n２, 7 ,\n3,"x\ny"\n'
    const [one, other] = [await read(workbook(rows)), await read(Buffer.from(csv))]
    if (!one.ok || !other.ok) throw new Error('both can be read')
    expect(one.value.rows).toEqual(other.value.rows)
    expect(one.value.rows.map(({ line }) => line)).toEqual([2, 4])
    expect(one.value.faults).toEqual(other.value.faults)
    expect(one.value.faults).toEqual([{ line: 5, column: '数值', sentence: '格内有换行或控制字符。' }])
  })

  test('shows a number in full, a day as a day, a formula by its last result', async () => {
    expect(
      await valuesOf(
        98,
        1234567890123,
        98.5,
        '007',
        true,
        { day: '2026-03-31' },
        { formula: 'A1+1', result: 99 },
        { formula: 'A1&"个"', result: '99个' },
      ),
    ).toEqual(['98', '1234567890123', '98.5', '007', '是', '2026-03-31', '99', '99个'])
  })

  test('whose formula has no result, or is a text, has a fault at its cell and is never taken for empty', async () => {
    const table = await read(
      workbook([
        ['单位代码', '数值'],
        [1, { formula: 'A1&"个"', result: null }],
        [2, { error: '#DIV/0!' }],
        [3, '=1+1'],
        [4, null],
      ]),
    )
    expect(table.ok && table.value.faults.map(({ line, column }) => [line, column])).toEqual([
      [2, '数值'],
      [3, '数值'],
      [4, '数值'],
    ])
    expect(table.ok && table.value.rows.map(({ cells }) => cells.value)).toEqual([''])
  })

  test.each([
    [
      'cut short',
      workbook([
        ['单位代码', '数值'],
        [1, 2],
      ]).subarray(0, 400),
    ],
    ['no workbook', Buffer.from(zipSync({ 'word/document.xml': strToU8('<w/>') }))],
    ['an old xls', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['broken inside', workbookOf('<sheetData><row r="1"><c r="A1" t="s"><v>77</v></c></row></sheetData>')],
    ['without a sheet', workbook([], { 'xl/worksheets/sheet1.xml': '' })],
  ])('%s is refused, not thrown at the screens', async (_what, bytes) => {
    expect(await whyOf(bytes)).toMatch(/^csv_(unreadable .{4,}|nothing)$/)
  })

  test('with more rows than may be read is refused as a CSV of so many is', async () => {
    const rows = [['单位代码', '数值'], ...Array.from({ length: 6 }, (_, i) => [i, i])]
    expect(await whyOf(workbook(rows), 5)).toBe('csv_too_large')
    expect(await whyOf(workbook(rows), 6)).toBe('ok')
  })

  test('that unpacks to gigabytes is refused by its list, and one that lies about it is cut off', async () => {
    const zeros = new Uint8Array(200 * 1024 * 1024)
    const bomb = workbook(
      [
        ['单位代码', '数值'],
        [1, 2],
      ],
      { 'xl/media/image.xml': zeros },
    )
    expect(bomb.length).toBeLessThan(1_000_000)
    expect(await whyOf(bomb)).toMatch(/展开后过大/)
    const lying = Buffer.from(bomb)
    // The size stated in the archive's list, at its end.
    const stated = Buffer.alloc(4)
    stated.writeUInt32LE(zeros.length)
    for (let at = lying.indexOf(stated); at !== -1; at = lying.indexOf(stated, at + 1))
      lying.writeUInt32LE(100, at)
    expect(await whyOf(lying)).toMatch(/^(ok|csv_unreadable)/)
  })

  test('that names a cell at the far end of a sheet does not fill the memory', async () => {
    const far = workbookOf(
      '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
    )
    expect(await whyOf(far)).toMatch(/行列过多/)
  })
})
