// The desk's rows in the private store: a row for each message, which goes with its sender, and one for each group's mark.

import { z } from 'zod'
import { PollChannel } from '../../shared/ballot/poll.ts'
import { DeskReason, DeskState } from '../../shared/protocol/desk-api.ts'
import type { PrivateEntry, PrivateRow, PrivateStore } from '../private/private-store.ts'
import type { DeskMessage } from './grouping.ts'

/** What staff did with a group. */
export interface Mark {
  readonly state: DeskState
  readonly by: string
  readonly atMs: number
  readonly note: string
}

const MESSAGES = 'desk-message'
const MARKS = 'desk-mark'
const PAGE = 500

const KeptMessage = z.strictObject({
  groupId: z.string(),
  text: z.string(),
  reason: DeskReason,
  channel: PollChannel,
  unit: z.string().nullable(),
  atMs: z.number(),
})
const KeptMark = z.strictObject({
  state: DeskState,
  by: z.string(),
  atMs: z.number(),
  note: z.string(),
})

export function messageRowOf({ id, senderTag, expiresAtMs, ...kept }: DeskMessage): PrivateRow {
  return { kind: MESSAGES, id, identityTag: senderTag, expiresAtMs, json: JSON.stringify(kept) }
}

/** A mark is nobody's: it says what staff did, not who wrote. */
export function markRowOf(groupId: string, mark: Mark, expiresAtMs: number): PrivateRow {
  return { kind: MARKS, id: groupId, identityTag: null, expiresAtMs, json: JSON.stringify(mark) }
}

/** The newest `most` messages, oldest first, and all marks. A row that cannot be read is left out. */
export async function loadDesk(
  store: PrivateStore,
  most: number,
): Promise<{ readonly messages: readonly DeskMessage[]; readonly marks: ReadonlyMap<string, Mark> }> {
  const messages = (await newestOf(store, MESSAGES, most)).flatMap((row): DeskMessage[] => {
    const kept = KeptMessage.safeParse(JSON.parse(row.json))
    if (!kept.success || row.identityTag === null) return []
    return [{ ...kept.data, id: row.id, senderTag: row.identityTag, expiresAtMs: row.expiresAtMs }]
  })
  const marks = (await newestOf(store, MARKS, most)).flatMap((row): [string, Mark][] => {
    const kept = KeptMark.safeParse(JSON.parse(row.json))
    return kept.success ? [[row.id, kept.data]] : []
  })
  return { messages: messages.reverse(), marks: new Map(marks) }
}

async function newestOf(store: PrivateStore, kind: string, most: number): Promise<readonly PrivateEntry[]> {
  const all: PrivateEntry[] = []
  for (let after = 0; all.length < most;) {
    const page = await store.list({ kind, after, limit: PAGE, order: 'newest' })
    all.push(...page)
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) break
    after = last.rowNo
  }
  return all.slice(0, most)
}
