// The document is what the kept figures make of it; a later run replaces its own rows and leaves the others with their date.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { GOALS } from '../cases/choosing.ts'
import { roundUp } from './bars-chart.ts'
import { filesFrom, keptIn, writeDocument } from './document.ts'
import { timesTheGoal } from './goals-chart.ts'
import { keptWith, type KeptRow, type Run } from './kept.ts'
import { rowOf, type Measured, type Row } from './row.ts'
import { FROM, generatedFrom, TO, withGenerated } from './table.ts'

const DOCS = resolve(import.meta.dirname, '../../../docs')
const RUN: Run = { on: '2026-11-20', machine: { node: 'v24', cores: 2, load: 0.4 } }
const LATER: Run = { on: '2026-12-01', machine: { node: 'v24', cores: 4, load: null } }
const row = (changes: Partial<Measured>): Row =>
  rowOf({
    ...{ key: 'P10', goal: 'P10', work: 'verifier', label: '独立核对', rounds: [2, 1.5, 3] },
    limit: { is: '<', value: 15, unit: 's' },
    ...changes,
  })
const short = row({ key: 'P1', goal: 'P1', limit: { is: '≥', value: 0.9, unit: '' }, rounds: [0.46] })
const lineOf = (rows: readonly KeptRow[], start: string) =>
  generatedFrom(rows, [])
    .split('\n')
    .find((line) => line.startsWith(start))

let folder: string | null = null
afterEach(() => {
  if (folder !== null) rmSync(folder, { recursive: true })
  folder = null
})

test('the table and charts in docs/ are those its kept figures make: nobody edits them by hand', () => {
  const document = readFileSync(join(DOCS, 'performance.md'), 'utf8')
  const files = filesFrom(keptIn(DOCS), document)
  for (const [path, content] of files)
    if (content !== null) expect(readFileSync(join(DOCS, path), 'utf8'), path).toBe(content)
  const there = [...files].flatMap(([path, content]) =>
    content !== null && path.startsWith('charts/') ? [path.slice('charts/'.length)] : [],
  )
  expect(readdirSync(join(DOCS, 'charts')).toSorted()).toEqual(there.toSorted())
})

test('a row tells goal, median, range, rounds and machine; a short one why, and one nobody looked into that too', () => {
  const kept = keptWith([], [row({}), short, row({ key: 'P99', rounds: [16] })], RUN, GOALS)
  expect(lineOf(kept, '| P10 ')).toBe(
    '| P10 | verifier | < 15 s | 2.00 s (1.50 – 3.00) | reached | 2026-11-20, 3 rounds, 2 cores, load 0 |',
  )
  expect(lineOf(kept, '| P1 ')).toMatch(
    /\| ≥ 0\.90 \| 0\.46 \| \*\*short\*\*: a commit to disk .* \| 2026-11-20, once/,
  )
  expect(generatedFrom(kept, [])).toContain('**short**: not looked into yet')
})

test('a later run replaces the rows it measured, in their place, and no others', () => {
  const before = keptWith([], [row({}), short, row({ key: 'P4-5000', goal: 'P4' })], RUN, GOALS)
  const after = keptWith(before, [row({ key: 'P4-5000', goal: 'P4', rounds: [9] })], LATER, GOALS)
  expect(after.map(({ key, on, spread }) => [key, on, spread.median])).toEqual([
    ['P1', '2026-11-20', 0.46],
    ['P4-5000', '2026-12-01', 9],
    ['P10', '2026-11-20', 2],
  ])
})

test('written, read and written again is the same; a chart whose figures are gone goes too', () => {
  folder = mkdtempSync(join(tmpdir(), 'bench-document-'))
  writeFileSync(join(folder, 'performance.md'), `# Speed\n\n${FROM}\nold\n${TO}\n\nafter\n`)
  const doors = row({ key: 'P1', goal: 'P1', notes: { realASecond: 2, bareASecond: 5 } })
  writeDocument(folder, keptWith([], [doors], RUN, GOALS))
  expect(readdirSync(join(folder, 'charts')).toSorted()).toEqual(['doors.svg', 'goals.svg', 'measured.json'])
  const once = readFileSync(join(folder, 'performance.md'), 'utf8')
  expect(once).toMatch(/^# Speed\n\n<!--[^\n]+from here -->\n\n\| goal [\s\S]*to here -->\n\nafter\n$/)
  expect(once).not.toContain('old')
  const figures = readFileSync(join(folder, 'charts/measured.json'), 'utf8')
  writeDocument(folder, keptIn(folder))
  expect(readFileSync(join(folder, 'performance.md'), 'utf8')).toBe(once)
  expect(readFileSync(join(folder, 'charts/measured.json'), 'utf8')).toBe(figures)
  writeDocument(folder, keptWith(keptIn(folder), [row({ key: 'P1', goal: 'P1' })], LATER, GOALS))
  expect(readdirSync(join(folder, 'charts')).toSorted()).toEqual(['goals.svg', 'measured.json'])
})

test('a document without its two markers, or with two pairs, is refused and stays as it is', () => {
  for (const document of ['', FROM, `${TO}\n${FROM}`, `${FROM}\n${TO}\n${FROM}\n${TO}`])
    expect(() => withGenerated(document, 'new')).toThrow(/these two lines once each/)
})

test('charts tell a goal from above and from below alike: right of it is better', () => {
  expect(timesTheGoal({ is: '≥', value: 5, unit: '' }, 10)).toBe(2)
  expect(timesTheGoal({ is: '<', value: 300, unit: 'ms' }, 150)).toBe(2)
  expect(timesTheGoal({ is: '≤', value: 1, unit: '' }, 2)).toBe(0.5)
  expect([7_760, 8_000, 23_626, 0.9].map(roundUp)).toEqual([8_000, 8_000, 24_000, 1])
})
