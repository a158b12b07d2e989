// Keeps evidence files: a file is named by the hash of its content, written once, synced before it is answered for.

import { chmod, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { PersonId } from '../../shared/basics/ids.ts'
import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import { ContentHash } from '../../shared/period/ids.ts'
import {
  EVIDENCE_BYTES_MOST,
  EVIDENCE_KIND_NAMES,
  EvidenceKind,
  type EvidenceStored,
} from '../../shared/protocol/evidence-api.ts'
import type { Clock } from '../clock.ts'
import { evidenceKindOf, isCalledAs } from './evidence-kind.ts'

/** All files together. */
const FOLDER_BYTES_MOST = 20 * 1024 * 1024 * 1024
/** Left free for journal and ballots: evidence can wait, they cannot. */
const LEAVE_FREE_BYTES = 1024 * 1024 * 1024
/** Files that wait to be written, each held in memory meanwhile. */
const WAITING_MOST = 4
const NAME_LONGEST = 200

/** What is kept beside a file: what it was called by whoever brought it first. */
const Label = z.strictObject({
  kind: EvidenceKind,
  name: z.string().max(NAME_LONGEST),
  by: PersonId,
  atMs: z.number().int(),
})
export type EvidenceLabel = z.infer<typeof Label>

export interface EvidenceFiles {
  /** On disk when it resolves. Refuses evidence_kind, evidence_disguised, evidence_too_large, evidence_full, queue_full, storage_failed. */
  put(
    bytes: Uint8Array,
    named: { readonly name: string; readonly by: PersonId },
  ): Promise<Result<EvidenceStored>>
  /** Refuses evidence_unknown; evidence_damaged where the disk gives back other bytes than were put there. */
  get(hash: ContentHash): Promise<Result<{ readonly bytes: Uint8Array; readonly label: EvidenceLabel }>>
}

/** Makes the folder where there is none (0700). Throws where it cannot. */
export async function openEvidenceFiles({
  folder,
  clock,
  diskFreeBytes,
  folderBytesMost = FOLDER_BYTES_MOST,
}: {
  readonly folder: string
  readonly clock: Pick<Clock, 'nowMs'>
  /** Null: cannot be asked. */
  readonly diskFreeBytes: () => number | null
  readonly folderBytesMost?: number
}): Promise<EvidenceFiles> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await chmod(folder, 0o700)
  let folderBytes = await tidied(folder)
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()

  const write = async (bytes: Uint8Array, label: EvidenceLabel): Promise<Result<EvidenceStored>> => {
    const hash = await hashOf(bytes)
    const stored: EvidenceStored = { hash, kind: label.kind, bytes: bytes.length }
    const there = await readOrNull(join(folder, hash))
    if (there !== null && (await hashOf(there)) === hash) return ok(stored)
    const free = diskFreeBytes()
    if (
      folderBytes + bytes.length > folderBytesMost ||
      (free !== null && free - bytes.length < LEAVE_FREE_BYTES)
    )
      return refuse('evidence_full')
    // The label first: a file without one would be nameless for good.
    await writeWhole(folder, `${hash}.json`, Buffer.from(JSON.stringify(label)))
    await writeWhole(folder, hash, bytes)
    folderBytes += bytes.length
    return ok(stored)
  }

  return {
    async put(bytes, { name, by }) {
      if (bytes.length > EVIDENCE_BYTES_MOST)
        return refuse('evidence_too_large', { megabytes: EVIDENCE_BYTES_MOST / 1024 / 1024 })
      if (waiting >= WAITING_MOST) return refuse('queue_full', { count: waiting })
      waiting += 1
      try {
        const kind = await evidenceKindOf(bytes)
        if (kind === null) return refuse('evidence_kind', { name: brief(name) })
        if (!isCalledAs(name, kind))
          return refuse('evidence_disguised', { name: brief(name), kind: EVIDENCE_KIND_NAMES[kind] })
        const label = { kind, name: name.slice(0, NAME_LONGEST), by, atMs: clock.nowMs() }
        // One after the other, so that a slow disk holds one of Node's threads and the folder's size is exact.
        const done = last.then(() => write(bytes, label))
        last = done.catch(() => null)
        return await done
      } catch (error) {
        if (error instanceof Error && 'code' in error) return refuse('storage_failed')
        throw error
      } finally {
        waiting -= 1
      }
    },

    async get(hash) {
      // Whatever a caller hands in: nothing but 64 hex digits ever becomes part of a path.
      if (!ContentHash.safeParse(hash).success) return refuse('evidence_unknown')
      const bytes = await readOrNull(join(folder, hash))
      const label = Label.safeParse(attemptJson(await readOrNull(join(folder, `${hash}.json`))))
      if (bytes === null) return refuse('evidence_unknown')
      if (!label.success || (await hashOf(bytes)) !== hash) return refuse('evidence_damaged')
      return ok({ bytes, label: label.data })
    },
  }
}

/** Off the event loop: 20 MB take tens of milliseconds. */
async function hashOf(bytes: Uint8Array): Promise<ContentHash> {
  return ContentHash.parse(
    Buffer.from(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)).toString('hex'),
  )
}

/** Takes away what a crash left half written; the bytes of the files that stay. */
async function tidied(folder: string): Promise<number> {
  let bytes = 0
  for (const name of await readdir(folder)) {
    if (name.endsWith('.new')) await rm(join(folder, name), { force: true })
    else if (ContentHash.safeParse(name).success) bytes += (await stat(join(folder, name))).size
  }
  return bytes
}

/** Written beside its place, synced, moved there, and the move synced: never half there, never there and then gone. */
async function writeWhole(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const beside = join(folder, `${name}.new`)
  const file = await open(beside, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  } finally {
    await file.close()
  }
  await rename(beside, join(folder, name))
  const place = await open(folder, 'r')
  await place.sync().finally(() => place.close())
}

async function readOrNull(file: string): Promise<Uint8Array | null> {
  try {
    return await readFile(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

function attemptJson(bytes: Uint8Array | null): unknown {
  try {
    return bytes === null ? null : JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return null
  }
}

function brief(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name
}
