// Yardstick of P1: what every Twilio door must do and nothing else: node:http, read the form, HMAC-SHA1, answer.
//
// Environment: PORT, PUBLIC_URL, TWILIO_AUTH_TOKEN. Says `port N` when it listens.

import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import { parse } from 'node:querystring'

const { PORT = '0', PUBLIC_URL = '', TWILIO_AUTH_TOKEN = '' } = process.env
const REPLY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'

const server = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    const fields = parse(Buffer.concat(parts).toString())
    let signed = PUBLIC_URL + (request.url ?? '')
    for (const name of Object.keys(fields).sort()) signed += name + String(fields[name])
    const right = createHmac('sha1', TWILIO_AUTH_TOKEN).update(signed).digest()
    const given = Buffer.from(String(request.headers['x-twilio-signature']), 'base64')
    const isRight = given.length === right.length && timingSafeEqual(given, right)
    response.writeHead(isRight ? 200 : 403, {
      'Content-Type': 'text/xml; charset=utf-8',
      'Content-Length': isRight ? REPLY.length : 0,
    })
    response.end(isRight ? REPLY : undefined)
  })
})
server.listen(Number(PORT), '127.0.0.1', () => {
  const address = server.address()
  console.log(`port ${typeof address === 'object' && address !== null ? address.port : PORT}`)
})
