// Looking at a ballot log that is being appended to: what is read, how much, and that it comes to the tally the recount comes to.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { WindowId } from '../../shared/basics/ids.ts'
import { DEFAULT_DETECTION } from '../../shared/ballot/detect/detection-rules.ts'
import { ballot, packed, T0, voterKey, votingWindow } from '../../tests/support/ballots.ts'
import { openSqliteBallotLog } from './sqlite-ballot-log.ts'
import { openBallotLogFile } from './sqlite-ballot-log-file.ts'
import { openBallotLooksFile } from './sqlite-ballot-looks-file.ts'
import { openSqliteBallotLooks } from './sqlite-ballot-looks.ts'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ballot-looks-'))
  file = join(folder, 'ballots.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const window = votingWindow()
const OTHER = 'a00000000002' as WindowId
const sent = (from: number, count: number, change: Parameters<typeof ballot>[0] = {}) =>
  packed(
    Array.from({ length: count }, (_, i) =>
      ballot({
        ...{
          voterKey: voterKey(from + i),
          messageHash: [from + i, 1],
          orderMs: T0 + 1_000,
          receivedAtMs: T0 + 1_000,
        },
        ...change,
      }),
    ),
  )

test('[BAL9] a look reads on from where the last one ended, and only its own window', () => {
  const log = openBallotLogFile(file)
  log.append(sent(1, 300))
  log.append(sent(1_001, 50, { windowId: OTHER }))
  const looks = openBallotLooksFile([file])
  const look = (of = window) => looks.look(of, DEFAULT_DETECTION, 'open', T0 + 30_000)
  expect(look()).toMatchObject({ ballots: 300, overfull: false, inForce: null })
  log.append(sent(301, 40))
  // Sent again, no choice, stale: none is one more ballot.
  log.append(sent(1, 20, { messageHash: [9, 9], orderMs: T0 + 2_000 }))
  log.append(sent(2_001, 5, { choice: 'FREE_TEXT' }))
  log.append(sent(3_001, 5, { stale: true }))
  expect(look().ballots).toBe(340)
  expect(look({ ...window, windowId: OTHER }).ballots).toBe(50)
  // Later times of the window judge what is already there.
  expect(look({ ...window, opensAtMs: T0 + 1_500 }).ballots).toBe(20)
  looks.keep([OTHER])
  expect(look().ballots).toBe(340)
  looks.close()
  log.close()
})

test('[BAL9] with quarantines both tallies are told, and what a rule would change is asked without setting it', () => {
  const log = openBallotLogFile(file)
  log.append(sent(1, 120, { choice: 'satisfied', channel: 'wechat' }))
  log.append(sent(121, 130, { choice: 'dissatisfied', channel: 'gateway' }))
  log.close()
  const looks = openBallotLooksFile([file])
  const rule = { channel: 'gateway', unitCode: null, fromMs: null, toMs: null, segmentHash: null } as const
  expect(looks.weigh(window, [rule], null)).toMatchObject({
    setAside: 130,
    before: { headline: { satisfied: 120, dissatisfied: 130 } },
    after: { headline: { satisfied: 120, dissatisfied: 0 } },
  })
  const look = looks.look({ ...window, quarantines: [rule] }, DEFAULT_DETECTION, 'open', T0 + 30_000)
  // Found among all ballots, whatever is set aside; both results stand beside each other.
  expect(look).toMatchObject({
    ballots: 250,
    inForce: { setAside: 130, after: { headline: { dissatisfied: 0 } } },
  })
  looks.close()
})

test('[SAFE1] a window holds so many rows at most, and says that it is full', () => {
  const log = openBallotLogFile(file)
  log.append(sent(1, 300))
  log.close()
  const looks = openBallotLooksFile([file], 250)
  expect(looks.look(window, DEFAULT_DETECTION, 'open', T0 + 30_000)).toMatchObject({
    ballots: 250,
    overfull: true,
  })
  looks.close()
})

test('[BAL9] the thread answers beside a log that takes ballots, and refuses a file that is none', async () => {
  const log = await openSqliteBallotLog({ file })
  const looks = await openSqliteBallotLooks(() => [file])
  const looking = looks.look(window, DEFAULT_DETECTION, 'open', T0 + 30_000)
  const appended = await Promise.all([1, 101, 201].map((from) => log.append(sent(from, 100))))
  expect(appended.at(-1)?.sequence).toBe(300)
  await looking
  expect((await looks.look(window, DEFAULT_DETECTION, 'open', T0 + 30_000)).ballots).toBe(300)
  await looks.close()
  await log.close()
  await expect(openSqliteBallotLooks(() => [join(folder, 'nothing.db')])).rejects.toThrow()
})
