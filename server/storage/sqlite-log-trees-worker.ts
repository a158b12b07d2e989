// The thread that grows the trees over the logs and keeps their notes: neither delays anything else.

import type { NewNote } from './log-trees.ts'
import { openLogTreesFile } from './sqlite-log-trees-file.ts'
import { serveCalls } from './worker-shell.ts'

let open: ReturnType<typeof openLogTreesFile> | null = null

function trees(): ReturnType<typeof openLogTreesFile> {
  if (open === null) throw new Error('the trees are not open')
  return open
}

const api = {
  open: (file: string, journal: string, logs: readonly string[]): void => {
    open = openLogTreesFile(file, journal, logs)
  },
  grow: () => trees().grow(),
  heads: () => trees().heads(),
  keep: (notes: readonly NewNote[]): void => trees().keep(notes),
  notes: (after: number, limit: number) => trees().notes(after, limit),
  newest: () => trees().newest(),
  heldTo: () => trees().heldTo(),
  held: (holder: string, id: number): void => trees().held(holder, id),
  prune: (beforeMs: number): void => trees().prune(beforeMs),
  close: (): void => trees().close(),
}

export type LogTreesCalls = typeof api

serveCalls(api)
