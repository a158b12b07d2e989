import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LogId } from '../../shared/basics/ids.ts'
import { NotOurFile } from './sqlite.ts'
import { openSqliteJournal } from './sqlite-journal.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'))
  file = join(folder, 'journal.db')
  const journal = await openSqliteJournal({ file })
  for (let i = 1; i <= 9; i += 1) {
    await journal.append(
      { logs: i - 1 },
      {
        atMs: 1_800_000_000_000 + i,
        by: { role: 'system' },
        commandId: `command-${String(i)}`,
        events: [
          { stream: 'logs', event: { type: 'LogAnnounced', logId: LogId.parse(String(i).repeat(16)) } },
        ],
      },
    )
  }
  await journal.close()
})
afterEach(() => rmSync(folder, { recursive: true }))

/** What somebody with the file in hands could do: the triggers are no obstacle. */
function tamper(sql: string): void {
  const db = new DatabaseSync(file)
  db.exec('DROP TRIGGER event_is_never_changed; DROP TRIGGER event_is_never_removed')
  db.exec(sql)
  db.close()
}

test.each([
  ['a body', `UPDATE event SET body = replace(body, '4444', '4445') WHERE position = 4`, 4],
  ['a time', `UPDATE event SET at_ms = at_ms + 1 WHERE position = 5`, 5],
  ['who did it', `UPDATE event SET actor = '{"id":"lin","role":"office"}' WHERE position = 6`, 6],
  ['a command id', `UPDATE event SET command_id = 'command-0' WHERE position = 7`, 7],
  ['a stream', `UPDATE event SET stream = 'air' WHERE position = 2`, 2],
  ['a hash', `UPDATE event SET chain_hash = zeroblob(32) WHERE position = 3`, 3],
  ['a row taken out', `DELETE FROM event WHERE position = 5`, 6],
  [
    'two rows exchanged',
    `UPDATE event SET body = (SELECT body FROM event AS other WHERE other.position = 11 - event.position) WHERE position IN (5, 6)`,
    5,
  ],
])('[LOG1] the chain shows what was changed afterwards: %s', async (_, sql, position) => {
  tamper(sql)
  const journal = await openSqliteJournal({ file })
  expect(await journal.verifyChain()).toBe(position)
  await journal.close()
})

test('[LOG1] an untouched chain holds', async () => {
  tamper('SELECT 1')
  const journal = await openSqliteJournal({ file })
  expect(await journal.verifyChain()).toBeNull()
  await journal.close()
})

test('a file that is not ours rejects by name, through the worker thread', async () => {
  const other = join(folder, 'other.db')
  const db = new DatabaseSync(other)
  db.exec('CREATE TABLE t (a)')
  db.close()
  const refused = await openSqliteJournal({ file: other }).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(NotOurFile)
  expect(refused).toMatchObject({ file: other, message: 'not a journal file of this system' })
})

test('[SAFE3] calls made after the close, or in its way, are rejected and never hang', async () => {
  const journal = await openSqliteJournal({ file })
  const closing = journal.close()
  await expect(journal.head()).rejects.toThrow()
  await closing
  await expect(journal.head()).rejects.toThrow()
})

test('[SAFE3] a full disk refuses and never acknowledges; when there is room again it goes on where it was', async () => {
  const append = (journal: Awaited<ReturnType<typeof openSqliteJournal>>, i: number) =>
    journal.append(
      { logs: i - 1 },
      {
        atMs: 1_800_000_000_000 + i,
        by: { role: 'system' },
        commandId: `command-${String(i)}`,
        events: [{ stream: 'logs', event: { type: 'LogAnnounced', logId: 'a'.repeat(4_000) as LogId } }],
      },
    )
  const full = await openSqliteJournal({ file, pagesMax: 20 })
  let acknowledged = 9
  while (
    await append(full, acknowledged + 1).then(
      () => true,
      () => false,
    )
  ) {
    acknowledged += 1
  }
  expect(acknowledged).toBeGreaterThan(9)
  expect(acknowledged).toBeLessThan(40)
  await expect(append(full, acknowledged + 1)).rejects.toThrow('full')
  expect((await full.head()).position).toBe(acknowledged)
  await full.close()
  const roomy = await openSqliteJournal({ file })
  expect(await append(roomy, acknowledged + 1)).toMatchObject([{ position: acknowledged + 1 }])
  expect(await roomy.verifyChain()).toBeNull()
  await roomy.close()
})
