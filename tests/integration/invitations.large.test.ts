// A long list: read, drawn and moved while the server answers everybody else; nothing is held up for long.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { expect, test } from 'vitest'
import { serviceRecordsIn } from '../../server/http/csv-service-records.ts'
import { drawFrom, hashList, moveDrawn, recordsOf } from '../../server/invitations/draw-list.ts'
import { kinds } from '../../server/invitations/private-rows.ts'
import { createUploads } from '../../server/invitations/uploads.ts'
import { openPrivateStore } from '../../server/private/private-store.ts'
import { openSqlitePrivate } from '../../server/storage/sqlite-private.ts'
import { createSystemClock } from '../../server/clock.ts'
import { BatchId } from '../../shared/invitation/batch.ts'
import { unitOf } from '../support/given-parts.ts'
import { POLL } from '../support/given-polls.ts'

/** A full list is 200,000: five times this, at the same pace. */
const ROWS = 40_000
const batchId = BatchId.parse('b-000000000001')

test('[SAFE1] [SAFE3] a long list is read, drawn and moved, and no turn of the event loop is long', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wenzheng-large-'))
  const opened = await openPrivateStore(await openSqlitePrivate({ file: join(folder, 'private.db') }), {
    clock: createSystemClock(),
    secret: 'a secret of the city',
  })
  if (!opened.ok) throw new Error(opened.refusal.code)
  const store = opened.value
  const units = Array.from({ length: 90 }, (_, i) => unitOf(i + 1)).map(({ unitId, code, name }) => ({
    id: unitId,
    code,
    name,
  }))
  const rows = Array.from(
    { length: ROWS },
    (_, i) => `${String((i % 90) + 1)},13${String(900_000_000 + i)},不动产登记,3月2日`,
  )
  const csv = Buffer.from(`单位,手机号,事项,日期\n${rows.join('\n')}\n`)
  const uploads = createUploads({
    store,
    hasLeft: () => false,
    isInvited: () => false,
    onError: (error) => {
      throw error
    },
  })
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()

  const expiresAtMs = Date.now() + 86_400_000
  uploads.start({ batchId, pollId: POLL, title: 'x', expiresAtMs, reading: serviceRecordsIn(csv, units) })
  await uploads.settled()
  expect(uploads.viewOf(batchId)).toMatchObject({ phase: 'ready', preview: { records: ROWS, faultCount: 0 } })

  const records = await recordsOf(store, batchId)
  await hashList(records)
  const drawn = await drawFrom(records, 'a'.repeat(64), 100)
  await moveDrawn(store, batchId, records, drawn)
  delay.disable()
  expect(drawn.records).toHaveLength(9_000)
  const counts = await store.counts()
  expect(counts[kinds.invite(batchId)]).toBe(9_000)
  expect(counts[kinds.listed(batchId)]).toBeUndefined()
  // Others have their turn: screens are told within a second, and far more often than that.
  expect(delay.percentile(99) / 1e6).toBeLessThan(250)
  await store.close()
  rmSync(folder, { recursive: true })
}, 60_000)
