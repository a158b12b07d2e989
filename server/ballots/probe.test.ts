// Probe messages: recognised however they were typed, never counted, and measured from their own text, also after a restart.

import { expect, test } from 'vitest'
import { inbound, T0, votingWindow } from '../../tests/support/ballots.ts'
import { startedPlane, text } from '../../tests/support/given-plane.ts'
import { createProbeCodes } from './probe-code.ts'
import { createTransitLog } from './transit-times.ts'

const codes = createProbeCodes(new Uint8Array(32).fill(7))
const probe = (sentMs: number, receivedAtMs: number, channel: 'twilio' | 'gateway' = 'twilio') =>
  inbound({ channel, content: text(codes.textAt(sentMs)), receivedAtMs })
const probedAt = (said: string) => codes.sentAtIn(said)

test('[POLL2] a probe is known by its text whatever a phone made of it, and to nobody else', () => {
  const said = codes.textAt(T0)
  expect(said).toMatch(/^WZTC( [0-9A-Z]{4,5}){4}$/)
  for (const typed of [said, said.toLowerCase(), said.replaceAll(' ', ''), said.replaceAll(' ', '-')]) {
    expect(codes.sentAtIn(typed)).toBe(T0)
  }
  const forged = said.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
  const another = createProbeCodes(new Uint8Array(32).fill(8)).textAt(T0)
  for (const other of [forged, another, `${said}1`, '满意', 'WZ满意3', 'w', '', 'w'.repeat(300)]) {
    expect(codes.sentAtIn(other)).toBeNull()
  }
})

test('[POLL2] [BAL5] a probe during a poll counts nowhere in it, and tells how long its channel takes', async () => {
  const { plane, records } = await startedPlane({ probedAt })
  await plane.submit(inbound())
  for (const [i, transitMs] of [900, 1_200, 30_000].entries()) {
    const answer = await plane.submit(probe(T0 + i, T0 + i + transitMs))
    expect(answer).toEqual({ kind: 'invalid', reason: 'PROBE', first: false })
  }
  await plane.submit(probe(T0, T0 + 400, 'gateway'))
  expect(plane.transits()).toEqual({
    twilio: { count: 3, p50Ms: 1_200, p99Ms: 30_000 },
    gateway: { count: 1, p50Ms: 400, p99Ms: 400 },
  })
  const [twilio] = (await plane.resultNow(votingWindow().windowId)).channels
  expect(twilio).toMatchObject({ split: { satisfied: 1 }, invalid: 0 })
  expect((await records()).filter(({ choice }) => choice === 'PROBE')).toHaveLength(4)
})

test('[POLL2] what measures nothing: a redelivery, one from the future, one typed off an old screen', async () => {
  const { plane } = await startedPlane({ probedAt })
  const once = probe(T0, T0 + 700)
  await plane.submit(once)
  await plane.submit({ ...once, receivedAtMs: T0 + 60_000 })
  await plane.submit(probe(T0 + 5_000, T0 + 4_999))
  await plane.submit(probe(T0 - 3_600_001, T0))
  expect(plane.transits()).toEqual({ twilio: { count: 1, p50Ms: 700, p99Ms: 700 } })
})

test('[POLL2] a restart knows what was measured before it', async () => {
  const first = await startedPlane({ probedAt })
  await first.plane.submit(probe(T0, T0 + 700))
  await first.plane.stop()
  const second = await startedPlane({ probedAt, log: first.log, store: first.store })
  expect(second.plane.transits()).toEqual({ twilio: { count: 1, p50Ms: 700, p99Ms: 700 } })
})

test('[POLL2] percentiles are of the newest thousand, by the nearest rank', () => {
  const transits = createTransitLog()
  for (let ms = 1; ms <= 1_200; ms++) transits.note(0, ms)
  expect(transits.times()).toEqual({ twilio: { count: 1_000, p50Ms: 700, p99Ms: 1_190 } })
})
