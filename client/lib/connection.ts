// The one socket of a page: watches topics, keeps the newest snapshot of each, measures the server's clock.

import { io, type Socket } from 'socket.io-client'
import type {
  Beat,
  BeatAck,
  ClientToServer,
  CommandAck,
  DisplayHealth,
  HandshakeAuth,
  ServerToClient,
  TopicMessage,
} from '../../shared/protocol/socket-events.ts'
import type { TabletState } from '../../shared/protocol/tablet-state.ts'
import type { SnapshotOf, TopicName } from '../../shared/protocol/topics.ts'
import { compareVersions, type Version } from '../../shared/protocol/version.ts'
import type { CommandEnvelope } from '../../shared/show/house.ts'
import { createClockOffset } from './clock-offset.ts'
import { keepOffset, keptOffsetMs } from './kept-offset.ts'

export interface Held<T extends TopicName> {
  readonly version: Version
  readonly snapshot: SnapshotOf<T>
}

export interface ConnectionState {
  readonly online: boolean
  /** Null while online, and before the first connection. */
  readonly offlineSinceMs: number | null
  /** The server's sentence when this page's identity is no longer valid. */
  readonly dismissed: { readonly code: string; readonly sentence: string } | null
  /** Sentences of topics that were refused. */
  readonly refusedTopics: Readonly<Record<string, string>>
}

export interface Connection {
  /** Keeps the topic until the returned function is called; several watchers share one subscription. */
  watch(topic: TopicName, changed: () => void): () => void
  held<T extends TopicName>(topic: T): Held<T> | null
  readonly state: () => ConnectionState
  readonly onState: (changed: () => void) => () => void
  /** The server's clock, ms since 1970. */
  serverNowMs(): number
  /** How far the measured offset may be off, ms; null before the first measurement. */
  clockUncertaintyMs(): number | null
  /** Rejects where the answer does not come within 8 s: what became of the command is then unknown; repeat it with its id. */
  command(envelope: CommandEnvelope): Promise<CommandAck>
  /** displays: frames in the last second, told with each beat. */
  reportFps(fps: number): void
  /** tablets: how it is, told with each beat from now on; the round trip is added here. */
  reportTablet(state: Omit<TabletState, 'roundTripMs'>): void
  /** displays: what is drawn and how smoothly. What cannot be sent now is not sent later. */
  reportHealth(health: DisplayHealth): void
  close(): void
}

const BEAT_MS = 1_000
const ANSWER_WITHIN_MS = 8_000

/** `address`: the server's origin where it is not the page's own, as for a graphic in a renderer's page. */
export function createConnection(auth: HandshakeAuth, address?: string): Connection {
  const socket: Socket<ServerToClient, ClientToServer> = io(address ?? location.origin, {
    transports: ['websocket'],
    auth,
    reconnectionDelay: 300,
    reconnectionDelayMax: 2_000,
    randomizationFactor: 0.4,
  })
  const offsetBefore = keptOffsetMs()
  const offset = createClockOffset(
    () => performance.now(),
    () => Date.now() + offsetBefore,
  )
  const topics = new Map<string, { held: Held<TopicName> | null; watchers: Set<() => void> }>()
  const stateWatchers = new Set<() => void>()
  let state: ConnectionState = { online: false, offlineSinceMs: null, dismissed: null, refusedTopics: {} }
  let fps: number | undefined
  let tablet: Omit<TabletState, 'roundTripMs'> | undefined
  let unanswered = 0

  const setState = (change: Partial<ConnectionState>) => {
    state = { ...state, ...change }
    for (const watcher of [...stateWatchers]) watcher()
  }
  const goOffline = () => {
    if (state.online || state.offlineSinceMs === null) setState({ online: false, offlineSinceMs: Date.now() })
  }

  const subscribe = (names: readonly string[]) => {
    if (names.length === 0 || !socket.connected) return
    socket.timeout(ANSWER_WITHIN_MS).emit('watch', names, (error, answers) => {
      if (error !== null) return
      const refused = { ...state.refusedTopics }
      names.forEach((name, i) => {
        const answer = answers[i]
        if (answer === undefined || answer.ok) Reflect.deleteProperty(refused, name)
        else refused[name] = answer.refusal.sentence
      })
      setState({ refusedTopics: refused })
    })
  }

  const toldWithBeat = (): Pick<Beat, 'fps' | 'tablet'> => {
    const half = offset.uncertaintyMs()
    const roundTripMs = half === null ? null : Math.round(half * 2)
    return {
      ...(fps === undefined ? {} : { fps }),
      ...(tablet === undefined ? {} : { tablet: { ...tablet, roundTripMs } }),
    }
  }

  const beat = () => {
    if (!socket.connected) return
    // A connection that looks alive and answers nothing for three beats is not: Wi-Fi that went away says nothing.
    if (unanswered >= 3) {
      unanswered = 0
      socket.disconnect().connect()
      return
    }
    const sentAt = performance.now()
    const versions: Record<string, Version> = {}
    for (const [name, topic] of topics) if (topic.held !== null) versions[name] = topic.held.version
    unanswered += 1
    socket.emit('beat', { versions, ...toldWithBeat() }, (answer: BeatAck) => {
      unanswered = 0
      offset.measured(sentAt, performance.now(), answer.serverNowMs)
      keepOffset(offset.nowMs())
      if (!state.online) setState({ online: true, offlineSinceMs: null })
    })
  }

  socket.on('connect', () => {
    unanswered = 0
    setState({ online: true, offlineSinceMs: null })
    subscribe([...topics.keys()])
    beat()
  })
  socket.on('disconnect', (reason) => {
    goOffline()
    // The server closed it on purpose (a stop, a dismissal): socket.io does not come back by itself then.
    if (reason === 'io server disconnect' && state.dismissed === null)
      setTimeout(() => socket.connect(), 1_000)
  })
  socket.on('connect_error', (error) => {
    // A refused handshake carries the server's refusal, and socket.io does not try again by itself: nor do we.
    const refusal = (error as Error & { data?: { refusal?: { code: string; sentence: string } } }).data
      ?.refusal
    if (refusal === undefined) goOffline()
    else if (
      refusal.code === 'not_ready' ||
      refusal.code === 'server_stopping' ||
      refusal.code === 'too_many_requests'
    ) {
      goOffline()
      setTimeout(() => socket.connect(), 2_000)
    } else setState({ dismissed: { code: refusal.code, sentence: refusal.sentence } })
  })
  socket.on('goodbye', ({ retryAfterMs }) => {
    socket.disconnect()
    goOffline()
    setTimeout(() => socket.connect(), retryAfterMs)
  })
  socket.on('dismissed', ({ refusal }) => {
    setState({ dismissed: { code: refusal.code, sentence: refusal.sentence } })
  })
  socket.on('topic', (message: TopicMessage) => {
    const topic = topics.get(message.topic)
    if (topic === undefined) return
    if (topic.held !== null && compareVersions(message.version, topic.held.version) < 0) return
    topic.held = { version: message.version, snapshot: message.snapshot as SnapshotOf<TopicName> }
    for (const watcher of [...topic.watchers]) watcher()
  })

  const beating = setInterval(beat, BEAT_MS)
  const comeBack = () => {
    if (!socket.connected && state.dismissed === null) socket.connect()
  }
  window.addEventListener('online', comeBack)
  window.addEventListener('offline', goOffline)

  return {
    watch(name, changed) {
      let topic = topics.get(name)
      if (topic === undefined) {
        topic = { held: null, watchers: new Set() }
        topics.set(name, topic)
        subscribe([name])
      }
      topic.watchers.add(changed)
      return () => {
        topic.watchers.delete(changed)
        if (topic.watchers.size > 0 || topics.get(name) !== topic) return
        topics.delete(name)
        if (socket.connected) socket.emit('unwatch', [name])
      }
    },
    held: <T extends TopicName>(topic: T) => topics.get(topic)?.held ?? null,
    state: () => state,
    onState(changed) {
      stateWatchers.add(changed)
      return () => stateWatchers.delete(changed)
    },
    serverNowMs: () => offset.nowMs(),
    clockUncertaintyMs: () => offset.uncertaintyMs(),
    async command(envelope) {
      return (await socket.timeout(ANSWER_WITHIN_MS).emitWithAck('command', envelope)) as CommandAck
    },
    reportFps(value) {
      fps = value
    },
    reportTablet(state) {
      tablet = state
    },
    reportHealth(health) {
      if (socket.connected) socket.volatile.emit('display.health', health)
    },
    close() {
      clearInterval(beating)
      window.removeEventListener('online', comeBack)
      window.removeEventListener('offline', goOffline)
      socket.disconnect()
    },
  }
}
