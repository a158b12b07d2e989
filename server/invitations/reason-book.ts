// The call-back list and the counts of reasons, in the private store: who was not satisfied, why, and whether somebody has called.

import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import { maskedText } from '../../shared/basics/masked.ts'
import type { UnitCode, WindowId } from '../../shared/basics/ids.ts'
import type { CallbackStatus } from '../../shared/invitation/batch.ts'
import { reasonIn, REASONS } from '../../shared/invitation/reasons.ts'
import type { CallbackView, CallbacksView } from '../../shared/protocol/invitations-api.ts'
import type { PrivateEntry, PrivateStore } from '../private/private-store.ts'
import { CallbackRow, kinds, ReasonCounts, rowIn, withJson } from './private-rows.ts'

export interface Complaint {
  readonly identity: string
  readonly pollId: WindowId
  readonly unitCode: UnitCode
  readonly atMs: number
  readonly expiresAtMs: number
}

export interface ReasonBook {
  /** A person who was asked to be asked: invited, and not satisfied. */
  complained(complaint: Complaint): Promise<void>
  /** What was answered to 请回复原因; its words are kept masked. */
  explained(complaint: Complaint, text: string): Promise<void>
  page(pollId: WindowId, after: number): Promise<Omit<CallbacksView, 'looks'>>
  /** The whole phone of one row. Refuses `callback_unknown`. */
  phoneOf(pollId: WindowId, callbackId: string): Promise<Result<string>>
  mark(pollId: WindowId, callbackId: string, status: CallbackStatus): Promise<Result<null>>
}

const PAGE = 50
/** Units of a poll whose reasons are listed at once. */
const UNITS_MOST = 10_000
const PHONE = 'phone:'

export function createReasonBook(store: PrivateStore): ReasonBook {
  /** Counting is read, add, write: one after another. */
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work)
    turn = done.catch(() => undefined)
    return done
  }
  const idOf = ({ identity, pollId, unitCode }: Complaint) =>
    store.tagOf(`callback:${pollId}:${String(unitCode)}:${identity}`)

  const rowOf = async (complaint: Complaint): Promise<CallbackRow> => {
    const known = await store.get(kinds.callback(complaint.pollId), idOf(complaint))
    if (known !== null) return rowIn(CallbackRow, known)
    const { identity, unitCode, atMs } = complaint
    const phone = identity.startsWith(PHONE) ? identity.slice(PHONE.length) : null
    return { unitCode, phone, atMs, listed: null, words: null, status: 'to_call' }
  }
  const write = async (complaint: Complaint, row: CallbackRow) => {
    const { identity, pollId, expiresAtMs } = complaint
    const kind = kinds.callback(pollId)
    await store.put([
      {
        kind,
        id: idOf(complaint),
        identityTag: store.tagOf(identity),
        expiresAtMs,
        json: JSON.stringify(row),
      },
    ])
  }
  const countReason = async ({ pollId, unitCode, expiresAtMs }: Complaint, listed: number | null) => {
    const kind = kinds.reasons(pollId)
    const id = String(unitCode)
    const known = await store.get(kind, id)
    const counts = known === null ? { listed: REASONS.map(() => 0), words: 0 } : rowIn(ReasonCounts, known)
    const next: ReasonCounts =
      listed === null
        ? { ...counts, words: counts.words + 1 }
        : { ...counts, listed: counts.listed.map((n, i) => (i === listed - 1 ? n + 1 : n)) }
    await store.put([{ kind, id, identityTag: null, expiresAtMs, json: JSON.stringify(next) }])
  }

  return {
    complained: (complaint) => inTurn(async () => write(complaint, await rowOf(complaint))),
    explained: (complaint, text) =>
      inTurn(async () => {
        const reason = reasonIn(text)
        if (reason === null) return
        const words = reason.words === null ? null : maskedText(reason.words)
        await write(complaint, { ...(await rowOf(complaint)), listed: reason.listed, words })
        await countReason(complaint, reason.listed)
      }),
    async page(pollId, after) {
      const kind = kinds.callback(pollId)
      const [entries, counted] = await Promise.all([
        store.list({ kind, after, limit: PAGE, order: 'newest' }),
        store.list({ kind: kinds.reasons(pollId), after: 0, limit: UNITS_MOST }),
      ])
      return {
        rows: entries.map(viewOf),
        next: entries.length < PAGE ? null : (entries.at(-1)?.rowNo ?? null),
        reasons: counted
          .map((entry) => ({ unitCode: Number(entry.id) as UnitCode, ...rowIn(ReasonCounts, entry) }))
          .sort((a, b) => a.unitCode - b.unitCode),
      }
    },
    async phoneOf(pollId, callbackId) {
      const entry = await store.get(kinds.callback(pollId), callbackId)
      const phone = entry === null ? null : rowIn(CallbackRow, entry).phone
      return phone === null ? refuse('callback_unknown') : ok(phone)
    },
    mark: (pollId, callbackId, status) =>
      inTurn(async () => {
        const entry = await store.get(kinds.callback(pollId), callbackId)
        if (entry === null) return refuse('callback_unknown')
        const row = { ...rowIn(CallbackRow, entry), status }
        const there = await store.update([withJson(entry, row)])
        return there.length === 0 ? refuse('callback_unknown') : ok(null)
      }),
  }
}

function viewOf(entry: PrivateEntry): CallbackView {
  const { unitCode, phone, listed, words, atMs, status } = rowIn(CallbackRow, entry)
  const { id, rowNo, expiresAtMs } = entry
  return {
    callbackId: id,
    rowNo,
    unitCode,
    listed,
    words,
    atMs,
    hasPhone: phone !== null,
    status,
    expiresAtMs,
  }
}
