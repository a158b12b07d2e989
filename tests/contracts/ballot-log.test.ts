// Every BallotLog adapter against the contract of the port.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe } from 'vitest'
import type { BallotLog } from '../../server/storage/ballot-log.ts'
import { openSqliteBallotLog } from '../../server/storage/sqlite-ballot-log.ts'
import { createMemoryLog } from '../support/ballots.ts'
import { ballotLogContract, type BallotLogAdapter } from './ballot-log.contract.ts'

const opened: { readonly log: BallotLog; readonly folder: string }[] = []

const ADAPTERS: readonly BallotLogAdapter[] = [
  {
    name: 'sqlite',
    async open() {
      const folder = mkdtempSync(join(tmpdir(), 'ballot-log-'))
      const log = await openSqliteBallotLog({ file: join(folder, 'ballots.db') })
      opened.push({ log, folder })
      return log
    },
    async reopened(log) {
      const { folder } = opened.find((entry) => entry.log === log)!
      await log.close()
      const again = await openSqliteBallotLog({ file: join(folder, 'ballots.db') })
      opened.push({ log: again, folder })
      return again
    },
  },
  { name: 'memory (of tests)', open: async () => createMemoryLog(), reopened: async (log) => log },
]

describe.each(ADAPTERS)('BallotLog: $name', (adapter) => {
  afterEach(async () => {
    for (const { log, folder } of opened.splice(0)) {
      await log.close().catch(() => {})
      rmSync(folder, { recursive: true, force: true })
    }
  })
  ballotLogContract(adapter)
})
