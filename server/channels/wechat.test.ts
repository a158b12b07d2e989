// Proves the WeChat door: safe mode only, every check of it, events, deadlines and replies; @wecom/crypto is the other side.

import { describe, expect, test } from 'vitest'
import { encrypt } from '@wecom/crypto'
import corpus from '../../tests/corpus/wechat.json' with { type: 'json' }
import { OFF, WECHAT, receiptHere, startHotDoors } from '../../tests/support/hot-doors-server.ts'
import {
  WECHAT_PATH,
  plainSignature,
  readWechatReply,
  wechatEventXml,
  wechatPush,
  wechatSealedPush,
  wechatTextPush,
  wechatTextXml,
  wechatVerification,
} from '../../scripts/requests/wechat-messages.ts'
import type { Answer } from '../ballots/inbound.ts'
import { instructionsOf } from './replies.ts'

const OPENID = 'oABCDEFGHIJKLMNOPQRSTUVWXYZ0'
const NOW = 1_800_000_000_000
const text = { openid: OPENID, text: '满意', messageId: '24456219123456789012', sentAtMs: NOW - 3_000 }

describe('the published samples', () => {
  test('[SAFE1] the console’s check is answered with the echostr as it is', async () => {
    const { timestamp, nonce, echostr, signature, token } = corpus.verifyGet
    await using server = await startHotDoors({ secrets: { ...OFF, wechat: { ...WECHAT, token } } })
    const path = (at: string) =>
      `${WECHAT_PATH}?${new URLSearchParams({ signature, timestamp: at, nonce, echostr }).toString()}`
    // Its time is past for a clock of today …
    expect((await server.send({ path: path(timestamp) })).status).toBe(403)
    // … and another time is not what was signed.
    expect((await server.send({ path: path('1800000000') })).status).toBe(403)
    expect(plainSignature(token, timestamp, nonce)).toBe(signature)
    const now = await server.send(wechatVerification({ ...WECHAT, token }, echostr, NOW))
    expect(now).toMatchObject({ status: 200, text: echostr })
    expect(now.headers['content-type']).toMatch(/^text\/plain/)
  })

  test('[SAFE1] the safe-mode sample is opened, and its replay is not', async () => {
    const { timestamp, nonce, msgSignature, encrypt: sealed } = corpus.safePost
    await using server = await startHotDoors()
    const query = new URLSearchParams({ timestamp, nonce, msg_signature: msgSignature, encrypt_type: 'aes' })
    const made = {
      method: 'POST' as const,
      path: `${WECHAT_PATH}?${query.toString()}`,
      headers: { 'content-type': 'text/xml' },
      body: `<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA[${sealed}]]></Encrypt></xml>`,
    }
    // 1714112445 is long past: the same bytes are a replay now.
    expect((await server.send(made)).status).toBe(403)
    // Opened, but the sample is a mini-program's JSON inside: this door reads an official account's XML.
    const fresh = await server.send(wechatSealedPush(WECHAT, sealed, NOW))
    expect(fresh.status).toBe(400)
    expect(server.observed).toEqual(['wechat signature_invalid', 'wechat malformed'])
  })
})

describe('a text', () => {
  test('[BAL3][BAL4][BAL10] reaches the ballot plane with the carrier’s time, and the reply, with its receipt, is encrypted', async () => {
    await using server = await startHotDoors()
    const answered = await server.send(wechatTextPush(WECHAT, text, NOW))
    expect(answered.status).toBe(200)
    expect(answered.text).not.toContain('已收到')
    expect(readWechatReply(WECHAT, answered.text)).toEqual({
      to: OPENID,
      text: `已收到您对“云岭区供水公司”的评议：满意。每人只计一次，以最早一条为准。回执${receiptHere('wechat', text.messageId)}`,
    })
    expect(server.submitted).toEqual([
      {
        channel: 'wechat',
        messageId: '24456219123456789012',
        identity: `wechat:${WECHAT.appId}:${OPENID}`,
        content: { kind: 'text', text: '满意' },
        accessNumber: null,
        receivedAtMs: NOW,
        carrierMs: NOW - 3_000,
      },
    ])
  })

  test('[BAL2] ids beyond 2^53 stay apart', async () => {
    await using server = await startHotDoors()
    for (const messageId of ['9007199254740993', '9007199254740992', '00000000000000000001']) {
      await server.send(wechatTextPush(WECHAT, { ...text, messageId }, NOW))
    }
    expect(server.submitted.map(({ messageId }) => messageId)).toEqual([
      '9007199254740993',
      '9007199254740992',
      '00000000000000000001',
    ])
  })

  test.each(['03', '1e3', ' 1 ', '', '满意]]>03', '<b>&amp;</b>', '👍A3', '\n', '<!DOCTYPE x>'])(
    '[BAL3] %j arrives as it was typed',
    async (typed) => {
      await using server = await startHotDoors()
      expect((await server.send(wechatTextPush(WECHAT, { ...text, text: typed }, NOW))).status).toBe(200)
      expect(server.submitted[0]?.content).toEqual({ kind: 'text', text: typed })
    },
  )

  test.each<Answer>([
    { kind: 'received', choice: 'dissatisfied', unitName: '甲' },
    { kind: 'repeated', choice: 'fair', unitName: '甲' },
    { kind: 'early', choice: 'fair', unitName: '甲' },
    { kind: 'late', choice: 'fair', unitName: '甲' },
    { kind: 'stale', choice: 'fair', unitName: '甲' },
    { kind: 'no_poll' },
    { kind: 'invalid', reason: 'FREE_TEXT', first: false },
  ])('[BAL7] WeChat is always answered: $kind', async (answer) => {
    await using server = await startHotDoors()
    server.answers = async () => answer
    const answered = await server.send(wechatTextPush(WECHAT, text, NOW))
    expect(readWechatReply(WECHAT, answered.text).text.length).toBeGreaterThan(5)
  })

  test('[BAL3] a ]]> in a unit’s name is split over two sections, and the reply still opens', async () => {
    await using server = await startHotDoors()
    server.answers = async () => ({ kind: 'late', choice: 'fair', unitName: 'a]]>b' })
    const answered = await server.send(wechatTextPush(WECHAT, text, NOW))
    expect(readWechatReply(WECHAT, answered.text).text).toContain('“a]]>b”')
  })

  test('[SAFE2, SAFE3] refused by the ballot plane is 503: WeChat delivers again', async () => {
    await using server = await startHotDoors()
    server.answers = async () => ({ kind: 'refused', refusal: { code: 'accepting_off', detail: {} } })
    expect((await server.send(wechatTextPush(WECHAT, text, NOW))).status).toBe(503)
    server.answers = () => Promise.reject(new Error('boom'))
    expect((await server.send(wechatTextPush(WECHAT, text, NOW))).status).toBe(503)
  })

  test('[BAL3, SAFE3] a stalled disk is answered 503 within WeChat’s five seconds, never with success', async () => {
    await using server = await startHotDoors()
    server.answers = () => new Promise(() => {})
    const sent = server.send(wechatTextPush(WECHAT, text, NOW))
    while (server.submitted.length === 0) await new Promise(setImmediate)
    server.clock.forward(4_499)
    server.clock.forward(1)
    expect((await sent).status).toBe(503)
  })

  test('[BAL7] a picture is kept as not understood', async () => {
    await using server = await startHotDoors()
    const xml = wechatTextXml(text).replace('[text]', '[image]')
    await server.send(wechatPush(WECHAT, xml, NOW))
    expect(server.submitted).toMatchObject([{ content: { kind: 'text', text: '□' } }])
  })
})

describe('what is refused', () => {
  const refused = async (
    made: Parameters<Awaited<ReturnType<typeof startHotDoors>>['send']>[0],
    status = 403,
  ) => {
    await using server = await startHotDoors()
    const answered = await server.send(made)
    expect(server.submitted).toEqual([])
    expect(server.forgotten).toEqual([])
    expect(answered.status).toBe(status)
  }
  const push = wechatTextPush(WECHAT, text, NOW)

  test('[SAFE1] a message in the clear, though its plain signature is right', async () => {
    const timestamp = String(NOW / 1_000)
    const nonce = '486452656'
    const query = new URLSearchParams({
      signature: plainSignature(WECHAT.token, timestamp, nonce),
      timestamp,
      nonce,
    })
    const clear = { ...push, path: `${WECHAT_PATH}?${query.toString()}`, body: wechatTextXml(text) }
    await refused(clear)
    await refused({ ...clear, path: `${clear.path}&encrypt_type=raw` })
    await refused({
      ...clear,
      path: `${clear.path}&encrypt_type=aes&msg_signature=${query.get('signature') ?? ''}`,
    })
  })

  test('[SAFE1] of a compatible-mode message only the encrypted part is read', async () => {
    await using server = await startHotDoors()
    const body = push.body.replace('</xml>', '<Content><![CDATA[不满意]]></Content></xml>')
    expect((await server.send({ ...push, body })).status).toBe(200)
    expect(server.submitted).toMatchObject([{ content: { text: '满意' } }])
  })

  test('[SAFE1] a signature over another Encrypt, nonce or time', async () => {
    const other = wechatTextPush(WECHAT, { ...text, text: '不满意' }, NOW)
    await refused({ ...push, body: other.body })
    await refused({ ...push, path: push.path.replace('nonce=4', 'nonce=5') })
    await refused({ ...push, path: push.path.replace('timestamp=1800000000', 'timestamp=1800000001') })
    await refused(wechatTextPush({ ...WECHAT, token: 'BBBBB' }, text, NOW))
  })

  test.each([300_001, -301_000, 86_400_000])(
    '[SAFE1] a time %i ms from ours, though signed',
    async (awayMs) => {
      await refused(wechatTextPush(WECHAT, text, NOW - awayMs))
    },
  )

  test('[SAFE1] a time 300 s from ours is within', async () => {
    await using server = await startHotDoors()
    expect((await server.send(wechatTextPush(WECHAT, text, NOW - 300_000))).status).toBe(200)
    expect((await server.send(wechatTextPush(WECHAT, text, NOW + 300_000))).status).toBe(200)
  })

  test('[SAFE1] a parameter given twice, or a time of another form', async () => {
    await refused({ ...push, path: `${push.path}&nonce=415670741` })
    await refused({ ...push, path: `${push.path}&msg_signature=` })
    for (const timestamp of ['01800000000', '1.8e9', ' 1800000000', '1800000000x']) {
      const query = new URLSearchParams(push.path.split('?')[1])
      query.set('timestamp', timestamp)
      await refused({ ...push, path: `${WECHAT_PATH}?${query.toString()}` })
    }
  })

  test('[SAFE1] a message of another account, though signed with our token and key', async () => {
    await refused(wechatTextPush({ ...WECHAT, appId: 'wxba5fad812f8e6fb8' }, text, NOW))
    await refused(wechatTextPush({ ...WECHAT, appId: `${WECHAT.appId}x` }, text, NOW))
    await refused(wechatTextPush({ ...WECHAT, appId: '' }, text, NOW))
  })

  test('[SAFE1] the envelope: DOCTYPE, an Encrypt twice, none, too large, another type of content', async () => {
    await refused({ ...push, body: `<!DOCTYPE xml [<!ENTITY a "b">]>${push.body}` })
    const encryptPart = /<Encrypt>.*<\/Encrypt>/.exec(push.body)?.[0] ?? ''
    await refused({ ...push, body: push.body.replace('</xml>', `${encryptPart}</xml>`) })
    await refused({ ...push, body: push.body.replace(encryptPart, '') })
    await refused({ ...push, body: push.body.replace('</xml>', '') })
    await refused({ ...push, body: `${push.body}${' '.repeat(16 * 1024)}` }, 413)
    await refused({ ...push, headers: { 'content-type': 'application/json' } }, 415)
    await refused({ ...push, headers: {} }, 415)
  })

  test.each([
    ['a tag twice', wechatTextXml(text).replace('</xml>', '<Content>不满意</Content></xml>')],
    ['an unclosed text', wechatTextXml(text).replace('</Content>', '')],
    ['an entity', wechatTextXml(text).replace('<xml>', '<!DOCTYPE x [<!ENTITY y "z">]><xml>')],
    ['no MsgId', wechatTextXml(text).replace(/<MsgId>.*<\/MsgId>/, '')],
    ['a MsgId that is no number', wechatTextXml({ ...text, messageId: '1e3' })],
    ['no Content', wechatTextXml(text).replace(/<Content>.*<\/Content>/, '')],
    ['no sender', wechatTextXml({ ...text, openid: '' })],
    ['a sender with a separator', wechatTextXml({ ...text, openid: 'a:b' })],
    ['a time that is no number', wechatTextXml(text).replace(/<CreateTime>\d+/, '<CreateTime>1.8e9')],
    ['nothing', ''],
  ])('[SAFE1] inside: %s', async (_, xml) => {
    await refused(wechatPush(WECHAT, xml, NOW), 400)
  })

  test('[SAFE1] without its AES key the channel is off, and with a wrong one nothing opens', async () => {
    for (const encodingAesKey of ['', 'short', `${WECHAT.encodingAesKey}=`]) {
      await using server = await startHotDoors({
        secrets: { ...OFF, wechat: { ...WECHAT, encodingAesKey } },
      })
      expect((await server.send(push)).status).toBe(404)
    }
    await refused(
      wechatTextPush({ ...WECHAT, encodingAesKey: `B${WECHAT.encodingAesKey.slice(1)}` }, text, NOW),
    )
  })

  test('[SAFE1] an empty token keeps the channel off', async () => {
    await using server = await startHotDoors({ secrets: { ...OFF, wechat: { ...WECHAT, token: '' } } })
    expect((await server.send(wechatTextPush({ ...WECHAT, token: '' }, text, NOW))).status).toBe(404)
    expect((await server.send(wechatVerification({ ...WECHAT, token: '' }, 'x', NOW))).status).toBe(404)
  })

  test('[SAFE1] wrong signatures are limited by address, a right one from there passes', async () => {
    await using server = await startHotDoors({
      limits: { failures: { perSecond: 1, burst: 1, keysMost: 10 } },
    })
    const forged = wechatTextPush({ ...WECHAT, token: 'x' }, text, NOW)
    expect((await server.send(forged)).status).toBe(403)
    expect((await server.send(forged)).status).toBe(429)
    expect((await server.send(push)).status).toBe(200)
  })
})

describe('events', () => {
  test('[BAL7] following, scanning and a menu button are answered with how to take part', async () => {
    await using server = await startHotDoors()
    for (const [event, key] of [
      ['subscribe', 'qrscene_1'],
      ['SCAN', '1'],
      ['CLICK', 'HOW'],
    ] as const) {
      const answered = await server.send(wechatPush(WECHAT, wechatEventXml(OPENID, NOW, event, key), NOW))
      expect(readWechatReply(WECHAT, answered.text).text).toBe(instructionsOf(null))
    }
    expect(server.submitted).toEqual([])
  })

  test('[BAL7] what needs no answer is ended with success', async () => {
    await using server = await startHotDoors()
    for (const event of ['VIEW', 'LOCATION', 'TEMPLATESENDJOBFINISH', 'unsubscribe']) {
      const answered = await server.send(wechatPush(WECHAT, wechatEventXml(OPENID, NOW, event), NOW))
      expect(answered).toMatchObject({ status: 200, text: 'success' })
    }
  })

  test('[BAL8] unfollowing is told once, however often it is delivered', async () => {
    await using server = await startHotDoors()
    const xml = wechatEventXml(OPENID, NOW, 'unsubscribe')
    for (let i = 0; i < 3; i += 1) await server.send(wechatPush(WECHAT, xml, NOW, `nonce${i}`))
    expect(server.forgotten).toEqual([`wechat:${WECHAT.appId}:${OPENID}`])
    await server.send(wechatPush(WECHAT, wechatEventXml(OPENID, NOW + 1_000, 'unsubscribe'), NOW))
    expect(server.forgotten).toHaveLength(2)
    expect(server.submitted).toEqual([])
  })

  test('[BAL2] a menu button may cast a ballot; its id is the same in every delivery', async () => {
    await using server = await startHotDoors()
    const xml = wechatEventXml(OPENID, NOW, 'CLICK', 'vote:不满意')
    await server.send(wechatPush(WECHAT, xml, NOW))
    await server.send(wechatPush(WECHAT, xml, NOW, 'another'))
    expect(server.submitted.map(({ messageId, content }) => [messageId, content])).toEqual([
      [`event:${OPENID}:1800000000:CLICK:vote:不满意`, { kind: 'text', text: '不满意' }],
      [`event:${OPENID}:1800000000:CLICK:vote:不满意`, { kind: 'text', text: '不满意' }],
    ])
  })

  test('[SAFE1] an event with elements inside is read past them', async () => {
    await using server = await startHotDoors()
    const xml = wechatEventXml(OPENID, NOW, 'scancode_push', 'k').replace(
      '</xml>',
      '<ScanCodeInfo><ScanType><![CDATA[qrcode]]></ScanType><ScanResult><![CDATA[1]]></ScanResult></ScanCodeInfo></xml>',
    )
    expect(await server.send(wechatPush(WECHAT, xml, NOW))).toMatchObject({ status: 200, text: 'success' })
  })

  test('[SAFE1] the sealed bytes are the oracle’s: an Encrypt of another library opens here', async () => {
    await using server = await startHotDoors()
    const random = Buffer.alloc(16, 0xff)
    const sealed = encrypt(WECHAT.encodingAesKey, wechatTextXml(text), WECHAT.appId, random)
    expect((await server.send(wechatSealedPush(WECHAT, sealed, NOW))).status).toBe(200)
  })
})
