// An examiner's tablet without its screen: paired by code, scoring over its own socket.

import { randomBytes } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import type { Paired } from '../../shared/protocol/http-api.ts'
import type { ClientToServer, CommandAck, ServerToClient } from '../../shared/protocol/socket-events.ts'
import type { SeatSnapshot } from '../../shared/protocol/topics.ts'
import type { WindowId } from '../../shared/basics/ids.ts'
import { CommandId } from '../../shared/basics/ids.ts'
import type { Mark } from '../../shared/show/score.ts'

export interface Tablet {
  readonly seat: Paired
  snapshot(): SeatSnapshot | null
  cast(windowId: WindowId, mark: Mark): Promise<CommandAck>
  lock(windowId: WindowId): Promise<CommandAck>
  close(): void
}

const ANSWER_WITHIN_MS = 10_000

/** Resolves when the seat's first snapshot has come. */
export async function openTablet(base: string, seat: Paired): Promise<Tablet> {
  const socket: Socket<ServerToClient, ClientToServer> = io(base, {
    transports: ['websocket'],
    auth: { kind: 'seat', seatToken: seat.seatToken },
    forceNew: true,
  })
  let newest: SeatSnapshot | null = null
  let revision = 0
  const topic = `seat/${seat.sessionId}/${seat.seatId}`
  const first = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`seat ${seat.seatId} got no snapshot`))
    }, ANSWER_WITHIN_MS)
    socket.on('topic', (message) => {
      if (message.topic !== topic) return
      newest = message.snapshot as SeatSnapshot
      revision = Math.max(revision, newest.window?.lastRevision ?? 0)
      clearTimeout(timer)
      resolve()
    })
  })
  socket.on('connect', () => {
    socket.emit('watch', [topic], () => undefined)
  })
  const beat = setInterval(() => {
    if (socket.connected) socket.emit('beat', { versions: {} }, () => undefined)
  }, 1_000)
  await first

  const of = (windowId: WindowId) => ({
    sessionId: seat.sessionId,
    seatId: seat.seatId,
    generation: seat.generation,
    windowId,
    revision: ++revision,
  })
  const id = () => CommandId.parse(randomBytes(16).toString('base64url').replace(/^[_-]/, 'x'))
  const send = (command: Parameters<ClientToServer['command']>[0]['command']) =>
    socket.timeout(ANSWER_WITHIN_MS).emitWithAck('command', { id: id(), command })
  return {
    seat,
    snapshot: () => newest,
    cast: (windowId, mark) => send({ type: 'CastScore', ...of(windowId), mark }),
    lock: (windowId) => send({ type: 'LockScore', ...of(windowId) }),
    close() {
      clearInterval(beat)
      socket.disconnect()
    },
  }
}
