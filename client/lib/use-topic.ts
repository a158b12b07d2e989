// React's side of the connection: a topic's newest snapshot, the state of the line, the server's clock.

import { createContext, useCallback, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import type { TopicName } from '../../shared/protocol/topics.ts'
import { nextLookInMs } from './clock-ticks.ts'
import type { Connection, ConnectionState, Held } from './connection.ts'

export const ConnectionContext = createContext<Connection | null>(null)

export function useConnection(): Connection {
  const connection = useContext(ConnectionContext)
  if (connection === null) throw new Error('a screen needs a ConnectionContext above it')
  return connection
}

/** The newest snapshot of a topic, or null until the first one came. */
export function useTopic<T extends TopicName>(topic: T): Held<T> | null {
  const connection = useConnection()
  const subscribe = useCallback(
    (changed: () => void) => connection.watch(topic, changed),
    [connection, topic],
  )
  return useSyncExternalStore(subscribe, () => connection.held(topic))
}

export function useConnectionState(): ConnectionState {
  const connection = useConnection()
  return useSyncExternalStore(connection.onState, connection.state)
}

/**
 * The server's clock in ms, renewed every `everyMs`; right behind each turn of a countdown to `turnsAtMs`, where there is
 * one.
 */
export function useServerNow(everyMs: number, turnsAtMs: number | null = null): number {
  const connection = useConnection()
  const [now, setNow] = useState(() => connection.serverNowMs())
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const look = () => {
      const nowMs = connection.serverNowMs()
      setNow(nowMs)
      timer = setTimeout(look, nextLookInMs(nowMs, everyMs, turnsAtMs))
    }
    look()
    return () => {
      clearTimeout(timer)
    }
  }, [connection, everyMs, turnsAtMs])
  return now
}
