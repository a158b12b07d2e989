// Proves the safe mode's bytes against @wecom/crypto, and that every byte it does not check is checked here.

import { createCipheriv } from 'node:crypto'
import { decrypt, encrypt, getSignature } from '@wecom/crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import corpus from '../../tests/corpus/wechat.json' with { type: 'json' }
import {
  decryptWechat,
  encryptWechat,
  isSignedByWechat,
  wechatKeyOf,
  wechatSignatureOf,
} from './wechat-crypto.ts'

const { encodingAesKey, appId, token, timestamp, nonce, msgSignature, encrypt: sample } = corpus.safePost
const key = wechatKeyOf(encodingAesKey)!

/** Seals any plain bytes, a multiple of 16, without looking at them. */
function seal(plain: Uint8Array): string {
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64')
}

function plainOf(xml: string, padding: number[], length = Buffer.byteLength(xml), account = appId): Buffer {
  const size = Buffer.alloc(4)
  size.writeUInt32BE(length)
  return Buffer.concat([
    Buffer.alloc(16, 1),
    size,
    Buffer.from(xml),
    Buffer.from(account),
    Buffer.from(padding),
  ])
}

describe('the published sample', () => {
  test('[SAFE1] opens, and its signature is right', () => {
    expect(decryptWechat(sample, key, appId)).toContain('"debug_str":"hello world"')
    expect(decryptWechat(sample, key, appId)).toBe(decrypt(encodingAesKey, sample).message)
    expect(isSignedByWechat(token, msgSignature, timestamp, nonce, sample)).toBe(true)
    expect(isSignedByWechat(token, msgSignature.toUpperCase(), timestamp, nonce, sample)).toBe(false)
    const { plainPost } = corpus
    expect(wechatSignatureOf(plainPost.token, plainPost.timestamp, plainPost.nonce)).toBe(plainPost.signature)
  })

  test('[SAFE1] does not open for another account or key', () => {
    expect(decryptWechat(sample, key, `${appId.slice(0, -1)}8`)).toBeNull()
    expect(decryptWechat(sample, key, '')).toBeNull()
    expect(decryptWechat(sample, wechatKeyOf(`B${encodingAesKey.slice(1)}`)!, appId)).toBeNull()
  })
})

describe('the oracle', () => {
  test('[SAFE1] what it seals opens here, what is sealed here opens there', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        (xml, random) => {
          expect(decryptWechat(encrypt(encodingAesKey, xml, appId, Buffer.from(random)), key, appId)).toBe(
            xml,
          )
          const ours = encryptWechat(xml, key, appId, random)
          expect(decrypt(encodingAesKey, ours)).toMatchObject({ message: xml, id: appId })
          expect(ours).toBe(encrypt(encodingAesKey, xml, appId, Buffer.from(random)))
        },
      ),
    )
  })

  test('[SAFE1] signatures agree, and an empty token throws', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.nat(),
        fc.string(),
        fc.base64String(),
        (secret, at, once, sealed) => {
          expect(wechatSignatureOf(secret, String(at), once, sealed)).toBe(
            getSignature(secret, at, once, sealed),
          )
        },
      ),
    )
    expect(() =>
      isSignedByWechat('', wechatSignatureOf('', timestamp, nonce, sample), timestamp, nonce, sample),
    ).toThrow()
  })
})

describe('bytes the oracle does not check', () => {
  // 16 random + 4 length + 5 xml + 18 account = 43: 21 bytes of padding to 64.
  const good = Array<number>(21).fill(21)

  test('[SAFE1] right padding opens', () => {
    expect(decryptWechat(seal(plainOf('<xml>', good)), key, appId)).toBe('<xml>')
  })

  test.each(good.map((_, at) => at))('[SAFE1] padding that is wrong in its byte %i does not', (at) => {
    const padding = good.with(at, 22)
    expect(decryptWechat(seal(plainOf('<xml>', padding)), key, appId)).toBeNull()
  })

  test('[SAFE1] padding of 0, of 33 and of the whole text does not', () => {
    expect(decryptWechat(seal(Buffer.alloc(64, 0)), key, appId)).toBeNull()
    expect(decryptWechat(seal(Buffer.alloc(64, 33)), key, appId)).toBeNull()
    expect(decryptWechat(seal(Buffer.alloc(32, 32)), key, appId)).toBeNull()
  })

  test('[SAFE1] padding longer than a block does not, though all its bytes agree', () => {
    // 16 random + 4 length + 18 xml + 18 account + 40 padding = 96.
    const xml = '<xml><A>1</A></xml>'.slice(0, 18)
    expect(decryptWechat(seal(plainOf(xml, Array<number>(40).fill(40))), key, appId)).toBeNull()
    expect(decryptWechat(seal(plainOf(xml, Array<number>(8).fill(8))), key, appId)).toBe(xml)
  })

  test('[SAFE1] a length beyond the text, and one that leaves part of it to the account’s id', () => {
    for (const length of [4, 6, 24, 1_000, 0x7fffffff, 0xffffffff]) {
      expect(decryptWechat(seal(plainOf('<xml>', good, length)), key, appId)).toBeNull()
    }
  })

  test('[SAFE1] text that is not UTF-8', () => {
    const plain = plainOf('<xml>', good)
    plain[21] = 0xff
    expect(decryptWechat(seal(plain), key, appId)).toBeNull()
  })

  test.each([
    '',
    'AAAA',
    `${sample}=`,
    sample.slice(0, -4),
    ` ${sample.slice(1)}`,
    sample.replaceAll('+', '-'),
    '='.repeat(44),
  ])('[SAFE1] %j is no Encrypt', (sealed) => {
    expect(decryptWechat(sealed, key, appId)).toBeNull()
  })

  test('[SAFE1] keys of another length or alphabet are none', () => {
    for (const encoded of ['', 'A'.repeat(42), 'A'.repeat(44), `${'A'.repeat(42)}=`, `${'A'.repeat(42)}-`]) {
      expect(wechatKeyOf(encoded)).toBeNull()
    }
  })
})
