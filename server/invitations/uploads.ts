// Takes an uploaded list of served citizens into the private store row by row, and counts what is in it, before it is fixed.

import type { Refusal } from '../../shared/basics/refusal.ts'
import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import type { UnitCode, WindowId } from '../../shared/basics/ids.ts'
import type { BatchId, UnitCount } from '../../shared/invitation/batch.ts'
import type { DrawRecord } from '../../shared/invitation/draw.ts'
import type { UploadPreview, UploadView } from '../../shared/protocol/invitations-api.ts'
import type { PollUnit } from '../../shared/ballot/poll.ts'
import type { PrivateRow, PrivateStore } from '../private/private-store.ts'
import { kinds, type ListedRow } from './private-rows.ts'

export type ListFinding =
  | { readonly kind: 'row'; readonly line: number; readonly row: ListedRow }
  | { readonly kind: 'fault'; readonly line: number; readonly column: string; readonly sentence: string }

/** Findings one by one; what refuses the whole file comes last. */
export type ListReading = AsyncGenerator<ListFinding, Result<unknown>>

/** A clerk's file, row by row; `units`: the poll's. */
export type ReadList = (list: Uint8Array, units: readonly PollUnit[]) => ListReading

export interface Upload {
  readonly batchId: BatchId
  readonly pollId: WindowId
  readonly title: string
  readonly records: readonly DrawRecord[]
  readonly view: UploadView
}

export interface Uploads {
  /** Refuses `upload_running`. Reads on after it has answered; `viewOf` tells how far it is. */
  start(list: {
    readonly batchId: BatchId
    readonly pollId: WindowId
    readonly title: string
    readonly expiresAtMs: number
    readonly reading: ListReading
  }): Result<null>
  viewOf(batchId: BatchId): UploadView | null
  /** A list that was read whole, to be fixed. */
  readyOf(batchId: BatchId): Result<Upload>
  /** Forgets a list, and its rows where it was not fixed. */
  drop(batchId: BatchId, fixed: boolean): Promise<void>
  /** Rows written under these batches are wanted. */
  batchIds(): ReadonlySet<BatchId>
  /** Resolves when nothing is being read. */
  settled(): Promise<void>
}

const ROWS_AT_ONCE = 500
const FAULTS_SHOWN = 500
const SAMPLE = 20
/** Lists that were read and not fixed; the oldest goes. */
const KEPT_MOST = 5

interface Draft {
  readonly batchId: BatchId
  readonly pollId: WindowId
  readonly title: string
  readonly records: DrawRecord[]
  phase: UploadView['phase']
  rowsRead: number
  refusal: Refusal | null
  faultCount: number
  duplicates: number
  left: number
  invitedBefore: number
  readonly faults: { readonly line: number; readonly column: string; readonly sentence: string }[]
  readonly perUnit: Map<UnitCode, number>
  readonly people: Set<string>
  readonly sample: UploadPreview['sample'][number][]
}

export function createUploads({
  store,
  hasLeft,
  isInvited,
  onError,
}: {
  readonly store: PrivateStore
  /** By identity tag. */
  readonly hasLeft: (identityTag: string) => boolean
  readonly isInvited: (pollId: WindowId, identity: string) => boolean
  readonly onError: (error: unknown) => void
}): Uploads {
  const drafts = new Map<BatchId, Draft>()
  let running: Promise<void> = Promise.resolve()
  let reading = false

  const take = (
    draft: Draft,
    line: number,
    row: ListedRow,
    seen: Set<string>,
  ): Omit<PrivateRow, 'expiresAtMs'> | null => {
    const identity = `phone:${row.phone}`
    const person = store.tagOf(identity)
    const tag = store.tagOf(`record:${draft.pollId}:${String(row.unitCode)}:${row.phone}`)
    if (seen.has(tag)) draft.duplicates += 1
    else if (hasLeft(person)) draft.left += 1
    else if (isInvited(draft.pollId, identity)) draft.invitedBefore += 1
    else {
      seen.add(tag)
      draft.people.add(person)
      draft.perUnit.set(row.unitCode, (draft.perUnit.get(row.unitCode) ?? 0) + 1)
      draft.records.push({ unitCode: row.unitCode, tag, person })
      if (draft.sample.length < SAMPLE) {
        const { unitCode, service, date, phone } = row
        draft.sample.push({ line, unitCode, service, date, phone: maskedPhone(phone) })
      }
      return { kind: kinds.listed(draft.batchId), id: tag, identityTag: person, json: JSON.stringify(row) }
    }
    return null
  }

  const read = async (draft: Draft, findings: ListReading, expiresAtMs: number) => {
    const seen = new Set<string>()
    let rows: PrivateRow[] = []
    for (;;) {
      const next = await findings.next()
      if (next.done === true) {
        if (rows.length > 0) await store.put(rows)
        if (!next.value.ok) draft.refusal = next.value.refusal
        else if (draft.records.length === 0 && draft.faultCount === 0)
          draft.refusal = refuse('csv_nothing').refusal
        return
      }
      draft.rowsRead += 1
      const found = next.value
      if (found.kind === 'row') {
        const row = take(draft, found.line, found.row, seen)
        if (row !== null) rows.push({ ...row, expiresAtMs })
        if (rows.length < ROWS_AT_ONCE) continue
        await store.put(rows)
        rows = []
      } else {
        draft.faultCount += 1
        const { line, column, sentence } = found
        if (draft.faults.length < FAULTS_SHOWN) draft.faults.push({ line, column, sentence })
      }
    }
  }

  const dropRows = async (batchId: BatchId) => {
    await store.removeKind(kinds.listed(batchId)).catch(onError)
  }

  return {
    start({ batchId, pollId, title, expiresAtMs, reading: findings }) {
      if (reading) return refuse('upload_running')
      reading = true
      const draft: Draft = {
        ...{ batchId, pollId, title, records: [], phase: 'reading', rowsRead: 0, refusal: null },
        ...{ faultCount: 0, duplicates: 0, left: 0, invitedBefore: 0, faults: [], sample: [] },
        ...{ perUnit: new Map(), people: new Set() },
      }
      drafts.set(batchId, draft)
      const dropped = [...drafts.keys()].slice(0, Math.max(0, drafts.size - KEPT_MOST))
      for (const old of dropped) drafts.delete(old)
      running = Promise.all(dropped.map(dropRows))
        .then(() => read(draft, findings, expiresAtMs))
        .catch((error: unknown) => {
          draft.refusal = refuse('storage_failed').refusal
          onError(error)
        })
        .then(async () => {
          draft.phase = draft.refusal === null ? 'ready' : 'refused'
          if (draft.refusal !== null) await dropRows(batchId)
          reading = false
        })
      return ok(null)
    },
    viewOf(batchId) {
      const draft = drafts.get(batchId)
      return draft === undefined ? null : viewOf(draft)
    },
    readyOf(batchId) {
      const draft = drafts.get(batchId)
      if (draft === undefined) return refuse('upload_unknown')
      if (draft.refusal !== null) return { ok: false, refusal: draft.refusal }
      if (draft.phase !== 'ready') return refuse('upload_running')
      const { pollId, title, records } = draft
      return records.length === 0
        ? refuse('csv_nothing')
        : ok({ batchId, pollId, title, records, view: viewOf(draft) })
    },
    async drop(batchId, fixed) {
      if (!drafts.delete(batchId)) return
      if (!fixed) await dropRows(batchId)
    },
    batchIds: () => new Set(drafts.keys()),
    settled: () => running,
  }
}

function viewOf(draft: Draft): UploadView {
  const units: UnitCount[] = [...draft.perUnit]
    .map(([unitCode, n]) => ({ unitCode, n }))
    .sort((a, b) => a.unitCode - b.unitCode)
  const { batchId, phase, rowsRead, refusal, faultCount, faults, duplicates, left, invitedBefore, sample } =
    draft
  return {
    ...{ batchId, phase, rowsRead, refusal },
    preview: {
      ...{ records: draft.records.length, people: draft.people.size, units },
      ...{ faultCount, faults, duplicates, left, invitedBefore, sample },
    },
  }
}

/** `138****5678`: enough to recognise a row of one's own list. */
export function maskedPhone(phone: string): string {
  const digits = phone.replace(/^\+86/, '')
  return digits.length < 8 ? '****' : `${digits.slice(0, 3)}****${digits.slice(-4)}`
}
