// Beats as screens do, ten times a second in all, and remembers the longest wait for an answer.

import { io, type Socket } from 'socket.io-client'
import type { ClientToServer, ServerToClient } from '../../shared/protocol/socket-events.ts'

export interface Beats {
  /** Milliseconds; those still without an answer count too. */
  longestMs(): number
  answered(): number
  close(): void
}

/** One screen may beat three times a second (server/realtime/bounds.ts). */
const SCREENS = 5
const EVERY_MS = 500

type Screen = Socket<ServerToClient, ClientToServer>

export async function startBeats(base: string): Promise<Beats> {
  const waiting = new Set<number>()
  const timers: NodeJS.Timeout[] = []
  let longestMs = 0
  let answered = 0
  const beat = (screen: Screen) => {
    const sentAt = performance.now()
    waiting.add(sentAt)
    screen.emit('beat', { versions: {} }, () => {
      waiting.delete(sentAt)
      answered += 1
      longestMs = Math.max(longestMs, performance.now() - sentAt)
    })
  }
  const screens = await Promise.all(Array.from({ length: SCREENS }, () => connected(base)))
  for (const [i, screen] of screens.entries()) {
    const first = setTimeout(
      () => {
        timers.push(setInterval(() => beat(screen), EVERY_MS))
      },
      (i * EVERY_MS) / SCREENS,
    )
    timers.push(first)
  }
  return {
    longestMs: () =>
      [...waiting].reduce((most, sentAt) => Math.max(most, performance.now() - sentAt), longestMs),
    answered: () => answered,
    close() {
      for (const timer of timers) clearTimeout(timer)
      for (const screen of screens) screen.disconnect()
    },
  }
}

async function connected(base: string): Promise<Screen> {
  const screen: Screen = io(base, { transports: ['websocket'], auth: { kind: 'public' }, forceNew: true })
  await new Promise<void>((done, failed) => {
    screen.once('connect', done)
    screen.once('connect_error', failed)
  })
  return screen
}
