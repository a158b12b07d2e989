// The generated part of docs/performance.md: a table of all kept rows, and the charts, between two marker comments.

import type { KeptRow } from './kept.ts'
import { NO_REASON, REASONS } from './reasons.ts'
import { figureOf, rangeOf, wantedOf } from './row.ts'

export const FROM = '<!-- written by `npm run bench -- --write`: from here -->'
export const TO = '<!-- written by `npm run bench -- --write`: to here -->'

/** `document` with what lies between the markers replaced. Throws where they do not stand there once each, in this order. */
export function withGenerated(document: string, generated: string): string {
  const [from, to] = [document.indexOf(FROM), document.indexOf(TO)]
  if (from < 0 || to < from || document.lastIndexOf(FROM) !== from || document.lastIndexOf(TO) !== to)
    throw new Error(`the document needs these two lines once each:\n${FROM}\n${TO}`)
  return `${document.slice(0, from + FROM.length)}\n\n${generated}\n${document.slice(to)}`
}

/** `charts`: what each shows, and its file beside the document. */
export function generatedFrom(
  rows: readonly KeptRow[],
  charts: readonly { readonly title: string; readonly file: string }[],
): string {
  const lines = [
    '| goal | work | wanted | measured: median (range) | | run |',
    '|---|---|---|---|---|---|',
    ...rows.map(lineOf),
    '',
    ...charts.flatMap(({ title, file }) => [`![${title}](${file})`, '']),
  ]
  return lines.join('\n')
}

function lineOf(row: KeptRow): string {
  const { goal, work, limit, spread, rounds, on, machine } = row
  const range = rangeOf(spread)
  const unit = limit.unit === '' ? '' : ` ${limit.unit}`
  const measured = `${figureOf(spread.median)}${unit}${range === '' ? '' : ` (${range})`}`
  const run = `${on}, ${rounds === 1 ? 'once' : `${rounds} rounds`}, ${machine.cores} cores${machine.load === null ? '' : `, load ${machine.load.toFixed(0)}`}`
  return `| ${[goal, work, wantedOf(row), measured, verdictOf(row), run].map(cell).join(' | ')} |`
}

function verdictOf({ key, reached }: KeptRow): string {
  return reached ? 'reached' : `**short**: ${REASONS[key] ?? NO_REASON}`
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
