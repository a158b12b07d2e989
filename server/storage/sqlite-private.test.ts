// The private store on a real file: sealed on disk, gone when its time is over or its person leaves, and bounded in rows, size and time.

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  ANSWER_WITHIN_MS,
  openPrivateStore,
  PrivateStoreFailed,
  type PrivateFile,
  type PrivateRow,
  type PrivateStore,
} from '../private/private-store.ts'
import { createHandClock, type HandClock } from '../../tests/support/hand-clock.ts'
import { NotOurFile } from './sqlite.ts'
import { openSqlitePrivate } from './sqlite-private.ts'

const secret = 'a secret of the city'
const phone = 'phone:+8613912345678'
const openId = 'wechat:wx1:oCanary_4711'

let folder: string
let file: string
let clock: HandClock
let onDisk: PrivateFile
let store: PrivateStore

async function open(more: { rowsMost?: number; pagesMax?: number } = {}): Promise<void> {
  onDisk = await openSqlitePrivate({ file, ...more })
  const opened = await openPrivateStore(onDisk, { clock, secret })
  if (!opened.ok) throw new Error(opened.refusal.code)
  store = opened.value
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wenzheng-private-'))
  file = join(folder, 'private.db')
  clock = createHandClock()
  await open()
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const row = (id: string, more: Partial<PrivateRow> = {}): PrivateRow => ({
  kind: 'message',
  id,
  identityTag: store.tagOf(phone),
  expiresAtMs: clock.nowMs() + 3_600_000,
  json: JSON.stringify({ phone: '+8613912345678', text: `办事太慢 ${id}` }),
  ...more,
})
const ids = async (kind = 'message') => (await store.list({ kind, after: 0, limit: 100 })).map(({ id }) => id)
const bytesOnDisk = () =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name)).toString('latin1'))
    .join('')
const inLatin1 = (text: string) => Buffer.from(text, 'utf8').toString('latin1')

describe('rows', () => {
  test('come back as they were written, after opening again too', async () => {
    await store.put([row('a'), row('b', { identityTag: null })])
    await store.close()
    await open()
    expect(await store.get('message', 'a')).toEqual({ ...row('a'), rowNo: 1 })
    expect((await store.get('message', 'b'))?.identityTag).toBeNull()
    expect(await store.get('message', 'c')).toBeNull()
    expect(await store.get('other', 'a')).toBeNull()
  })

  test('are listed by kind in the order of writing, a page behind another; writing again moves none', async () => {
    await store.put(['a', 'b', 'c', 'd'].map((id) => row(id)))
    await store.put([row('x', { kind: 'other' }), row('a', { json: '{"changed":true}' })])
    const first = await store.list({ kind: 'message', after: 0, limit: 2 })
    expect(first.map(({ id, json }) => [id, json.length > 20])).toEqual([
      ['a', false],
      ['b', true],
    ])
    const next = await store.list({ kind: 'message', after: first.at(-1)!.rowNo, limit: 2 })
    expect(next.map(({ id }) => id)).toEqual(['c', 'd'])
    const newest = await store.list({ kind: 'message', after: 0, limit: 3, order: 'newest' })
    expect(newest.map(({ id }) => id)).toEqual(['d', 'c', 'b'])
    const before = await store.list({
      kind: 'message',
      after: newest.at(-1)!.rowNo,
      limit: 3,
      order: 'newest',
    })
    expect(before.map(({ id }) => id)).toEqual(['a'])
    expect(await store.counts()).toEqual({ message: 4, other: 1 })
  })

  test('are removed one by one or a kind at a time', async () => {
    await store.put([row('a'), row('b'), row('c', { kind: 'other' })])
    await store.remove('message', ['a'])
    expect(await ids()).toEqual(['b'])
    await store.removeKind('message')
    expect(await store.counts()).toEqual({ other: 1 })
  })

  test('hold what was put last, whatever was put, wiped and removed before (model)', async () => {
    const step = fc.record({
      act: fc.constantFrom('put', 'update', 'remove', 'wipe'),
      id: fc.constantFrom('a', 'b', 'c'),
      who: fc.constantFrom(phone, openId, null),
      n: fc.nat(99),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        await store.removeKind('message')
        const model = new Map<string, { readonly who: string | null; readonly json: string }>()
        for (const { act, id, who, n } of steps) {
          const json = String(n)
          const one = row(id, { json, identityTag: who === null ? null : store.tagOf(who) })
          if (act === 'put') await store.put([one])
          if (act === 'update') expect(await store.update([one])).toEqual(model.has(id) ? [id] : [])
          if (act === 'remove') await store.remove('message', [id])
          if (act === 'wipe' && who !== null) await store.wipe(who)
          if (act === 'put' || (act === 'update' && model.has(id))) model.set(id, { who, json })
          if (act === 'remove') model.delete(id)
          if (act === 'wipe' && who !== null)
            for (const [key, kept] of model) if (kept.who === who) model.delete(key)
        }
        const kept = await store.list({ kind: 'message', after: 0, limit: 10 })
        expect(new Map(kept.map(({ id, json }) => [id, json]))).toEqual(
          new Map([...model].map(([id, { json }]) => [id, json])),
        )
      }),
      { numRuns: 40 },
    )
  })
})

describe('privacy', () => {
  test('[BAL8] neither the text nor the phone nor the openid is in the file, its WAL or its name', async () => {
    await store.put([
      row('a'),
      row('b', { identityTag: store.tagOf(openId), json: JSON.stringify({ openId }) }),
    ])
    const bytes = bytesOnDisk()
    expect(bytes.length).toBeGreaterThan(10_000)
    for (const secretText of ['13912345678', '办事太慢', 'oCanary_4711'])
      expect(bytes.includes(inLatin1(secretText)), secretText).toBe(false)
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077, name).toBe(0)
  })

  test('[BAL8] wiping takes every row of a person and nobody else’s, also out of the pages of the file', async () => {
    await store.put([row('a'), row('b', { kind: 'reason' }), row('c', { identityTag: store.tagOf(openId) })])
    const sealed = sealedOf('a')
    expect(bytesOnDisk().includes(sealed)).toBe(true)
    expect(await store.wipe(phone)).toBe(2)
    expect(await store.counts()).toEqual({ message: 1 })
    expect(await ids()).toEqual(['c'])
    expect(bytesOnDisk().includes(sealed)).toBe(false)
    expect(await store.wipe(phone)).toBe(0)
  })

  test('[BAL8] what was wiped does not come back by an update that was under way', async () => {
    await store.put([row('a'), row('b', { identityTag: null })])
    await store.wipe(phone)
    expect(await store.update([row('a'), row('b', { identityTag: null, json: '1' })])).toEqual(['b'])
    expect(await ids()).toEqual(['b'])
  })

  test('[BAL8] a row whose time is over is seen no more at once, and deleted within a minute', async () => {
    await store.put([row('a', { expiresAtMs: clock.nowMs() + 30_000 }), row('b')])
    const sealed = sealedOf('a')
    clock.forward(30_000)
    expect(await store.get('message', 'a')).toBeNull()
    expect(await ids()).toEqual(['b'])
    expect(await store.counts()).toEqual({ message: 1 })
    clock.forward(30_000)
    await store.counts()
    expect(bytesOnDisk().includes(sealed)).toBe(false)
    const db = new DatabaseSync(file, { readOnly: true })
    expect(db.prepare('SELECT count(*) AS n FROM private_row').get()).toEqual({ n: 1 })
    db.close()
  })

  test('[BAL8] another secret opens nothing, and leaves the file as it was', async () => {
    await store.put([row('a')])
    await store.close()
    const other = await openSqlitePrivate({ file })
    expect(await openPrivateStore(other, { clock, secret: 'another secret' })).toEqual({
      ok: false,
      refusal: { code: 'voter_key_secret_wrong', detail: {} },
    })
    await other.close()
    await open()
    expect(await ids()).toEqual(['a'])
  })

  test('a row passed for another, or given a longer life in the file, is refused', async () => {
    await store.put([row('a'), row('b')])
    for (const change of [
      `UPDATE private_row SET id = 'z' WHERE id = 'a'`,
      `UPDATE private_row SET expires_at_ms = expires_at_ms + 1 WHERE id = 'b'`,
    ]) {
      const db = new DatabaseSync(file)
      db.exec(change)
      db.close()
    }
    await expect(store.get('message', 'z')).rejects.toThrow(PrivateStoreFailed)
    await expect(store.get('message', 'b')).rejects.toThrow(PrivateStoreFailed)
  })
})

describe('bounds', () => {
  test('[SAFE2] so many rows and no more; what was refused leaves nothing half written', async () => {
    await store.close()
    await open({ rowsMost: 3 })
    await store.put([row('a'), row('b')])
    await expect(store.put([row('c'), row('d')])).rejects.toThrow('3 rows at most')
    expect(store.failing()).toContain('3 rows at most')
    expect(await ids()).toEqual(['a', 'b'])
    await store.put([row('c'), row('a', { json: '2' })])
    expect(await ids()).toEqual(['a', 'b', 'c'])
    expect(store.failing()).toBeNull()
  })

  test('[SAFE3] a full disk refuses, and takes again what fits when there is room', async () => {
    await store.close()
    await open({ pagesMax: 24 })
    let written = 0
    const fill = async () => {
      for (; ; written += 1) await store.put([row(`n${String(written)}`, { json: 'x'.repeat(4_000) })])
    }
    await expect(fill()).rejects.toThrow(PrivateStoreFailed)
    expect(written).toBeGreaterThan(3)
    expect((await ids()).length).toBe(written)
    await store.wipe(phone)
    await store.put([row('again')])
    expect(await ids()).toEqual(['again'])
  })

  test('[SAFE2] [SAFE3] a disk that hangs is given up in time, and no more calls wait than there is room for', async () => {
    let letGo = () => {}
    const hung = new Promise<void>((go) => (letGo = go))
    const behind: PrivateFile = { ...onDisk, put: async (rows) => hung.then(() => onDisk.put(rows)) }
    const opened = await openPrivateStore(behind, { clock, secret })
    if (!opened.ok) throw new Error(opened.refusal.code)
    const hanging = opened.value
    const waiting = Array.from({ length: 199 }, (_, i) => hanging.put([row(`h${String(i)}`)]))
    const results = Promise.allSettled(waiting)
    // Expiry, which each store does once when it is opened, may wait too.
    await expect(Promise.all([hanging.put([row('y')]), hanging.put([row('z')])])).rejects.toThrow(
      'calls wait',
    )
    clock.forward(ANSWER_WITHIN_MS)
    expect(new Set((await results).map(({ status }) => status))).toEqual(new Set(['rejected']))
    expect(hanging.failing()).toBe('the private store does not answer')
    letGo()
    await hung
    // Those that hung reach the file before this question.
    await onDisk.counts(0)
    await hanging.put([row('after')])
    expect(await store.get('message', 'after')).not.toBeNull()
    expect(await store.get('message', 'h0')).not.toBeNull()
    expect(hanging.failing()).toBeNull()
  })

  test('[SAFE1] a row or a number of rows beyond the bounds is a bug of the caller', async () => {
    await expect(store.put([row('a', { json: 'x'.repeat(8_193) })])).rejects.toThrow(RangeError)
    await expect(store.put(Array.from({ length: 1_001 }, (_, i) => row(String(i))))).rejects.toThrow(
      RangeError,
    )
  })
})

test('a foreign file stops the start and stays as it was', async () => {
  const foreign = join(folder, 'foreign.db')
  writeFileSync(foreign, 'not a database')
  await expect(openSqlitePrivate({ file: foreign })).rejects.toThrow(NotOurFile)
  expect(readFileSync(foreign, 'utf8')).toBe('not a database')
})

/** The sealed bytes as they stand in the file, the first half: a page may cut a long row. */
function sealedOf(id: string): string {
  const db = new DatabaseSync(file, { readOnly: true })
  const found = db.prepare('SELECT sealed FROM private_row WHERE id = ?').get(id)?.['sealed']
  db.close()
  if (!(found instanceof Uint8Array)) throw new Error(`no row ${id}`)
  return Buffer.from(found).toString('latin1')
}
