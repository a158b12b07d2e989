import { expect, test } from 'vitest'
import { agreeOnSecrets } from './shared-secrets.ts'

/** SET … NX and GET, which is all that is asked. */
function givenRedis() {
  const kept = new Map<string, string>()
  const send = async ([verb, key, value]: readonly (string | Buffer)[]) => {
    if (verb === 'GET') return kept.get(String(key)) ?? null
    if (!kept.has(String(key))) kept.set(String(key), String(value))
    return 'OK'
  }
  return { kept, send }
}
const secretsOf = (digit: string) => ({ deviceSecret: digit.repeat(64), signingKey: digit.repeat(64) })
const SECRET = 'one secret of two processes'

test('[BAL10][PUB3] the first process’s secrets are everybody’s', async () => {
  const redis = givenRedis()
  expect(await agreeOnSecrets(redis, SECRET, secretsOf('a'))).toEqual({ ok: true, secrets: secretsOf('a') })
  expect(await agreeOnSecrets(redis, SECRET, secretsOf('b'))).toEqual({ ok: true, secrets: secretsOf('a') })
})

test('[BAL8] another VOTER_KEY_SECRET is refused, and no secret stands in Redis as it is', async () => {
  const redis = givenRedis()
  await agreeOnSecrets(redis, SECRET, secretsOf('a'))
  expect(await agreeOnSecrets(redis, 'another secret', secretsOf('b'))).toMatchObject({ ok: false })
  const all = [...redis.kept.values()].join(' ')
  expect(all).not.toContain('a'.repeat(64))
  expect(all).not.toContain(Buffer.alloc(32, 0xaa).toString('base64'))
  expect(all).not.toContain(SECRET)
})

test('[BAL8] a worker with an empty folder says no secret first: it waits for the one that knows what was there before', async () => {
  const redis = givenRedis()
  const second = { mayBeFirst: false, firstWithinMs: 150 }
  expect(await agreeOnSecrets(redis, 'a wrong secret', secretsOf('b'), second)).toMatchObject({ ok: false })
  expect([...redis.kept]).toEqual([])
  const waiting = agreeOnSecrets(redis, SECRET, secretsOf('b'), { mayBeFirst: false })
  await agreeOnSecrets(redis, SECRET, secretsOf('a'))
  expect(await waiting).toEqual({ ok: true, secrets: secretsOf('a') })
})
