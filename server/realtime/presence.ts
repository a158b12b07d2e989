// Who is connected right now: which seats with which device, and how many screens of each output.

import type { Identity } from '../../shared/protocol/socket-events.ts'

export interface Presence {
  joined(identity: Identity): void
  left(identity: Identity): void
  /** `SESSION/SEAT` → the newest generation that is connected. */
  tablets(): ReadonlyMap<string, number>
  readonly screens: () => ReadonlyMap<string, number>
  sockets(): number
}

export function createPresence(): Presence {
  const devices = new Map<string, Map<number, number>>()
  const screens = new Map<string, number>()
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
    else devices.delete(seat)
    tablets = null
  }

  return {
    joined: (identity) => {
      count(identity, 1)
    },
    left: (identity) => {
      count(identity, -1)
    },
    tablets: () =>
      (tablets ??= new Map(
        [...devices].map(([seat, generations]) => [seat, Math.max(...generations.keys())] as const),
      )),
    screens: () => screens,
    sockets: () => sockets,
  }
}

function step<K>(counts: Map<K, number>, key: K, by: 1 | -1): void {
  const left = (counts.get(key) ?? 0) + by
  if (left > 0) counts.set(key, left)
  else counts.delete(key)
}
