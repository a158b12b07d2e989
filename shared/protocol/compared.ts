// What importing a table's rows would change, against what is known already: new, changed field by field, the same.

import type { CsvPreview, RowChange } from './http-api.ts'

/** A field as it is told of: its name, and what it holds as a text. */
export interface ShownField<Row> {
  readonly name: string
  readonly text: (row: Row) => string
}

export function comparedWith<Row>(
  rows: readonly Row[],
  knownOf: (row: Row) => Row | undefined,
  fields: readonly ShownField<Row>[],
): Pick<CsvPreview<Row>, 'added' | 'changed' | 'same' | 'changes'> {
  const changes: RowChange[] = []
  let added = 0
  for (const [at, row] of rows.entries()) {
    const before = knownOf(row)
    if (before === undefined) {
      added += 1
      changes.push({ at, fields: [] })
      continue
    }
    const different = fields.flatMap(({ name, text }) => {
      const [from, to] = [text(before), text(row)]
      return from === to ? [] : [{ name, from, to }]
    })
    if (different.length > 0) changes.push({ at, fields: different })
  }
  return { added, changed: changes.length - added, same: rows.length - changes.length, changes }
}
