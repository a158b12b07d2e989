// The ballot plane when its disk is full, fails or hangs, and when its queue is full (SAFE2, SAFE3).

import { expect, test } from 'vitest'
import type { UnitCode, UnitId, WindowId } from '../../shared/basics/ids.ts'
import { inbound, votingWindow } from '../../tests/support/ballots.ts'
import { createMemoryVoterKeyStore } from './voter-key.ts'
import { WINDOW, text, turns, startedPlane, soFar } from '../../tests/support/given-plane.ts'

test('[SAFE2] a full queue refuses with its count and drops nothing that it took', async () => {
  const { plane, log, records } = await startedPlane({ queueMax: 5, batchMax: 2 })
  log.hold()
  const taken = Array.from({ length: 5 }, () => plane.submit(inbound()))
  await turns()
  const turnedAway = inbound()
  expect(await plane.submit(turnedAway)).toEqual({
    kind: 'refused',
    refusal: { code: 'queue_full', detail: { count: 5 } },
  })
  expect(plane.health()).toEqual({ accepting: true, why: null, queueDepth: 5 })
  while (log.held() > 0) await log.release()
  for (const answer of taken) expect((await answer).kind).toBe('received')
  expect(log.appends()).toBe(3)
  const retried = plane.submit(turnedAway)
  await turns()
  await log.release()
  expect((await retried).kind).toBe('received')
  expect(await records()).toHaveLength(6)
})

test('[SAFE3] a failing disk refuses what waits, takes nothing, and is tried again until it works', async () => {
  const { plane, log, clock, records } = await startedPlane({ batchMax: 1 })
  log.hold()
  const lost = inbound()
  const kept = [plane.submit(lost), plane.submit(inbound())]
  await turns()
  log.mended = false
  await log.fail()
  const refused = { kind: 'refused', refusal: { code: 'accepting_off', detail: {} } }
  expect(await Promise.all(kept)).toEqual([refused, refused])
  expect(plane.health()).toEqual({ accepting: false, why: 'failing', queueDepth: 0 })
  expect(await plane.submit(inbound())).toEqual(refused)
  await expect(plane.seal(WINDOW.windowId)).rejects.toThrow(/no seal/)
  // Tried after 250 ms, 500 ms, 1 s … without a limit on the number, with one on the time between.
  for (let i = 0; i < 10; i++) {
    clock.forward(31_000)
    await turns()
    expect(plane.health().accepting).toBe(false)
  }
  log.mended = true
  clock.forward(31_000)
  await turns()
  expect(plane.health()).toEqual({ accepting: true, why: null, queueDepth: 0 })
  expect(await records()).toEqual([])
  const retried = plane.submit(lost)
  await turns()
  await log.release()
  expect((await retried).kind).toBe('received')
  expect((await plane.resultNow(WINDOW.windowId)).channels[0]).toMatchObject({
    split: { satisfied: 1 },
    duplicate: 0,
  })
})

test('[SAFE3] [BAL2] a batch that was refused but is found on disk counts, once, and its redelivery is known', async () => {
  const { plane, log, clock } = await startedPlane()
  log.hold()
  const message = inbound()
  const answer = plane.submit(message)
  await turns()
  await log.fail(true)
  expect((await answer).kind).toBe('refused')
  clock.forward(1_000)
  await turns()
  expect(plane.health().accepting).toBe(true)
  expect((await plane.submit(message)).kind).toBe('received')
  expect(log.held()).toBe(0)
  expect((await plane.resultNow(WINDOW.windowId)).channels[0]).toMatchObject({
    split: { satisfied: 1 },
    duplicate: 0,
  })
  expect(plane.received(WINDOW.windowId)).toBe(1)
})

test('[SAFE3] a stalled disk turns acceptance off with an answer to the sender, and on again when it moves', async () => {
  const { plane, log, clock } = await startedPlane()
  log.hold()
  const message = inbound()
  const stuck = plane.submit(message)
  await turns()
  const behind = plane.submit(inbound())
  clock.forward(2_999)
  expect(await soFar(stuck)).toBe('waiting')
  clock.forward(1)
  expect([(await stuck).kind, (await behind).kind]).toEqual(['refused', 'refused'])
  expect(plane.health()).toEqual({ accepting: false, why: 'stalled', queueDepth: 0 })
  expect((await plane.submit(inbound())).kind).toBe('refused')
  await log.release()
  expect(plane.health().accepting).toBe(true)
  // It reached the disk after all: counted once, and the retry is known.
  expect((await plane.submit(message)).kind).toBe('received')
  expect((await plane.resultNow(WINDOW.windowId)).channels[0]).toMatchObject({
    split: { satisfied: 1 },
    duplicate: 0,
  })
})

test('[SAFE3] a window whose voter key waits for a disk that hangs holds up no other, and is taken when the key is there', async () => {
  const store = createMemoryVoterKeyStore()
  const written: (() => void)[] = []
  const hanging = {
    ...store,
    async save(id: string, wrapped: Uint8Array) {
      if (id === 'show-2') await new Promise<void>((go) => written.push(go))
      await store.save(id, wrapped)
    },
  }
  const { plane } = await startedPlane({ store: hanging })
  const second = votingWindow({
    windowId: 'a00000000002' as WindowId,
    voterKeyId: 'show-2',
    units: [{ id: 'u07' as UnitId, code: 7 as UnitCode, name: '七号单位' }],
  })
  let known = false
  const told = plane.setWindows([WINDOW, second]).then(() => {
    known = true
  })
  const ofSecond = (messageId: string) => plane.submit(inbound({ messageId, content: text('满意 07') }))
  expect((await plane.submit(inbound())).kind).toBe('received')
  expect((await ofSecond('too-soon')).kind).not.toBe('received')
  expect(known).toBe(false)
  written[0]!()
  await told
  expect((await ofSecond('now')).kind).toBe('received')
})
