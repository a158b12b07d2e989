// Hashes passwords with argon2id and checks them, a few at a time, off the event loop.

import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const argon2Async = promisify(argon2)

/** OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, 2 passes, 1 lane. */
const MEMORY_KIB = 19_456
const PASSES = 2
const LANES = 1
const HASH_BYTES = 32
const AT_ONCE = 3
const WAITING_MOST = 32

const SHAPE = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d)\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/

export interface Passwords {
  /** A PHC string `$argon2id$v=19$m=…,t=…,p=…$salt$hash`; null where too many wait already. */
  hash(password: string): Promise<string | null>
  /** Whether it is the password. For a null hash (no such account) it works as long, and says no. 'busy' where too many wait. */
  check(password: string, hash: string | null): Promise<boolean | 'busy'>
}

export function createPasswords(): Passwords {
  let running = 0
  const waiting: (() => void)[] = []
  const nobody = `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${unpadded(randomBytes(16))}$${unpadded(randomBytes(HASH_BYTES))}`

  /** 19 MiB each: no more than a few at once, and a queue that ends (SAFE1). */
  const inTurn = async <T>(work: () => Promise<T>): Promise<T | null> => {
    if (running >= AT_ONCE) {
      if (waiting.length >= WAITING_MOST) return null
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
    running += 1
    try {
      return await work()
    } finally {
      running -= 1
      waiting.shift()?.()
    }
  }

  return {
    hash: (password) =>
      inTurn(async () => {
        const salt = randomBytes(16)
        const hash = await derive(password, salt, MEMORY_KIB, PASSES, LANES)
        return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${unpadded(salt)}$${unpadded(hash)}`
      }),
    async check(password, hash) {
      const [, memory, passes, lanes, salt, expected] = SHAPE.exec(hash ?? nobody) ?? []
      if (salt === undefined || expected === undefined) throw new Error('a password hash is not in its shape')
      const right = await inTurn(async () => {
        const found = await derive(
          password,
          Buffer.from(salt, 'base64'),
          Number(memory),
          Number(passes),
          Number(lanes),
        )
        return timingSafeEqual(found, Buffer.from(expected, 'base64'))
      })
      return right === null ? 'busy' : right && hash !== null
    },
  }
}

/** NFKC, so that the same password typed on another keyboard is the same bytes. */
async function derive(
  password: string,
  nonce: Uint8Array,
  memory: number,
  passes: number,
  parallelism: number,
): Promise<Buffer> {
  const message = password.normalize('NFKC')
  return argon2Async('argon2id', { message, nonce, memory, passes, parallelism, tagLength: HASH_BYTES })
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '')
}
