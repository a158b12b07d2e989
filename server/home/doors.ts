// The doors of the private rows, as a process that is not the home has them: each asks the home, a list goes there in pieces.

import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { PrivateHomeRefused } from '../private/refused.ts'
import { CALL_WITHIN_MS, LONG_CALL_WITHIN_MS } from './calls.ts'
import type { PrivateDoors } from './rooms.ts'

/** How long each may take. */
const DOORS: Readonly<Record<Exclude<keyof PrivateDoors, 'upload'>, number>> = {
  uploadOf: CALL_WITHIN_MS,
  fix: LONG_CALL_WITHIN_MS,
  discard: LONG_CALL_WITHIN_MS,
  draw: LONG_CALL_WITHIN_MS,
  dryRun: LONG_CALL_WITHIN_MS,
  drawSheet: CALL_WITHIN_MS,
  invitations: CALL_WITHIN_MS,
  callbacks: CALL_WITHIN_MS,
  lookAtCallback: CALL_WITHIN_MS,
  markCallback: CALL_WITHIN_MS,
  desk: CALL_WITHIN_MS,
  markDesk: CALL_WITHIN_MS,
  fileObjection: CALL_WITHIN_MS,
  objections: CALL_WITHIN_MS,
}

/** Of a list that is brought in pieces, each. */
export const PIECE_BYTES = 256 * 1_024
/** Lists that are being brought, and the bytes of one. */
const LISTS_MOST = 2
export const LIST_BYTES_MOST = 34 * 1_024 * 1_024
const PIECE_WITHIN_MS = 60_000

type Ask = (name: string, args: readonly unknown[], withinMs: number) => Promise<unknown>

/** `local`: where this process is the home, its own; else `ask` asks it. Decided at each call. */
export function privateDoorsOf(local: () => PrivateDoors | null, ask: Ask): PrivateDoors {
  const remote = {
    async upload(pollId: string, title: string, list: Uint8Array) {
      const listId = randomBytes(9).toString('base64url')
      for (let at = 0; at < list.byteLength; at += PIECE_BYTES) {
        const piece = Buffer.from(list.subarray(at, at + PIECE_BYTES)).toString('base64')
        await ask('uploadPiece', [listId, at, piece], CALL_WITHIN_MS)
      }
      return ask('upload', [pollId, title, listId, list.byteLength], CALL_WITHIN_MS)
    },
    ...Object.fromEntries(
      Object.entries(DOORS).map(([name, withinMs]) => [
        name,
        (...args: readonly unknown[]) => ask(name, args, withinMs),
      ]),
    ),
  } as unknown as PrivateDoors
  const doorOf = (name: keyof PrivateDoors) => {
    return (...args: never[]) =>
      ((local() ?? remote)[name] as (...args: never[]) => Promise<unknown>)(...args)
  }
  const names = ['upload', ...Object.keys(DOORS)] as (keyof PrivateDoors)[]
  return Object.fromEntries(names.map((name) => [name, doorOf(name)])) as unknown as PrivateDoors
}

/** At the home: what other processes ask of these doors; null: it is none of them. */
export function createDoorReader(
  doors: PrivateDoors,
  clock: Clock,
): (name: string, args: readonly unknown[]) => Promise<unknown> | null {
  const lists = createListPieces(clock)
  return (name, args) => {
    if (name === 'uploadPiece') {
      const [listId, at, piece] = args as [string, number, string]
      lists.add(listId, at, Buffer.from(piece, 'base64'))
      return Promise.resolve(null)
    }
    if (name === 'upload') {
      const [pollId, title, listId, bytes] = args as [never, string, string, number]
      return doors.upload(pollId, title, lists.take(listId, bytes))
    }
    if (!Object.hasOwn(DOORS, name)) return null
    return (doors[name as keyof PrivateDoors] as (...args: never[]) => Promise<unknown>)(...(args as never[]))
  }
}

/** Lists that come in pieces, one behind the other. Throws PrivateHomeRefused where one is too long, or too many come. */
function createListPieces(clock: Clock) {
  const lists = new Map<string, { pieces: Buffer[]; bytes: number; atMs: number }>()
  const refused = (code: 'csv_too_large' | 'upload_running' | 'upload_unknown') =>
    new PrivateHomeRefused({ code, detail: {} })
  return {
    add(listId: string, at: number, piece: Buffer): void {
      const nowMs = clock.nowMs()
      for (const [id, { atMs }] of lists) if (nowMs - atMs > PIECE_WITHIN_MS) lists.delete(id)
      if (at === 0 && lists.size >= LISTS_MOST) throw refused('upload_running')
      const list = at === 0 ? { pieces: [], bytes: 0, atMs: nowMs } : lists.get(listId)
      if (list?.bytes !== at) throw refused('upload_unknown')
      if (at + piece.byteLength > LIST_BYTES_MOST) throw refused('csv_too_large')
      list.pieces.push(piece)
      list.bytes += piece.byteLength
      list.atMs = nowMs
      lists.set(listId, list)
    },
    take(listId: string, bytes: number): Uint8Array {
      const list = lists.get(listId)
      lists.delete(listId)
      if (bytes === 0) return new Uint8Array(0)
      if (list?.bytes !== bytes) throw refused('upload_unknown')
      return Buffer.concat(list.pieces)
    },
  }
}
