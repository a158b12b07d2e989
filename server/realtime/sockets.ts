// The one socket of every screen: handshake, topics, commands, heartbeat; bounded, and no throw in it ends the process.

import type { Server as HttpServer } from 'node:http'
import type { Server as HttpsServer } from 'node:https'
import { Server } from 'socket.io'
import type { Refusal } from '../../shared/basics/refusal.ts'
import type { Identity, ServerToClient } from '../../shared/protocol/socket-events.ts'
import { addressOf } from '../access/address.ts'
import type { Identities } from '../access/identity.ts'
import type { Logins } from '../access/logins.ts'
import type { OriginRule } from '../access/origin.ts'
import type { Clock } from '../clock.ts'
import type { InStep } from '../in-step.ts'
import type { LiveFacts } from '../show/live-facts.ts'
import type { Runner } from '../show/runner.ts'
import { createBoard, type Board } from './board.ts'
import { createBounds, HANDSHAKE_MS, MESSAGE_BYTES_MOST, SOCKETS_A_TABLET, WAITING_MOST } from './bounds.ts'
import { createCommandDoor, worded } from './commands.ts'
import type { Presence } from './presence.ts'
import { createStageRoom } from './stage-room.ts'
import { listenTo, type FromClient, type ScreenSocket, type SocketState, type TopicRules } from './screen.ts'

export interface Sockets {
  readonly board: Board
  /** Ballots were merged, or a fact that no event tells has changed. */
  changed(): void
  /** Ends every socket: they come back by themselves, here or at another process. */
  drop(): void
  /** Says when to come back, closes every socket and takes no more. */
  goodbye(retryAfterMs: number): void
}

/** Of the runner, as values: nothing here needs more. */
export interface RunnerOfSockets {
  readonly house: Runner['house']
  readonly run: Runner['run']
  readonly onChange: Runner['onChange']
}

export function attachSockets(
  httpServer: HttpServer | HttpsServer,
  {
    runner,
    facts,
    merged,
    topics,
    identities,
    logins,
    origins,
    presence,
    clock,
    inStep = null,
    serves = () => true,
    onError,
    socketsMost = 6_000,
  }: {
    readonly runner: RunnerOfSockets
    readonly facts: () => LiveFacts
    /** Ballots merged so far: the second half of every version. */
    readonly merged: () => number
    readonly topics: TopicRules
    readonly identities: Identities
    readonly logins: Pick<Logins, 'onEnded'>
    readonly origins: OriginRule
    readonly presence: Presence
    readonly clock: Clock
    /** Several processes: whoever signed in at another one is known here when it resolves. */
    readonly inStep?: InStep | null
    /** Whether screens may be served: a process that is behind the others would show them what is past. */
    readonly serves?: () => boolean
    readonly onError: (error: unknown) => void
    readonly socketsMost?: number
  },
): Sockets {
  const bounds = createBounds(socketsMost, () => clock.nowMs())
  const io = new Server<FromClient, ServerToClient, Record<string, never>, SocketState>(httpServer, {
    transports: ['websocket'],
    serveClient: false,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: MESSAGE_BYTES_MOST,
    connectTimeout: HANDSHAKE_MS,
    allowRequest: (request, answer) => {
      const allowed =
        serves() &&
        (origins.allows(request.headers) || origins.isRenderer(request.headers)) &&
        bounds.mayConnect(addressOf(request), io.engine.clientsCount)
      answer(null, allowed)
    },
  })

  const board = createBoard({
    source: {
      version: () => [runner.house().position, merged()],
      moment: () => {
        const house = runner.house()
        const now = facts()
        return (topic) => topics.snapshotOf(topic, house, now)
      },
    },
    clock,
    send: (message) => io.to(message.topic).emit('topic', message),
    onError,
  })
  const room = createStageRoom({ house: runner.house, screens: presence.screens, watched: board.topics })
  const runCommand = createCommandDoor({ runner, onError })

  const dismiss = (socket: ScreenSocket, refusal: Refusal) => {
    const { data } = socket
    if (data.dismissed) return
    data.dismissed = true
    presence.left(data.identity, socket.id)
    for (const topic of data.topics) {
      void socket.leave(topic)
      board.unwatch(topic)
    }
    data.topics.clear()
    socket.emit('dismissed', { refusal: worded(refusal) })
    if (data.identity.kind === 'account') socket.disconnect(true)
    board.changed()
  }

  /** Ends what no longer holds among these sockets. */
  const review = (concerned: (identity: Identity) => boolean) => {
    for (const socket of io.sockets.sockets.values()) {
      if (!concerned(socket.data.identity)) continue
      const refusal = identities.lapsed(socket.data.identity)
      if (refusal !== null) dismiss(socket, refusal)
    }
  }

  // Counted before anything is parsed, the engine's own packets included.
  io.engine.on('connection', (connection: EngineConnection) => {
    let waiting = 0
    connection.on('packet', () => {
      if (!bounds.mayPacket(connection.id, clock.nowMs())) connection.close(true)
    })
    connection.on('packetCreate', () => {
      waiting += 1
      if (waiting > WAITING_MOST) connection.close(true)
    })
    connection.on('flush', () => {
      waiting = 0
    })
  })

  if (inStep !== null) io.use((_socket, next) => void inStep().then(() => next()))
  io.use((socket, next) => {
    const found = attempt(() =>
      identities.ofHandshake(socket.handshake.auth, socket.handshake.headers.cookie),
    )
    if (found === null) return next(refusedHandshake({ code: 'internal_error', detail: {} }))
    if (!found.ok) return next(refusedHandshake(found.refusal))
    const identity = found.value
    const isGuest = !origins.allows(socket.handshake.headers)
    if (isGuest && identity.kind !== 'public' && identity.kind !== 'display')
      return next(refusedHandshake({ code: 'not_allowed', detail: {} }))
    if (!bounds.hasPlace(identity, io.engine.clientsCount))
      return next(refusedHandshake({ code: 'too_many_requests', detail: { seconds: 30 } }))
    if (identity.kind === 'display' && !room.forOutput(identity.output))
      return next(refusedHandshake({ code: 'output_unknown', detail: { output: identity.output } }))
    socket.data = { identity, topics: new Set(), dismissed: false }
    next()
  })

  io.on('connection', (socket) => {
    attempt(() => {
      const { identity } = socket.data
      presence.joined(identity, socket.id, addressOf(socket.request), clock.nowMs())
      socket.on('disconnect', () => {
        attempt(() => {
          if (!socket.data.dismissed) presence.left(identity, socket.id)
          for (const topic of socket.data.topics) board.unwatch(topic)
          socket.data.topics.clear()
          board.changed()
        })
      })
      listenTo(socket, {
        board,
        topics,
        room,
        presence,
        bounds,
        clock,
        runCommand,
        onError,
        lapsed: identities.lapsed,
        dismiss,
      })
      if (identity.kind === 'seat') endOldest(io.sockets.sockets.values(), identity)
      const refusal = identities.lapsed(identity)
      if (refusal !== null) dismiss(socket, refusal)
      board.changed()
    })
  })

  function attempt<T>(work: () => T): T | null {
    try {
      return work()
    } catch (error) {
      onError(error)
      return null
    }
  }

  runner.onChange((_, recorded) => {
    attempt(() => {
      const seatChanged = recorded.some(
        ({ event }) =>
          event.type === 'SeatReleased' || event.type === 'SeatSignedIn' || event.type === 'PanelSet',
      )
      if (seatChanged) review(({ kind }) => kind === 'seat')
      board.changed()
    })
  })
  logins.onEnded((loginIds) => {
    attempt(() => {
      review((identity) => identity.kind === 'account' && loginIds.has(identity.loginId))
    })
  })

  return {
    board,
    changed: () => {
      board.changed()
    },
    drop() {
      io.disconnectSockets(true)
    },
    goodbye(retryAfterMs) {
      io.emit('goodbye', { retryAfterMs })
      board.stop()
      io.disconnectSockets(true)
      io.engine.close()
    },
  }
}

/** The part of engine.io's socket that is used here. */
interface EngineConnection {
  readonly id: string
  on(event: 'packet' | 'packetCreate' | 'flush', then: () => void): void
  close(discard: boolean): void
}

/** Arrives at the client as connect_error with `data.refusal`. */
function refusedHandshake(refusal: Refusal): Error {
  return Object.assign(new Error(refusal.code), { data: { refusal: worded(refusal) } })
}

function endOldest(sockets: Iterable<ScreenSocket>, identity: Extract<Identity, { kind: 'seat' }>): void {
  const same = [...sockets].filter(
    ({ data }) =>
      data.identity.kind === 'seat' &&
      data.identity.sessionId === identity.sessionId &&
      data.identity.seatId === identity.seatId &&
      data.identity.generation === identity.generation,
  )
  for (const oldest of same.slice(0, -SOCKETS_A_TABLET)) oldest.disconnect(true)
}
