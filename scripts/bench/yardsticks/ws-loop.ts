// Yardstick of P4: a bare loop of `ws` that sends one text to everybody ten times a second, and nothing else.
//
// Environment: BYTES of the text. Says `port N` when it listens.

import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'

const EVERY_MS = 100
const text = 'x'.repeat(Number(process.env['BYTES'] ?? 500))
const server = createServer()
const sockets = new WebSocketServer({ server, perMessageDeflate: false })

setInterval(() => {
  for (const socket of sockets.clients) socket.send(text)
}, EVERY_MS)

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(`port ${typeof address === 'object' && address !== null ? address.port : 0}`)
})
