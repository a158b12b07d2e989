// Proves what the console is told of who is connected: displays and tablets, each only as long as it is there.

import { describe, expect, test } from 'vitest'
import { OutputName, SeatId, SessionId } from '../../shared/basics/ids.ts'
import type { Identity } from '../../shared/protocol/socket-events.ts'
import { createPresence } from './presence.ts'

const display = (output: string, monitor = false): Identity => ({ kind: 'display', output, monitor })
const tablet = (generation: number): Identity => ({
  kind: 'seat',
  sessionId: SessionId.parse('evening'),
  seatId: SeatId.parse('s07'),
  generation,
})
const health = (output: string) => ({
  output: OutputName.parse(output),
  version: [1, 0] as [number, number],
  frameMsP95: 20,
  worstFrameMs: 31,
  buildId: 'b',
})
const state = { batteryPercent: 80, charging: false, network: null, roundTripMs: 12 }

describe('displays', () => {
  test('each page of an output is there from joining to leaving; a monitor is nobody’s output', () => {
    const presence = createPresence()
    presence.joined(display('programme'), 'a', '10.0.0.7', 1_000)
    presence.joined(display('programme', true), 'b', '', 1_000)
    presence.told('a', health('programme'), 3_000)
    presence.told('b', health('programme'), 3_000)
    expect(presence.displays()).toEqual([
      {
        page: 'a',
        output: 'programme',
        address: '10.0.0.7',
        sinceMs: 1_000,
        health: { ...health('programme'), atMs: 3_000 },
      },
    ])
    expect(presence.screens().get('programme')).toBe(2)
    presence.left(display('programme'), 'a')
    presence.told('a', health('programme'), 4_000)
    expect(presence.displays()).toEqual([])
  })

  test('[SAFE1] a page speaks for its own output only', () => {
    const presence = createPresence()
    presence.joined(display('studio'), 'a', '', 0)
    presence.told('a', health('programme'), 1)
    expect(presence.displays()[0]?.health).toBeNull()
  })
})

test('[SCORE4] a seat’s tablet is as the newest device says, and gone with it', () => {
  const presence = createPresence()
  presence.joined(tablet(1), 'a', '', 0)
  presence.joined(tablet(2), 'b', '', 0)
  presence.tabletIs(tablet(2), state)
  presence.tabletIs(tablet(1), { ...state, batteryPercent: 5 })
  presence.tabletIs(display('programme'), { ...state, batteryPercent: 4 })
  expect(presence.tabletStates().get('evening/s07')?.batteryPercent).toBe(80)
  presence.left(tablet(2), 'b')
  presence.left(tablet(1), 'a')
  expect(presence.tabletStates().size).toBe(0)
})
