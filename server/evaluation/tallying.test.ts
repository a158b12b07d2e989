// What each of several processes does after a freeze comes to one comparison and one bundle (PUB1).

import { expect, test } from 'vitest'
import { SYSTEM } from '../../tests/support/given-parts.ts'
import { freezePeriod, periodIn, PERIOD, RESULT } from '../../tests/support/given-periods.ts'
import { givenUnits } from '../../tests/support/given-polls.ts'
import { turns } from '../../tests/support/given-plane.ts'
import { ContentHash } from '../../shared/period/ids.ts'
import type { Show } from '../access/show.ts'
import { createTallying } from './tallying.ts'

test('[PUB1][LOG1] two processes that compare a frozen period record one bundle; once more, asked for, is another', async () => {
  const given = givenUnits()
  freezePeriod(given)
  const ran = new Set<string>()
  // As the runner does, whichever process asks.
  const run: Show['run'] = async (command, { commandId }) => {
    const repeated = ran.has(commandId)
    ran.add(commandId)
    if (!repeated) given.when(command, SYSTEM)
    return { ok: true, repeated }
  }
  const recorded: string[] = []
  const processOf = (digit: string) => {
    const tallying = createTallying({
      show: { house: given.house, run, onChange: () => () => undefined },
      tallies: async () => ({
        ...{ differences: [], polls: [], resultHash: RESULT },
        bundleHash: ContentHash.parse(digit.repeat(64)),
      }),
      onChange: () => undefined,
      onError: (error) => recorded.push(String(error)),
    })
    tallying.start()
    return tallying
  }
  const [a] = [processOf('a'), processOf('b')]
  const bundle = () => {
    const { stage } = periodIn(given)
    return stage.phase === 'frozen' ? (stage.agreement?.bundleHash[0] ?? null) : null
  }
  await turns()
  expect([ran.size, bundle()]).toEqual([1, 'a'])
  expect(a.again(PERIOD).ok).toBe(true)
  await turns()
  expect([ran.size, recorded]).toEqual([2, []])
})
