// docs/performance.md and what lies beside it: kept rows and charts are read, written together, and never part.

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chartsOf } from './charts.ts'
import { keptJson, parseKept, type KeptRow } from './kept.ts'
import { generatedFrom, withGenerated } from './table.ts'

const DOCUMENT = 'performance.md'
const CHARTS = 'charts'
const KEPT = 'measured.json'
const ALL_CHARTS = ['goals', 'doors', 'delays', 'restarts', 'redis'] as const

/** `docs`: the folder. Empty where nothing was ever written. */
export function keptIn(docs: string): readonly KeptRow[] {
  const file = join(docs, CHARTS, KEPT)
  return existsSync(file) ? parseKept(readFileSync(file, 'utf8')) : []
}

/** Files as they should be, by their path in `docs`; null: there is none. */
export function filesFrom(rows: readonly KeptRow[], document: string): ReadonlyMap<string, string | null> {
  const charts = chartsOf(rows)
  const generated = generatedFrom(
    rows,
    charts.map(({ title, name }) => ({ title, file: `${CHARTS}/${name}.svg` })),
  )
  return new Map<string, string | null>([
    ...ALL_CHARTS.map((name) => [`${CHARTS}/${name}.svg`, null] as const),
    ...charts.map(({ name, svg }) => [`${CHARTS}/${name}.svg`, svg] as const),
    [`${CHARTS}/${KEPT}`, keptJson(rows)],
    [DOCUMENT, withGenerated(document, generated)],
  ])
}

/** Each file is there whole or as it was. */
export function writeDocument(docs: string, rows: readonly KeptRow[]): void {
  const files = filesFrom(rows, readFileSync(join(docs, DOCUMENT), 'utf8'))
  mkdirSync(join(docs, CHARTS), { recursive: true })
  for (const [path, content] of files) {
    const file = join(docs, path)
    if (content === null) rmSync(file, { force: true })
    else {
      writeFileSync(`${file}.new`, content)
      renameSync(`${file}.new`, file)
    }
  }
}
