// Checkpoints as notes: what was signed is read back, and nothing else is.

import { expect, test } from 'vitest'
import { createSigning } from '../signing.ts'
import { checkpointIn, keyNameOf, notesIn, signedNoteOf } from './signed-note.ts'

const signing = createSigning(new Uint8Array(32).fill(7))
const other = createSigning(new Uint8Array(32).fill(8))
const checkpoint = {
  origin: `${keyNameOf(signing.publicKey)}/ballots/0123456789abcdef`,
  size: 20_852,
  root: new Uint8Array(32).fill(3),
  lines: ['time 2026-11-26T01:40:10.123Z', 'window 00000000be11 closed'],
}
const note = signedNoteOf(checkpoint, signing)

test('[LOG2] a note has the form of C2SP’s checkpoints', () => {
  const [text = '', signature = ''] = note.split('\n\n')
  expect(text.split('\n')).toEqual([
    checkpoint.origin,
    '20852',
    Buffer.from(checkpoint.root).toString('base64'),
    ...checkpoint.lines,
  ])
  expect(signature).toMatch(/^— wenzheng\/[0-9a-f]{16} [A-Za-z0-9+/]{91}=\n$/)
})

test('[LOG2] it is read back under its key alone, and no changed byte of it is', () => {
  expect(checkpointIn(note, signing.publicKey)).toEqual({ ...checkpoint, root: Buffer.from(checkpoint.root) })
  expect(checkpointIn(note, other.publicKey)).toBeNull()
  for (let at = 0; at < note.length; at += 1) {
    const code = note.charCodeAt(at)
    const changed = `${note.slice(0, at)}${String.fromCharCode(code === 65 ? 66 : 65)}${note.slice(at + 1)}`
    const read = checkpointIn(changed, signing.publicKey)
    // The last letters of a base64 word hold bits that stand for nothing.
    if (read !== null) expect(read).toEqual(checkpointIn(note, signing.publicKey))
  }
})

test('[LOG2] another house’s key cannot sign for our trees, nor a note without a tree', () => {
  expect(checkpointIn(signedNoteOf(checkpoint, other), other.publicKey)).toBeNull()
  for (const broken of ['', 'x', note.repeat(20), note.replace('\n\n', '\n'), note.slice(0, -1)])
    expect(checkpointIn(broken, signing.publicKey)).toBeNull()
  const sizeless = signedNoteOf({ ...checkpoint, size: -1 }, signing)
  expect(checkpointIn(sizeless, signing.publicKey)).toBeNull()
})

test('[LOG2] notes written one behind the other are told apart', () => {
  const second = signedNoteOf({ ...checkpoint, size: 20_853, lines: [] }, signing)
  expect(notesIn(`${note}${second}`)).toEqual([note, second])
  expect(notesIn(`${note}\n${second}\n`)).toHaveLength(2)
})
