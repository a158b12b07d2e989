// Proves what all hot doors share: exact paths and methods, bounded bodies, channels that are off, and what is left to express.

import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { OFF, TWILIO, startHotDoors } from '../../tests/support/hot-doors-server.ts'
import { messageSidOf, twilioRequest } from '../../scripts/requests/signed-requests.ts'
import type { ApiRefusal } from '../../shared/protocol/http-api.ts'

const made = twilioRequest(TWILIO, {
  from: '+85291234567',
  to: '+85230000001',
  text: 'A',
  messageSid: messageSidOf(1),
})
const signature = made.headers['x-twilio-signature'] ?? ''

test.each([
  '/',
  '/api/now',
  '/api/ballots/',
  '/API/ballots',
  '/channels/twilio',
  '/channels/twilio/sms/',
  '//channels/twilio/sms',
  'http://vote.example.test/channels/twilio/sms',
  '/channels/twilio/../twilio/sms',
  '/channels/wechat%20',
])('[SAFE1] %s is no hot door and is left to express untouched', async (path) => {
  await using server = await startHotDoors()
  expect((await server.send({ ...made, path })).status).toBe(299)
  expect(server.submitted).toEqual([])
})

test('[SAFE1] other methods are refused with those that are allowed', async () => {
  await using server = await startHotDoors()
  for (const [path, method, allow] of [
    ['/channels/twilio/sms', 'GET', 'POST'],
    ['/channels/twilio/sms', 'PUT', 'POST'],
    ['/channels/wechat', 'DELETE', 'GET, POST'],
    ['/api/ballots', 'OPTIONS', 'POST'],
    ['/api/device', 'POST', 'GET'],
  ] as const) {
    const answered = await server.send({ path, method: method as 'GET' })
    expect(answered.status).toBe(405)
    expect(answered.headers.allow).toBe(allow)
  }
})

test('[SAFE1] a channel without secrets answers 404 with a sentence; the web page stays', async () => {
  await using server = await startHotDoors({ secrets: OFF })
  for (const path of ['/channels/twilio/sms', '/channels/wechat', '/channels/gateway']) {
    for (const method of ['GET', 'POST'] as const) {
      const answered = await server.send({ ...made, path, method })
      expect(answered.status).toBe(404)
      const { refusal } = JSON.parse(answered.text) as ApiRefusal
      expect(refusal).toEqual({ code: 'door_closed', detail: {}, sentence: '本通道未启用。' })
    }
  }
  expect((await server.send({ path: '/api/device' })).status).toBe(200)
})

test('[SAFE1] a body over its limit is refused, whether its length is stated or not, and the server lives', async () => {
  await using server = await startHotDoors()
  const large = await server.send({ ...made, body: `${made.body}&X=${'x'.repeat(64 * 1024)}` })
  expect(large.status).toBe(413)

  const chunked = await raw(
    server.port,
    `POST /channels/twilio/sms HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n` +
      `X-Twilio-Signature: ${signature}\r\nTransfer-Encoding: chunked\r\n\r\n` +
      `11000\r\n${'x'.repeat(0x11000)}\r\n0\r\n\r\n`,
  )
  expect(chunked).toMatch(/^HTTP\/1\.1 413 /)

  const stated = await raw(
    server.port,
    `POST /channels/twilio/sms HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n` +
      `X-Twilio-Signature: ${signature}\r\nContent-Length: 900000000\r\n\r\n`,
  )
  expect(stated).toMatch(/^HTTP\/1\.1 413 [\s\S]*Connection: close/i)
  expect(server.submitted).toEqual([])
  expect((await server.send(made)).status).toBe(200)
})

test('[SAFE1] a signature of another shape is refused before its body has come', async () => {
  await using server = await startHotDoors()
  const answered = await raw(
    server.port,
    `POST /channels/twilio/sms HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n` +
      `X-Twilio-Signature: ${signature}=\r\nContent-Length: 500\r\n\r\n`,
  )
  expect(answered).toMatch(/^HTTP\/1\.1 403 /)
})

test('[SAFE1] a body that trickles is cut off after ten seconds', async () => {
  await using server = await startHotDoors()
  const arrived = server.nextRequest()
  const answered = raw(
    server.port,
    `POST /channels/twilio/sms HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n` +
      `X-Twilio-Signature: ${signature}\r\nContent-Length: 500\r\n\r\nBody=`,
  )
  await arrived
  server.clock.forward(10_000)
  expect(await answered).toMatch(/^HTTP\/1\.1 408 [\s\S]*too_slow/)
  expect(server.submitted).toEqual([])
})

test('[SAFE1] a sender who leaves in the middle of a body leaves nothing behind', async () => {
  await using server = await startHotDoors()
  const arrived = server.nextRequest()
  const socket = connect(server.port, '127.0.0.1')
  socket.write(
    `POST /channels/twilio/sms HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n` +
      `X-Twilio-Signature: ${signature}\r\nContent-Length: 500\r\n\r\nBody=`,
  )
  await arrived
  socket.destroy()
  expect((await server.send(made)).status).toBe(200)
  server.clock.forward(60_000)
  expect(server.submitted).toHaveLength(1)
})

/** Sends bytes as they are and returns all that comes back until the connection closes or the answer is whole. */
function raw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    let got = ''
    socket.setEncoding('utf8')
    socket.on('data', (chunk: string) => {
      got += chunk
      if (/\r\n\r\n[\s\S]+\n$/.test(got)) {
        socket.destroy()
        resolve(got)
      }
    })
    socket.on('close', () => resolve(got))
    socket.on('error', reject)
  })
}
