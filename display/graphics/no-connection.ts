// A line to nowhere, for a graphic that was given no server: no topic, this machine's own clock.

import type { Connection, ConnectionState } from '../../client/lib/connection.ts'

const STATE: ConnectionState = { online: false, offlineSinceMs: null, dismissed: null, refusedTopics: {} }

export function createNoConnection(): Connection {
  const never = () => () => undefined
  return {
    watch: never,
    held: () => null,
    state: () => STATE,
    onState: never,
    serverNowMs: () => Date.now(),
    clockUncertaintyMs: () => null,
    command: () => Promise.reject(new Error('a graphic sends nothing')),
    reportFps: () => undefined,
    reportTablet: () => undefined,
    reportHealth: () => undefined,
    close: () => undefined,
  }
}
