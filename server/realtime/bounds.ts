// How much one socket, one address and all together may ask of the process (SAFE1).

import { createLimit } from '../access/limits.ts'
import type { Identity } from '../../shared/protocol/socket-events.ts'

/** Larger commands go by POST /api/commands. */
export const MESSAGE_BYTES_MOST = 16 * 1_024
export const TOPICS_A_SOCKET = 20
/** Connections of one tablet's token at once; the oldest beyond ends (a reload leaves one hanging for a while). */
export const SOCKETS_A_TABLET = 4
/** Packets that wait for a slow receiver; beyond, it is cut off and gets whole snapshots when it comes back. */
export const WAITING_MOST = 128
/** A connection that has not said who it is by then ends. */
export const HANDSHAKE_MS = 5_000
/** Places that only accounts and tablets may take, so that no crowd of displays keeps the show's own people out. */
export const KEPT_FREE = 600

export interface Bounds {
  /** A new connection from an address (access/address.ts); this machine itself is not limited. */
  mayConnect(address: string, open: number): boolean
  /** A place for this identity, `open` being taken. */
  hasPlace(identity: Identity, open: number): boolean
  /** One packet of any kind; false: the sender is flooding and is cut off. */
  mayPacket(connection: string, nowMs: number): boolean
  /** 0, or in how many ms this socket may do this again. */
  watch(socket: string, topics: number, nowMs: number): number
  beat(socket: string, nowMs: number): number
  command(socket: string, identity: Identity, nowMs: number): number
}

export function createBounds(socketsMost: number, nowMs: () => number): Bounds {
  const keysMost = socketsMost * 2
  const connections = createLimit({ perSecond: 20, burst: 200, keysMost: 10_000 })
  const packets = createLimit({ perSecond: 60, burst: 240, keysMost })
  const topics = createLimit({ perSecond: 10, burst: 60, keysMost })
  const beats = createLimit({ perSecond: 3, burst: 10, keysMost })
  const tabletCommands = createLimit({ perSecond: 5, burst: 40, keysMost })
  const staffCommands = createLimit({ perSecond: 20, burst: 60, keysMost })
  const reserved = Math.min(KEPT_FREE, Math.floor(socketsMost / 2))

  return {
    mayConnect: (address, open) =>
      open < socketsMost && (address === '' || connections.take(address, nowMs()) === 0),
    hasPlace(identity, open) {
      const keeps = identity.kind === 'display' || identity.kind === 'public' ? reserved : 0
      return open <= socketsMost - keeps
    },
    mayPacket: (connection, atMs) => packets.take(connection, atMs) === 0,
    watch: (socket, count, atMs) => topics.take(socket, atMs, Math.max(1, count)),
    beat: (socket, atMs) => beats.take(socket, atMs),
    command: (socket, identity, atMs) =>
      (identity.kind === 'account' ? staffCommands : tabletCommands).take(socket, atMs),
  }
}
