// What must hold of a Redis before anything is kept there: its version, that it writes to disk first, and that it never forgets.

import { connectRedis, isAnswer, RedisAway, type RedisConnection } from './redis-connection.ts'

type Send = (args: readonly string[]) => Promise<unknown>

/** A connection to a Redis fit for us, or whole Chinese sentences that say why there is none. */
export async function connectFitRedis(
  url: string,
): Promise<
  | { readonly ok: true; readonly redis: RedisConnection }
  | { readonly ok: false; readonly sentences: readonly string[] }
> {
  let redis: RedisConnection | null = null
  try {
    redis = await connectRedis(url)
    const line = redis
    const sentences = await reasonsAgainstRedis((words) => line.send(words))
    if (sentences.length === 0) return { ok: true, redis }
    redis.close()
    return { ok: false, sentences }
  } catch (error) {
    redis?.close()
    if (!(error instanceof RedisAway || isAnswer(error))) throw error
    // The address may hold a password: only its host is said.
    const { host } = new URL(url)
    return {
      ok: false,
      sentences: [
        `REDIS_URL 指向的 Redis（${host}）连接不上，请确认它在运行、网络相通、密码正确。`,
        `原因：${error.message}。`,
      ],
    }
  }
}

/** Whole Chinese sentences, each with what to do; none: it may be used. Rejects where Redis cannot be asked. */
export async function reasonsAgainstRedis(send: Send): Promise<readonly string[]> {
  const server = fieldsOf(await send(['INFO', 'server']))
  const version = server.get('redis_version') ?? ''
  const major = Number.parseInt(version, 10)
  if (Number.isNaN(major) || major < 7) {
    return [`Redis 的版本是${version === '' ? '未知' : version}，须为7.0或更新的版本。`]
  }
  if (fieldsOf(await send(['INFO', 'cluster'])).get('cluster_enabled') === '1') {
    return ['REDIS_URL 指向的是 Redis 集群的一个节点；本系统用一个主库（可带从库），请换成不开集群的 Redis。']
  }
  const reasons: string[] = []
  const role = fieldsOf(await send(['INFO', 'replication'])).get('role')
  if (role !== 'master') {
    reasons.push('REDIS_URL 指向的是从库，须指向主库；刚刚切换时请稍候。')
  }
  const settings = await Promise.all(
    ['appendonly', 'appendfsync', 'maxmemory-policy'].map(async (name) => [
      name,
      await settingOf(send, name),
    ]),
  )
  const found = new Map(settings as [string, string | null][])
  const demand = (name: string, value: string, why: string) => {
    const is = found.get(name) ?? null
    if (is === value) return
    reasons.push(
      is === null
        ? `Redis 不让查看设置 ${name}，无法确认它是 ${value}；请允许 CONFIG GET，或请管理员设好后放行。`
        : `Redis 的设置 ${name} 是 ${is}，须为 ${value}：${why}请在 redis.conf 中改好并重启 Redis。`,
    )
  }
  demand('appendonly', 'yes', '不写日志的 Redis 一断电就什么都没有了。')
  demand('appendfsync', 'always', '否则断电会丢掉最后一两秒。')
  demand('maxmemory-policy', 'noeviction', '否则内存满时 Redis 会悄悄删掉计票。')
  return reasons
}

async function settingOf(send: Send, name: string): Promise<string | null> {
  try {
    const answer = await send(['CONFIG', 'GET', name])
    return Array.isArray(answer) && typeof answer[1] === 'string' ? answer[1] : null
  } catch (error) {
    // Refused to us, not unreachable: that is for whoever asked.
    if (error instanceof Error && /NOPERM|unknown command/i.test(error.message)) return null
    throw error
  }
}

function fieldsOf(answer: unknown): ReadonlyMap<string, string> {
  const lines = String(answer).split('\r\n')
  return new Map(
    lines.flatMap((line) => {
      const at = line.indexOf(':')
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const]
    }),
  )
}
