// The private store: what of a person is kept for a while, encrypted and with its end; whoever leaves takes it all along (BAL8).
//
// Nothing on a ballot's way waits for it: it may be full, slow or gone, and ballots and screens go on (SAFE3).

import { createHmac, randomBytes } from 'node:crypto'
import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import type { Clock } from '../clock.ts'
import { createKeyWrapping, KEY_BYTES } from '../key-wrapping.ts'
import { createShortHmac } from '../short-hmac.ts'

/** One row. `kind` and `id` name it, 1–100 characters each, and are not secret: no phone or text belongs there. */
export interface PrivateRow {
  readonly kind: string
  readonly id: string
  /** Whose it is (`tagOf`); null: nobody's, and unsubscribing leaves it. */
  readonly identityTag: string | null
  readonly expiresAtMs: number
  readonly json: string
}

/** `rowNo`: its place in the order of writing, for going on behind it. Writing it again does not move it. */
export interface PrivateEntry extends PrivateRow {
  readonly rowNo: number
}

export interface PrivateStore {
  /** 32 hex digits: a keyed hash of `phone:+86…` or `wechat:APPID:OPENID`. */
  tagOf(identity: string): string
  /** Writes rows, whether they are there or not; all of them or none. On disk when it resolves. */
  put(rows: readonly PrivateRow[]): Promise<void>
  /** Writes only rows that are still there, so that what was wiped does not come back. Answers their ids. */
  update(rows: readonly PrivateRow[]): Promise<readonly string[]>
  get(kind: string, id: string): Promise<PrivateEntry | null>
  /** At most `limit` rows of a kind behind row `after` (before it, for `newest`); 0: from the start. */
  list(page: {
    readonly kind: string
    readonly after: number
    readonly limit: number
    readonly order?: 'oldest' | 'newest'
  }): Promise<readonly PrivateEntry[]>
  remove(kind: string, ids: readonly string[]): Promise<void>
  removeKind(kind: string): Promise<void>
  /** Everything of one person; answers how many rows that was. */
  wipe(identity: string): Promise<number>
  /** Rows by kind, expired ones left out. */
  counts(): Promise<Readonly<Record<string, number>>>
  /** Why its last call failed, or null. */
  failing(): string | null
  close(): Promise<void>
}

/** A call that failed, or did not come to its end in time: whether it is on disk is unknown. */
export class PrivateStoreFailed extends Error {
  constructor(why: string) {
    super(why)
    this.name = 'PrivateStoreFailed'
  }
}

type OnDisk<Call> = (call: Call) => Promise<unknown>

/** The file behind it (storage/sqlite-private.ts). Calls are done one after another and reject where the storage fails. */
export interface PrivateFile {
  wrappedKey(): Promise<Uint8Array | null>
  saveWrappedKey: OnDisk<Uint8Array>
  unlock: OnDisk<Uint8Array>
  put: OnDisk<readonly PrivateRow[]>
  update(rows: readonly PrivateRow[]): Promise<readonly string[]>
  get(kind: string, id: string, nowMs: number): Promise<PrivateEntry | null>
  list(page: {
    readonly kind: string
    readonly after: number
    readonly limit: number
    readonly order: 'oldest' | 'newest'
    readonly nowMs: number
  }): Promise<readonly PrivateEntry[]>
  remove(kind: string, ids: readonly string[]): Promise<number>
  removeKind(kind: string): Promise<number>
  wipe(identityTag: string): Promise<number>
  expire(nowMs: number): Promise<{ readonly count: number; readonly more: boolean }>
  counts(nowMs: number): Promise<Readonly<Record<string, number>>>
  close(): Promise<void>
}

export const ROWS_AT_ONCE = 1_000
export const JSON_LONGEST = 8_192
/** A call that takes longer is given up by whoever waits for it. */
export const ANSWER_WITHIN_MS = 10_000
/** Calls that wait for the disk, at most (SAFE2). */
const CALLS_MOST = 200
const EXPIRE_EVERY_MS = 60_000
const KEY_ID = 'private'

/**
 * Unlocks the file with its data key, drawn where there is none; from then on what has expired goes each minute. Refuses
 * `voter_key_secret_wrong` where the key was wrapped by another secret. Rejects where the file cannot be read.
 */
export async function openPrivateStore(
  file: PrivateFile,
  { clock, secret }: { readonly clock: Clock; readonly secret: string },
): Promise<Result<PrivateStore>> {
  const wrapping = createKeyWrapping(secret, 'wenzheng private store wrapping')
  const wrapped = await file.wrappedKey()
  const dataKey = wrapped === null ? randomBytes(KEY_BYTES) : wrapping.unwrap(KEY_ID, wrapped)
  if (dataKey === null) return refuse('voter_key_secret_wrong')
  if (wrapped === null) await file.saveWrappedKey(wrapping.wrap(KEY_ID, dataKey))
  await file.unlock(dataKey)
  // Another key than the cipher's, drawn from it for this one purpose.
  const tagKey = createHmac('sha256', dataKey).update('wenzheng private identity tag').digest()
  const shortHmac = createShortHmac(tagKey)
  dataKey.fill(0)

  let waiting = 0
  let failing: string | null = null
  let closed = false
  let cancelExpiry = () => {}

  const inTime = async <T>(work: () => Promise<T>): Promise<T> => {
    if (closed) throw new PrivateStoreFailed('the private store is closed')
    if (waiting >= CALLS_MOST)
      throw new PrivateStoreFailed(`${String(waiting)} calls wait for the private store`)
    waiting += 1
    const done = work().then(
      (value) => {
        waiting -= 1
        failing = null
        return value
      },
      (error: unknown) => {
        waiting -= 1
        failing = error instanceof Error ? error.message : String(error)
        throw new PrivateStoreFailed(failing)
      },
    )
    return new Promise((settle, fail) => {
      const cancel = clock.at(clock.nowMs() + ANSWER_WITHIN_MS, () => {
        failing = 'the private store does not answer'
        fail(new PrivateStoreFailed(failing))
      })
      done.finally(cancel).then(settle, fail)
    })
  }
  const expire = async () => {
    let again = EXPIRE_EVERY_MS
    try {
      if ((await inTime(() => file.expire(clock.nowMs()))).more) again = 0
    } catch {
      // `failing` says so; what is left has expired for every reader all the same.
    }
    if (!closed) cancelExpiry = clock.at(clock.nowMs() + again, () => void expire())
  }
  void expire()

  const tagOf = (identity: string) => Buffer.from(shortHmac(identity)).toString('hex')

  return ok({
    tagOf,
    async put(rows) {
      assertBounded(rows)
      await inTime(() => file.put(rows))
    },
    async update(rows) {
      assertBounded(rows)
      return inTime(() => file.update(rows))
    },
    get: (kind, id) => inTime(() => file.get(kind, id, clock.nowMs())),
    list: ({ order = 'oldest', ...page }) =>
      inTime(() => file.list({ ...page, order, nowMs: clock.nowMs() })),
    async remove(kind, ids) {
      assertAtOnce(ids)
      await inTime(() => file.remove(kind, ids))
    },
    async removeKind(kind) {
      await inTime(() => file.removeKind(kind))
    },
    wipe: (identity) => inTime(() => file.wipe(tagOf(identity))),
    counts: () => inTime(() => file.counts(clock.nowMs())),
    failing: () => failing,
    async close() {
      closed = true
      cancelExpiry()
      await file.close()
    },
  })
}

/** Callers cut what people wrote to size before; more than this is a bug. */
function assertBounded(rows: readonly PrivateRow[]): void {
  assertAtOnce(rows)
  if (rows.some(({ json }) => json.length > JSON_LONGEST))
    throw new RangeError('a private row is not that long')
}

function assertAtOnce(of: readonly unknown[]): void {
  if (of.length > ROWS_AT_ONCE) throw new RangeError(`at most ${String(ROWS_AT_ONCE)} private rows at once`)
}
