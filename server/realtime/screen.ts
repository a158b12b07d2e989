// What one connected screen may ask: watch and unwatch topics, run a command, beat. Each parsed, limited and wrapped.

import type { Socket } from 'socket.io'
import { z } from 'zod'
import type { Refusal } from '../../shared/basics/refusal.ts'
import {
  DisplayHealth,
  type CommandAck,
  type Identity,
  type ServerToClient,
  type WatchAck,
} from '../../shared/protocol/socket-events.ts'
import { TabletState } from '../../shared/protocol/tablet-state.ts'
import type { TopicName } from '../../shared/protocol/topics.ts'
import type { House } from '../../shared/show/house.ts'
import { parsed } from '../access/parsed.ts'
import type { Clock } from '../clock.ts'
import type { LiveFacts } from '../show/live-facts.ts'
import type { Board } from './board.ts'
import { TOPICS_A_SOCKET, type Bounds } from './bounds.ts'
import { refusedCommand, worded, type CommandDoor } from './commands.ts'

import type { Presence } from './presence.ts'
import type { StageRoom } from './stage-room.ts'

/** server/show/topics-of.ts, as the sockets need it. */
export interface TopicRules {
  /** Null: no such topic. */
  parse(name: string): TopicName | null
  /** Null: this identity may watch it. */
  refusalOf(identity: Identity, topic: TopicName): Refusal | null
  snapshotOf(topic: TopicName, house: House, facts: LiveFacts): unknown
}

/** What is sent by a client is unknown until it is parsed. */
export interface FromClient {
  watch: (topics: unknown, ack: unknown) => void
  unwatch: (topics: unknown) => void
  command: (envelope: unknown, ack: unknown) => void
  beat: (beat: unknown, ack: unknown) => void
  'display.health': (health: unknown) => void
}

export interface SocketState {
  identity: Identity
  readonly topics: Set<TopicName>
  /** Told that its identity no longer holds: it sees nothing more, but may still deliver scores. */
  dismissed: boolean
}

export type ScreenSocket = Socket<FromClient, ServerToClient, Record<string, never>, SocketState>

const count = z.number().int().min(0)
const topicNames = z.array(z.string().max(200)).max(TOPICS_A_SOCKET)
const beatOf = z.strictObject({
  versions: z
    .record(z.string().max(200), z.tuple([count, count]))
    .refine((versions) => Object.keys(versions).length <= TOPICS_A_SOCKET),
  fps: z.number().min(0).max(1_000).optional(),
  tablet: TabletState.optional(),
})

export function listenTo(
  socket: ScreenSocket,
  {
    board,
    topics,
    room,
    presence,
    bounds,
    clock,
    runCommand,
    onError,
    lapsed,
    dismiss,
  }: {
    readonly board: Board
    readonly topics: TopicRules
    readonly room: StageRoom
    readonly presence: Pick<Presence, 'told' | 'tabletIs'>
    readonly bounds: Bounds
    readonly clock: Clock
    readonly runCommand: CommandDoor
    readonly onError: (error: unknown) => void
    readonly lapsed: (identity: Identity) => Refusal | null
    readonly dismiss: (socket: ScreenSocket, refusal: Refusal) => void
  },
): void {
  const { data } = socket

  /** A throw in a handler would end the process; a promise that rejects too. */
  const guarded = (work: () => void | Promise<void>) => {
    try {
      void Promise.resolve(work()).catch(onError)
    } catch (error) {
      onError(error)
    }
  }

  const watchOne = (name: string): WatchAck => {
    const topic = topics.parse(name)
    if (topic === null) return refusedTopic({ code: 'malformed', detail: { field: name.slice(0, 80) } })
    const refusal =
      (data.identity.kind === 'seat' ? lapsed(data.identity) : null) ?? topics.refusalOf(data.identity, topic)
    if (refusal !== null) return refusedTopic(refusal)
    if (data.topics.has(topic)) {
      socket.emit('topic', board.look(topic).message)
      return { ok: true }
    }
    if (data.topics.size >= TOPICS_A_SOCKET || !room.forTopic(topic))
      return refusedTopic({ code: 'too_large', detail: {} })
    const message = board.watch(topic)
    if (message.snapshot === null) {
      board.unwatch(topic)
      return refusedTopic({ code: 'unknown_page', detail: {} })
    }
    data.topics.add(topic)
    void socket.join(topic)
    socket.emit('topic', message)
    return { ok: true }
  }

  const watchGuarded = (name: string): WatchAck => {
    try {
      return watchOne(name)
    } catch (error) {
      onError(error)
      return refusedTopic({ code: 'internal_error', detail: {} })
    }
  }

  socket.on('watch', (raw, ack) => {
    guarded(() => {
      const names = parsed(topicNames, raw)
      if (!names.ok) return answer<readonly WatchAck[]>(ack, [refusedTopic(names.refusal)])
      const waitMs = bounds.watch(socket.id, names.value.length, clock.nowMs())
      if (waitMs > 0)
        return answer<readonly WatchAck[]>(
          ack,
          names.value.map(() => refusedTopic(tooMany(waitMs))),
        )
      answer<readonly WatchAck[]>(ack, names.value.map(watchGuarded))
    })
  })

  socket.on('unwatch', (raw) => {
    guarded(() => {
      const names = parsed(topicNames, raw)
      if (!names.ok || bounds.watch(socket.id, names.value.length, clock.nowMs()) > 0) return
      for (const topic of data.topics) {
        if (!names.value.includes(topic)) continue
        data.topics.delete(topic)
        void socket.leave(topic)
        board.unwatch(topic)
      }
    })
  })

  socket.on('command', (raw, ack) => {
    guarded(async () => {
      const waitMs = bounds.command(socket.id, data.identity, clock.nowMs())
      if (waitMs > 0) return answer<CommandAck>(ack, refusedCommand(tooMany(waitMs)))
      const refusal = data.identity.kind === 'account' ? lapsed(data.identity) : null
      if (refusal !== null) return answer<CommandAck>(ack, refusedCommand(refusal))
      answer<CommandAck>(ack, await runCommand(data.identity, raw))
    })
  })

  socket.on('display.health', (raw) => {
    guarded(() => {
      if (data.identity.kind !== 'display' || bounds.beat(socket.id, clock.nowMs()) > 0) return
      const health = parsed(DisplayHealth, raw)
      if (health.ok) presence.told(socket.id, health.value, clock.nowMs())
    })
  })

  socket.on('beat', (raw, ack) => {
    guarded(() => {
      if (bounds.beat(socket.id, clock.nowMs()) > 0) return
      const beat = parsed(beatOf, raw)
      if (!beat.ok) return
      const refusal = lapsed(data.identity)
      if (refusal !== null) dismiss(socket, refusal)
      if (beat.value.tablet !== undefined) presence.tabletIs(data.identity, beat.value.tablet)
      for (const topic of data.topics) {
        const missed = board.missedBy(topic, beat.value.versions[topic] ?? null)
        if (missed !== null) socket.emit('topic', missed)
      }
      answer(ack, { serverNowMs: clock.nowMs() })
    })
  })
}

function answer<T>(ack: unknown, value: T): void {
  if (typeof ack === 'function') (ack as (value: T) => void)(value)
}

function refusedTopic(refusal: Refusal): WatchAck {
  return { ok: false, refusal: worded(refusal) }
}

function tooMany(waitMs: number): Refusal {
  return { code: 'too_many_requests', detail: { seconds: Math.ceil(waitMs / 1_000) } }
}
