// One connection to Redis: a command is answered within its time or rejected, and a line that died is opened again.

import { createClient, ErrorReply } from 'redis'

/** A command that takes longer is rejected: whether it was done is unknown. */
const ANSWERED_WITHIN_MS = 3_000
const RECONNECT_AFTER_MS = 200
/** A line on which nothing comes for so long, pings included, is dead: half-open after a cut, or Redis stands still. */
const SILENT_MOST_MS = 6_000
const PING_EVERY_MS = 2_000

export type Word = string | Buffer

/** Redis cannot be reached, or did not answer in time: whether the command was done is unknown. */
export class RedisAway extends Error {
  constructor(why: string) {
    super(why)
    this.name = 'RedisAway'
  }
}

export interface RedisConnection {
  /** Sends one command; the answer in RESP 2. Rejects with RedisAway, or with what Redis says against it. */
  send(words: readonly Word[], withinMs?: number): Promise<unknown>
  /** The same, with the answer's texts as bytes. */
  sendForBytes(words: readonly Word[], withinMs?: number): Promise<unknown>
  /** Hears what is published on these channels; afterwards this connection sends nothing else. */
  subscribe(channels: readonly string[], heard: (bytes: Buffer) => void): Promise<void>
  isUp(): boolean
  /** Another one to the same Redis, for a command that blocks. */
  another(): Promise<RedisConnection>
  close(): void
}

/** Rejects with RedisAway where Redis does not answer at `url`; later it connects again by itself. */
export async function connectRedis(url: string): Promise<RedisConnection> {
  const client = createClient({
    url,
    RESP: 2,
    disableOfflineQueue: true,
    pingInterval: PING_EVERY_MS,
    socket: {
      connectTimeout: ANSWERED_WITHIN_MS,
      socketTimeout: SILENT_MOST_MS,
      reconnectStrategy: () => RECONNECT_AFTER_MS,
    },
  })
  // Told by the commands that fail; without a listener the first one would end the process.
  let lastError: unknown = null
  client.on('error', (error: unknown) => (lastError = error))
  const connecting = client.connect()
  connecting.catch(() => undefined)
  await within(connecting, ANSWERED_WITHIN_MS).catch((error: unknown) => {
    client.destroy()
    // Why it was tried again and again says more than that there was no end of it.
    throw awayOf(lastError ?? error)
  })
  const bytes = client.withTypeMapping({ 36: Buffer })

  const sent = async (done: Promise<unknown>, withinMs: number): Promise<unknown> => {
    try {
      return await within(done, withinMs)
    } catch (error) {
      // It was made a replica: ended from there, the line is opened again to whoever is at the address now.
      if (isDemotion(error)) client.sendCommand(['QUIT']).catch(() => undefined)
      throw isAnswer(error) ? error : awayOf(error)
    }
  }
  return {
    send: (words, withinMs = ANSWERED_WITHIN_MS) => sent(client.sendCommand(words), withinMs),
    sendForBytes: (words, withinMs = ANSWERED_WITHIN_MS) => sent(bytes.sendCommand(words), withinMs),
    subscribe: (channels, heard) => client.subscribe([...channels], heard, true),
    isUp: () => client.isReady,
    another: () => connectRedis(url),
    close() {
      if (client.isOpen) client.destroy()
    },
  }
}

/** Redis answered, with an error: the command was not done. One that still reads its file, or is no master, answers nothing else. */
export function isAnswer(error: unknown): error is Error {
  return error instanceof ErrorReply && !isDemotion(error) && !/^(LOADING|MASTERDOWN)\b/.test(error.message)
}

function isDemotion(error: unknown): boolean {
  return error instanceof ErrorReply && error.message.startsWith('READONLY')
}

function awayOf(error: unknown): RedisAway {
  return new RedisAway(error instanceof Error ? error.message || error.name : String(error))
}

function within<T>(work: Promise<T>, withinMs: number): Promise<T> {
  return new Promise((settle, fail) => {
    const timer = setTimeout(() => fail(new RedisAway('Redis does not answer')), withinMs)
    work.finally(() => clearTimeout(timer)).then(settle, fail)
  })
}
