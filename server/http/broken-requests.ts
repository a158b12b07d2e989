// Answers what is no whole HTTP request: node would say a bare 400 or 408, here it is a code and a sentence too (SAFE1).

import type { Server } from 'node:http'
import type { Refusal } from '../../shared/basics/refusal.ts'
import { refusalBody } from './errors.ts'

interface Broken {
  readonly status: string
  readonly refusal: Refusal
}

/** By the code of node's parser or timer. Source: node's documentation of http.Server's 'clientError'. */
function brokenBy(code: string | undefined): Broken {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return { status: '431 Request Header Fields Too Large', refusal: { code: 'too_large', detail: {} } }
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { status: '408 Request Timeout', refusal: { code: 'too_slow', detail: {} } }
    default:
      return { status: '400 Bad Request', refusal: { code: 'malformed', detail: { field: 'HTTP' } } }
  }
}

export function answerBrokenRequests(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy()
      return
    }
    const { status, refusal } = brokenBy(error.code)
    const body = JSON.stringify(refusalBody(refusal))
    socket.end(
      `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    )
  })
}
