// What several processes must have in common before they may serve one city: who a citizen is, what a device holds, who signs.

import { createHmac } from 'node:crypto'
import type { CommonSecrets } from './data-dir.ts'
import { createKeyWrapping } from './key-wrapping.ts'
import type { RedisConnection } from './storage/redis-connection.ts'

const FINGERPRINT = 'wz:{secrets}:fingerprint'
/** The first worker opens what was here before it says anything. */
const FIRST_WITHIN_MS = 15_000
const LOOK_EVERY_MS = 100

/**
 * The secrets of all processes, `ours` where we are the first; Redis keeps them wrapped by `voterKeySecret`. A sentence where
 * the others have another VOTER_KEY_SECRET: they would know every citizen by another key (BAL8). `mayBeFirst`: where nobody
 * has said a secret yet this process may; a worker with an empty folder waits for the one that knows what was there before.
 */
export async function agreeOnSecrets(
  redis: Pick<RedisConnection, 'send'>,
  voterKeySecret: string,
  ours: CommonSecrets,
  { mayBeFirst = true, firstWithinMs = FIRST_WITHIN_MS } = {},
): Promise<
  { readonly ok: true; readonly secrets: CommonSecrets } | { readonly ok: false; readonly sentence: string }
> {
  const fingerprint = createHmac('sha256', voterKeySecret)
    .update('wenzheng fingerprint')
    .digest('hex')
    .slice(0, 32)
  const giveUpAt = performance.now() + firstWithinMs
  while (!mayBeFirst && (await redis.send(['GET', FINGERPRINT])) === null) {
    if (performance.now() > giveUpAt)
      return { ok: false, sentence: '第一个进程（worker 1）还没有启动成功，本进程等它。' }
    await new Promise((wake) => setTimeout(wake, LOOK_EVERY_MS))
  }
  await redis.send(['SET', FINGERPRINT, fingerprint, 'NX'])
  if ((await redis.send(['GET', FINGERPRINT])) !== fingerprint) {
    return {
      ok: false,
      sentence:
        'VOTER_KEY_SECRET 与其他进程的不同：同一位市民会被当作两个人。请让各进程用同一个 VOTER_KEY_SECRET。',
    }
  }
  const wrapping = createKeyWrapping(voterKeySecret, 'wenzheng secrets in common')
  const first = async (name: keyof CommonSecrets): Promise<string> => {
    const key = `wz:{secrets}:${name}`
    const wrapped = wrapping.wrap(name, Buffer.from(ours[name], 'hex'))
    await redis.send(['SET', key, Buffer.from(wrapped).toString('base64'), 'NX'])
    const kept = Buffer.from(String(await redis.send(['GET', key])), 'base64')
    const secret = wrapping.unwrap(name, kept)
    if (secret === null) throw new Error(`Redis holds a ${name} that is none of ours`)
    return secret.toString('hex')
  }
  return {
    ok: true,
    secrets: { deviceSecret: await first('deviceSecret'), signingKey: await first('signingKey') },
  }
}
