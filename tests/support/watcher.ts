// A screen without pixels: watches topics over its own socket and waits for what they should come to.

import { io, type Socket } from 'socket.io-client'
import type { ClientToServer, HandshakeAuth, ServerToClient } from '../../shared/protocol/socket-events.ts'
import type { SnapshotOf, TopicName } from '../../shared/protocol/topics.ts'
import type { Version } from '../../shared/protocol/version.ts'

export interface Watcher {
  newest<T extends TopicName>(topic: T): SnapshotOf<T> | null
  /** Every version that came, in order of arrival. */
  versions(topic: TopicName): readonly Version[]
  /** The first snapshot, from now on or already here, for which `is` gives something. Rejects after `withinMs`. */
  until<T extends TopicName, R>(
    topic: T,
    is: (snapshot: SnapshotOf<T>) => R | null | undefined | false,
    withinMs?: number,
  ): Promise<R>
  close(): void
}

export function watcher(
  base: string,
  auth: HandshakeAuth,
  topics: readonly TopicName[],
  cookie?: string,
): Watcher {
  const socket: Socket<ServerToClient, ClientToServer> = io(base, {
    transports: ['websocket'],
    auth,
    forceNew: true,
    reconnectionDelay: 100,
    reconnectionDelayMax: 300,
    extraHeaders: { origin: base, ...(cookie === undefined ? {} : { cookie }) },
  })
  const held = new Map<string, unknown>()
  const seen = new Map<string, Version[]>()
  const waiting = new Set<() => void>()
  socket.on('connect', () => {
    socket.emit('watch', topics, () => undefined)
  })
  socket.on('topic', ({ topic, version, snapshot }) => {
    held.set(topic, snapshot)
    seen.set(topic, [...(seen.get(topic) ?? []), version])
    for (const wake of [...waiting]) wake()
  })
  const beat = setInterval(() => {
    if (socket.connected) socket.emit('beat', { versions: {} }, () => undefined)
  }, 1_000)
  return {
    newest: <T extends TopicName>(topic: T) => (held.get(topic) ?? null) as SnapshotOf<T> | null,
    versions: (topic) => seen.get(topic) ?? [],
    until<T extends TopicName, R>(
      topic: T,
      is: (snapshot: SnapshotOf<T>) => R | null | undefined | false,
      withinMs = 60_000,
    ) {
      return new Promise<R>((found, failed) => {
        const timer = setTimeout(() => {
          waiting.delete(look)
          failed(
            new Error(
              `${topic} never came to that; last: ${JSON.stringify(held.get(topic)).slice(0, 2_000)}`,
            ),
          )
        }, withinMs)
        const look = () => {
          const snapshot = held.get(topic) as SnapshotOf<T> | undefined
          const result = snapshot === undefined ? undefined : is(snapshot)
          if (result === undefined || result === null || result === false) return
          clearTimeout(timer)
          waiting.delete(look)
          found(result)
        }
        waiting.add(look)
        look()
      })
    },
    close() {
      clearInterval(beat)
      socket.disconnect()
    },
  }
}
