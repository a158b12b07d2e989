// Rows chosen over several pages of a table: those of the page in sight come as rows, those of the others are known by key.

import { useState, type Key } from 'react'

export interface Chosen<Row> {
  readonly rows: readonly Row[]
  /** What antd's table takes as rowSelection. */
  readonly selection: {
    readonly preserveSelectedRowKeys: true
    readonly selectedRowKeys: Key[]
    readonly onChange: (keys: readonly Key[], rows: readonly (Row | undefined)[]) => void
  }
  readonly forget: () => void
}

/** `keyOf`: the table's rowKey. */
export function useChosen<Row>(keyOf: (row: Row) => string): Chosen<Row> {
  const [chosen, setChosen] = useState<ReadonlyMap<string, Row>>(new Map())
  return {
    rows: [...chosen.values()],
    selection: {
      preserveSelectedRowKeys: true,
      selectedRowKeys: [...chosen.keys()],
      onChange(keys, rows) {
        const all = new Map(chosen)
        for (const row of rows) if (row !== undefined) all.set(keyOf(row), row)
        const kept = new Set(keys.map(String))
        setChosen(new Map([...all].filter(([key]) => kept.has(key))))
      },
    },
    forget: () => setChosen(new Map()),
  }
}
