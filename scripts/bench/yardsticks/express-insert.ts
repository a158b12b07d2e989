// Yardstick of P2: what one would write first: express, twilio's middleware, one durable INSERT a vote, a unique key against
// repeats.
//
// Environment: PORT, PUBLIC_URL, TWILIO_AUTH_TOKEN, DATA_DIR. Says `port N` when it listens.

import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import express from 'express'
import twilio from 'twilio'

const { PORT = '0', PUBLIC_URL = '', TWILIO_AUTH_TOKEN = '', DATA_DIR = '.' } = process.env
const CHOICES = new Map([
  ['满意', 0],
  ['基本满意', 1],
  ['不满意', 2],
])

const db = new DatabaseSync(join(DATA_DIR, 'votes.db'))
db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
db.exec(`CREATE TABLE IF NOT EXISTS vote (
  message TEXT PRIMARY KEY, voter TEXT NOT NULL UNIQUE, choice INTEGER NOT NULL, at_ms INTEGER NOT NULL) STRICT`)
const insert = db.prepare('INSERT OR IGNORE INTO vote VALUES (?, ?, ?, ?)')

const app = express()
app.post(
  '/channels/twilio/sms',
  express.urlencoded({ extended: false }),
  (request, response, next) => {
    const { protocol, host } = new URL(PUBLIC_URL)
    twilio.webhook(TWILIO_AUTH_TOKEN, { protocol: protocol.slice(0, -1), host })(request, response, next)
  },
  (request, response) => {
    const fields = request.body as Readonly<Record<string, string>>
    const choice = CHOICES.get(fields['Body'] ?? '')
    if (choice !== undefined) insert.run(fields['MessageSid']!, fields['From']!, choice, Date.now())
    response.type('text/xml').send(new twilio.twiml.MessagingResponse().toString())
  },
)
const server = app.listen(Number(PORT), '127.0.0.1', () => {
  const address = server.address()
  console.log(`port ${typeof address === 'object' && address !== null ? address.port : PORT}`)
})
