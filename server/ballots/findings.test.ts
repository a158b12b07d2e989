// When polls are looked at: every ten seconds, every hour, after the close, after a quarantine; and what happens where it fails.

import { expect, test } from 'vitest'
import type { WindowId } from '../../shared/basics/ids.ts'
import { DEFAULT_DETECTION } from '../../shared/ballot/detect/detection-rules.ts'
import type { Look } from '../../shared/ballot/detect/look.ts'
import type { VotingWindow } from '../../shared/ballot/poll.ts'
import { EMPTY_SPLIT } from '../../shared/ballot/tally.ts'
import { T0, votingWindow } from '../../tests/support/ballots.ts'
import { createHandClock } from '../../tests/support/hand-clock.ts'
import { createFindings } from './findings.ts'

/** The findings of windows that a test may change, over looks that it may slow and fail. */
function lookedAt(first: VotingWindow) {
  const clock = createHandClock(T0)
  const given = {
    clock,
    windows: [first] as readonly VotingWindow[],
    looked: [] as { readonly windowId: WindowId; readonly kind: Look['kind']; readonly atMs: number }[],
    kept: [] as (readonly WindowId[])[],
    errors: 0,
    takesMs: 0,
    fails: false,
    settled: async () => {
      for (let i = 0; i < 20; i++) await Promise.resolve()
    },
    /** Second by second. */
    pass: async (seconds: number) => {
      for (let i = 0; i < seconds; i++) {
        clock.forward(1_000)
        await given.settled()
      }
    },
  }
  const none = { headline: EMPTY_SPLIT, web: EMPTY_SPLIT }
  const findings = createFindings({
    looks: {
      async look({ windowId }, _rules, kind, atMs) {
        given.looked.push({ windowId, kind, atMs: atMs - T0 })
        if (given.fails) throw new Error('the disk hangs')
        clock.forward(given.takesMs)
        return { atMs, kind, ballots: 1, findings: [], inForce: null, overfull: false }
      },
      weigh: async () => ({ setAside: 0, movedUp: 0, before: none, after: none }),
      keep: async (ids) => void given.kept.push(ids),
      close: async () => {},
    },
    polls: () => given.windows.map((window) => ({ window, rules: DEFAULT_DETECTION })),
    clock,
    onError: () => (given.errors += 1),
  })
  findings.start()
  return { given, findings }
}

const open = votingWindow({ closesAtMs: T0 + 60_000 })

test('[BAL9] a live poll is looked at every 10 s, at once after its close, and a last time when it is shut', async () => {
  const { given, findings } = lookedAt(open)
  await given.pass(60)
  expect(given.looked.map(({ atMs }) => atMs)).toEqual([1, 11, 21, 31, 41, 51].map((s) => s * 1_000))
  given.windows = [{ ...open, phase: 'closing' }]
  await given.pass(3)
  expect(given.looked.at(-1)).toMatchObject({ kind: 'closed', atMs: 61_000 })
  await given.pass(30)
  given.windows = [{ ...open, phase: 'shut' }]
  await given.pass(5)
  const until = given.looked.length
  await given.pass(300)
  expect(given.looked).toHaveLength(until)
  findings.stop()
})

test('[BAL9] a period poll is looked at hourly, and whenever somebody asks', async () => {
  const { given, findings } = lookedAt(votingWindow({ kind: 'period', closesAtMs: T0 + 20 * 86_400_000 }))
  await given.pass(3_700)
  expect(given.looked.map(({ atMs }) => atMs)).toEqual([1_000, 3_601_000])
  expect(await findings.lookNow(open.windowId)).toMatchObject({ ok: true, value: { kind: 'open' } })
  expect(await findings.lookNow('ffffffffffff' as WindowId)).toMatchObject({
    refusal: { code: 'window_unknown' },
  })
  findings.stop()
})

test('[BAL9] after a quarantine it looks at once, so that both tallies are there', async () => {
  const { given, findings } = lookedAt(open)
  await given.pass(2)
  given.windows = [{ ...open, generation: 1 }]
  await given.pass(1)
  expect(given.looked.map(({ atMs }) => atMs)).toEqual([1_000, 3_000])
  findings.stop()
})

test('[SAFE3] a look that fails keeps the last, says so, and is tried again; one that takes long rests ten times as long', async () => {
  const { given, findings } = lookedAt(open)
  await given.pass(2)
  given.fails = true
  given.windows = [{ ...open, generation: 1 }]
  await given.pass(3)
  expect(findings.standing(open.windowId)).toMatchObject({ failing: true, look: { atMs: T0 + 1_000 } })
  expect(await findings.lookNow(open.windowId)).toMatchObject({ refusal: { code: 'findings_failed' } })
  expect(given.errors).toBeGreaterThan(1)
  given.fails = false
  given.takesMs = 3_000
  await given.pass(2)
  expect(findings.standing(open.windowId)).toMatchObject({ failing: false })
  const at = given.looked.length
  await given.pass(25)
  expect(given.looked).toHaveLength(at)
  findings.stop()
})

test('[SAFE1] windows that are gone are given back', async () => {
  const { given, findings } = lookedAt(open)
  await given.pass(2)
  given.windows = []
  await given.pass(2)
  expect(given.kept).toEqual([[]])
  expect(findings.standing(open.windowId)).toBeNull()
  findings.stop()
})
