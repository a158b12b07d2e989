// Watches every topic as every kind of visitor and asks every GET door, and keeps all that was told, to be searched.

import { io, type Socket } from 'socket.io-client'
import type {
  ClientToServer,
  HandshakeAuth,
  ServerToClient,
  WatchAck,
} from '../../shared/protocol/socket-events.ts'
import { CATEGORIES } from '../../shared/evaluation/unit.ts'

export interface Visitor {
  readonly name: string
  readonly auth: HandshakeAuth
  /** Of an account. */
  readonly cookie?: string
}

export interface Told {
  readonly visitor: string
  /** A topic's name, or `GET` and a path. */
  readonly where: string
  /** The HTTP status; null for a topic. */
  readonly status: number | null
  readonly text: string
}

export interface Crawl {
  /** Everything since the last `take`, in order of arrival. */
  take(): readonly Told[]
  /** Asks these paths as every visitor; the answers are with what is told. */
  ask(paths: readonly string[]): Promise<void>
  /** `VISITOR TOPIC` of all that were refused. */
  readonly refused: readonly string[]
  close(): void
}

/** Topics one socket may watch at once (server/realtime/bounds.ts). */
const TOPICS_MOST = 20
const ANSWER_WITHIN_MS = 5_000

/** All topics but the seats' and the stages, of which there is one a seat and output. */
export const HOUSE_TOPICS: readonly string[] = [
  ...['now', 'console', 'setup', 'polls', 'acts', 'audit'],
  ...CATEGORIES.flatMap((category) => [
    `ranking/${category}`,
    `scene/ranking/${category}`,
    `scene/list_reveal/${category}-best`,
    `scene/list_reveal/${category}-worst`,
  ]),
  ...[
    'how_to_vote',
    'unit_title',
    'countdown',
    'live_tally',
    'lock_board',
    'score_reveal',
    'poll_reveal',
  ].map((scene) => `scene/${scene}`),
  ...['leader_board', 'promise', 'look_back'].map((scene) => `scene/${scene}`),
]

/** Resolves when every visitor was answered which of the topics it may watch. */
export async function startCrawl(
  base: string,
  visitors: readonly Visitor[],
  topics: readonly string[],
): Promise<Crawl> {
  const refused: string[] = []
  const sockets: Socket<ServerToClient, ClientToServer>[] = []
  let told: Told[] = []

  const enter = async ({ name, auth, cookie }: Visitor, asked: readonly string[]) => {
    const socket: Socket<ServerToClient, ClientToServer> = io(base, {
      transports: ['websocket'],
      auth,
      forceNew: true,
      extraHeaders: { origin: base, ...(cookie === undefined ? {} : { cookie }) },
    })
    sockets.push(socket)
    socket.on('topic', ({ topic, snapshot }) => {
      told.push({ visitor: name, where: topic, status: null, text: JSON.stringify(snapshot) })
    })
    await new Promise<void>((connected, failed) => {
      socket.once('connect', connected)
      socket.once('connect_error', failed)
    })
    const acks = (await socket
      .timeout(ANSWER_WITHIN_MS)
      .emitWithAck('watch', [...asked])) as readonly WatchAck[]
    for (const [i, ack] of acks.entries()) if (!ack.ok) refused.push(`${name} ${asked[i] ?? ''}`)
  }
  for (const visitor of visitors) {
    for (let at = 0; at < topics.length; at += TOPICS_MOST)
      await enter(visitor, topics.slice(at, at + TOPICS_MOST))
  }
  const beat = setInterval(() => {
    for (const socket of sockets) if (socket.connected) socket.emit('beat', { versions: {} }, () => undefined)
  }, 1_000)

  return {
    refused,
    take() {
      const all = told
      told = []
      return all
    },
    async ask(paths) {
      for (const { name, cookie } of visitors) {
        for (const path of paths) {
          const headers = cookie === undefined ? {} : { cookie }
          // A redirect is an answer too, and may lead to another site.
          const answer = await fetch(base + path, { headers, redirect: 'manual' })
          told.push({
            visitor: name,
            where: `GET ${path}`,
            status: answer.status,
            text: await answer.text(),
          })
        }
      }
    },
    close() {
      clearInterval(beat)
      for (const socket of sockets) socket.disconnect()
    },
  }
}
