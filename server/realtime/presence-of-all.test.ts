import { expect, test } from 'vitest'
import type { WindowId } from '../../shared/basics/ids.ts'
import type { Identity } from '../../shared/protocol/socket-events.ts'
import { pollResult } from '../../tests/support/given-parts.ts'
import { createPresence } from './presence.ts'
import { noteOf, presenceOfAll } from './presence-of-all.ts'

const seat = (generation: number) =>
  ({ kind: 'seat', sessionId: 's', seatId: '01', generation }) as unknown as Identity
const display = { kind: 'display', output: 'programme', monitor: false } as unknown as Identity
const WINDOW = 'a00000000001' as WindowId
const tallies = (twilio: number) =>
  new Map([[WINDOW, { result: pollResult({}), complete: true, perSecond: { twilio } }]])
/** As it comes from another process. */
const overTheLine = <T>(note: T): T => JSON.parse(JSON.stringify(note)) as T

test('[SHOW5] every console sees who is connected to any process, the newest device of a seat, and messages of all', () => {
  const [here, there] = [createPresence(), createPresence()]
  here.joined(seat(1), 'p1', '10.0.0.1', 1)
  here.joined(display, 'p2', '10.0.0.2', 5)
  there.joined(seat(2), 'p3', '10.0.0.3', 2)
  there.joined(display, 'p4', '10.0.0.4', 3)
  const all = presenceOfAll(here, tallies(2), [overTheLine(noteOf(there, tallies(3)))])
  expect(all.sockets).toBe(4)
  expect([...all.tablets]).toEqual([['s/01', 2]])
  expect([...all.screens]).toEqual([['programme', 2]])
  expect(all.displays.map(({ page }) => page)).toEqual(['p4', 'p2'])
  expect(all.tallies.get(WINDOW)?.perSecond).toEqual({ twilio: 5 })
})

test('[SHOW5] alone it is what this process knows', () => {
  const here = createPresence()
  here.joined(seat(1), 'p1', '10.0.0.1', 1)
  expect(presenceOfAll(here, tallies(2), [])).toMatchObject({ sockets: 1, screens: new Map() })
})
