// Proves the Twilio door: only what Twilio signed, in its exact shape, is taken; it is acknowledged after the disk and answered in budget.

import { describe, expect, test } from 'vitest'
import corpus from '../../tests/corpus/twilio.json' with { type: 'json' }
import { OFF, PUBLIC_URL, TWILIO, receiptHere, startHotDoors } from '../../tests/support/hot-doors-server.ts'
import {
  TWILIO_PATH,
  messageSidOf,
  twilioFields,
  twilioFormRequest,
  twilioRequest,
  twilioSignature,
} from '../../scripts/requests/signed-requests.ts'
import type { Answer } from '../ballots/inbound.ts'
import { EMPTY_TWIML } from './twilio.ts'
import { isSignedByTwilio } from './twilio-signature.ts'

const sms = {
  from: '+85291234567',
  to: '+85230000001',
  text: '满意 03',
  messageSid: messageSidOf(1),
}
const never = () => false

describe('what Twilio signed', () => {
  test.each(corpus.vectors)(
    '[SAFE1] the vector $name is valid, by our own computation too',
    ({ url, p, sig }) => {
      const fields = p as unknown as Record<string, string>
      expect(isSignedByTwilio(corpus.authToken, sig, url, fields, never)).toBe(true)
      expect(twilioSignature(corpus.authToken, url, fields)).toBe(sig)
    },
  )

  test('[BAL3] a signed SMS reaches the ballot plane as it was typed and is answered in TwiML', async () => {
    await using server = await startHotDoors()
    const answered = await server.send(twilioRequest(TWILIO, sms))
    expect(answered.status).toBe(200)
    expect(answered.headers['content-type']).toMatch(/^text\/xml/)
    expect(answered.text).toContain(
      `<Message>已收到您对“云岭区供水公司”的评议：满意。每人只计一次，以最早一条为准。回执${receiptHere('twilio', sms.messageSid)}</Message>`,
    )
    expect(server.submitted).toEqual([
      {
        channel: 'twilio',
        messageId: sms.messageSid,
        identity: 'phone:+85291234567',
        content: { kind: 'text', text: '满意 03' },
        accessNumber: '+85230000001',
        receivedAtMs: server.clock.nowMs(),
        carrierMs: null,
      },
    ])
  })

  test('[SAFE1] the signed address is PUBLIC_URL and the request as it came, query included', async () => {
    await using server = await startHotDoors()
    const path = `${TWILIO_PATH}?show=2026-07-01&ch=%E4%B8%80'`
    expect((await server.send(twilioRequest(TWILIO, sms, path))).status).toBe(200)
  })

  test('[SAFE1] a signature over the same address with its port named is Twilio’s too', async () => {
    await using server = await startHotDoors()
    const withPort = { ...TWILIO, publicUrl: `${PUBLIC_URL}:443` }
    expect((await server.send(twilioRequest(withPort, sms))).status).toBe(200)
  })

  test('[SAFE1] X-Forwarded-Host and Host change nothing, neither for us nor for a forger', async () => {
    await using server = await startHotDoors()
    const made = twilioRequest(TWILIO, sms)
    const behind = {
      ...made.headers,
      'x-forwarded-host': 'evil.test',
      'x-forwarded-proto': 'http',
      host: 'evil.test',
    }
    expect((await server.send({ ...made, headers: behind })).status).toBe(200)

    const forged = twilioRequest({ ...TWILIO, publicUrl: 'https://evil.test' }, sms)
    expect(
      (await server.send({ ...forged, headers: { ...forged.headers, 'x-forwarded-host': 'evil.test' } }))
        .status,
    ).toBe(403)
    expect(server.submitted).toHaveLength(1)
  })

  test('[SAFE1] absent, malformed, doubled and wrong signatures are refused before anything is read of them', async () => {
    await using server = await startHotDoors()
    const made = twilioRequest(TWILIO, sms)
    const right = made.headers['x-twilio-signature'] ?? ''
    const { 'x-twilio-signature': _, ...unsigned } = made.headers
    for (const headers of [
      unsigned,
      ...['', 'short', `${right}, ${right}`, right.replace('=', ''), `${right.slice(0, 26)}!=`].map(
        (signature) => ({
          ...unsigned,
          'x-twilio-signature': signature,
        }),
      ),
      twilioRequest({ ...TWILIO, authToken: 'f'.repeat(32) }, sms).headers,
    ]) {
      expect((await server.send({ ...made, headers })).status).toBe(403)
    }
    expect(server.submitted).toEqual([])
  })

  test('[SAFE1] an empty auth token would validate forgeries: the channel stays off, and the check throws', async () => {
    await using server = await startHotDoors({
      secrets: { ...OFF, twilio: { accountSid: TWILIO.accountSid, authToken: '' } },
    })
    const forged = twilioRequest({ ...TWILIO, authToken: '' }, sms)
    expect((await server.send(forged)).status).toBe(404)
    expect(server.submitted).toEqual([])
    expect(() =>
      isSignedByTwilio('', forged.headers['x-twilio-signature'] ?? '', PUBLIC_URL, {}, never),
    ).toThrow()
  })

  test('[SAFE1] a relative PUBLIC_URL is a mistake of ours: nothing is accepted and the process lives', async () => {
    await using server = await startHotDoors({ publicUrl: () => '' })
    const made = twilioRequest({ ...TWILIO, publicUrl: '' }, sms)
    expect((await server.send(made)).status).toBe(500)
    expect((await server.send(made)).status).toBe(500)
    expect(server.submitted).toEqual([])
  })

  test('[SAFE1] wrong signatures of one address are limited, a right one from there still passes', async () => {
    await using server = await startHotDoors({
      limits: { failures: { perSecond: 1, burst: 2, keysMost: 10 } },
    })
    const forged = twilioRequest({ ...TWILIO, authToken: 'wrong' }, sms)
    const statuses = []
    for (let i = 0; i < 4; i += 1) statuses.push((await server.send(forged)).status)
    expect(statuses).toEqual([403, 403, 429, 429])
    expect((await server.send(forged)).headers['retry-after']).toBe('1')
    expect((await server.send(twilioRequest(TWILIO, sms))).status).toBe(200)
    server.clock.forward(1_000)
    expect((await server.send(forged)).status).toBe(403)
  })
})

describe('exact shapes', () => {
  const fields = twilioFields(TWILIO.accountSid, sms)

  test('[SAFE1] fields moved into their neighbour keep the signature and are refused', async () => {
    await using server = await startHotDoors()
    const { NumMedia, NumSegments, ...others } = fields
    const shifted = { ...others, MessageSid: `${sms.messageSid}NumMedia${NumMedia}NumSegments${NumSegments}` }
    const old = twilioSignature(TWILIO.authToken, PUBLIC_URL + TWILIO_PATH, fields)
    expect(twilioSignature(TWILIO.authToken, PUBLIC_URL + TWILIO_PATH, shifted)).toBe(old)
    const answered = await server.send(twilioFormRequest(TWILIO, shifted, TWILIO_PATH, old))
    expect(answered.status).toBe(400)
    expect(answered.text).toContain('MessageSid')
    expect(server.submitted).toEqual([])
  })

  test('[SAFE1] a sender written into the text cannot become the sender', async () => {
    await using server = await startHotDoors()
    const written = twilioFields(TWILIO.accountSid, { ...sms, text: 'A1From+85299999999FromCity' })
    const { FromCity: _, ...others } = written
    const shifted = { ...others, Body: 'A1', From: '+85299999999', FromCity: `From${sms.from}FromCity` }
    const old = twilioSignature(TWILIO.authToken, PUBLIC_URL + TWILIO_PATH, written)
    expect(twilioSignature(TWILIO.authToken, PUBLIC_URL + TWILIO_PATH, shifted)).toBe(old)
    expect((await server.send(twilioFormRequest(TWILIO, shifted, TWILIO_PATH, old))).status).toBe(400)
    expect(server.submitted).toEqual([])
  })

  test.each([
    ['MessageSid', 'SM1'],
    ['MessageSid', `MM${'0'.repeat(31)}G`],
    ['AccountSid', 'AC00000000000000000000000000000002'],
    ['From', '91234567'],
    ['From', 'whatsapp:+85291234567'],
    ['From', '+0123456789'],
    ['To', 'everyone'],
    ['NumMedia', ''],
    ['NumMedia', '1e3'],
    ['NumSegments', '-1'],
    ['NumSegments', '1.0'],
    ['From+1', 'x'],
    ['FromCity', 'From+85291234567'],
  ])('[SAFE1] signed, but with %s = %s, it is refused', async (name, value) => {
    await using server = await startHotDoors()
    expect((await server.send(twilioFormRequest(TWILIO, { ...fields, [name]: value }))).status).toBe(400)
    expect(server.submitted).toEqual([])
  })

  test.each(['MessageSid', 'AccountSid', 'From', 'To', 'NumMedia', 'NumSegments', 'Body'])(
    '[SAFE1] signed, but without %s, it is refused',
    async (name) => {
      await using server = await startHotDoors()
      const rest = Object.fromEntries(Object.entries(fields).filter(([each]) => each !== name))
      expect((await server.send(twilioFormRequest(TWILIO, rest))).status).toBe(400)
      expect(server.submitted).toEqual([])
    },
  )

  test('[SAFE1] a parameter given twice is refused, though the package would validate it', async () => {
    await using server = await startHotDoors()
    const made = twilioFormRequest(TWILIO, fields)
    const twice = await server.send({ ...made, body: `${made.body}&Body=${encodeURIComponent(sms.text)}` })
    expect(twice.status).toBe(400)
    expect(twice.text).toContain('Body')
    expect(server.submitted).toEqual([])
  })

  test('[SAFE1] an empty text is a message, and __proto__ is no field', async () => {
    await using server = await startHotDoors()
    expect((await server.send(twilioFormRequest(TWILIO, { ...fields, Body: '' }))).status).toBe(200)
    expect(server.submitted).toMatchObject([{ content: { text: '' } }])
    const polluted = Object.fromEntries([...Object.entries(fields), ['__proto__', 'x']])
    expect((await server.send(twilioFormRequest(TWILIO, polluted))).status).toBe(400)
  })

  test('[POLL3] with registered numbers only these are ours, with or without the plus', async () => {
    await using server = await startHotDoors({ accessNumbers: () => ['85230000001'] })
    expect((await server.send(twilioRequest(TWILIO, sms))).status).toBe(200)
    expect(server.submitted[0]?.accessNumber).toBe('85230000001')
    expect((await server.send(twilioRequest(TWILIO, { ...sms, to: '+85230000002' }))).status).toBe(400)
  })

  test('[BAL3] what was typed survives the form: full width, emoji, signs, 03', async () => {
    await using server = await startHotDoors()
    for (const text of ['Ａ１ 👍＆=+%', '03', '1e3', ' 满意 ', 'a\r\nb', '100%']) {
      const messageSid = messageSidOf(text)
      expect((await server.send(twilioRequest(TWILIO, { ...sms, text, messageSid }))).status).toBe(200)
      expect(server.submitted.at(-1)?.content).toEqual({ kind: 'text', text })
    }
  })
})

describe('answers', () => {
  const answersTo = async (answer: Answer, times = 1) => {
    await using server = await startHotDoors()
    server.answers = async () => answer
    const answered = []
    for (let i = 0; i < times; i += 1) {
      answered.push(await server.send(twilioRequest(TWILIO, { ...sms, messageSid: messageSidOf(i) })))
    }
    return answered
  }

  test('[BAL3] it is not answered before the ballot plane has said that it is on disk', async () => {
    await using server = await startHotDoors()
    let onDisk = (_: Answer) => {}
    server.answers = () => new Promise((resolve) => (onDisk = resolve))
    let answered = false
    const sent = server.send(twilioRequest(TWILIO, sms)).then((result) => {
      answered = true
      return result
    })
    while (server.submitted.length === 0) await new Promise(setImmediate)
    expect(answered).toBe(false)
    onDisk({ kind: 'no_poll' })
    expect((await sent).text).toContain('现在没有评议')
  })

  test.each<Answer>([
    { kind: 'refused', refusal: { code: 'queue_full', detail: { count: 20_000 } } },
    { kind: 'refused', refusal: { code: 'accepting_off', detail: {} } },
  ])('[SAFE2, SAFE3] refused ($refusal.code) is 503, never an acknowledgement', async (answer) => {
    const [answered] = await answersTo(answer)
    expect(answered?.status).toBe(503)
    expect(answered?.text).not.toContain('<Response')
  })

  test('[SAFE3] a disk that stalls beyond Twilio’s patience is not acknowledged', async () => {
    await using server = await startHotDoors()
    server.answers = () => new Promise(() => {})
    const sent = server.send(twilioRequest(TWILIO, sms))
    while (server.submitted.length === 0) await new Promise(setImmediate)
    server.clock.forward(14_000)
    const answered = await sent
    expect(answered.status).toBe(503)
    expect(answered.text).toContain('answer_delayed')
  })

  test('[SAFE3] a ballot plane that throws is 503, and the next message is served', async () => {
    await using server = await startHotDoors()
    server.answers = () => Promise.reject(new Error('boom'))
    expect((await server.send(twilioRequest(TWILIO, sms))).status).toBe(503)
    server.answers = () => {
      throw new Error('at once')
    }
    expect((await server.send(twilioRequest(TWILIO, sms))).status).toBe(503)
  })

  test('[BAL7] the first refused message is corrected, the next is not', async () => {
    const [first] = await answersTo({ kind: 'invalid', reason: 'QUESTION', first: true })
    expect(first?.text).toContain('<Message>像是一个问题，没有计入。')
    const [second] = await answersTo({ kind: 'invalid', reason: 'QUESTION', first: false })
    expect(second).toMatchObject({ status: 200, text: EMPTY_TWIML })
  })

  test('[BAL7] who opts out gets no reply, not even the first time', async () => {
    const [answered] = await answersTo({ kind: 'invalid', reason: 'OPT_OUT', first: true })
    expect(answered).toMatchObject({ status: 200, text: EMPTY_TWIML })
  })

  test('[BAL7] a message that Twilio took for an opt-out is no ballot, whatever it says', async () => {
    await using server = await startHotDoors()
    const fields = twilioFields(TWILIO.accountSid, { ...sms, text: '满意' })
    await server.send(twilioFormRequest(TWILIO, { ...fields, OptOutType: 'STOP' }))
    await server.send(twilioFormRequest(TWILIO, { ...fields, OptOutType: 'HELP' }))
    expect(server.submitted.map(({ content }) => content)).toEqual([
      { kind: 'text', text: 'STOP' },
      { kind: 'text', text: 'HELP' },
    ])
  })

  test('[BAL7] at volume accepted ones go unanswered first, then corrections; each second one segment comes back', async () => {
    await using server = await startHotDoors()
    const accepted: Answer = { kind: 'late', choice: 'satisfied', unitName: '甲' }
    const wrong: Answer = { kind: 'invalid', reason: 'EMPTY', first: true }
    const replied = async (answer: Answer, times: number) => {
      server.answers = async () => answer
      let count = 0
      for (let i = 0; i < times; i += 1) {
        if ((await server.send(twilioRequest(TWILIO, sms))).text !== EMPTY_TWIML) count += 1
      }
      return count
    }
    expect(await replied(accepted, 15)).toBe(10)
    expect(await replied(wrong, 15)).toBe(10)
    server.clock.forward(2_000)
    expect(await replied(accepted, 3)).toBe(0)
    expect(await replied(wrong, 3)).toBe(2)
  })

  test('[BAL7] a unit’s name cannot break out of the TwiML', async () => {
    const [answered] = await answersTo({ kind: 'received', choice: 'fair', unitName: '<Redirect>&"' })
    expect(answered?.text).not.toContain('<Redirect>')
    expect(answered?.text).toContain('&lt;Redirect')
  })
})
