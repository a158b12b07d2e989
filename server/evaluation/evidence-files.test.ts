// Evidence files: kept once under their hash, told by content, bounded in size and number, whole after a crash.

import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PersonId } from '../../shared/basics/ids.ts'
import { ContentHash } from '../../shared/period/ids.ts'
import { EVIDENCE_BYTES_MOST } from '../../shared/protocol/evidence-api.ts'
import { csv, jpeg, pdf, png, xlsx } from '../../tests/support/evidence.ts'
import { openEvidenceFiles } from './evidence-files.ts'

let root = ''
const folder = () => join(root, 'evidence')
const by = PersonId.parse('pingyi')
const NO_HASH = ContentHash.parse('0'.repeat(64))

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'wenzheng-evidence-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const opened = (given: Partial<Parameters<typeof openEvidenceFiles>[0]> = {}) =>
  openEvidenceFiles({ folder: folder(), clock: { nowMs: () => 1_000 }, diskFreeBytes: () => null, ...given })

const codeOf = (result: { ok: true } | { ok: false; refusal: { code: string } }) =>
  result.ok ? 'ok' : result.refusal.code

describe('[LOG1] an evidence file', () => {
  test.each([
    ['pdf', '通报.pdf', pdf()],
    ['png', '截图.PNG', png()],
    ['jpeg', '照片.jpeg', jpeg()],
    ['jpeg', '照片.jpg', jpeg()],
    ['xlsx', '统计.xlsx', xlsx()],
    ['csv', '统计.csv', csv()],
  ] as const)(
    'is a %s by its content, comes back under its hash, and is for its owner only',
    async (kind, name, bytes) => {
      const files = await opened()
      const stored = await files.put(bytes, { name, by })
      const hash = createHash('sha256').update(bytes).digest('hex')
      expect(stored).toEqual({ ok: true, value: { hash, kind, bytes: bytes.length } })
      expect(statSync(join(folder(), hash)).mode & 0o777).toBe(0o600)
      expect(statSync(folder()).mode & 0o777).toBe(0o700)

      const again = await opened()
      const found = await again.get(ContentHash.parse(hash))
      expect(found.ok && Buffer.from(found.value.bytes)).toEqual(bytes)
      expect(found.ok && found.value.label).toEqual({ kind, name, by, atMs: 1_000 })
    },
  )

  test('brought twice is kept once, under the name it came with first', async () => {
    const files = await opened()
    await files.put(pdf(), { name: '甲.pdf', by })
    const second = await files.put(pdf(), { name: '乙.pdf', by })
    expect(codeOf(second)).toBe('ok')
    expect(readdirSync(folder())).toHaveLength(2)
    const found = second.ok && (await files.get(second.value.hash))
    expect(found && found.ok && found.value.label.name).toBe('甲.pdf')
  })

  test('that the disk gives back changed is refused as damaged, and mended by bringing it again', async () => {
    const files = await opened()
    const stored = await files.put(pdf(), { name: '甲.pdf', by })
    const hash = stored.ok ? stored.value.hash : NO_HASH
    writeFileSync(join(folder(), hash), 'something else')
    expect(codeOf(await files.get(hash))).toBe('evidence_damaged')
    await files.put(pdf(), { name: '甲.pdf', by })
    expect(readFileSync(join(folder(), hash))).toEqual(pdf())
  })

  test('half written by a crash is gone at the next start', async () => {
    await opened()
    writeFileSync(join(folder(), `${NO_HASH}.new`), 'half')
    const files = await opened()
    expect(readdirSync(folder())).toEqual([])
    expect(codeOf(await files.get(NO_HASH))).toBe('evidence_unknown')
  })
})

describe('[SAFE1] what is refused as evidence', () => {
  const noText = Buffer.from([0x4d, 0x5a, 0x90, 0x00, 0x03])
  test.each([
    ['a program', '工具.csv', noText],
    ['a page', '表.csv', Buffer.from('<html><script>alert(1)</script>,</html>')],
    ['a script', '表.csv', Buffer.from('#!/bin/sh\necho a,b\n')],
    ['a PDF with no end', '甲.pdf', Buffer.from('%PDF-1.4\nnothing more')],
    ['a PDF behind other bytes', '甲.pdf', Buffer.concat([Buffer.from('\x01\x02'), pdf()])],
    ['a workbook with macros', '表.xlsx', xlsx({ 'xl/vbaProject.bin': 'program' })],
    ['an archive', '包.xlsx', Buffer.from('PK\x03\x04 nothing that can be read')],
    ['a GIF', '图.png', Buffer.from('GIF89a\0\0')],
    ['text of one column', '说明.csv', Buffer.from('只有一列\n')],
  ])('%s', async (_what, name, bytes) => {
    const files = await opened()
    expect(codeOf(await files.put(bytes, { name, by }))).toBe('evidence_kind')
    expect(readdirSync(folder())).toEqual([])
  })

  test.each([
    ['截图.pdf', png()],
    ['表.csv', xlsx()],
    ['统计.exe', pdf()],
    ['没有扩展名', pdf()],
    ['统计.pdf.csv', pdf()],
  ])('a name that lies: %s', async (name, bytes) => {
    const files = await opened()
    expect(codeOf(await files.put(bytes, { name, by }))).toBe('evidence_disguised')
    expect(readdirSync(folder())).toEqual([])
  })

  test('one over 20 MB; one that would fill the folder; one that would leave the disk no room', async () => {
    const large = Buffer.alloc(EVIDENCE_BYTES_MOST + 1, 'a,')
    expect(codeOf(await (await opened()).put(large, { name: '大.csv', by }))).toBe('evidence_too_large')

    const small = await opened({ folderBytesMost: pdf().length + 10 })
    expect(codeOf(await small.put(pdf(), { name: '甲.pdf', by }))).toBe('ok')
    expect(codeOf(await small.put(csv(), { name: '乙.csv', by }))).toBe('evidence_full')
    // What is kept already takes no more room; and what a start finds there counts.
    expect(codeOf(await small.put(pdf(), { name: '甲.pdf', by }))).toBe('ok')
    const restarted = await opened({ folderBytesMost: pdf().length + 10 })
    expect(codeOf(await restarted.put(csv(), { name: '乙.csv', by }))).toBe('evidence_full')

    const full = await opened({ diskFreeBytes: () => 500_000_000 })
    expect(codeOf(await full.put(csv(), { name: '乙.csv', by }))).toBe('evidence_full')
  })

  test('more at once than may wait; those that wait are all kept', async () => {
    const files = await opened()
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        files.put(Buffer.from(`a,b\n${String(i)},1\n`), { name: `${String(i)}.csv`, by }),
      ),
    )
    expect(answers.map(codeOf).sort()).toEqual(['ok', 'ok', 'ok', 'ok', 'queue_full', 'queue_full'])
    expect(readdirSync(folder()).filter((name) => !name.endsWith('.json'))).toHaveLength(4)
  })

  test('a disk that gives no room to write: nothing is kept, and nothing half', async () => {
    const files = await opened()
    rmSync(folder(), { recursive: true })
    expect(codeOf(await files.put(pdf(), { name: '甲.pdf', by }))).toBe('storage_failed')
    expect(existsSync(folder())).toBe(false)
  })

  test.each([
    '../secrets.json',
    '..',
    '',
    '0'.repeat(63),
    `${'0'.repeat(64)}.json`,
    'ABCDEF'.repeat(11).slice(0, 64),
  ])('a hash that is none, and never becomes a path: %s', async (hash) => {
    writeFileSync(join(root, 'secrets.json'), 'secret')
    const files = await opened()
    expect(codeOf(await files.get(hash))).toBe('evidence_unknown')
  })
})
