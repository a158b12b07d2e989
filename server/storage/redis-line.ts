// The line between processes over Redis PUBLISH and SUBSCRIBE: nothing of it stands in Redis' memory or in its append-only file.

import { LINE_BYTES_MOST, type Line, type LineName } from './line.ts'
import type { RedisConnection } from './redis-connection.ts'

const channelOf = (name: LineName) => `wz:line:${name}`

/** `redis` stays the caller's to close; to listen it takes another connection of its own, and listens again after every cut. */
export function createRedisLine(redis: RedisConnection): Line {
  let listening: RedisConnection | null = null
  return {
    async send(to, bytes) {
      if (bytes.byteLength > LINE_BYTES_MOST) throw new RangeError('nothing that long goes over the line')
      return Number(await redis.send(['PUBLISH', channelOf(to), Buffer.from(bytes)]))
    },
    async listen(names, heard) {
      listening = await redis.another()
      await listening.subscribe(names.map(channelOf), (bytes) => {
        if (bytes.byteLength <= LINE_BYTES_MOST) heard(bytes)
      })
    },
    close() {
      listening?.close()
    },
  }
}
