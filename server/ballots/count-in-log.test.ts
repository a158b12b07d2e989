// What is known of a window's messages in one log, or that nothing is.

import { expect, test } from 'vitest'
import { LogId, WindowId } from '../../shared/basics/ids.ts'
import { ballot, createMemoryLog, packed, voterKey, votingWindow } from '../../tests/support/ballots.ts'
import { countInLog } from './count-in-log.ts'

const OTHER = WindowId.parse('0000000000ee')

test('[LOG3] a log is counted for one window, over many batches; one that is not here is unknown, not empty', async () => {
  const log = createMemoryLog()
  const mine = ballot()
  const { windowId } = votingWindow()
  expect(mine.windowId).toBe(windowId)
  for (let n = 0; n < 200; n++)
    await log.append(
      packed([
        { ...mine, voterKey: voterKey(n) },
        { ...mine, voterKey: voterKey(1_000 + n), windowId: OTHER },
        { ...mine, voterKey: voterKey(2_000 + n) },
      ]),
    )
  const logs = { known: () => [log] }
  expect(await countInLog(windowId, log.logId, logs)).toBe(400)
  expect(await countInLog(OTHER, log.logId, logs)).toBe(200)
  expect(await countInLog(windowId, LogId.parse('00000000000000bb'), logs)).toBeNull()
  const empty = createMemoryLog('00000000000000cc' as LogId)
  expect(await countInLog(OTHER, empty.logId, { known: () => [empty] })).toBe(0)
})
