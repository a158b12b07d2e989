// What the document is written from: the last measured row of each goal with its date and machine, kept beside the charts as JSON.

import { z } from 'zod'
import type { Row } from './row.ts'

const Spread = z.strictObject({ median: z.number(), least: z.number(), most: z.number() })
const KeptRow = z.strictObject({
  key: z.string(),
  goal: z.string(),
  work: z.string(),
  label: z.string(),
  limit: z.strictObject({
    is: z.enum(['≥', '≤', '<']),
    value: z.number(),
    unit: z.enum(['', 'ms', 'B', 'kB', 's']),
  }),
  besides: z.string(),
  spread: Spread,
  /** How many. */
  rounds: z.number().int().min(1),
  reached: z.boolean(),
  notes: z.record(z.string(), z.union([z.number(), Spread])),
  /** The day of the run, in China. */
  on: z.iso.date(),
  /** No names: nothing that says whose machine it was. A load of null was not taken down. */
  machine: z.strictObject({ node: z.string(), cores: z.number().int(), load: z.number().nullable() }),
})
const Kept = z.array(KeptRow)
/** 1m before 10m. */
const inOrder = new Intl.Collator('en', { numeric: true })

export type KeptRow = z.infer<typeof KeptRow>

/** `load`: the machine's, averaged over a minute, before the run began: what else it was busy with. */
export interface Run {
  readonly on: string
  readonly machine: KeptRow['machine']
}

export function parseKept(json: string): readonly KeptRow[] {
  return Kept.parse(JSON.parse(json))
}

/** Keys in the schema's order, so that what was just measured and what was read back are written alike. */
export const keptJson = (rows: readonly KeptRow[]) => `${JSON.stringify(Kept.parse(rows), null, 2)}\n`

/** New rows take the place of those of the same key, the others stay with their date. In the order of `goals`, then of their keys. */
export function keptWith(
  kept: readonly KeptRow[],
  measured: readonly Row[],
  run: Run,
  goals: readonly string[],
): readonly KeptRow[] {
  const fresh = measured.map((row): KeptRow => ({ ...row, ...run, rounds: row.rounds.length }))
  const keys = new Set(fresh.map(({ key }) => key))
  const place = ({ goal }: KeptRow) => (goals.includes(goal) ? goals.indexOf(goal) : goals.length)
  return [...kept.filter(({ key }) => !keys.has(key)), ...fresh].sort(
    (a, b) => place(a) - place(b) || inOrder.compare(a.key, b.key),
  )
}
