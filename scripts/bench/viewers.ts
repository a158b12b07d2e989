// Screens without pixels for P3: so many sockets that watch what is on air, until the time is over.
//
// Usage: node viewers.ts JSON (ViewersPlan). Standard output: ViewersReport as JSON.

import { io } from 'socket.io-client'
import type { HandshakeAuth } from '../../shared/protocol/socket-events.ts'

export interface ViewersPlan {
  readonly port: number
  readonly viewers: number
  readonly lastsMs: number
}

export interface ViewersReport {
  readonly connected: number
  readonly snapshots: number
  /** Newest number of ballots that each saw, least and most of all viewers. */
  readonly sawLeast: number
  readonly sawMost: number
}

const { port, viewers, lastsMs } = JSON.parse(process.argv[2] ?? '') as ViewersPlan
const base = `http://127.0.0.1:${port}`
const auth: HandshakeAuth = { kind: 'display', output: 'programme', monitor: true }
let [connected, snapshots] = [0, 0]
const saw = new Array<number>(viewers).fill(0)
const sockets = saw.map((_, i) => {
  const socket = io(base, { transports: ['websocket'], auth, forceNew: true, extraHeaders: { origin: base } })
  socket.on('connect', () => {
    connected += 1
    socket.emit('watch', ['stage/programme'], () => undefined)
  })
  socket.on('topic', ({ version }: { readonly version: readonly number[] }) => {
    snapshots += 1
    saw[i] = Math.max(saw[i]!, version[1] ?? 0)
  })
  return socket
})
await new Promise((over) => setTimeout(over, lastsMs))
for (const socket of sockets) socket.disconnect()
const report: ViewersReport = { connected, snapshots, sawLeast: Math.min(...saw), sawMost: Math.max(...saw) }
process.stdout.write(JSON.stringify(report), () => process.exit(0))
