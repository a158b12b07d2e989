// Who is connected right now: which seats with which device, and how many screens of each output.

import type { DisplayHealth, Identity } from '../../shared/protocol/socket-events.ts'
import type { TabletState } from '../../shared/protocol/tablet-state.ts'
import type { DisplayPage } from '../show/live-facts.ts'

export interface Presence {
  /** `page`: the socket, by a name that is its own. */
  joined(identity: Identity, page: string, address: string, nowMs: number): void
  left(identity: Identity, page: string): void
  /** What a display says of itself; of one that is not connected it is left. */
  told(page: string, health: DisplayHealth, nowMs: number): void
  /** What a tablet says of itself; of one that does not hold its seat's newest place it is left. */
  tabletIs(identity: Identity, state: TabletState): void
  /** `SESSION/SEAT` → how its tablet is; gone with the tablet. */
  readonly tabletStates: () => ReadonlyMap<string, TabletState>
  /** `SESSION/SEAT` → the newest generation that is connected. */
  tablets(): ReadonlyMap<string, number>
  readonly screens: () => ReadonlyMap<string, number>
  /** Displays connected now, monitors left out, in the order in which they came. */
  readonly displays: () => readonly DisplayPage[]
  sockets(): number
}

export function createPresence(): Presence {
  const devices = new Map<string, Map<number, number>>()
  const screens = new Map<string, number>()
  const displays = new Map<string, DisplayPage>()
  const states = new Map<string, TabletState>()
  let sockets = 0
  let tablets: ReadonlyMap<string, number> | null = null

  const count = (identity: Identity, by: 1 | -1) => {
    sockets += by
    if (identity.kind === 'display') step(screens, identity.output, by)
    if (identity.kind !== 'seat') return
    const seat = `${identity.sessionId}/${identity.seatId}`
    const generations = devices.get(seat) ?? new Map<number, number>()
    step(generations, identity.generation, by)
    if (generations.size > 0) devices.set(seat, generations)
    else {
      devices.delete(seat)
      states.delete(seat)
    }
    tablets = null
  }

  return {
    joined: (identity, page, address, nowMs) => {
      count(identity, 1)
      if (identity.kind === 'display' && !identity.monitor)
        displays.set(page, { page, output: identity.output, address, sinceMs: nowMs, health: null })
    },
    left: (identity, page) => {
      count(identity, -1)
      displays.delete(page)
    },
    told: (page, health, nowMs) => {
      const known = displays.get(page)
      if (known?.output === health.output)
        displays.set(page, { ...known, health: { ...health, atMs: nowMs } })
    },
    tabletIs: (identity, state) => {
      if (identity.kind !== 'seat') return
      const seat = `${identity.sessionId}/${identity.seatId}`
      const newest = Math.max(0, ...(devices.get(seat)?.keys() ?? []))
      if (newest === identity.generation) states.set(seat, state)
    },
    tabletStates: () => states,
    tablets: () =>
      (tablets ??= new Map(
        [...devices].map(([seat, generations]) => [seat, Math.max(...generations.keys())] as const),
      )),
    screens: () => screens,
    displays: () => [...displays.values()],
    sockets: () => sockets,
  }
}

function step<K>(counts: Map<K, number>, key: K, by: 1 | -1): void {
  const left = (counts.get(key) ?? 0) + by
  if (left > 0) counts.set(key, left)
  else counts.delete(key)
}
