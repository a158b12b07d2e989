// The process's log: JSON lines without personal data. No bodies, no query strings, no whole addresses, no secrets.

import { pino, type DestinationStream, type Logger } from 'pino'

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>

// Fields that carry people or secrets wherever they are logged by mistake. pino matches one level deep for `*.`.
const PERSONAL = [
  'phone',
  'phone_number',
  'mobile',
  'from',
  'to',
  'openid',
  'identity',
  'text',
  'content',
  'body',
  'password',
  'token',
  'pathToken',
  'secret',
  'cookie',
]
const NEVER = PERSONAL.flatMap((field) => [field, `*.${field}`])

/** `level`: the lowest that is written. Written to standard error unless told otherwise. */
export function createLog({
  level = 'info',
  to,
}: { readonly level?: 'debug' | 'info' | 'warn' | 'silent'; readonly to?: DestinationStream } = {}): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: NEVER, censor: '[left out]' },
    },
    to ?? pino.destination({ fd: 2, sync: true }),
  )
}

/** Nothing is written: for tests. */
export const NO_LOG: Log = createLog({ level: 'silent' })

/** A network address without its host part: 203.0.113.x, 2001:db8:1::x. */
export function coarseAddress(address: string | undefined): string {
  const plain = (address ?? '').replace(/^::ffff:/, '')
  if (/^\d+\.\d+\.\d+\.\d+$/.test(plain)) return plain.replace(/\.\d+$/, '.x')
  return plain.includes(':') ? `${plain.split(':').slice(0, 3).join(':')}::x` : 'unknown'
}

/** A path without its query, and without what follows a vendor's door: that is a secret. */
export function plainPath(url: string | undefined): string {
  const path = (url ?? '').split(/[?#]/, 1)[0] ?? ''
  // However it is spelt: an address that is nearly a door's holds the secret too.
  return path.replace(/(channels(?:\/|%2f)+[a-z]+)(?:\/|%2f).*/i, '$1/…').slice(0, 200)
}
