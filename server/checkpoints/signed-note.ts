// Checkpoints as signed notes: a tree's name, size and root with an Ed25519 signature, as text that any tool can check.
//
// Sources: C2SP signed-note (text, blank line, "— NAME BASE64(KEY ID, 4 bytes; SIGNATURE)") and C2SP tlog-checkpoint (origin, size,
// root in base64, then lines of one's own).

import { createHash, createPublicKey, verify } from 'node:crypto'
import type { Signing } from '../signing.ts'

export interface Checkpoint {
  /** Whose tree, and which: `wenzheng/HOUSE/journal` or `wenzheng/HOUSE/ballots/LOG`. */
  readonly origin: string
  /** Entries of the log. */
  readonly size: number
  /** 32 bytes. */
  readonly root: Uint8Array
  /** Lines of ours: when, and what it was made for. */
  readonly lines: readonly string[]
}

/** 0x01 stands for Ed25519 in a key id. Source: C2SP signed-note, "Signature types". */
const ED25519 = 1
const KEY_ID_BYTES = 4
const SIGNATURE_BYTES = 64
/** SubjectPublicKeyInfo around the 32 bytes of an Ed25519 key. Source: RFC 8410, section 4. */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex')
const NOTE_MOST = 4_096

/** The name of a house's key: every origin of its trees begins with it. `publicKey`: 32 bytes in hex. */
export function keyNameOf(publicKey: string): string {
  return `wenzheng/${publicKey.slice(0, 16)}`
}

/** Lines of `lines` must not be empty or hold a line break. */
export function signedNoteOf({ origin, size, root, lines }: Checkpoint, signing: Signing): string {
  const text = `${[origin, String(size), base64(root), ...lines].join('\n')}\n`
  const name = keyNameOf(signing.publicKey)
  const signature = Buffer.concat([
    keyIdOf(name, signing.publicKey),
    Buffer.from(signing.sign(Buffer.from(text)), 'hex'),
  ])
  return `${text}\n— ${name} ${base64(signature)}\n`
}

/** The checkpoint of a note signed by this key, or null: not in this form, another's, or changed. `publicKey`: 32 bytes in hex. */
export function checkpointIn(note: string, publicKey: string): Checkpoint | null {
  if (note.length > NOTE_MOST) return null
  const parts = /^((?:[^\n]+\n){3,})\n((?:— \S+ [A-Za-z0-9+/]+=*\n)+)$/.exec(note)
  if (parts === null) return null
  const [, text = '', signatures = ''] = parts
  const name = keyNameOf(publicKey)
  const isSigned = signatures
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' '))
    .some(
      ([, by, signature]) => by === name && isBy(publicKey, name, text, Buffer.from(signature!, 'base64')),
    )
  if (!isSigned) return null
  const [origin = '', size = '', root = '', ...lines] = text.trimEnd().split('\n')
  const bytes = Buffer.from(root, 'base64')
  if (!origin.startsWith(`${name}/`) || !/^(0|[1-9]\d{0,15})$/.test(size) || bytes.byteLength !== 32)
    return null
  return { origin, size: Number(size), root: bytes, lines }
}

/** The notes of a file to which they were written one behind the other. */
export function notesIn(text: string): readonly string[] {
  return text.match(/(?:[^\n]+\n)+\n(?:— [^\n]+\n)+/g) ?? []
}

function isBy(publicKey: string, name: string, text: string, signature: Buffer): boolean {
  if (signature.byteLength !== KEY_ID_BYTES + SIGNATURE_BYTES) return false
  if (!signature.subarray(0, KEY_ID_BYTES).equals(keyIdOf(name, publicKey))) return false
  const spki = Buffer.concat([SPKI_HEAD, Buffer.from(publicKey, 'hex')])
  const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
  return verify(null, Buffer.from(text), key, signature.subarray(KEY_ID_BYTES))
}

function keyIdOf(name: string, publicKey: string): Buffer {
  const named = Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(ED25519), Buffer.from(publicKey, 'hex')])
  return createHash('sha256').update(named).digest().subarray(0, KEY_ID_BYTES)
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
