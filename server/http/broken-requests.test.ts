import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerBrokenRequests } from './broken-requests.ts'

let server: Server

beforeAll(async () => {
  server = createServer(
    { headersTimeout: 200, requestTimeout: 200, connectionsCheckingInterval: 50 },
    (_, res) => {
      res.end('whole')
    },
  )
  answerBrokenRequests(server)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
})

afterAll(() => new Promise((closed) => server.close(closed)))

/** What comes back to these bytes until the server closes the line. */
function answerTo(bytes: string): Promise<string> {
  return new Promise((found, failed) => {
    let said = ''
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () => socket.write(bytes))
    socket.setEncoding('utf8').on('data', (text: string) => (said += text))
    socket.once('close', () => {
      found(said)
    })
    socket.once('error', failed)
  })
}

test.each([
  ['no HTTP at all', '\u0016\u0003\u0001 hello\r\n\r\n', 'HTTP/1.1 400', 'malformed'],
  [
    'a header that is too large',
    `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`,
    'HTTP/1.1 431',
    'too_large',
  ],
  ['half a head, and then nothing', 'GET / HTTP/1.1\r\nHost: x\r\n', 'HTTP/1.1 408', 'too_slow'],
])('[SAFE1] %s is refused with a code and a sentence', async (_, bytes, status, code) => {
  const said = await answerTo(bytes)
  expect(said.startsWith(status), said).toBe(true)
  const { refusal } = JSON.parse(said.slice(said.indexOf('\r\n\r\n') + 4)) as {
    refusal: { code: string; sentence: string }
  }
  expect(refusal.code).toBe(code)
  expect(refusal.sentence).toMatch(/。$/)
})

test('a whole request is none of its business', async () => {
  expect(await answerTo('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toContain('whole')
})
