// What waits for the home: bounded by kind, counted beyond, in order.

import { expect, test } from 'vitest'
import { createHandClock } from '../../tests/support/hand-clock.ts'
import { POLL } from '../../tests/support/given-polls.ts'
import type { UnitCode } from '../../shared/basics/ids.ts'
import { createTells, TELLS_MOST, type Tell } from './tells.ts'

test('[SAFE2] with the home away replies and reasons are kept up to a bound, those beyond are counted and told of, and who left has room', () => {
  const errors: unknown[] = []
  const tells = createTells({
    ...{ run: 'run', home: () => null, clock: createHandClock(), onError: (error) => errors.push(error) },
    calls: { ask: () => Promise.reject(new Error('nobody is asked')) },
  })
  const explained = (i: number): Tell => ({
    ...({
      kind: 'explained',
      identity: `phone:${String(i)}`,
      pollId: POLL,
      unitCode: 1 as UnitCode,
    } as const),
    ...{ atMs: i, text: '1' },
  })
  for (let i = 0; i < TELLS_MOST + 3; i++) tells.add(explained(i))
  tells.add({ kind: 'left', identity: 'phone:1' })
  expect(tells.waiting()).toBe(TELLS_MOST + 1)
  expect(tells.dropped()).toEqual({ words: 0, others: 3 })
  expect(errors).toHaveLength(1)
  const all = tells.takeAll()
  expect([all[0], all.at(-1)]).toEqual([explained(0), { kind: 'left', identity: 'phone:1' }])
  tells.stop()
})
