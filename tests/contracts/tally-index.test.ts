// Every TallyIndex adapter against the contract of the port.

import { afterAll, beforeAll, describe } from 'vitest'
import { createMemoryTallyIndex } from '../../server/storage/memory-tally-index.ts'
import { connectRedis, type RedisConnection } from '../../server/storage/redis-connection.ts'
import { createRedisTallyIndex } from '../../server/storage/redis-tally-index.ts'
import { startRedis, type TestRedis } from '../support/redis-server.ts'
import { tallyIndexContract, type TallyIndexAdapter } from './tally-index.contract.ts'

let server: TestRedis
let redis: RedisConnection
let indexes = 0

const ADAPTERS: readonly TallyIndexAdapter[] = [
  { name: 'memory', evenings: 500, create: async () => createMemoryTallyIndex() },
  {
    name: 'redis',
    evenings: 40,
    // One server for all: each index has keys of its own.
    create: async () => createRedisTallyIndex([redis], `wz${String((indexes += 1))}`),
  },
]

beforeAll(async () => {
  // Counting is what is looked at here, not its disk: tests/faults kill one that writes.
  server = await startRedis({ appendonly: 'no' })
  redis = await connectRedis(server.url)
})
afterAll(async () => {
  redis.close()
  await server.remove()
})

describe.each(ADAPTERS)('TallyIndex: $name', (adapter) => {
  tallyIndexContract(adapter)
})
