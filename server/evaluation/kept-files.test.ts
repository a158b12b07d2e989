// Proves that what is kept is read as it was written or not at all, and that the folder stays small.

import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createKeptFiles } from './kept-files.ts'

const SECRET = Buffer.from('of this folder')
const PARTS = [Buffer.from('{"head":1}'), new Uint8Array(), Uint8Array.from([1, 2, 3, 4])]
let folder = ''
const at = (name: string) => join(folder, name)
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('parts are read as they were kept, each by itself, and what was never kept is not there', async () => {
  const kept = createKeptFiles(at('made/here'), SECRET)
  expect(await kept.read('a.ranking')).toBeNull()
  await kept.keep('a.ranking', PARTS)
  const parts = await kept.read('a.ranking')
  expect(parts?.map((part) => [...part])).toEqual(PARTS.map((part) => [...part]))
  expect(parts?.map((part) => part.byteOffset)).toEqual([0, 0, 0])
})

test('a file with any byte changed, cut, lengthened, put under another name or made with another secret is not read', async () => {
  const kept = createKeptFiles(folder, SECRET)
  await kept.keep('a.ranking', PARTS)
  const whole = readFileSync(at('a.ranking'))
  const wrong = [
    ...Array.from(whole, (byte, i) =>
      Buffer.concat([whole.subarray(0, i), Buffer.of(byte ^ 1), whole.subarray(i + 1)]),
    ),
    ...Array.from(whole, (_, i) => whole.subarray(0, i)),
    Buffer.concat([whole, Buffer.of(0)]),
  ]
  for (const bytes of wrong) {
    writeFileSync(at('a.ranking'), bytes)
    expect(await kept.read('a.ranking')).toBeNull()
  }
  writeFileSync(at('a.ranking'), whole)
  expect(await kept.read('a.ranking')).not.toBeNull()
  expect(await createKeptFiles(folder, Buffer.from('of another')).read('a.ranking')).toBeNull()
  renameSync(at('a.ranking'), at('b.ranking'))
  expect(await kept.read('b.ranking')).toBeNull()
})

test('[SAFE3] a folder that cannot be written or read costs what is kept, is told, and stops nothing', async () => {
  writeFileSync(at('file'), '')
  const told: unknown[] = []
  const kept = createKeptFiles(at('file'), SECRET, (error) => told.push(error))
  await kept.keep('a.ranking', PARTS)
  expect(await kept.read('a.ranking')).toBeNull()
  expect(told).toHaveLength(2)
})

test('[SAFE2] of more than 160 files the longest unused go, and nothing half written stays', async () => {
  const kept = createKeptFiles(folder, SECRET)
  for (let i = 0; i < 160; i += 1) {
    writeFileSync(at(`old-${i}`), '')
    utimesSync(at(`old-${i}`), 1_000 + i, 1_000 + i)
  }
  await kept.keep('a.ranking', PARTS)
  await kept.keep('b.ranking', PARTS)
  const names = readdirSync(folder)
  expect(names).toHaveLength(160)
  expect(names).toEqual(expect.arrayContaining(['a.ranking', 'b.ranking', 'old-2']))
  expect(names).not.toContain('old-1')
})
